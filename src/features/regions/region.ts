import type { Mask, Triple } from '../../image/volume.ts'
import type { Box } from '../filters/index.ts'
import { neighbourOffsets } from '../matrices/offsets.ts'
import type { LaidLevels, Levels } from './discretise.ts'

/**
 * A region of interest without its image: where its voxels lie in its bounding box.
 *
 * box      the bounding box on the image's grid; size its extent
 * inside   one byte a voxel of the box, x fastest; 1 inside
 * voxels   the positions of the ones, ascending: the order of every list of intensities
 */
export interface Region {
  dimension: 2 | 3
  box: Box
  size: Triple
  inside: Uint8Array
  voxels: Uint32Array
  /** Where level grids of the region lay its voxels, and memory that one image after the other uses; by margin. */
  layouts?: Map<string, Layout>
  values?: Float64Array
}

export interface Layout {
  places: Uint32Array
  stride: Triple
  length: number
  directions: Map<string, Directions>
  narrow?: Uint16Array
}

/**
 * The discretised region with a margin of zeros, so that no neighbour needs a bounds check.
 *
 * levels   position in `grey` of each voxel, 0 outside the region; x fastest
 * places   where the region's voxels stand in `levels`, ascending
 * stride   steps along x, y, z in `levels`
 */
export interface LevelGrid {
  levels: Uint16Array | Uint32Array
  grey: Float64Array
  counts: Float64Array
  places: Uint32Array
  stride: Triple
  size: Triple
  /** Neighbours at the distances asked for, one of each two opposite ones, and all; those at distance 1, one of two. */
  pairs: Directions
  around: Directions
  near: Directions
  /** The grey level of each voxel, where a kernel laid it out. */
  greys?: Uint16Array
}

/** Offsets as PyRadiomics enumerates them (array axes), with the step in `levels` that each one is. */
export interface Directions {
  offsets: number[][]
  steps: Int32Array
}

/** What a box is found in: of a mask, its labels and its size alone. */
type Labels = Pick<Mask, 'data' | 'size'>

/** The smallest box around the voxels of `label` and their number, or undefined where there is none. */
export function boundingBox(mask: Labels, label: number): { box: Box; voxels: number } | undefined {
  const known = boxes.get(mask)
  if (known?.label === label) return known.found
  const found = findBox(mask, label)
  boxes.set(mask, { label, found })
  return found
}

/** Preparing and describing a case ask for the same box more than once, and each time a whole mask would be read. */
const boxes = new WeakMap<Labels, { label: number; found: { box: Box; voxels: number } | undefined }>()

function findBox({ data, size }: Labels, label: number): { box: Box; voxels: number } | undefined {
  const [nx, ny, nz] = size
  const lower: Triple = [nx, ny, nz]
  const upper: Triple = [0, 0, 0]
  let voxels = 0
  // Row by row, from one row that holds the label to the next.
  for (let at = data.indexOf(label); at >= 0; ) {
    const row = Math.floor(at / nx)
    const z = Math.floor(row / ny)
    const y = row - z * ny
    const end = (row + 1) * nx
    const first = at
    let last = at
    for (; at < end; at++) {
      if (data[at] !== label) continue
      last = at
      voxels++
    }
    lower[0] = Math.min(lower[0], first - row * nx)
    upper[0] = Math.max(upper[0], last - row * nx + 1)
    lower[1] = Math.min(lower[1], y)
    upper[1] = Math.max(upper[1], y + 1)
    lower[2] = Math.min(lower[2], z)
    upper[2] = z + 1
    at = data.indexOf(label, end)
  }
  return voxels === 0 ? undefined : { box: { lower, upper }, voxels }
}

/** The voxels of `label` within a box of the image. */
export function cutRegion(labels: Mask, label: number, box: Box): Region {
  const known = regions.get(labels)
  if (known?.label === label && sameBox(known.region.box, box)) return known.region
  const region = findRegion(labels, label, box)
  regions.set(labels, { label, region })
  return region
}

/** The parts of a case, and what describes it, ask for the same region one after the other. */
const regions = new WeakMap<Labels, { label: number; region: Region }>()

const sameBox = (one: Box, other: Box) =>
  one.lower.every((at, axis) => at === other.lower[axis] && one.upper[axis] === other.upper[axis])

