import { pow } from '../../portable-math.ts'
import type { Sampler, Triple, Volume, Voxels } from '../volume.ts'

/** The pole of the cubic B-spline's prefilter. */
export const pole = Math.sqrt(3) - 2
export const gain = (1 - pole) * (1 - 1 / pole)
/** ITK cuts the causal filter's start off where the pole's power falls below 1e-10. */
export const horizon = Math.ceil(Math.log(1e-10) / Math.log(Math.abs(pole)))
/** What lies further off than this moves no bit of a coefficient: the pole's power is below 1e-36. */
const memory = 64

/** Coefficients of a part of an image: `lower` its first voxel, `size` its extent, `imageSize` the image's. */
export interface SplineCoefficients {
  values: Float64Array
  lower: Triple
  size: Triple
  imageSize: Triple
}

/**
 * Coefficients of the cubic B-spline through an image's voxels, mirrored at its borders: ITK's
 * BSplineDecompositionImageFilter, axis by axis. Source: Unser 1999; Thévenaz 2000.
 *
 * lower, upper  the block of voxels whose coefficients are wanted, `upper` not included
 */
export function splineCoefficients(
  image: Pick<Volume, 'data' | 'size'>,
  lower: Triple,
  upper: Triple,
): SplineCoefficients {
  const whole = image.size
  const from = lower.map((at) => Math.max(0, at - memory)) as Triple
  const to = upper.map((at, axis) => Math.min(whole[axis], at + memory)) as Triple
  const size = to.map((at, axis) => at - from[axis]) as Triple
  const values = cutReal(image.data, whole, from, size)
  const [nx, ny, nz] = size
  // Along x a line is a row; along y and z the rows of a plane are filtered side by side.
  const atStart = from.map((at) => at === 0)
  const atEnd = to.map((at, axis) => at === whole[axis])
  if (whole[0] > 1)
    for (let row = 0; row < ny * nz; row++) filterRow(values, row * nx, nx, atStart[0], atEnd[0], whole[0])
  const rows = { first: lower[0] - from[0], count: upper[0] - lower[0] }
  if (whole[1] > 1)
    for (let z = 0; z < nz; z++)
      filterLines(values, z * nx * ny + rows.first, ny, nx, rows.count, atStart[1], atEnd[1], whole[1])
  if (whole[2] > 1)
    for (let y = lower[1] - from[1]; y < upper[1] - from[1]; y++)
      filterLines(values, y * nx + rows.first, nz, nx * ny, rows.count, atStart[2], atEnd[2], whole[2])
  return { values, lower: from, size, imageSize: [...whole] }
}

function cutReal(data: Voxels, whole: Triple, from: Triple, size: Triple): Float64Array {
  if (size.every((n, axis) => n === whole[axis])) return Float64Array.from(data)
  const out = new Float64Array(size[0] * size[1] * size[2])
  for (let z = 0, to = 0; z < size[2]; z++) {
    for (let y = 0; y < size[1]; y++, to += size[0]) {
      const at = from[0] + whole[0] * (from[1] + y + whole[1] * (from[2] + z))
      out.set(data.subarray(at, at + size[0]), to)
    }
  }
  return out
}

/** `filterLines` of one line whose samples lie next to each other: the last value stays in a register. */
function filterRow(values: Float64Array, at: number, n: number, atStart: boolean, atEnd: boolean, whole: number) {
  const end = at + n
  for (let i = at; i < end; i++) values[i] *= gain
  let before = atStart ? causalStart(values, at, n, 1, whole) : values[at] / (1 - pole)
  values[at] = before
  for (let i = at + 1; i < end; i++) {
    before = values[i] + pole * before
    values[i] = before
  }
  before = atEnd ? (pole / (pole * pole - 1)) * (pole * values[end - 2] + before) : (-pole * before) / (1 - pole)
  values[end - 1] = before
  for (let i = end - 2; i >= at; i--) {
    before = pole * (before - values[i])
    values[i] = before
  }
}

/**
 * Filters `side` neighbouring lines of n samples in place. A line that is cut short starts from what a constant
 * continuation would give, far enough from what is wanted.
 */
