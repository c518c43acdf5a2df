import { boundingBox } from '../../features/regions/region.ts'
import { toPoint } from '../../image/grid/geometry.ts'
import { resample } from '../../image/grid/resample.ts'
import { largestSlice } from '../../image/regions/largest-slice.ts'
import type { Geometry, Mask, Triple, Volume } from '../../image/volume.ts'

/** How a network's input is cut from an image. */
export interface Patch {
  /** Voxels along x and y, and z where the network sees a volume and not a slice. */
  size: [number, number] | Triple
  /** mm between them. */
  spacing: number[]
  /** What is done to the patch's values: nothing, its own mean and deviation, its own range to 0–1, or a window to 0–1. */
  normalise: 'none' | 'zscore' | 'minmax' | [low: number, high: number]
  /** Whether what lies outside the region is 0. */
  masked: boolean
}

/**
 * The patch around a region: its grid has the image's axes (those of the mask, where that was turned) and its middle is the
 * middle of the region's bounding box, of a slice that of the slice where the region is largest; linear interpolation, 0
 * beyond the image. `outside` is the share of the region that the patch does not reach.
 */
export function patchOf(
  image: Volume,
  mask: Mask,
  label: number,
  patch: Patch,
): { values: Float32Array; outside: number } {
  const grid = gridOf(mask, label, patch)
  const values = Float32Array.from(resample({ ...image, pixelType: 'float64' }, grid, 'sitkLinear').data)
  const inside = resample(binary(mask, label), grid, 'sitkNearestNeighbor').data
  normalise(values, patch.normalise)
  if (patch.masked) for (let i = 0; i < values.length; i++) if (inside[i] !== 1) values[i] = 0
  return { values, outside: shareOutside(mask, label, grid) }
}

function gridOf(mask: Mask, label: number, { size, spacing }: Patch): Geometry {
  const { box } = boundingBox(mask, label)!
  const middle = box.lower.map((from, axis) => (from + box.upper[axis] - 1) / 2) as Triple
  if (size.length === 2) middle[2] = largestSlice(mask.data, mask.size, label)
  const centre = toPoint(mask, middle)
  const n: Triple = [size[0], size[1], size[2] ?? 1]
  const step: Triple = [spacing[0], spacing[1], spacing[2] ?? mask.spacing[2]]
  const origin = centre.map((at, row) => {
    let moved = at
    for (let axis = 0; axis < 3; axis++) moved -= (mask.direction[3 * row + axis] * step[axis] * (n[axis] - 1)) / 2
    return moved
  }) as Triple
  return { dimension: mask.dimension, size: n, spacing: step, origin, direction: [...mask.direction] }
}

const binary = (mask: Mask, label: number): Mask => ({
  ...mask,
  pixelType: 'uint8',
  data: Uint8Array.from(mask.data, (value) => Number(value === label)),
})

/** The share of the region's voxels (of a slice's, those of that slice) whose centre lies beyond the patch's outer voxels. */
function shareOutside(mask: Mask, label: number, grid: Geometry): number {
  const [nx, ny] = mask.size
  const slice = grid.size[2] === 1 ? largestSlice(mask.data, mask.size, label) : undefined
  const middle = toPoint(grid, grid.size.map((n) => (n - 1) / 2) as Triple)
  let [all, out] = [0, 0]
  for (let i = 0; i < mask.data.length; i++) {
    if (mask.data[i] !== label) continue
    const at: Triple = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)]
    if (slice !== undefined && at[2] !== slice) continue
    all++
    const point = toPoint(mask, at)
    const beyond = [0, 1, 2].some((axis) => {
      if (axis === 2 && slice !== undefined) return false
      let along = 0
      for (let row = 0; row < 3; row++) along += grid.direction[3 * row + axis] * (point[row] - middle[row])
      return Math.abs(along) > (grid.spacing[axis] * grid.size[axis]) / 2 + 1e-6
    })
    if (beyond) out++
  }
  return all > 0 ? out / all : 0
}

function normalise(values: Float32Array, how: Patch['normalise']) {
  const n = values.length
  if (how === 'none') return
  let [low, high] = [0, 1]
  if (how === 'zscore') {
    let [sum, squares] = [0, 0]
    for (let i = 0; i < n; i++) sum += values[i]
    for (let i = 0; i < n; i++) squares += (values[i] - sum / n) ** 2
    const deviation = Math.sqrt(squares / n) || 1
    ;[low, high] = [sum / n, sum / n + deviation]
  } else if (how === 'minmax') {
    ;[low, high] = [Infinity, -Infinity]
    for (let i = 0; i < n; i++) {
      low = Math.min(low, values[i])
      high = Math.max(high, values[i])
    }
    if (high === low) high = low + 1
  } else [low, high] = how
  for (let i = 0; i < n; i++) {
    const value = (values[i] - low) / (high - low)
    values[i] = Array.isArray(how) ? Math.min(1, Math.max(0, value)) : value
  }
}
