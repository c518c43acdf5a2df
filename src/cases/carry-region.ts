import { CarriedOutside, GridsDiffer, RegistrationFailed, RegistrationRejected } from '../errors/index.ts'
import { baseName } from '../image/bytes.ts'
import { compareGeometry, describeDifferences, toPoint } from '../image/grid/geometry.ts'
import { carryLabels } from '../image/grid/resample-labels.ts'
import type { Images, OpenOptions } from '../image/platform/images.ts'
import { outlineAgreement } from '../image/quality/quality.ts'
import { inPlace, inSpaceOf, inverted, type Placement, placed } from '../image/registration/placement.ts'
import { type Freedom, register } from '../image/registration/register.ts'
import type { Mask, Triple, Volume } from '../image/volume.ts'

/** The image that a case's mask was drawn on, where that is another than the measured one, and how it is registered. */
export interface DrawnOn {
  image: string
  source?: string
  times?: number[]
  uneven?: number
  register: Freedom
}

/**
 * How the region came to the measured image.
 *
 * placement     of the measured image's points in the one that the region was drawn on
 * before, after  mutual information in nats, as the files say that the images lie and as they were registered
 * outlines      overlap (Dice) of the patient's outlines before and after, where air can be told from the patient
 * moved         mean distance by which the region's voxels moved against what the files say, mm
 * disagreement  mean distance between the region's voxels by this registration and by the one the other way round, mm
 * rejected      why the registration was not used; the region then lies where the files say
 */
export interface Carried {
  placement: Placement
  before: number
  after: number
  outlines?: [before: number, after: number]
  moved: number
  disagreement: number
  rejected?: string
}

/** An image with what it was opened by. */
export interface Opened extends OpenOptions {
  image: Volume
  path: string
  source?: string
}

/**
 * The region on the measured image's grid, carried from the image that it was drawn on: the two are registered, and the
 * region's label follows (nearest voxel). A registration that does not raise the mutual information, parts the patient's
 * outlines, or disagrees with the one the other way round by more than half a voxel is not used, which is told.
 * Throws GridsDiffer (the mask does not lie on the image that it was drawn on), RegistrationFailed, CarriedOutside (no voxel of
 * the region lies on the measured image then).
 */
export async function carryRegion(
  mask: Mask,
  label: number,
  measured: Opened,
  drawn: Opened & { register: Freedom },
  images: Images,
): Promise<{ mask: Mask; carried: Carried; note: string }> {
  const differences = compareGeometry(drawn.image, mask, 1e-3)
  if (differences.length > 0) throw GridsDiffer(describeDifferences(differences))
  const found = await registered(measured, drawn, images)
  const points = pointsOf(mask, label)
  const there = inverted(found.placement)
  const moved = meanDistance(
    points,
    (point) => placed(there, point),
    (point) => point,
  )
  const disagreement = meanDistance(
    points,
    (point) => placed(there, point),
    (point) => placed(found.back, point),
  )
  const rejected = whyNot(found, disagreement, halfVoxel(measured.image, drawn.image))
  const [one, other] = [measured.image.frameOfReference, drawn.image.frameOfReference]
  if (rejected !== undefined && one && other && one !== other) throw RegistrationFailed(drawn.path, rejected)
  const { back: _, ...facts } = found
  const carried: Carried = {
    ...facts,
    ...(rejected !== undefined && { placement: inPlace, rejected }),
    moved: rejected === undefined ? moved : 0,
    disagreement,
  }
  const note =
    rejected === undefined ? noteOf(carried, drawn) : RegistrationRejected(baseName(drawn.path), rejected).message
  const carriedMask = onGridOf(measured.image, mask, label, carried.placement)
  if (points.length > 0 && !carriedMask.data.includes(label))
    throw CarriedOutside(baseName(drawn.path), baseName(measured.path), rejected)
  return { mask: carriedMask, carried, note }
}