function filterLines(
  values: Float64Array,
  at: number,
  n: number,
  stride: number,
  side: number,
  atStart: boolean,
  atEnd: boolean,
  whole: number,
) {
  for (let i = 0; i < n; i++) {
    const row = at + i * stride
    for (let l = row; l < row + side; l++) values[l] *= gain
  }
  for (let l = at; l < at + side; l++) {
    values[l] = atStart ? causalStart(values, l, n, stride, whole) : values[l] / (1 - pole)
  }
  for (let i = 1; i < n; i++) {
    const row = at + i * stride
    for (let l = row; l < row + side; l++) values[l] += pole * values[l - stride]
  }
  const last = at + (n - 1) * stride
  for (let l = last; l < last + side; l++) {
    values[l] = atEnd
      ? (pole / (pole * pole - 1)) * (pole * values[l - stride] + values[l])
      : (-pole * values[l]) / (1 - pole)
  }
  for (let i = n - 2; i >= 0; i--) {
    const row = at + i * stride
    for (let l = row; l < row + side; l++) values[l] = pole * (values[l + stride] - values[l])
  }
}

function causalStart(values: Float64Array, at: number, n: number, stride: number, whole: number): number {
  let power = pole
  let sum = values[at]
  if (horizon < whole) {
    for (let i = 1; i < horizon; i++) {
      sum += power * values[at + i * stride]
      power *= pole
    }
    return sum
  }
  const inverse = 1 / pole
  let back = pow(pole, n - 1)
  sum += back * values[at + (n - 1) * stride]
  back = back * back * inverse
  for (let i = 1; i <= n - 2; i++) {
    sum += (power + back) * values[at + i * stride]
    power *= pole
    back *= inverse
  }
  return sum / (1 - power * power)
}

/** ITK's cubic B-spline interpolation; products and sums in its order, since truncation shows the last bit. */
export function bsplineSampler({ values, lower, size, imageSize }: SplineCoefficients, dimension: 2 | 3): Sampler {
  const weights = new Float64Array(12)
  const places = new Int32Array(12)
  const stride: Triple = [1, size[0], size[0] * size[1]]
  const support = dimension === 3 ? 4 : 1
  const shift = lower[0] + stride[1] * lower[1] + stride[2] * lower[2]
  return (x, y, z) => {
    splineWeights(x, 0, imageSize[0], weights, places)
    splineWeights(y, 4, imageSize[1], weights, places)
    if (support === 4) splineWeights(z, 8, imageSize[2], weights, places)
    else weights[8] = 1
    let sum = 0
    for (let k = 8; k < 8 + support; k++) {
      const wz = weights[k]
      const slice = stride[2] * places[k] - shift
      for (let j = 4; j < 8; j++) {
        const wy = weights[j]
        const row = slice + stride[1] * places[j]
        sum += weights[0] * wy * wz * values[row + places[0]]
        sum += weights[1] * wy * wz * values[row + places[1]]
        sum += weights[2] * wy * wz * values[row + places[2]]
        sum += weights[3] * wy * wz * values[row + places[3]]
      }
    }
    return sum
  }
}

/** The four coefficients (mirrored into the image) that a fractional index takes along an axis, and their weights. */
export function splineWeights(x: number, from: number, n: number, weights: Float64Array, places: Int32Array) {
  // ITK rounds the index to float32 before it takes the floor.
  const first = Math.floor(Math.fround(x)) - 1
  const w = x - (first + 1)
  const w3 = (1 / 6) * w * w * w
  const w0 = 1 / 6 + 0.5 * w * (w - 1) - w3
  const w2 = w + w0 - 2 * w3
  weights[from] = w0
  weights[from + 1] = 1 - w0 - w2 - w3
  weights[from + 2] = w2
  weights[from + 3] = w3
  for (let k = 0; k < 4; k++) {
    let place = first + k
    if (n === 1) place = 0
    else {
      if (place < 0) place = -place
      if (place >= n) place = 2 * (n - 1) - place
    }
    places[from + k] = place
  }
}
