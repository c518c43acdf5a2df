import { AnatomyElsewhere, Problem } from '../errors/index.ts'
import { carryLabels } from '../image/grid/resample-labels.ts'
import { foreground } from '../image/intensity/intensity.ts'
import type { Images } from '../image/platform/images.ts'
import { motionBetween } from '../image/quality/motion.ts'
import { type GreySlice, greySlice } from '../image/quality/picture.ts'
import {
  clippedShare,
  outlineAgreement,
  signalToNoise,
  subcutaneousRatio,
  wrapShare,
} from '../image/quality/quality.ts'
import { largestSlice } from '../image/regions/largest-slice.ts'
import type { Volume } from '../image/volume.ts'
import { cached } from '../jobs/cache.ts'
import { capturingFailure, type Failure } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CaseTask } from './case.ts'
import type { CasePlatform } from './platform.ts'

/** One sequence of a patient, whose quality is to be measured. */
export interface QualityTask extends Pick<CaseTask, 'image' | 'source' | 'cache'> {
  /** The phases of its dynamic series, where each is a file of its own. */
  phases?: string[]
  /** An anatomical image of the same patient, whose outline it should share. */
  anatomy?: { image: string; source?: string }
}

/** The image whose measure is to be shown. */
export interface QualityPictureTask extends QualityTask {
  measure: QualityName
}

/**
 * What was measured; a measure is absent where the image does not allow it (no air around the patient, one phase).
 *
 * snr           signal-to-noise ratio
 * clipped       share of voxels at the largest value, 0 to 1
 * wrap          share of lines that are patient at both ends, 0 to 1, along the worse axis
 * fat_ratio     signal under the skin over the signal of what lies deeper
 * motion_mm     the largest shift of a phase against the first
 * outline_dice  overlap of the patient's outline with that of the anatomical image
 * outline_mm    distance of the two outlines' centres
 */
export interface CaseQuality {
  values: Partial<Record<QualityName, number>>
  /** Why a measure that was to be had is absent. */
  notes: string[]
}

export type QualityName = 'snr' | 'clipped' | 'wrap' | 'fat_ratio' | 'motion_mm' | 'outline_dice' | 'outline_mm'

/** The quality of an image as the scanner took it, or from the cache. Throws what reading throws. */
async function measureQuality(task: QualityTask, { images, cache: open }: CasePlatform): Promise<CaseQuality> {
  const { cache, image, source, phases = [], anatomy } = task
  if (!cache) return measured(task, images)
  const made = async () => {
    const hashes: string[] = []
    for (const path of [image, ...phases, ...(anatomy ? [anatomy.image] : [])])
      hashes.push(await images.contentHash(path))
    return ['quality/measure', hashes, source, phases.length, anatomy?.source]
  }
  return cached(open?.(cache.folder), cache, made, () => measured(task, images))
}

async function measured(task: QualityTask, images: Images): Promise<CaseQuality> {
  const notes: string[] = []
  const image = await images.acquired(task.image, task.source)
  const body = foreground(image)
  const wrap = wrapShare(image, body)
  const motion = await orNote(notes, async () => (await worstPhase(task, images))?.moved)
  const { anatomy } = task
  const outlines =
    anatomy && (await orNote(notes, async () => outlineAgreement(image, await anatomyOf(image, anatomy, images))))
  const all: [QualityName, number | undefined][] = [
    ['snr', signalToNoise(image, body)],
    ['clipped', clippedShare(image, body)],
    ['wrap', wrap && Math.max(wrap.x, wrap.y)],
    ['fat_ratio', subcutaneousRatio(image, body)],
    ['motion_mm', motion],
    ['outline_dice', outlines?.dice],
    ['outline_mm', outlines?.shift],
  ]
  return { values: Object.fromEntries(all.filter(([, value]) => value !== undefined)), notes }
}

/** A measure whose failure leaves the others alone. */
async function orNote<Value>(notes: string[], measure: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await measure()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    notes.push(`${error.code} ${error.message}`)
    return undefined
  }
}

/** The phase that moved most against the first; of all phases only two are held at a time. */
async function worstPhase({ image, source, phases }: QualityTask, images: Images) {
  let first: Volume | undefined
  let body: Uint8Array | undefined
  let worst: { first: Volume; phase: Volume; moved: number } | undefined
  for await (const phase of phases ? filesInTurn(phases, images) : images.phases(image, source)) {
    if (!first || !body) {
      first = phase
      body = foreground(first)
      continue
    }
    const moved = motionBetween(first, phase, body).length
    if (!worst || moved > worst.moved) worst = { first, phase, moved }
  }
  return worst
}

async function* filesInTurn(paths: readonly string[], images: Images): AsyncGenerator<Volume> {
  for (const path of paths) yield images.acquired(path)
}

/** The anatomical image; it must lie in the same space. Throws AnatomyElsewhere. */
async function anatomyOf(
  image: Volume,
  { image: path, source }: NonNullable<QualityTask['anatomy']>,
  images: Images,
): Promise<Volume> {
  const anatomy = await images.acquired(path, source)
  const [one, other] = [image.frameOfReference, anatomy.frameOfReference]
  if (one && other && one !== other) throw AnatomyElsewhere(path)
  return anatomy
}

/** A slice that shows what a measure is about, small enough for a report. */
async function picture(task: QualityPictureTask, images: Images): Promise<GreySlice> {
  const { measure, anatomy } = task
  if (measure === 'motion_mm') {
    const worst = await worstPhase(task, images)
    if (worst) {
      const { first, phase } = worst
      const difference = Float32Array.from(first.data, (value, i) => phase.data[i] - value)
      return greySlice({ ...first, data: difference }, middle(first))
    }
  }
  const image = await images.acquired(task.image, task.source)
  const body = () => foreground(image)
  if (measure.startsWith('outline') && anatomy) {
    const other = await anatomyOf(image, anatomy, images)
    const carried = carryLabels({ ...image, data: body() }, other).data
    return greySlice(other, middle(other), foreground(other), carried)
  }
  if (measure === 'clipped') {
    let largest = -Infinity
    for (let i = 0; i < image.data.length; i++) largest = Math.max(largest, image.data[i])
    const at = Uint8Array.from(image.data, (value) => Number(value === largest))
    return greySlice(image, largestSlice(at, image.size, 1), at)
  }
  return greySlice(image, middle(image), body())
}

const middle = ({ size }: Volume) => size[2] >> 1

declare module '../parallel.ts' {
  interface Jobs {
    'quality/measure': Job<QualityTask, CaseQuality | Failure>
    'quality/picture': Job<QualityPictureTask, GreySlice | Failure>
  }
}

export const jobs = (platform: CasePlatform): JobBodies<'quality/measure' | 'quality/picture'> => ({
  'quality/measure': capturingFailure((task) => measureQuality(task, platform)),
  'quality/picture': capturingFailure((task) => picture(task, platform.images)),
})