/** A label where it lies on the measured image's grid by a placement. */
export function onGridOf(image: Volume, mask: Mask, label: number, placement: Placement): Mask {
  const only = {
    ...mask,
    pixelType: 'uint16' as const,
    data: Uint16Array.from(mask.data, (v) => (v === label ? v : 0)),
  }
  const { data, outside } = carryLabels(inSpaceOf(only, placement), image)
  const { dimension, size, spacing, origin, direction } = image
  const voxels = only.data.reduce((count, value) => count + Number(value !== 0), 0)
  const { beyond: _, ...rest } = only
  const lost = outside > 0 && { beyond: new Map([[label, outside / voxels]]) }
  return { ...rest, dimension, size, spacing, origin, direction, data, ...lost }
}

type Found = Pick<Carried, 'placement' | 'before' | 'after' | 'outlines'> & { back: Placement }

/** Both ways, once for all regions of the two images where anything is kept. */
function registered(measured: Opened, drawn: Opened & { register: Freedom }, images: Images): Promise<Found> {
  const { image: still, ...first } = measured
  const { image: other, ...second } = drawn
  return images.once(`registration ${JSON.stringify([first, second])}`, async () => {
    const start = startOf(still, other)
    const { placement, before, after } = register(still, other, drawn.register, start)
    const back = register(other, still, drawn.register, inverted(start)).placement
    const [as, moved] = [start, placement].map((one) => outlineAgreement(inSpaceOf(other, one), still)?.dice)
    const outlines = as !== undefined && moved !== undefined && { outlines: [as, moved] as [number, number] }
    return { placement, back, before, after, ...outlines }
  })
}

/** Where the files say that the images lie; of two frames of reference that says nothing, and their centres are put together. */
function startOf(still: Volume, other: Volume): Placement {
  const [one, two] = [still.frameOfReference, other.frameOfReference]
  if (!one || !two || one === two) return inPlace
  const centre = (image: Volume) => toPoint(image, image.size.map((n) => (n - 1) / 2) as Triple)
  const [from, to] = [centre(still), centre(other)]
  return { ...inPlace, offset: to.map((at, axis) => at - from[axis]) as Triple }
}

/** How much the outlines may part: what a voxel's edge does. */
const parted = 0.01

function whyNot({ before, after, outlines }: Found, disagreement: number, limit: number): string | undefined {
  if (after === -Infinity)
    return 'where the files say that they lie the images hardly overlap, or one of them is the same everywhere'
  if (!(after > before))
    return `the images tell no more of each other than before (${nats(before)} to ${nats(after)} nats)`
  if (outlines && outlines[1] < outlines[0] - parted)
    return `the patient's outlines overlap less than before (Dice ${dice(outlines[0])} to ${dice(outlines[1])})`
  if (disagreement > limit)
    return `forward and back the region lies ${disagreement.toFixed(1)} mm apart, more than half a voxel (${limit.toFixed(1)} mm)`
  return undefined
}

const nats = (value: number) => value.toFixed(3)
const dice = (value: number) => value.toFixed(2)

/** Half the diagonal of the larger of both images' voxels, mm. */
const halfVoxel = (...images: Volume[]) => Math.max(...images.map(({ spacing }) => Math.hypot(...spacing))) / 2

function noteOf(
  { before, after, outlines, moved, disagreement }: Carried,
  { path, register }: { path: string; register: Freedom },
) {
  const overlap = outlines ? `, the outlines' overlap (Dice) ${dice(outlines[0])} to ${dice(outlines[1])}` : ''
  return `carried from ${baseName(path)} by ${register} registration, ${moved.toFixed(1)} mm from where the files say, mutual information ${nats(before)} to ${nats(after)}${overlap}, forward and back agree within ${disagreement.toFixed(1)} mm`
}

/** So many of a region's voxels tell how far it moves. */
const mostPoints = 2000

function pointsOf(mask: Mask, label: number): Triple[] {
  const { size, data } = mask
  const inside: number[] = []
  for (let i = 0; i < data.length; i++) if (data[i] === label) inside.push(i)
  const step = Math.max(1, Math.ceil(inside.length / mostPoints))
  return inside
    .filter((_, k) => k % step === 0)
    .map((i) => toPoint(mask, [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / size[0] / size[1])]))
}

function meanDistance(
  points: readonly Triple[],
  one: (point: Triple) => Triple,
  other: (point: Triple) => Triple,
): number {
  let sum = 0
  for (const point of points) {
    const [a, b] = [one(point), other(point)]
    sum += Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
  }
  return points.length > 0 ? sum / points.length : 0
}
