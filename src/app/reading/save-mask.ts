import { chooseVolume, type DicomVolume, type Mask, writeImage, writeSegmentation } from '../../image/index.ts'
import type { Edit } from '../editor/edits.ts'
import { strokeLine } from '../editor/stroke-log.ts'
import { readings } from '../reading-client.ts'
import type { Scene } from '../viewer/scene.ts'
import type { Case, ServedCase } from './server-images.ts'

/** What the page says of saving. */
export type Saved = { state: 'saved' | 'saving' | 'drawn' } | { state: 'failed'; fault: unknown }

export interface Saver {
  stroke: (tool: string, edit: Edit) => void
  /** Writes the mask's file; the strokes before it are on the server first. */
  save: () => Promise<boolean>
  /** What is not on the server yet. */
  waiting: () => number
}

/**
 * Sends each stroke to the server as it ends, one after the other, and tells how that goes. What fails is tried again,
 * so that a server that comes back gets all strokes in their order.
 */
export function openSaver(which: Case, maskBytes: () => Promise<Uint8Array>, tell: (saved: Saved) => void): Saver {
  const { study, patient, sequence, reader } = which
  const queue: { send: () => Promise<unknown>; makes: 'drawn' | 'saved' }[] = []
  let running: Promise<boolean> | undefined

  async function run(): Promise<boolean> {
    while (queue.length > 0) {
      tell({ state: 'saving' })
      try {
        await queue[0].send()
        const { makes } = queue.shift()!
        if (queue.length === 0) tell({ state: makes })
      } catch (fault) {
        tell({ state: 'failed', fault })
        setTimeout(() => send(), 3000)
        return false
      }
    }
    return true
  }
  function send(): Promise<boolean> {
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }
  return {
    stroke(tool, edit) {
      const line = strokeLine(tool, edit)
      queue.push({ send: () => readings.addStroke(study, patient, sequence, line, reader), makes: 'drawn' })
      void send()
    },
    async save() {
      const mask = async () => readings.saveMask(study, patient, sequence, new Uint8Array(await maskBytes()), reader)
      queue.push({ send: mask, makes: 'saved' })
      return send()
    },
    waiting: () => queue.length,
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
    data: most > 255 ? mask : Uint8Array.from(mask),
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
