import { pixelCast, wholeRange } from '../intensity/pixel-cast.ts'
import { extremes } from '../kernels/extremes.ts'
import { splineOnGrid } from '../kernels/spline.ts'
import type { Sampler, Triple, Volume, Voxels } from '../volume.ts'
import { bsplineSampler, gain, horizon, pole, splineCoefficients, splineWeights } from './bspline.ts'
import type { GridMap } from './grid-map.ts'

/**
 * Cubic B-spline values on another grid. Where the axes are parallel they are computed axis by axis, which differs
 * from ITK in the last bits; a voxel whose stored value could show the difference is computed again in ITK's order.
 */
export function resampleBspline(image: Volume, map: GridMap, out: Voxels) {
  const { lower, upper } = reach(image.size, map)
  if (lower.some((at, axis) => at >= upper[axis])) return
  const error = map.parallel && errorOf(image)
  if (error !== undefined && withKernel(image, map, out, lower, upper, error)) return
  const coefficients = splineCoefficients(image, lower, upper)
  const sample = bsplineSampler(coefficients, image.dimension)
  const cast = pixelCast(image.pixelType)
  const [nx, ny, nz] = map.size
  const point = new Float64Array(3)
  if (!map.parallel || error === undefined) {
    for (let z = 0, at = 0; z < nz; z++)
      for (let y = 0; y < ny; y++)
        for (let x = 0; x < nx; x++, at++)
          if (map.exact(x, y, z, point)) out[at] = cast(sample(point[0], point[1], point[2]))
    return
  }
  const doubtful = doubt(image, error)
  const axes = map.parallel.map((positions, axis) => axisTable(positions, image.size[axis], coefficients.lower[axis]))
  const [ax, ay, az] = axes
  const [cx, cy, cz] = coefficients.size
  const along = alongRows(coefficients.values, cx, cy * cz, ax)
  const across = acrossRows(along, nx, cy, cz, ay)
  const sums = new Float64Array(nx * ny)
  for (let z = 0, at = 0; z < nz; z++) {
    addSlices(across, sums, nx * ny, az, z)
    for (let y = 0; y < ny; y++) {
      const border = az.border[z] | ay.border[y]
      if (border === beyond) {
        at += nx
        continue
      }
      for (let x = 0; x < nx; x++, at++) {
        const edge = border | ax.border[x]
        if (edge >= beyond) continue
        const value = sums[x + nx * y]
        if (edge === 0 && !doubtful(value)) out[at] = cast(value)
        else if (map.exact(x, y, z, point)) out[at] = cast(sample(point[0], point[1], point[2]))
      }
    }
  }
}

/** The same by the kernel; false where it cannot. */
function withKernel(image: Volume, map: GridMap, out: Voxels, lower: Triple, upper: Triple, error: number): boolean {
  let axes: AxisTable[] = []
  const found = splineOnGrid({
    image,
    lower,
    upper,
    weightsFrom: (from) => {
      axes = map.parallel!.map((positions, axis) => axisTable(positions, image.size[axis], from[axis]))
      return axes
    },
    error,
    range: wholeRange[image.pixelType],
    pole,
    gain,
    horizon,
  })
  if (!found) return false
  const { values, flags, doubtful, coefficients } = found
  out.set(values)
  const [ax, ay, az] = axes
  const inside = axes.every(({ border }) => border.every((one) => one === 0))
  if (inside && doubtful === 0) return true
  let sample: Sampler | undefined
  const cast = pixelCast(image.pixelType)
  const [nx, ny, nz] = map.size
  const point = new Float64Array(3)
  for (let z = 0, at = 0; z < nz; z++) {
    for (let y = 0; y < ny; y++) {
      const border = az.border[z] | ay.border[y]
      for (let x = 0; x < nx; x++, at++) {
        const edge = border | ax.border[x]
        if (edge === 0 && flags[at] === 0) continue
        out[at] = 0
        if (edge >= beyond || !map.exact(x, y, z, point)) continue
        sample ??= bsplineSampler(coefficients, image.dimension)
        out[at] = cast(sample(point[0], point[1], point[2]))
      }
    }
  }
  return true
}

