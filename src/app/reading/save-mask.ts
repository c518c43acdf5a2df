import { chooseVolume, type DicomVolume, type Mask, writeImage, writeSegmentation } from '../../image/index.ts'
import type { Edit } from '../editor/edits.ts'
import { strokeLine } from '../editor/stroke-log.ts'
import { readings } from '../reading-client.ts'
import { ServerFault } from '../server-client.ts'
import type { Scene } from '../viewer/scene.ts'
import { openQueue } from './send-queue.ts'
import type { Case, ServedCase } from './server-images.ts'

/** What the page says of saving. */
export type Saved = { state: 'saved' | 'saving' | 'drawn' } | { state: 'failed'; fault: unknown }

export interface Saver {
  stroke: (tool: string, edit: Edit) => void
  /** Writes the mask's file; the strokes before it are kept first. */
  save: () => Promise<boolean>
  /** Waits for what is not on the disk yet; false where it cannot be sent now. */
  settled: () => Promise<boolean>
}

interface SaverOptions {
  maskBytes: () => Promise<Uint8Array>
  tell: (saved: Saved) => void
  /** Another page of the reader has taken the patient. */
  onTaken: (fault: unknown) => void
}

/** Whether another page has the patient. */
export const isTaken = (fault: unknown): fault is ServerFault =>
  fault instanceof ServerFault && fault.code === 'NS-SRV-08'

/**
 * What is sent whole would undo what another page has written, once that lets the patient go: it is given up where another
 * page has it, and `onTaken` told.
 */
export const unlessTaken = (send: Promise<unknown>, onTaken: (fault: unknown) => void) =>
  send.catch((fault) => {
    if (!isTaken(fault)) throw fault
    onTaken(fault)
  })

/** Keeps each stroke as it ends, and writes the mask's file when asked to; tells how that goes. */
export function openSaver(which: Case, { maskBytes, tell, onTaken }: SaverOptions): Saver {
  const { study, patient, sequence, reader } = which
  let makes: 'drawn' | 'saved' = 'drawn'
  const queue = openQueue((sending) => {
    tell(sending.state === 'sent' ? { state: makes } : sending)
    // A stroke is a change, and is sent when the other page has let go.
    if (sending.state === 'failed' && isTaken(sending.fault)) onTaken(sending.fault)
  })
  return {
    stroke(tool, edit) {
      const line = strokeLine(tool, edit)
      void queue.add(async () => {
        await readings.addStroke(study, patient, sequence, line, reader)
        makes = 'drawn'
      })
    },
    save: () =>
      queue.add(async () => {
        const bytes = new Uint8Array(await maskBytes())
        await unlessTaken(readings.saveMask(study, patient, sequence, bytes, reader), onTaken)
        makes = 'saved'
      }),
    settled: () => queue.add(async () => {}),
  }
}

/** The mask as the pipeline reads it: 8 bits a voxel where that holds every label. */
export function maskOf({ image, mask, labels }: Scene): Mask {
  const { dimension, size, spacing, origin, direction } = image
  let most = 0
  for (let i = 0; i < mask.length; i++) if (mask[i] > most) most = mask[i]
  return {
    dimension,
    size,
    spacing,
    origin,
    direction,
    pixelType: most > 255 ? 'uint16' : 'uint8',
    data: most > 255 ? mask : new Uint8Array(mask),
    segments: new Map(labels.map(({ value, name }) => [value, name])),
  }
}

/** The bytes of a mask's file in the format that its name asks for; `.dcm` is a DICOM Segmentation of the series. */
export async function maskFile(scene: Scene, served: ServedCase, name: string, version: string): Promise<Uint8Array> {
  const mask = maskOf(scene)
  if (!/\.dcm$/i.test(name)) return writeImage(mask, name)
  const volumes = await served.series()
  const source = served.description.source
  let series: DicomVolume
  try {
    series = chooseVolume(volumes, served.path, source)
  } catch {
    // A map has no slices of its own: its region is drawn on the first image of its grid.
    series = volumes.find(({ geometry }) => String(geometry.size) === String(mask.size)) ?? volumes[0]
  }
  return writeSegmentation(mask, series, version)
}
