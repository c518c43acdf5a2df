import type { Triple } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'
import type { Box } from './box.ts'

/** √3 − 2, to the nearest double (Math.sqrt(3) - 2 is not). */
const splinePole = -0.2679491924311227

/**
 * Cubic B-spline coefficients of a grid, mirrored at its edges, axes in the order z, y, x (scipy's spline_filter); only
 * those inside `box` are meant to be read. A pass runs over whole lines, of which later ones need ever fewer.
 */
export function splineCoefficients(data: ArrayLike<number>, size: Triple, box: Box): Float64Array {
  const out = Float64Array.from(data)
  const strides = [1, size[0], size[0] * size[1]]
  const gain = (1 - splinePole) * (1 - 1 / splinePole)
  for (const axis of [2, 1, 0]) {
    const n = size[axis]
    if (n < 2) continue
    // Axes that are still to be filtered must be whole.
    const lower = box.lower.map((at, other) => (other < axis ? 0 : at))
    const upper = box.upper.map((at, other) => (other < axis ? size[other] : at))
    const stride = strides[axis]
    const line = new Float64Array(n)
    const [u, v] = [0, 1, 2].filter((other) => other !== axis)
    for (let b = lower[v]; b < upper[v]; b++) {
      for (let a = lower[u]; a < upper[u]; a++) {
        const start = a * strides[u] + b * strides[v]
        for (let i = 0, p = start; i < n; i++, p += stride) line[i] = out[p] * gain
        filterLine(line)
        for (let i = 0, p = start; i < n; i++, p += stride) out[p] = line[i]
      }
    }
  }
  return out
}

function filterLine(c: Float64Array) {
  const n = c.length
  const far = pow(splinePole, n - 1)
  let power = splinePole
  let first = c[0] + far * c[n - 1]
  for (let i = 1; i < n - 1; i++) {
    first += power * (c[i] + far * c[n - 1 - i])
    power *= splinePole
  }
  c[0] = first / (1 - far * far)
  for (let i = 1; i < n; i++) c[i] += splinePole * c[i - 1]
  c[n - 1] = ((splinePole * c[n - 2] + c[n - 1]) * splinePole) / (splinePole * splinePole - 1)
  for (let i = n - 2; i >= 0; i--) c[i] = splinePole * (c[i + 1] - c[i])
}

/**
 * Where and with what weights the spline takes its four coefficients at each of the positions 0 + shift, 1 + shift, …
 * along an axis of n voxels. `inside` is 0 where the position lies outside the image (value 0 there).
 */
export interface SplineTaps {
  inside: Uint8Array
  index: Int32Array
  weight: Float64Array
}

export function splineTaps(n: number, shift: number): SplineTaps {
  const taps = { inside: new Uint8Array(n), index: new Int32Array(4 * n), weight: new Float64Array(4 * n) }
  for (let i = 0; i < n; i++) {
    const position = i + shift
    if (position < 0 || position > n - 1) continue
    taps.inside[i] = 1
    const start = Math.floor(position) - 1
    const y = position - Math.floor(position)
    const z = 1 - y
    const w1 = (y * y * (y - 2) * 3 + 4) / 6
    const w2 = (z * z * (z - 2) * 3 + 4) / 6
    const w0 = (z * z * z) / 6
    taps.weight.set([w0, w1, w2, 1 - w0 - w1 - w2], 4 * i)
    for (let k = 0; k < 4; k++) taps.index[4 * i + k] = mirrored(start + k, n)
  }
  return taps
}

function mirrored(index: number, n: number): number {
  if (n <= 1) return 0
  const period = 2 * n - 2
  const at = ((index % period) + period) % period
  return at < n ? at : period - at
}