/** The block of coefficients that the grid's voxels take. */
function reach(size: Triple, map: GridMap): { lower: Triple; upper: Triple } {
  const lower: Triple = [0, 0, 0]
  const upper: Triple = [...size]
  if (!map.parallel) return { lower, upper }
  for (let axis = 0; axis < 3; axis++) {
    const positions = map.parallel[axis]
    const ends = [positions[0], positions[positions.length - 1]]
    // Mirroring at a border stays within the outermost four voxels.
    lower[axis] = Math.max(0, Math.min(Math.floor(Math.min(...ends)) - 3, size[axis] - 5))
    upper[axis] = Math.min(size[axis], Math.max(Math.ceil(Math.max(...ends)) + 4, 5))
  }
  return { lower, upper }
}

const beyond = 2

interface AxisTable {
  /** Four coefficients' places (in the block) and weights for each position. */
  places: Int32Array
  weights: Float64Array
  /** 1 so near to the image's border that rounding decides, 2 beyond it. */
  border: Uint8Array
}

function axisTable(positions: Float64Array, n: number, lower: number): AxisTable {
  const count = positions.length
  const table = {
    places: new Int32Array(4 * count),
    weights: new Float64Array(4 * count),
    border: new Uint8Array(count),
  }
  const weights = new Float64Array(4)
  const places = new Int32Array(4)
  for (let i = 0; i < count; i++) {
    const inside = Math.min(positions[i] + 0.5, n - 0.5 - positions[i])
    if (inside < -1e-6) {
      table.border[i] = beyond
      continue
    }
    if (inside < 1e-6) table.border[i] = 1
    splineWeights(positions[i], 0, n, weights, places)
    for (let k = 0; k < 4; k++) {
      table.weights[4 * i + k] = weights[k]
      table.places[4 * i + k] = Math.max(0, places[k] - lower)
    }
  }
  return table
}

function alongRows(values: Float64Array, from: number, rows: number, { places, weights }: AxisTable): Float64Array {
  const count = places.length / 4
  const out = new Float64Array(count * rows)
  for (let row = 0, to = 0; row < rows; row++) {
    const start = row * from
    for (let i = 0; i < 4 * count; i += 4, to++)
      out[to] =
        weights[i] * values[start + places[i]] +
        weights[i + 1] * values[start + places[i + 1]] +
        weights[i + 2] * values[start + places[i + 2]] +
        weights[i + 3] * values[start + places[i + 3]]
  }
  return out
}

function acrossRows(
  values: Float64Array,
  width: number,
  from: number,
  slices: number,
  { places, weights }: AxisTable,
): Float64Array {
  const count = places.length / 4
  const out = new Float64Array(width * count * slices)
  for (let slice = 0, to = 0; slice < slices; slice++) {
    for (let i = 0; i < 4 * count; i += 4) {
      const [a, b, c, d] = [0, 1, 2, 3].map((k) => width * (places[i + k] + from * slice))
      const [wa, wb, wc, wd] = weights.subarray(i, i + 4)
      for (let x = 0; x < width; x++, to++)
        out[to] = wa * values[a + x] + wb * values[b + x] + wc * values[c + x] + wd * values[d + x]
    }
  }
  return out
}

function addSlices(values: Float64Array, sums: Float64Array, area: number, { places, weights }: AxisTable, z: number) {
  const [a, b, c, d] = [0, 1, 2, 3].map((k) => area * places[4 * z + k])
  const [wa, wb, wc, wd] = weights.subarray(4 * z, 4 * z + 4)
  for (let p = 0; p < area; p++)
    sums[p] = wa * values[a + p] + wb * values[b + p] + wc * values[c + p] + wd * values[d + p]
}

/** How far rounding may move a sum of intensities; undefined where every such move shows in what is stored. */
function errorOf({ pixelType, data }: Volume): number | undefined {
  if (!wholeRange[pixelType] && pixelType !== 'float32') return undefined
  const { minimum, maximum } = extremes(data)
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum))
  return (wholeRange[pixelType] ? 1e-10 : 1e-13) * largest
}

/** Whether a value that is off by the error could be stored as another. */
function doubt({ pixelType }: Volume, error: number): (value: number) => boolean {
  if (wholeRange[pixelType])
    return (value) => {
      const whole = Math.round(value)
      // Both sides of 0 are cut off to 0.
      return whole !== 0 && Math.abs(value - whole) <= error
    }
  return (value) => Math.fround(value - error) !== Math.fround(value + error)
}
