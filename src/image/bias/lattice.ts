import type { Triple } from '../volume.ts'

/**
 * A scalar field on a voxel grid as a tensor product of uniform cubic B-splines, ITK's `BSplineScatteredDataPointSetToImage`
 * and `BSplineControlPointImage` filters for points that are the voxels of a grid: there all weights are products of one
 * factor an axis, and every sum is taken axis by axis. Source: Lee, Wolberg & Shin 1997; Tustison & Gee 2006.
 *
 * size    control points along x, y, z; one along an axis of one voxel, where nothing varies
 * values  of the control points, x fastest
 */
export interface Lattice {
  size: Triple
  values: Float64Array
}

/** Of each voxel along an axis: the first of the control points that reach it, and their weights. */
interface Axis {
  first: Int32Array
  /** `width` a voxel. */
  weights: Float64Array
  width: number
}

export type Axes = [Axis, Axis, Axis]

const order = 3
const width = order + 1

/** How far the last voxel is pulled in from the end of the last span, in voxels. */
const inwards = 1e-3

function axisOf(voxels: number, controlPoints: number): Axis {
  if (voxels === 1) return { first: new Int32Array(1), weights: Float64Array.of(1), width: 1 }
  const spans = controlPoints - order
  const first = new Int32Array(voxels)
  const weights = new Float64Array(width * voxels)
  for (let i = 0; i < voxels; i++) {
    const u = Math.min((spans * i) / (voxels - 1), spans - (inwards * spans) / (voxels - 1))
    first[i] = Math.floor(u)
    const f = u - first[i]
    const g = 1 - f
    weights[width * i] = (g * g * g) / 6
    weights[width * i + 1] = (4 - 6 * f * f + 3 * f * f * f) / 6
    weights[width * i + 2] = (4 - 6 * g * g + 3 * g * g * g) / 6
    weights[width * i + 3] = (f * f * f) / 6
  }
  return { first, weights, width }
}

/** The weights of a lattice's control points on a voxel grid that spans its whole domain. */
export const axesOf = (grid: Triple, lattice: Triple): Axes =>
  grid.map((voxels, axis) => axisOf(voxels, lattice[axis])) as Axes

export const emptyLattice = (size: Triple): Lattice => ({ size, values: new Float64Array(size[0] * size[1] * size[2]) })

/** The lattice of a first level: so many control points along every axis that has more than one voxel. */
export const firstLattice = (grid: Triple, controlPoints: number): Lattice =>
  emptyLattice(grid.map((voxels) => (voxels === 1 ? 1 : controlPoints)) as Triple)

/** Ω of Lee's approximation: Σ w² over the voxels of a region, at each control point. */
export const weightOf = (region: Uint8Array, axes: Axes, lattice: Lattice): Float64Array =>
  spread(
    region,
    withWeights(axes, (w) => w * w),
    lattice.size,
  )

/** Below this (ITK's: a tenth of single precision's epsilon) no voxel reaches a control point. */
const unreached = 0.1 * 2 ** -23

/**
 * Adds to a lattice the approximation of values that are 0 outside their region.
 * weight  of `weightOf` for the same region, axes and lattice
 */
export function addApproximation(lattice: Lattice, values: Float32Array, axes: Axes, weight: Float64Array): void {
  const cubes = withWeights(axes, (w, squares) => (w * w * w) / squares)
  const sums = spread(values, cubes, lattice.size)
  for (let c = 0; c < sums.length; c++) if (weight[c] > unreached) lattice.values[c] += sums[c] / weight[c]
}

/** The axes with other weights, each from a weight and the sum of squares of its voxel's. */
function withWeights(axes: Axes, of: (weight: number, squares: number) => number): Axes {
  return axes.map((axis) => {
    const weights = new Float64Array(axis.weights.length)
    for (let i = 0; i < weights.length; i += axis.width) {
      const own = axis.weights.subarray(i, i + axis.width)
      const squares = own.reduce((sum, w) => sum + w * w, 0)
      for (let j = 0; j < axis.width; j++) weights[i + j] = of(own[j], squares)
    }
    return { ...axis, weights }
  }) as Axes
}

