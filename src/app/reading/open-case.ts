import { ImageNotScalar, OtherGrid, Problem } from '../../errors/index.ts'
import { carryLabels } from '../../image/grid/resample-labels.ts'
import { compareGeometry, type Dynamic, describeDifferences, type Mask, type Volume } from '../../image/index.ts'
import { replayStrokes } from '../editor/stroke-log.ts'
import { readings } from '../reading-client.ts'
import { ServerFault } from '../server-client.ts'
import { type Scene, sceneOf } from '../viewer/scene.ts'
import { type Case, openServed, type ServedCase } from './server-images.ts'

/** A mask's file that cannot be drawn on: why, and where only its grid is another, the mask. */
export interface UnusableMask {
  fault: Problem
  elsewhere?: Mask
}

export interface OpenedCase {
  served: ServedCase
  scene: Scene
  /** Where the mask that was there could not be used, and an empty one was taken in its place. */
  unusable?: UnusableMask
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
  const [{ mask: saved, unusable }, lines] = await Promise.all([
    readMask(served, image),
    readings.strokes(which.study, which.patient, which.sequence, which.reader),
  ])
  const mask = saved ? new Uint16Array(saved.data) : new Uint16Array(image.data.length)
  const recovered = replayStrokes(mask, lines)
  return { served, scene: sceneOf(image, mask, saved?.segments), unusable, recovered, note }
}

/** The reader's mask on the image's grid; neither where none was drawn yet. Throws ServerFault, ServerAway. */
async function readMask(
  { images, maskBytes, maskPath, path }: ServedCase,
  image: Volume,
): Promise<{ mask?: Mask; unusable?: UnusableMask }> {
  try {
    await maskBytes()
  } catch (error) {
    if (error instanceof ServerFault && error.code === 'NS-USE-01') return {}
    throw error
  }
  try {
    const mask = await images.mask(maskPath, image, path)
    const differences = compareGeometry(image, mask, 1e-3)
    if (differences.length === 0) return { mask }
    const fault = OtherGrid(maskPath.replace('mask/', ''), 'the image', describeDifferences(differences))
    return { unusable: { fault, elsewhere: mask } }
  } catch (fault) {
    if (fault instanceof Problem && !(fault instanceof ServerFault)) return { unusable: { fault } }
    throw fault
  }
}

/** Another reader's mask of a case, to be looked at. Throws OtherGrid, and what reading it does. */
export async function openMask(which: Case, image: Volume): Promise<Uint16Array | undefined> {
  const { mask, unusable } = await readMask(await openServed(which), image)
  if (unusable) throw unusable.fault
  return mask && new Uint16Array(mask.data)
}

/** A mask of another grid on the image's, through the patient's space; and the share of it that lies outside the image. */
export function carriedMask(mask: Mask, image: Volume): { mask: Uint16Array; outside: number } {
  const { data, outside } = carryLabels(mask, image)
  return { mask: new Uint16Array(data), outside }
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
    if (error instanceof Problem && !(error instanceof ServerFault) && !files) return undefined
    throw error
  }
}
