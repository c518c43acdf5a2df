import { NothingLeftOfRegion } from '../../errors/index.ts'
import type { Mask, Triple } from '../volume.ts'
import { boxAround } from './distance.ts'
import { largestSlice } from './largest-slice.ts'
import { grown, roundedUp } from './margin.ts'
import { largestPart } from './parts.ts'

/**
 * How the region that is measured follows from the one that was drawn; applied in this order. Distances are in mm, from
 * voxel centre to voxel centre.
 */
export interface RegionRule {
  /** Of several lesions (parts that touch by faces) the one with most voxels; or the slice with most voxels. */
  largest?: 'lesion' | 'slice'
  /** The region grown by this many mm, or shrunk where it is negative. */
  margin?: number
  /** What lies between two margins: `[0, 5]` surrounds the region, `[-3, 0]` is its rim. */
  shell?: readonly [from: number, to: number]
}

/** A derived region, with what a reader of its features must know. */
export interface DerivedRegion {
  /** The label alone, on the drawn mask's grid. */
  mask: Mask
  voxels: number
  /** Voxels that the rule gives and that lie outside what may be measured. */
  clipped: number
  /** Whether the region reaches the edge of the image, where a margin or a shell is cut off. */
  atEdge: boolean
}

/**
 * The region that a rule derives from a drawn one: a voxel belongs to a margin of m > 0 mm where a voxel of the region
 * lies within m of it, and to one of m < 0 where no voxel outside the region lies within -m of it. What lies beyond the
 * image counts neither as region nor as outside. Equal to thresholds of ITK's SignedMaurerDistanceMap.
 *
 * @param mask the drawn regions
 * @param label the one that is derived from
 * @param rule what is done with it
 * @param allowed voxels that may be measured (not 0), on the mask's grid; all by default
 * @returns the derived region
 * @throws NothingLeftOfRegion where no voxel is left
 * @example
 * ```ts
 * import { deriveRegion, type Geometry } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [7, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const drawn = { ...grid, pixelType: 'uint8' as const, data: Uint8Array.of(0, 0, 0, 1, 0, 0, 0) }
 * deriveRegion(drawn, 1, { shell: [0, 2] }).mask.data // → Uint8Array(7) [ 0, 1, 1, 0, 1, 1, 0 ]
 * ```
 */
export function deriveRegion(mask: Mask, label: number, rule: RegionRule, allowed?: ArrayLike<number>): DerivedRegion {
  const { size, spacing } = mask
  const [from, to] = rule.shell ?? [-Infinity, rule.margin ?? 0]
  const reach = Math.max(Math.abs(to), Number.isFinite(from) ? Math.abs(from) : 0)
  const box = boxAround(mask, label, roundedUp(reach) + Math.max(...spacing))
  if (!box) throw NothingLeftOfRegion(label, describeRule(rule))
  const [low, high] = box
  const n: Triple = [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1]
  let small: Mask = { ...mask, size: n, pixelType: 'uint8', data: new Uint8Array(n[0] * n[1] * n[2]) }
  copyBox(mask.data, size, low, n, (inner, value) => {
    if (value === label) small.data[inner] = 1
  })
  if (rule.largest === 'lesion') small = { ...small, data: largestPart(small, 1) }
  const outer = grown(small, 1, to)
  const inner = Number.isFinite(from) ? grown(small, 1, from) : undefined
  const data = new Uint8Array(outer.length)
  for (let i = 0; i < data.length; i++) if (outer[i] !== 0 && inner?.[i] !== 1) data[i] = 1
  let clipped = 0
  if (allowed)
    copyBox(allowed, size, low, n, (i, value) => {
      if (value !== 0 || data[i] === 0) return
      data[i] = 0
      clipped++
    })
  if (rule.largest === 'slice') keepLargestSlice(data, n)
  const out = label > 255 ? new Uint16Array(mask.data.length) : new Uint8Array(mask.data.length)
  let [voxels, atEdge] = [0, false]
  copyBox(out, size, low, n, (i, _, whole) => {
    if (data[i] === 0) return
    out[whole] = label
    voxels++
    atEdge ||= onEdge(whole, size)
  })
  if (voxels === 0) throw NothingLeftOfRegion(label, describeRule(rule))
  return { mask: { ...mask, pixelType: label > 255 ? 'uint16' : 'uint8', data: out }, voxels, clipped, atEdge }
}

/** A rule in words, for notes and errors. */
export function describeRule({ largest, margin, shell }: RegionRule): string {
  const parts = [
    ...(largest === 'lesion' ? ['the largest lesion'] : []),
    ...(margin !== undefined ? [`margin ${margin} mm`] : []),
    ...(shell ? [`shell ${shell[0]} to ${shell[1]} mm`] : []),
    ...(largest === 'slice' ? ['the largest slice'] : []),
  ]
  return parts.join(', ')
}

/** Visits the voxels of a box, with their index in it, their value and their index in the whole. */
function copyBox(
  data: ArrayLike<number>,
  size: Triple,
  low: Triple,
  n: Triple,
  visit: (inner: number, value: number, whole: number) => void,
) {
  let inner = 0
  for (let z = 0; z < n[2]; z++)
    for (let y = 0; y < n[1]; y++) {
      const row = low[0] + size[0] * (low[1] + y + size[1] * (low[2] + z))
      for (let x = 0; x < n[0]; x++, inner++) visit(inner, data[row + x], row + x)
    }
}

function keepLargestSlice(data: Uint8Array, n: Triple) {
  const area = n[0] * n[1]
  const best = largestSlice(data, n, 1)
  data.fill(0, 0, best * area)
  data.fill(0, (best + 1) * area)
}

function onEdge(voxel: number, [nx, ny, nz]: Triple): boolean {
  const x = voxel % nx
  const y = Math.floor(voxel / nx) % ny
  const z = Math.floor(voxel / (nx * ny))
  return x === 0 || x === nx - 1 || y === 0 || y === ny - 1 || (nz > 1 && (z === 0 || z === nz - 1))
}
