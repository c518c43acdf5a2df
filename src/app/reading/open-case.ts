import { ImageNotScalar, OtherGrid, Problem } from '../../errors/index.ts'
import { compareGeometry, type Dynamic, describeDifferences, type Mask, type Volume } from '../../image/index.ts'
import { replayStrokes } from '../editor/stroke-log.ts'
import { readings } from '../reading-client.ts'
import { ServerFault } from '../server-client.ts'
import { type Scene, sceneOf } from '../viewer/scene.ts'
import { type Case, openServed, type ServedCase } from './server-images.ts'

export interface OpenedCase {
  served: ServedCase
  scene: Scene
  /** How many strokes a crash had left out of the mask's file. */
  recovered: number
  /** What the program did with the image, in words. */
  note?: string
}

/** A region on such an image could be drawn, but nothing measured in it. Throws ImageNotScalar. */
export function refuseVectors({ components = 1 }: Volume): void {
  if (components > 1) throw ImageNotScalar(components)
}

/** Opens a case: its image, the mask as it was saved last, and the strokes that came after. Throws Problem, ServerFault. */
export async function openCase(which: Case): Promise<OpenedCase> {
  const served = await openServed(which)
  const { images, description, path } = served
  const { image, note } = await images.open(path, description.source)
  refuseVectors(image)
  const [saved, lines] = await Promise.all([
    readMask(served, image),
    readings.strokes(which.study, which.patient, which.sequence, which.reader),
  ])
  const mask = saved ? new Uint16Array(saved.data) : new Uint16Array(image.data.length)
  const recovered = replayStrokes(mask, lines)
  return { served, scene: sceneOf(image, mask, saved?.segments), recovered, note }
}

/** The reader's mask on the image's grid; undefined where none was drawn yet. Throws OtherGrid. */
async function readMask({ images, maskPath, path }: ServedCase, image: Volume): Promise<Mask | undefined> {
  let mask: Mask
  try {
    mask = await images.mask(maskPath, image, path)
  } catch (error) {
    if (error instanceof ServerFault && error.code === 'NS-USE-01') return undefined
    throw error
  }
  const differences = compareGeometry(image, mask, 1e-3)
  if (differences.length) throw OtherGrid(maskPath.replace('mask/', ''), 'the image', describeDifferences(differences))
  return mask
}

/** Another reader's mask of a case, to be looked at. */
export async function openMask(which: Case, image: Volume): Promise<Uint16Array | undefined> {
  const served = await openServed(which)
  const mask = await readMask(served, image)
  return mask && new Uint16Array(mask.data)
}

/**
 * The phases of the examination with their times, as the study names them, or those of the DICOM folder; undefined where it
 * has none.
 */
export async function openDynamic({ images, phases, path, description }: ServedCase): Promise<Dynamic | undefined> {
  const files = phases.length > 0 ? phases : undefined
  try {
    const dynamic = await images.dynamic(path, { source: description.source, files, times: description.curve?.times })
    return dynamic.phases.length > 1 ? dynamic : undefined
  } catch (error) {
    if (error instanceof Problem && !files) return undefined
    throw error
  }
}
