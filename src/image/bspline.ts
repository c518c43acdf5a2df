import type { Sampler } from './interpolators.ts'
import type { Triple, Volume } from './volume.ts'

/** The pole of the cubic B-spline's prefilter. */
const pole = Math.sqrt(3) - 2
/** ITK cuts the causal filter's start off where the pole's power falls below 1e-10. */
const horizon = Math.ceil(Math.log(1e-10) / Math.log(Math.abs(pole)))

/**
 * Coefficients of the cubic B-spline through an image's voxels, mirrored at its borders: ITK's
 * BSplineDecompositionImageFilter, axis by axis. Source: Unser 1999; Thévenaz 2000.
 */
export function splineCoefficients({ data, size }: Pick<Volume, 'data' | 'size'>): Float64Array {
  const out = Float64Array.from(data)
  const [nx, ny, nz] = size
  const lines: [number, number, (line: number) => number][] = [
    [nx, 1, (line) => line * nx],
    [ny, nx, (line) => (line % nx) + nx * ny * Math.floor(line / nx)],
    [nz, nx * ny, (line) => line],
  ]
  for (const [n, stride, start] of lines) {
    if (n === 1) continue
    const line = new Float64Array(n)
    const count = out.length / n
    for (let l = 0; l < count; l++) {
      const from = start(l)
      for (let i = 0, at = from; i < n; i++, at += stride) line[i] = out[at]
      prefilter(line)
      for (let i = 0, at = from; i < n; i++, at += stride) out[at] = line[i]
    }
  }
  return out
}

function prefilter(line: Float64Array) {
  const n = line.length
  const gain = (1 - pole) * (1 - 1 / pole)
  for (let i = 0; i < n; i++) line[i] *= gain
  line[0] = causalStart(line)
  for (let i = 1; i < n; i++) line[i] += pole * line[i - 1]
  line[n - 1] = (pole / (pole * pole - 1)) * (pole * line[n - 2] + line[n - 1])
  for (let i = n - 2; i >= 0; i--) line[i] = pole * (line[i + 1] - line[i])
}

function causalStart(line: Float64Array): number {
  const n = line.length
  let power = pole
  if (horizon < n) {
    let sum = line[0]
    for (let i = 1; i < horizon; i++) {
      sum += power * line[i]
      power *= pole
    }
    return sum
  }
  const inverse = 1 / pole
  let back = pole ** (n - 1)
  let sum = line[0] + back * line[n - 1]
  back = back * back * inverse
  for (let i = 1; i <= n - 2; i++) {
    sum += (power + back) * line[i]
    power *= pole
    back *= inverse
  }
  return sum / (1 - power * power)
}

/** ITK's cubic B-spline interpolation; products and sums in its order, since truncation shows the last bit. */
export function bsplineSampler(image: Volume): Sampler {
  const coefficients = splineCoefficients(image)
  const { size } = image
  const weights = new Float64Array(12)
  const places = new Int32Array(12)
  const stride: Triple = [1, size[0], size[0] * size[1]]
  const support = image.dimension === 3 ? 4 : 1
  return (x, y, z) => {
    axisWeights(x, 0, size[0], stride[0], weights, places)
    axisWeights(y, 4, size[1], stride[1], weights, places)
    if (support === 4) axisWeights(z, 8, size[2], stride[2], weights, places)
    else weights[8] = 1
    let sum = 0
    for (let k = 8; k < 8 + support; k++) {
      const wz = weights[k]
      for (let j = 4; j < 8; j++) {
        const wy = weights[j]
        const row = places[j] + places[k]
        sum += weights[0] * wy * wz * coefficients[row + places[0]]
        sum += weights[1] * wy * wz * coefficients[row + places[1]]
        sum += weights[2] * wy * wz * coefficients[row + places[2]]
        sum += weights[3] * wy * wz * coefficients[row + places[3]]
      }
    }
    return sum
  }
}

function axisWeights(x: number, from: number, n: number, stride: number, weights: Float64Array, places: Int32Array) {
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
    places[from + k] = place * stride
  }
}
