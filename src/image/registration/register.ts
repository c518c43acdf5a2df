import { cholesky, solveCholesky } from '../../statistics/numerics/linear-algebra.ts'
import { toPoint } from '../grid/geometry.ts'
import type { Triple, Volume } from '../volume.ts'
import { binsOf, mutualInformation } from './mutual-information.ts'
import { after, inPlace, type Placement, placed, product, rotation, times } from './placement.ts'
import { blockSizes, emptyReadings, type Level, levelOf, type Readings, readLevel } from './pyramid.ts'

/** Rigid: turned and shifted. Affine: also stretched and sheared. */
export type Freedom = 'rigid' | 'affine'

/** Where an image lies in another, and what each tells of the other there. */
export interface Registration {
  placement: Placement
  /** Mutual information in nats, as the files say that the images lie, and as they were registered. */
  before: number
  after: number
}

/**
 * Finds where a still image's points lie in another image of the same patient: the placement of the largest mutual
 * information (Mattes, 32 bins), climbed from coarse to fine blocks of voxels along the gradient, scaled by the images'
 * own structure (Gauss–Newton). Samples are spread evenly between the voxels (an additive recurrence, the same at every
 * call), so that no placement is liked for putting voxels onto voxels; nothing is random. It starts where the files say
 * that the images lie. An affine placement starts from the rigid one.
 * Source: Mattes 2003; Thévenaz & Unser 2000.
 *
 * @param still one scalar image
 * @param other one of the same patient, of any contrast and grid
 * @param freedom what the placement may do
 * @param start where it starts
 * @returns the placement in LPS mm, and the mutual information before and after
 */
export function register(still: Volume, other: Volume, freedom: Freedom = 'rigid', start = inPlace): Registration {
  const blocks = blockSizes(still)
  const finest = pairOf(still, other, blocks[blocks.length - 1], finestSamples)
  let placement = start
  for (const kind of freedom === 'rigid' ? (['rigid'] as const) : (['rigid', 'affine'] as const)) {
    // What a rigid search has found is near: the affine one starts two levels before the finest.
    const from = kind === 'rigid' ? 0 : Math.max(0, blocks.length - 3)
    for (let level = from; level < blocks.length; level++) {
      const pair = level === blocks.length - 1 ? finest : pairOf(still, other, blocks[level], coarseSamples)
      placement = climb(pair, placement, kind, blocks[level])
    }
  }
  return { placement, before: agreement(finest, start).value, after: agreement(finest, placement).value }
}

const coarseSamples = 1 << 15
const finestSamples = 1 << 17
/** Where less of the field is covered there is nothing to go by. */
const leastCovered = 0.1

/** Both images at one level, and the samples of the still one. */
interface Pair {
  other: Level
  /** LPS mm from the still image's centre, three a sample. */
  points: Float64Array
  /** The bin of the still image at each. */
  fixed: Uint8Array
  centre: Triple
  /** The corners of the still image, from its centre. */
  corners: Triple[]
  radius: number
  readings: Readings
  slopes: Float64Array
}

function pairOf(still: Volume, other: Volume, block: number, most: number): Pair {
  const level = levelOf(still, block)
  const { size } = still
  const last = size.map((n) => n - 1)
  const centre = toPoint(still, last.map((n) => n / 2) as Triple)
  const fromCentre = (index: Triple) => toPoint(still, index).map((at, axis) => at - centre[axis]) as Triple
  const count = Math.min(most, size[0] * size[1] * size[2])
  const points = new Float64Array(3 * count)
  for (let s = 0; s < count; s++) {
    const index = recurrence.map((step, axis) => ((0.5 + step * (s + 1)) % 1) * last[axis]) as Triple
    points.set(fromCentre(index), 3 * s)
  }
  const readings = emptyReadings(count)
  const shift = centre.map((at, axis) => at - level.start[axis])
  readLevel(level, points, level.toIndex, times(level.toIndex, shift), readings)
  // At the rim a sample may lie outside the outermost blocks; it is then of no bin and is left out.
  const fixed = binsOf(readings.values, level.range)
  const kept = Array.from(fixed.keys()).filter((s) => readings.inside[s] === 1)
  const corners = Array.from({ length: 8 }, (_, k) =>
    fromCentre([0, 1, 2].map((axis) => ((k >> axis) & 1 ? last[axis] : 0)) as Triple),
  )
  return {
    other: levelOf(other, block),
    points: Float64Array.from({ length: 3 * kept.length }, (_, i) => points[3 * kept[Math.floor(i / 3)] + (i % 3)]),
    fixed: Uint8Array.from(kept, (s) => fixed[s]),
    centre,
    corners,
    radius: Math.max(1e-6, Math.hypot(...corners[0]) / Math.sqrt(3)),
    readings: emptyReadings(kept.length),
    slopes: new Float64Array(kept.length),
  }
}

/** Roberts' R₃: the inverse powers of the root of x⁴ = x + 1. */
const recurrence = [0.8191725133961645, 0.6710436067037893, 0.5497004779019703]

/** The mutual information at a placement; −∞ where too little is covered. `readings` and `slopes` of the pair are left. */
function agreement(pair: Pair, placement: Placement): { value: number; matrix: number[] } {
  const { other, points, fixed, centre, readings, slopes } = pair
  const matrix = product(other.toIndex, placement.matrix)
  const shift = placed(placement, centre).map((at, axis) => at - other.start[axis])
  const count = readLevel(other, points, matrix, times(other.toIndex, shift), readings)
  if (count < leastCovered * fixed.length || !(other.range[1] > other.range[0])) return { value: -Infinity, matrix }
  return { value: mutualInformation(fixed, readings, count, other.range, slopes), matrix }
}

