import { encodePng } from '../formats/png.ts'
import { percentile } from '../intensity/intensity.ts'
import { largestSlice } from '../regions/largest-slice.ts'
import type { Mask, Volume, Voxels } from '../volume.ts'

/** A region outlined on the slice where it is largest. */
export interface SlicePicture {
  /** Index of the slice, from 0. */
  slice: number
  /** Voxels of the slice along x and y, and their size in mm. */
  size: [number, number]
  spacing: [number, number]
  png: Uint8Array
  /** The outline as an SVG path in voxels, (0, 0) at the corner of the first. */
  outline: string
}

/** A slice in 256 grey levels, made small, with the regions on it (1 within). */
export interface GreySlice {
  columns: number
  rows: number
  /** Of the small voxels, mm. */
  spacing: [number, number]
  levels: Uint8Array
  region?: Uint8Array
  second?: Uint8Array
}

const maximumWidth = 192

/** One slice of an image between its 1st and 99th percentile of grey, with up to two regions of the same grid. */
export function greySlice(
  image: Volume,
  slice: number,
  region?: ArrayLike<number>,
  second?: ArrayLike<number>,
): GreySlice {
  const [nx, ny] = image.size
  const area = nx * ny
  const { levels, by, width, height } = greyLevels(image.data.subarray(slice * area, (slice + 1) * area), nx, ny)
  const small = (whole: ArrayLike<number> | undefined) => {
    if (!whole) return undefined
    const out = new Uint8Array(width * height)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        // The voxel in the middle of those that became one.
        const at = slice * area + Math.min(nx - 1, x * by + (by >> 1)) + nx * Math.min(ny - 1, y * by + (by >> 1))
        out[x + width * y] = whole[at] ? 1 : 0
      }
    return out
  }
  return {
    columns: width,
    rows: height,
    spacing: [image.spacing[0] * by, image.spacing[1] * by],
    levels,
    ...(region && { region: small(region) }),
    ...(second && { second: small(second) }),
  }
}

/** A slice between its 1st and 99th percentile in 256 levels, `by` × `by` voxels made one where it is wide. */
function greyLevels(own: Voxels, nx: number, ny: number) {
  // What is not a number is black: another image that is shown beside may not reach there.
  const sorted = Float64Array.from(own).filter(Number.isFinite).sort()
  const [low, high] = [percentile(sorted, 1), percentile(sorted, 99)]
  const by = Math.ceil(Math.max(nx, ny) / maximumWidth)
  const [width, height] = [Math.ceil(nx / by), Math.ceil(ny / by)]
  const levels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = meanOf(own, nx, ny, x * by, y * by, by)
      levels[x + width * y] =
        high > low ? Math.max(0, Math.min(255, Math.round((255 * (value - low)) / (high - low)))) : 0
    }
  return { levels, by, width, height }
}

/**
 * The slice that holds most of a label, between its 1st and 99th percentile of grey, with the label's outline; the middle
 * slice where there is none.
 */
export function pictureOf(image: Volume, mask: Mask | undefined, label: number): SlicePicture {
  const [nx, ny, nz] = image.size
  const area = nx * ny
  const slice = mask ? largestSlice(mask.data, image.size, label, nz >> 1) : nz >> 1
  return sliceOfLevels(image, slice, [image.data.subarray(slice * area, (slice + 1) * area)], () => 0, mask, label)
}

/** A slice's picture from one or more sets of values on its voxels, each in its own greys; `which` tells whose a voxel is. */
export function sliceOfLevels(
  { size: [nx, ny], spacing }: Volume,
  slice: number,
  values: readonly Voxels[],
  which: (x: number, y: number) => number,
  mask: Mask | undefined,
  label: number,
): SlicePicture {
  const area = nx * ny
  const [first, ...others] = values.map((own) => greyLevels(own, nx, ny))
  const { by, width, height } = first
  const levels = first.levels.slice()
  for (let y = 0; others.length > 0 && y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = x + width * y
      levels[at] = [first, ...others][which(x * by, y * by)].levels[at]
    }
  return {
    slice,
    size: [nx, ny],
    spacing: [spacing[0], spacing[1]],
    png: encodePng(levels, width, height),
    outline: mask ? outlineOf(mask.data.subarray(slice * area, (slice + 1) * area), nx, ny, label) : '',
  }
}

function meanOf(slice: ArrayLike<number>, nx: number, ny: number, left: number, top: number, by: number): number {
  let [sum, count] = [0, 0]
  for (let y = top; y < Math.min(top + by, ny); y++)
    for (let x = left; x < Math.min(left + by, nx); x++, count++) sum += slice[x + nx * y]
  return sum / count
}

/** The edges between voxels of a label and others, runs of a line drawn as one. */
function outlineOf(slice: ArrayLike<number>, nx: number, ny: number, label: number): string {
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < nx && y < ny && slice[x + nx * y] === label
  const parts: string[] = []
  for (let y = 0; y <= ny; y++)
    for (let x = 0, from = -1; x <= nx; x++) {
      const edge = x < nx && inside(x, y) !== inside(x, y - 1)
      if (edge && from < 0) from = x
      if (!edge && from >= 0) {
        parts.push(`M${from} ${y}H${x}`)
        from = -1
      }
    }
  for (let x = 0; x <= nx; x++)
    for (let y = 0, from = -1; y <= ny; y++) {
      const edge = y < ny && inside(x, y) !== inside(x - 1, y)
      if (edge && from < 0) from = y
      if (!edge && from >= 0) {
        parts.push(`M${x} ${from}V${y}`)
        from = -1
      }
    }
  return parts.join('')
}