/** Σ value × weight at each control point. */
function spread(values: Float32Array | Uint8Array, [x, y, z]: Axes, size: Triple): Float64Array {
  const [nx, ny, nz] = [x.first.length, y.first.length, z.first.length]
  const [cx, cy] = size
  const out = new Float64Array(cx * cy * size[2])
  const plane = new Float64Array(cx * cy)
  const row = new Float64Array(cx)
  for (let k = 0, at = 0; k < nz; k++) {
    plane.fill(0)
    for (let j = 0; j < ny; j++, at += nx) {
      row.fill(0)
      if (x.width === 1) row[0] = values[at]
      else spreadRow(values, at, x, row)
      for (let b = 0; b < y.width; b++) {
        const w = y.weights[y.width * j + b]
        const to = cx * (y.first[j] + b)
        for (let c = 0; c < cx; c++) plane[to + c] += w * row[c]
      }
    }
    for (let b = 0; b < z.width; b++) {
      const w = z.weights[z.width * k + b]
      const to = plane.length * (z.first[k] + b)
      for (let c = 0; c < plane.length; c++) out[to + c] += w * plane[c]
    }
  }
  return out
}

function spreadRow(values: Float32Array | Uint8Array, at: number, { first, weights }: Axis, row: Float64Array): void {
  for (let i = 0, w = 0; i < first.length; i++, w += width) {
    const value = values[at + i]
    if (value === 0) continue
    const c = first[i]
    row[c] += value * weights[w]
    row[c + 1] += value * weights[w + 1]
    row[c + 2] += value * weights[w + 2]
    row[c + 3] += value * weights[w + 3]
  }
}

/** The field at every voxel. */
export function fieldOf({ size, values }: Lattice, [x, y, z]: Axes, out: Float32Array): Float32Array {
  const [nx, ny, nz] = [x.first.length, y.first.length, z.first.length]
  const [cx, cy] = size
  const plane = new Float64Array(cx * cy)
  const row = new Float64Array(cx)
  for (let k = 0, at = 0; k < nz; k++) {
    plane.fill(0)
    for (let b = 0; b < z.width; b++) {
      const w = z.weights[z.width * k + b]
      const from = plane.length * (z.first[k] + b)
      for (let c = 0; c < plane.length; c++) plane[c] += w * values[from + c]
    }
    for (let j = 0; j < ny; j++, at += nx) {
      row.fill(0)
      for (let b = 0; b < y.width; b++) {
        const w = y.weights[y.width * j + b]
        const from = cx * (y.first[j] + b)
        for (let c = 0; c < cx; c++) row[c] += w * plane[from + c]
      }
      if (x.width === 1) out[at] = row[0]
      else fieldOfRow(row, x, out, at)
    }
  }
  return out
}

function fieldOfRow(row: Float64Array, { first, weights }: Axis, out: Float32Array, at: number): void {
  for (let i = 0, w = 0; i < first.length; i++, w += width) {
    const c = first[i]
    out[at + i] =
      row[c] * weights[w] + row[c + 1] * weights[w + 1] + row[c + 2] * weights[w + 2] + row[c + 3] * weights[w + 3]
  }
}

/** The same field on a lattice of twice as many spans along every axis. */
export function refined(lattice: Lattice): Lattice {
  let last = lattice
  for (let axis = 0; axis < 3; axis++) if (last.size[axis] > 1) last = refinedAlong(last, axis)
  return last
}

function refinedAlong({ size, values }: Lattice, axis: number): Lattice {
  const n = size[axis]
  const to = size.map((length, other) => (other === axis ? 2 * length - order : length)) as Triple
  const out = emptyLattice(to)
  const stride = size.slice(0, axis).reduce((product, length) => product * length, 1)
  for (let line = 0; line < values.length / n; line++) {
    const inner = line % stride
    const outer = (line - inner) / stride
    const from = inner + stride * n * outer
    const start = inner + stride * to[axis] * outer
    for (let m = 0; m < to[axis]; m++) {
      const left = values[from + stride * (m >> 1)]
      const right = values[from + stride * ((m >> 1) + 1)]
      // Between two control points, or on the second of three.
      out.values[start + stride * m] =
        m % 2 === 0 ? (left + right) / 2 : (left + 6 * right + values[from + stride * ((m >> 1) + 2)]) / 8
    }
  }
  return out
}
