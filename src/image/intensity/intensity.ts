import type { Volume, Voxels } from '../volume.ts'
import { sortedValues } from './sorted-values.ts'

/** Mean and standard deviation (n − 1) of the voxels that a region holds, or of all. */
export function meanAndSpread(data: Voxels, region?: ArrayLike<number>): { mean: number; sd: number; count: number } {
  let count = 0
  let mean = 0
  let squares = 0
  for (let i = 0; i < data.length; i++) {
    if (region && region[i] === 0) continue
    count++
    const away = data[i] - mean
    mean += away / count
    squares += away * (data[i] - mean)
  }
  return { mean, sd: Math.sqrt(squares / (count - 1)), count }
}

/** 1 for the voxels that pass a test of their index, else 0. */
export function regionWhere(count: number, test: (index: number) => boolean): Uint8Array {
  const region = new Uint8Array(count)
  for (let i = 0; i < count; i++) if (test(i)) region[i] = 1
  return region
}

/** A percentile of sorted values, between neighbours in proportion (numpy's `linear`, R's type 7). */
export function percentile(sorted: Float64Array, percent: number): number {
  const at = (percent / 100) * (sorted.length - 1)
  const low = Math.floor(at)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low] + (at - low) * (sorted[high] - sorted[low])
}

/**
 * 1 where the patient is, 0 in the air around: values above Otsu's threshold of log(1 + 20 t), t from 0 at the least
 * value to 1 at the 99.5th percentile. The logarithm draws fat and tissue together, so that the air is what parts.
 * Source: Otsu 1979.
 *
 * @param volume one scalar image
 * @returns one value a voxel, 0 or 1
 * @example
 * ```ts
 * import { foreground, type Geometry } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [3, 2, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const data = Uint8Array.of(0, 1, 0, 90, 100, 95)
 * foreground({ ...grid, pixelType: 'uint8', data }) // → Uint8Array(6) [ 0, 0, 0, 1, 1, 1 ]
 * ```
 */
export function foreground({ data }: Volume): Uint8Array {
  const threshold = otsuThreshold(data)
  return regionWhere(data.length, (i) => data[i] > threshold)
}

/**
 * 1 where the patient is, dark parts inside the patient too; 0 in the air around: what is not `foreground` and touches,
 * by faces, the sides of the slices.
 */
export function patientOf(volume: Volume): Uint8Array {
  const { size } = volume
  const [nx, ny, nz] = size
  const area = nx * ny
  const inside = foreground(volume)
  const outside = new Uint8Array(inside.length)
  const queue: number[] = []
  const reach = (voxel: number) => {
    if (inside[voxel] !== 0 || outside[voxel] !== 0) return
    outside[voxel] = 1
    queue.push(voxel)
  }
  for (let z = 0; z < nz; z++) {
    for (let x = 0; x < nx; x++) for (const y of [0, ny - 1]) reach(x + nx * y + area * z)
    for (let y = 0; y < ny; y++) for (const x of [0, nx - 1]) reach(x + nx * y + area * z)
  }
  while (queue.length > 0) {
    const voxel = queue.pop()!
    const x = voxel % nx
    const y = Math.floor(voxel / nx) % ny
    if (x > 0) reach(voxel - 1)
    if (x < nx - 1) reach(voxel + 1)
    if (y > 0) reach(voxel - nx)
    if (y < ny - 1) reach(voxel + nx)
    if (voxel >= area) reach(voxel - area)
    if (voxel < inside.length - area) reach(voxel + area)
  }
  return outside.map((out) => 1 - out)
}

/** Whether what lies outside the foreground is air: darker than a quarter of it. A cropped image has none. */
export function hasAir({ data }: Volume, body: Uint8Array): boolean {
  const step = Math.max(1, Math.floor(data.length / sampleSize))
  const inside = sortedValues(data, { region: body, step })
  const outside = sortedValues(data, { region: body, step, outside: true })
  if (!inside.length || outside.length < inside.length / 100) return false
  return percentile(outside, 50) < percentile(inside, 50) / 4
}

const bins = 256
const contrast = 20

/** Voxels enough to find a threshold. */
const sampleSize = 200_000

function otsuThreshold(data: Voxels): number {
  const step = Math.max(1, Math.floor(data.length / sampleSize))
  const sorted = sortedValues(data, { step })
  const low = sorted[0]
  const high = percentile(sorted, 99.5)
  if (!(high > low)) return low
  const counts = new Float64Array(bins)
  const scale = Math.log1p(contrast)
  for (let i = 0, bin = 0; i < sorted.length; i++) {
    // equal values lie side by side, and most images have many
    if (i === 0 || sorted[i] !== sorted[i - 1]) {
      const t = (sorted[i] - low) / (high - low)
      bin = Math.min(bins - 1, Math.floor((Math.log1p(contrast * t) / scale) * bins))
    }
    counts[bin]++
  }
  const total = counts.reduce((sum, count, bin) => sum + count * bin, 0)
  let [below, sumBelow, best, bestBin] = [0, 0, -1, 0]
  for (let bin = 0; bin < bins - 1; bin++) {
    below += counts[bin]
    sumBelow += counts[bin] * bin
    const above = sorted.length - below
    if (below === 0 || above === 0) continue
    const between = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2
    if (between > best) [best, bestBin] = [between, bin]
  }
  return low + (Math.expm1(((bestBin + 1) / bins) * Math.log1p(contrast)) / contrast) * (high - low)
}
