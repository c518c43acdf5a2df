import { invert } from '../grid/geometry.ts'
import { percentile } from '../intensity/intensity.ts'
import { sortedValues } from '../intensity/sorted-values.ts'
import type { Triple, Volume } from '../volume.ts'
import { times } from './placement.ts'

/**
 * An image of means over blocks of its voxels.
 *
 * toIndex  3 × 3, from LPS mm from `start` to the index of a block
 * start    the centre of the first block, LPS mm
 * range    1st and 99.9th percentile of its values
 */
export interface Level {
  size: Triple
  data: Float32Array
  toIndex: number[]
  start: Triple
  range: [low: number, high: number]
}

/** The image in blocks of about so many mm along each axis. Values that are not finite count as 0. */
export function levelOf(volume: Volume, millimetres: number): Level {
  const { data, spacing, origin, direction } = volume
  const by = spacing.map((step, axis) =>
    Math.max(1, Math.min(volume.size[axis], Math.round(millimetres / step))),
  ) as Triple
  const size = volume.size.map((n, axis) => Math.floor(n / by[axis])) as Triple
  const out = new Float32Array(size[0] * size[1] * size[2])
  const share = 1 / (by[0] * by[1] * by[2])
  const [nx, ny] = volume.size
  for (let z = 0; z < size[2] * by[2]; z++)
    for (let y = 0; y < size[1] * by[1]; y++) {
      const from = nx * (y + ny * z)
      const to = size[0] * (Math.floor(y / by[1]) + size[1] * Math.floor(z / by[2]))
      for (let x = 0, i = from; x < size[0]; x++)
        for (let a = 0; a < by[0]; a++, i++) if (Number.isFinite(data[i])) out[to + x] += data[i] * share
    }
  const axes = direction.map((cosine, k) => cosine * spacing[k % 3] * by[k % 3])
  const middle = times(
    direction.map((cosine, k) => cosine * spacing[k % 3]),
    by.map((n) => (n - 1) / 2),
  )
  const step = Math.max(1, Math.floor(out.length / 200_000))
  const sorted = sortedValues(out, { step })
  return {
    size,
    data: out,
    toIndex: invert(axes),
    start: origin.map((at, axis) => at + middle[axis]) as Triple,
    range: [percentile(sorted, 1), percentile(sorted, 99.9)],
  }
}

/** Block sizes from coarse to fine, in mm: from a thirty-second of an image's extent by halves to its finest spacing. */
export function blockSizes({ size, spacing }: Volume): number[] {
  const extent = Math.max(...size.map((n, axis) => n * spacing[axis]))
  const finest = Math.min(...spacing.filter((_, axis) => size[axis] > 1))
  const sizes = [extent / 32]
  while (sizes.length < mostLevels && sizes[sizes.length - 1] > finest) sizes.push(sizes[sizes.length - 1] / 2)
  return sizes
}

const mostLevels = 5

/** What a level holds at points: the value, its gradient along the level's axes, and whether the point is inside. */
export interface Readings {
  values: Float32Array
  gradients: Float32Array
  inside: Uint8Array
}

export const emptyReadings = (count: number): Readings => ({
  values: new Float32Array(count),
  gradients: new Float32Array(3 * count),
  inside: new Uint8Array(count),
})

/**
 * Reads a level, between its voxels in proportion, at points whose index is matrix · point + offset.
 * Returns how many of them lie inside it.
 */
export function readLevel(
  { size, data }: Level,
  points: Float64Array,
  m: readonly number[],
  [ox, oy, oz]: Readonly<Triple>,
  into: Readings,
): number {
  const [nx, ny, nz] = size
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = m
  const { values, gradients, inside } = into
  // An axis of one voxel is read within half a voxel, and has no gradient.
  const [sx, sy, sz] = [nx > 1 ? 1 : 0, ny > 1 ? nx : 0, nz > 1 ? nx * ny : 0]
  const [lx, ly, lz] = size.map((n) => (n > 1 ? 0 : -0.5))
  const [hx, hy, hz] = size.map((n) => (n > 1 ? n - 1 : 0.5))
  let count = 0
  for (let s = 0, p = 0; s < inside.length; s++, p += 3) {
    const px = points[p]
    const py = points[p + 1]
    const pz = points[p + 2]
    const x = m0 * px + m1 * py + m2 * pz + ox
    const y = m3 * px + m4 * py + m5 * pz + oy
    const z = m6 * px + m7 * py + m8 * pz + oz
    if (!(x >= lx && x <= hx && y >= ly && y <= hy && z >= lz && z <= hz)) {
      inside[s] = 0
      continue
    }
    inside[s] = 1
    count++
    const i = sx === 0 ? 0 : Math.min(nx - 2, Math.floor(x))
    const j = sy === 0 ? 0 : Math.min(ny - 2, Math.floor(y))
    const k = sz === 0 ? 0 : Math.min(nz - 2, Math.floor(z))
    const u = sx === 0 ? 0 : x - i
    const v = sy === 0 ? 0 : y - j
    const w = sz === 0 ? 0 : z - k
    const at = i + nx * (j + ny * k)
    const a = data[at]
    const b = data[at + sx]
    const c = data[at + sy]
    const d = data[at + sx + sy]
    const e = data[at + sz]
    const f = data[at + sx + sz]
    const g = data[at + sy + sz]
    const h = data[at + sx + sy + sz]
    const ab = a + (b - a) * u
    const cd = c + (d - c) * u
    const ef = e + (f - e) * u
    const gh = g + (h - g) * u
    const near = ab + (cd - ab) * v
    const far = ef + (gh - ef) * v
    values[s] = near + (far - near) * w
    gradients[p] = ((b - a) * (1 - v) + (d - c) * v) * (1 - w) + ((f - e) * (1 - v) + (h - g) * v) * w
    gradients[p + 1] = (cd - ab) * (1 - w) + (gh - ef) * w
    gradients[p + 2] = far - near
  }
  return count
}