function findRegion(labels: Mask, label: number, box: Box): Region {
  const { lower, upper } = box
  const [nx, ny] = labels.size
  const size: Triple = [upper[0] - lower[0], upper[1] - lower[1], upper[2] - lower[2]]
  const inside = new Uint8Array(size[0] * size[1] * size[2])
  let count = 0
  for (let z = lower[2], to = 0; z < upper[2]; z++) {
    for (let y = lower[1]; y < upper[1]; y++) {
      const row = nx * (y + ny * z)
      for (let at = row + lower[0]; at < row + upper[0]; at++, to++) {
        if (labels.data[at] !== label) continue
        inside[to] = 1
        count++
      }
    }
  }
  const voxels = new Uint32Array(count)
  for (let i = 0, n = 0; i < inside.length; i++) if (inside[i]) voxels[n++] = i
  return { dimension: labels.dimension, box, size, inside, voxels }
}

/** The region's intensities, in the order of its voxels, from an image cut to its box; the next call overwrites them. */
export function gather(block: ArrayLike<number>, region: Region): Float64Array {
  const { voxels } = region
  region.values ??= new Float64Array(voxels.length)
  const { values } = region
  for (let i = 0; i < voxels.length; i++) values[i] = block[voxels[i]]
  return values
}

/**
 * Lays levels out over the region's box, with margins for neighbours at `distances`.
 *
 * flatAxis  array axis along which no neighbour may lie (force2D), or undefined
 */
export function levelGrid(
  region: Region,
  levels: Levels | LaidLevels,
  distances: readonly number[],
  flatAxis: number | undefined,
): LevelGrid {
  const { size, dimension } = region
  const layout = layoutOf(region, Math.max(...distances))
  const { places, stride } = layout
  const directions = (distances: readonly number[], bothWays: boolean): Directions => {
    const key = [distances, bothWays, flatAxis].join()
    const known = layout.directions.get(key)
    if (known) return known
    const offsets = neighbourOffsets(arrayAxes(size, dimension), distances, bothWays, flatAxis)
    const along = arrayAxes(stride, dimension)
    const steps = Int32Array.from(offsets, (offset) => offset.reduce((step, o, axis) => step + o * along[axis], 0))
    layout.directions.set(key, { offsets, steps })
    return { offsets, steps }
  }
  return {
    levels: 'levels' in levels ? levels.levels : layOutLevels(layout, levels),
    greys: 'levels' in levels ? levels.greys : undefined,
    grey: levels.grey,
    counts: levels.counts,
    places,
    stride,
    size,
    pairs: directions(distances, false),
    around: directions(distances, true),
    near: directions([1], false),
  }
}

/** Every image of the region writes the same places, so the rest stays 0. */
function layOutLevels(layout: Layout, { index }: Levels): Uint16Array | Uint32Array {
  const { places, length } = layout
  const grid = index instanceof Uint16Array ? (layout.narrow ??= new Uint16Array(length)) : new Uint32Array(length)
  for (let i = 0; i < places.length; i++) grid[places[i]] = index[i]
  return grid
}

export function layoutOf(region: Region, reach: number): Layout {
  const { size, voxels } = region
  const margin = size.map((extent) => Math.min(reach, extent - 1))
  region.layouts ??= new Map()
  const known = region.layouts.get(margin.join())
  if (known) return known
  const [bx, by, bz] = size
  const sx = bx + margin[0]
  const sy = by + margin[1]
  // Rows share their margins: what leaves a row on the right enters the next row's left margin.
  const lead = margin[0] + sx * (margin[1] + sy * margin[2])
  const places = new Uint32Array(voxels.length)
  for (let i = 0; i < places.length; i++) {
    const voxel = voxels[i]
    const row = (voxel / bx) | 0
    const z = (row / by) | 0
    places[i] = lead + (voxel - row * bx) + sx * (row - z * by + sy * z)
  }
  const layout: Layout = { places, stride: [1, sx, sx * sy], length: sx * sy * bz + 2 * lead, directions: new Map() }
  region.layouts.set(margin.join(), layout)
  return layout
}

/** Array axes, slowest first: z, y, x of a volume; y, x of a 2D image. */
export function arrayAxes<Value>(along: readonly Value[], dimension: 2 | 3): Value[] {
  return dimension === 3 ? [along[2], along[1], along[0]] : [along[1], along[0]]
}