/** Goes uphill from a placement in steps that shrink from a block's size until they no longer matter. */
function climb(pair: Pair, from: Placement, freedom: Freedom, block: number): Placement {
  let best = from
  let reached = agreement(pair, from)
  if (reached.value === -Infinity) return from
  const basis = freedom === 'rigid' ? rigidBasis : affineBasis
  const metric = curvature(pair, reached.matrix, basis)
  let direction = uphill(pair, reached.matrix, basis, metric)
  let step = block
  for (let trial = 0; trial < mostTrials && step > block * leastStep; trial++) {
    const next = moved(best, pair, direction, step, freedom)
    if (!next) break
    const found = agreement(pair, next)
    if (!(found.value > reached.value)) {
      step /= 2
      continue
    }
    best = next
    reached = found
    step *= 1.2
    direction = uphill(pair, reached.matrix, basis, metric)
  }
  return best
}

const mostTrials = 100
/** Of a block. */
const leastStep = 1 / 256

/** Small changes of the still image's points around its centre as twelve numbers: a matrix (times the radius), a shift. */
const affineBasis = Array.from({ length: 12 }, (_, k) => Array.from({ length: 12 }, (_, i) => Number(i === k)))
const turn = (plus: number, minus: number) =>
  Array.from({ length: 12 }, (_, i) => Number(i === plus) - Number(i === minus))
const rigidBasis = [turn(7, 5), turn(2, 6), turn(3, 1), ...affineBasis.slice(9)]

/** Σ (∇J)(∇J)ᵀ of the other image over the samples: how strongly each change is felt. The factor of `cholesky`. */
function curvature({ points, readings, radius }: Pair, m: readonly number[], basis: readonly number[][]): Float64Array {
  const n = basis.length
  const all = new Float64Array(144)
  const one = new Float64Array(12)
  const { gradients, inside } = readings
  const stride = Math.max(1, Math.floor(inside.length / curvatureSamples))
  for (let s = 0; s < inside.length; s += stride) {
    if (inside[s] === 0) continue
    const p = 3 * s
    for (let i = 0; i < 3; i++) {
      // The gradient in mm of the still image's space.
      const g = m[i] * gradients[p] + m[3 + i] * gradients[p + 1] + m[6 + i] * gradients[p + 2]
      for (let j = 0; j < 3; j++) one[3 * i + j] = (g * points[p + j]) / radius
      one[9 + i] = g
    }
    for (let a = 0; a < 12; a++) for (let b = 0; b <= a; b++) all[12 * a + b] += one[a] * one[b]
  }
  for (let a = 0; a < 12; a++) for (let b = 0; b < a; b++) all[12 * b + a] = all[12 * a + b]
  const projected = new Float64Array(n * n)
  let trace = 0
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++)
      for (let i = 0; i < 12; i++)
        for (let j = 0; j < 12; j++) projected[n * a + b] += basis[a][i] * all[12 * i + j] * basis[b][j]
    trace += projected[n * a + a]
  }
  // A change that is not felt (through a single slice) is not made.
  for (let a = 0; a < n; a++) projected[n * a + a] += (1e-4 * trace) / n + 1e-300
  cholesky(projected, n)
  return projected
}

const curvatureSamples = 20_000

/** The direction of steepest rise where lengths are those of `curvature`, in the twelve numbers. */
function uphill(
  { points, readings, slopes, radius }: Pair,
  m: readonly number[],
  basis: readonly number[][],
  metric: Float64Array,
): Float64Array {
  const { gradients, inside } = readings
  const sums = new Float64Array(12)
  for (let s = 0; s < inside.length; s++) {
    const w = slopes[s]
    if (inside[s] === 0 || w === 0) continue
    const p = 3 * s
    for (let i = 0; i < 3; i++) {
      const g = w * gradients[p + i]
      sums[3 * i] += g * points[p]
      sums[3 * i + 1] += g * points[p + 1]
      sums[3 * i + 2] += g * points[p + 2]
      sums[9 + i] += g
    }
  }
  const gradient = new Float64Array(12)
  for (let i = 0; i < 3; i++)
    for (let k = 0; k < 3; k++) {
      for (let j = 0; j < 3; j++) gradient[3 * i + j] += (m[3 * k + i] * sums[3 * k + j]) / radius
      gradient[9 + i] += m[3 * k + i] * sums[9 + k]
    }
  const own = Float64Array.from(basis, (one) => one.reduce((sum, part, i) => sum + part * gradient[i], 0))
  const solved = solveCholesky(metric, basis.length, own)
  const direction = new Float64Array(12)
  for (let a = 0; a < basis.length; a++) for (let i = 0; i < 12; i++) direction[i] += basis[a][i] * solved[a]
  return direction
}

/** A placement changed along a direction so far that no corner moves by more than a step; undefined where none moves. */
function moved(
  from: Placement,
  { centre, corners, radius }: Pair,
  direction: Float64Array,
  step: number,
  freedom: Freedom,
): Placement | undefined {
  const matrix = Array.from(direction.subarray(0, 9), (value) => value / radius)
  const shift = Array.from(direction.subarray(9))
  const longest = Math.max(
    ...corners.map((corner) => Math.hypot(...times(matrix, corner).map((at, axis) => at + shift[axis]))),
  )
  if (!(longest > 0) || !Number.isFinite(longest)) return undefined
  const by = step / longest
  const change =
    freedom === 'rigid'
      ? rotation([by * matrix[7], by * matrix[2], by * matrix[3]])
      : matrix.map((value, k) => by * value + inPlace.matrix[k])
  const still = times(change, centre)
  const offset = centre.map((at, axis) => at + by * shift[axis] - still[axis]) as Triple
  return after(from, { matrix: change, offset })
}
