import { sha256 } from '../digest.ts'
import { Problem } from '../errors/index.ts'
import { binningOf, requireFinite } from '../features/classes/image-features.ts'
import { refuseVolumes } from '../features/extract.ts'
import type { Box } from '../features/filters/index.ts'
import { prepare } from '../features/prepare.ts'
import { discretise } from '../features/regions/discretise.ts'
import { intensityRange } from '../features/regions/grey-levels.ts'
import { labelVoxels } from '../features/regions/mask.ts'
import { type ParameterFile, readSettings } from '../features/settings/settings.ts'
import { maskDice, suggestGridRepair } from '../image/grid/grid-mismatch.ts'
import { carryLabels } from '../image/grid/resample-labels.ts'
import { foreground, hasAir } from '../image/intensity/intensity.ts'
import { extremes } from '../image/kernels/extremes.ts'
import type { Images } from '../image/platform/images.ts'
import { pictureOf, type SlicePicture } from '../image/quality/picture.ts'
import type { Geometry, Mask, Scan, Volume } from '../image/volume.ts'
import { capturingFailure, type Failure, failureReason } from '../jobs/failure.ts'
import type { JobBodies } from '../parallel.ts'
import type { CaseTask, Lost } from './case.ts'
import { activityIn, openCase } from './open-case.ts'
import type { CasePlatform } from './platform.ts'
import { registrationPictures, type ShownRegistration } from './registration-pictures.ts'

/** What the preflight knows of a case that can be read, without extracting anything. */
export interface CaseInspection {
  size: number[]
  spacing: number[]
  pixelType: string
  labels: [label: number, voxels: number][]
  /** Names that the mask gives to its labels. */
  names: [label: number, name: string][]
  /** Of the label that would be taken. */
  label: number
  voxels: number
  millilitres: number
  slices: number
  range: [number, number]
  owner?: CaseOwner
  /** The unit of a PET image that holds an activity. */
  activity?: string
  /** Lowest and highest intensity in the region. */
  regionRange: [number, number]
  /** Share of the image that the region takes, 0 to 1, where it reaches the image's edges on all four sides of a slice. */
  everywhere?: number
  /** Share of the region's voxels that lie in air, 0 to 1, where the image has air around the patient. */
  inAir?: number
  /** Of the image's voxels: two patients with the same one have the same image. */
  hash: string
  lost?: Lost
  /** How the region came from the image that it was drawn on, with pictures. */
  registration?: ShownRegistration
  /** Of the region's voxels and their place. */
  maskHash: string
  /** The region on the slice where it is largest. */
  picture?: SlicePicture
}

/** Whose the files of a case are, as far as they say, and where their voxels lie. */
export interface CaseOwner {
  /** Of a DICOM image and of a DICOM mask, without their instances. */
  scan?: Scan
  maskScan?: Scan
  grid: Geometry
  maskGrid: Geometry
}

/** A case that cannot be extracted, with its region where it can be drawn on the image all the same. */
export interface CaseFault extends Failure {
  owner?: CaseOwner
  picture?: SlicePicture
}

/** Everything that is checked before extraction, and nothing more. Throws what reading throws. */
async function inspectCase(task: CaseTask, images: Images): Promise<CaseInspection | CaseFault> {
  const settings = readSettings(task.params, task.paramsFile)
  const { setting } = settings
  // Intensities are judged as they were read.
  let opened: Opened
  try {
    opened = await openCase({ ...task, n4: undefined, normalise: undefined }, images, setting.label)
  } catch (error) {
    return { failed: failureReason(error), picture: await pictureAlone(task, images) }
  }
  const { image, mask, label, lost, carried } = opened
  setting.label = label
  let found: ReturnType<typeof prepared>
  try {
    refuseVolumes(mask, settings)
    found = prepared(image, mask, setting)
    refuseIntensities(found.values, image, settings, task.normalise !== undefined || task.n4 !== undefined)
  } catch (error) {
    return { failed: failureReason(error), owner: ownerOf(image, mask), picture: pictureCarried(image, mask, label) }
  }
  const { region, box, values } = found
  const { minimum, maximum } = extremes(values)
  const voxels = labelVoxels(region).get(setting.label) ?? 0
  const { minimum: low, maximum: high } = extremes(image.data)
  const { data } = image
  const picture = suggestGridRepair(image, mask).kind === 'none' ? pictureOf(image, mask, setting.label) : undefined
  return {
    size: image.size,
    spacing: image.spacing,
    pixelType: image.pixelType,
    labels: [...labelVoxels(mask)],
    names: [...(mask.segments ?? [])],
    label: setting.label,
    voxels,
    millilitres: (voxels * image.spacing[0] * image.spacing[1] * image.spacing[2]) / 1000,
    slices: box.upper[2] - box.lower[2],
    range: [low, high],
    regionRange: [minimum, maximum],
    everywhere: shareWhereEverywhere(box, image.size, voxels),
    hash: `${image.size} ${await sha256(data)}`,
    maskHash: `${image.size} ${await sha256(region.data)}`,
    owner: ownerOf(image, mask),
    activity: activityIn(image) ? image.scan?.unit : undefined,
    inAir: shareInAir(image, region, setting.label),
    lost,
    picture,
    registration:
      picture && (await registrationPictures(task, { image, mask, label, carried, slice: picture.slice }, images)),
  }
}

