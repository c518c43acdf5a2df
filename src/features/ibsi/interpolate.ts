import type { Triple } from '../../image/volume.ts'
import { pow } from '../../portable-math.ts'

export interface Grid {
  size: Triple
  spacing: Triple
  data: Float64Array
}

/**
 * Interpolates to a spacing on the standard's grid: as many voxels as cover the image (rounded up), its centre on the
 * image's centre; beyond the image its nearest voxel counts. Axis after axis, which is the same as all at once.
 *
 * spacing  0 along an axis leaves it as it is
 * cubic    splines of order 3 through all voxels of the line
 */
export function interpolate(grid: Grid, spacing: Triple, method: 'nearest' | 'linear' | 'cubic'): Grid {
  let current = grid
  for (let axis = 0; axis < 3; axis++) {
    if (spacing[axis] === 0 || spacing[axis] === grid.spacing[axis]) continue
    current = alongAxis(current, axis, spacing[axis], method)
  }
  return current
}

function alongAxis(
  { size, spacing, data }: Grid,
  axis: number,
  wanted: number,
  method: 'nearest' | 'linear' | 'cubic',
): Grid {
  const n = size[axis]
  const ratio = wanted / spacing[axis]
  const count = Math.ceil(n / ratio - 1e-9)
  const start = (n - 1) / 2 - ((count - 1) / 2) * ratio
  const positions = Array.from({ length: count }, (_, i) => Math.min(n - 1, Math.max(0, start + i * ratio)))
  const newSize: Triple = [...size]
  newSize[axis] = count
  const result = new Float64Array(newSize[0] * newSize[1] * newSize[2])
  const stride = axis === 0 ? 1 : axis === 1 ? size[0] : size[0] * size[1]
  const newStride = axis === 0 ? 1 : axis === 1 ? newSize[0] : newSize[0] * newSize[1]
  const line = new Float64Array(n)
  const sample = { nearest: nearestAt, linear: linearAt, cubic: cubicAt }[method]
  const outer = data.length / (n * stride)
  for (let block = 0; block < outer; block++)
    for (let offset = 0; offset < stride; offset++) {
      const from = block * n * stride + offset
      for (let i = 0; i < n; i++) line[i] = data[from + i * stride]
      if (method === 'cubic') toCoefficients(line)
      const to = block * count * newStride + offset
      for (let i = 0; i < count; i++) result[to + i * newStride] = sample(line, positions[i])
    }
  const newSpacing: Triple = [...spacing]
  newSpacing[axis] = wanted
  return { size: newSize, spacing: newSpacing, data: result }
}

function nearestAt(line: Float64Array, x: number): number {
  return line[Math.min(line.length - 1, Math.floor(x + 0.5))]
}

function linearAt(line: Float64Array, x: number): number {
  const i = Math.min(Math.floor(x), Math.max(0, line.length - 2))
  const t = x - i
  return t === 0 ? line[i] : (1 - t) * line[i] + t * line[i + 1]
}

function cubicAt(coefficients: Float64Array, x: number): number {
  const n = coefficients.length
  const i = Math.floor(x)
  const t = x - i
  const weights = [
    pow(1 - t, 3) / 6,
    (3 * pow(t, 3) - 6 * t * t + 4) / 6,
    (-3 * pow(t, 3) + 3 * t * t + 3 * t + 1) / 6,
    pow(t, 3) / 6,
  ]
  let sum = 0
  for (let k = 0; k < 4; k++) sum += weights[k] * coefficients[mirror(i - 1 + k, n)]
  return sum
}

function mirror(i: number, n: number): number {
  if (n === 1) return 0
  const period = 2 * (n - 1)
  const wrapped = ((i % period) + period) % period
  return wrapped < n ? wrapped : period - wrapped
}

/** The coefficients of the cubic spline through a line's values, mirrored at its ends (Unser 1999, box 2). */
function toCoefficients(line: Float64Array): void {
  const n = line.length
  if (n === 1) return
  const pole = Math.sqrt(3) - 2
  const horizon = Math.min(n, Math.ceil(Math.log(1e-15) / Math.log(-pole)))
  let first = line[0]
  for (let k = 1, power = pole; k < horizon; k++, power *= pole) first += power * line[k]
  line[0] = first
  for (let i = 1; i < n; i++) line[i] += pole * line[i - 1]
  line[n - 1] = (pole / (pole * pole - 1)) * (line[n - 1] + pole * line[n - 2])
  for (let i = n - 2; i >= 0; i--) line[i] = pole * (line[i + 1] - line[i])
  for (let i = 0; i < n; i++) line[i] *= 6
}