function ownerOf(image: Volume, mask: Mask): CaseOwner {
  const gridOf = ({ dimension, size, spacing, origin, direction }: Volume): Geometry => ({
    dimension,
    size,
    spacing,
    origin,
    direction,
  })
  const plain = (scan: Scan | undefined) => scan && { ...scan, instances: [] }
  return { scan: plain(image.scan), maskScan: plain(mask.scan), grid: gridOf(image), maskGrid: gridOf(mask) }
}

/**
 * Refuses intensities of a region that extraction would refuse, by its own code: NaN, and too many grey levels where they
 * are discretised as they were read.
 */
function refuseIntensities(values: Float64Array, image: Volume, settings: ParameterFile, isNormalised: boolean): void {
  const { setting, imageTypes, featureClasses } = settings
  if (featureClasses.every(([name]) => name.startsWith('shape'))) return
  requireFinite(values, 'original')
  const asRead = !isNormalised && !setting.normalize && setting.resampledPixelSpacing === null
  if (asRead && imageTypes.some(([type]) => type === 'Original')) discretise(values, binningOf(setting, image))
}

/** The share of the image that a region takes where it reaches both edges along x and y: the background, or all of it. */
function shareWhereEverywhere({ lower, upper }: Box, [nx, ny, nz]: readonly number[], voxels: number) {
  const reaches = lower[0] === 0 && lower[1] === 0 && upper[0] === nx && upper[1] === ny
  return reaches ? voxels / (nx * ny * nz) : undefined
}

/** How much of a region lies outside the patient; undefined where no air can be told from the patient. */
function shareInAir(image: Volume, region: Mask, label: number): number | undefined {
  if (image.data.length !== region.data.length) return undefined
  const patient = foreground(image)
  if (!hasAir(image, patient)) return undefined
  let [voxels, inAir] = [0, 0]
  for (let i = 0; i < region.data.length; i++) {
    if (region.data[i] !== label) continue
    voxels++
    if (!patient[i]) inAir++
  }
  return voxels ? inAir / voxels : undefined
}

/** The region where it lies in the image's space, whatever grid it was drawn on. */
function pictureCarried(image: Volume, mask: Mask, label: number): SlicePicture | undefined {
  if ((mask.components ?? 1) > 1 || (image.components ?? 1) > 1) return undefined
  return pictureOf(image, { ...image, data: carryLabels(mask, image).data }, label)
}

/** The image without a region, where that can be read and the mask cannot. */
async function pictureAlone({ image: path, source, times, uneven }: CaseTask, images: Images) {
  try {
    const { image } = await images.open(path, source, { times, uneven })
    return (image.components ?? 1) > 1 ? undefined : pictureOf(image, undefined, 0)
  } catch {
    return undefined
  }
}

type Opened = Awaited<ReturnType<typeof openCase>>

/** The checked region; a mask on another grid is refused with the repair that is safe for it. */
function prepared(image: Opened['image'], mask: Opened['mask'], setting: ReturnType<typeof readSettings>['setting']) {
  try {
    const { mask: region, box } = prepare(image, mask, {
      ...setting,
      interpolator: null,
      normalize: false,
      preCrop: false,
    })
    return { region, box, values: intensitiesOf(image, region, setting.label) }
  } catch (error) {
    const { kind, advice } = suggestGridRepair(image, mask)
    if (error instanceof Problem && kind !== 'none') throw new Problem(error.code, error.message, advice, error.exit)
    throw error
  }
}

/** The image's values in a region of its own grid. */
function intensitiesOf(image: Volume, region: Mask, label: number): Float64Array {
  const voxels = labelVoxels(region).get(label) ?? 0
  const values = new Float64Array(image.data.length === region.data.length ? voxels : 0)
  let at = 0
  for (let i = 0; at < values.length; i++) if (region.data[i] === label) values[at++] = image.data[i]
  return values
}

/** Two readers' masks of one image. */
export interface ReadersTask extends CaseTask {
  other: string
}

/** The overlap (Dice) of two readers' regions, on the image that they drew on. */
async function readers(task: ReadersTask, images: Images): Promise<{ dice: number }> {
  const { setting } = readSettings(task.params, task.paramsFile)
  const { drawn: onto } = task
  const own = onto ? { image: onto.image, source: onto.source, times: onto.times, uneven: onto.uneven } : {}
  const drawn = { ...task, ...own, drawn: undefined, n4: undefined, normalise: undefined, derive: undefined }
  const { image, mask, label } = await openCase(drawn, images, setting.label)
  const other = await images.mask(task.other, image, drawn.image, task.region ?? task.label, task.threshold)
  return { dice: maskDice(mask, other, label) }
}

/** The lowest and highest intensity in a case's region as it would be discretised. */
async function range(task: CaseTask, images: Images): Promise<{ range: [number, number] }> {
  const settings = readSettings(task.params, task.paramsFile)
  const { image, mask, label } = await openCase(task, images, settings.setting.label)
  settings.setting.label = label
  return { range: intensityRange(image, mask, settings) }
}

declare module '../parallel.ts' {
  interface Jobs {
    'glance/case': Job<CaseTask, CaseInspection | CaseFault>
    'glance/range': Job<CaseTask, { range: [number, number] } | Failure>
    'glance/readers': Job<ReadersTask, { dice: number } | Failure>
  }
}

export const jobs = ({ images }: CasePlatform): JobBodies<'glance/case' | 'glance/range' | 'glance/readers'> => ({
  'glance/case': capturingFailure((task) => inspectCase(task, images)),
  'glance/range': capturingFailure((task) => range(task, images)),
  'glance/readers': capturingFailure((task) => readers(task, images)),
})
