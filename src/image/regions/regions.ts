import {
  NoSuchRegion,
  OnlyOpenContours,
  OtherFrameOfReference,
  OverlappingRegions,
  RegionOutside,
} from '../../errors/index.ts'
import type { Geometry, Mask, Scan, Volume } from '../volume.ts'

/** One region that a file outlines. */
export interface Region {
  /** Its label, segment or ROI number. */
  number: number
  name: string
}

/** A region by its name or number; several numbers are one region. */
export type WhichRegion = string | number | readonly number[]

/** A region on a grid: 1 inside, 0 outside. */
export interface Drawn {
  data: Uint8Array
  /** The share of the region beyond the grid, 0 to 1. */
  outside: number
  /** Slices that were filled between the contours of others. */
  filled?: number
  /** Slices between contours that have none and stay empty. */
  gaps?: number
}

/** The regions of a mask file of any kind. */
export interface Regions {
  file: string
  frameOfReference?: string
  /** Whose they are, and the series and instances that they were drawn on. */
  scan?: Scan
  regions: Region[]
  /** Contours that enclose nothing, by the number of their region: how many, and of which kind. */
  open?: ReadonlyMap<number, string>
  /** The grid they were drawn on, where the file has one. */
  grid?: Geometry
  draw: (number: number, grid: Geometry) => Drawn
}

/**
 * Draws the regions of a file on an image's grid.
 *
 * What lies beyond the image is lost; the mask says how much of each region that was. A file that names the image's
 * series or instances belongs to it whatever frame of reference it carries.
 *
 * @param regions what a SEG, an RTSTRUCT or a label file holds
 * @param image its grid is drawn on; its scan is compared
 * @param imageName for messages
 * @param which a region's name or number; several numbers are one region, with the first as its label (those that are absent are noted); all of them where
 * it is not given, each with its number as its label
 * @returns the mask on the grid of the image
 * @throws OtherFrameOfReference, NoSuchRegion, OverlappingRegions (all were asked for and two share voxels), RegionOutside
 * (nothing of a region is on the image)
 */
export function drawRegions(
  { file, frameOfReference, scan, regions, open, draw }: Regions,
  image: Volume,
  imageName: string,
  which?: WhichRegion,
): Mask {
  const notes: string[] = []
  if (frameOfReference && image.frameOfReference && frameOfReference !== image.frameOfReference) {
    if (!isDrawnOn(scan, image.scan)) throw OtherFrameOfReference(file, imageName)
    notes.push(
      `${file} carries another frame of reference than the image, but names its series: it is taken as drawn on it`,
    )
  }
  const joined = Array.isArray(which) ? (which as readonly number[]) : undefined
  const chosen = joined
    ? joined.flatMap((number) => regions.find((one) => one.number === number) ?? [])
    : which === undefined
      ? regions
      : regions.filter((one) => isNamed(one, which as string | number))
  const wanted = which === undefined || joined ? chosen.length : 1
  if (!regions.length && open?.size) throw OnlyOpenContours(file, [...open.values()].join(', '))
  if (!chosen.length || chosen.length !== wanted)
    throw NoSuchRegion(
      file,
      String(which ?? ''),
      regions.map(({ number, name }) => `${number} ${name}`),
    )
  const absent = joined?.filter((number) => !chosen.some((one) => one.number === number)) ?? []
  if (absent.length) notes.push(`${file} has no ${absent.map((number) => `label ${number}`).join(', ')}`)
  const { dimension, size, spacing, origin, direction } = image
  const wide = [...(joined ?? []), ...chosen.map(({ number }) => number)].some((number) => number > 255)
  const data = wide ? new Uint16Array(size[0] * size[1] * size[2]) : new Uint8Array(size[0] * size[1] * size[2])
  const beyond = new Map<number, number>()
  for (const { number, name } of chosen) {
    const { data: own, outside, filled, gaps } = draw(number, image)
    let inside = 0
    for (let i = 0; i < own.length; i++) {
      if (own[i] === 0) continue
      if (data[i] !== 0 && !joined)
        throw OverlappingRegions(file, name, chosen.find((one) => one.number === data[i])!.name)
      data[i] = joined ? joined[0] : number
      inside++
    }
    if (inside === 0 && outside > 0) throw RegionOutside(file, name, imageName)
    if (outside > 0) beyond.set(number, outside)
    if (filled) notes.push(`"${name}" has contours on some slices only: ${filled} slices between them were filled`)
    if (gaps)
      notes.push(
        `"${name}" has no contour on ${gaps} ${gaps === 1 ? 'slice' : 'slices'} between others, where it stays empty`,
      )
    if (open?.has(number)) notes.push(`of "${name}" ${open.get(number)} were left out: they enclose nothing`)
  }
  const named = joined ? [{ number: joined[0], name: chosen.map(({ name }) => name).join(' + ') }] : chosen
  return {
    dimension,
    size,
    spacing,
    origin,
    direction,
    pixelType: wide ? 'uint16' : 'uint8',
    data,
    segments: new Map(named.map(({ number, name }) => [number, name])),
    ...(beyond.size && { beyond }),
    ...(notes.length && { notes }),
    ...(scan && { scan }),
  }
}

/** Whether regions name an image's series or one of its instances. */
const isDrawnOn = (regions: Scan | undefined, image: Scan | undefined) =>
  image !== undefined &&
  (image.series.some((uid) => regions?.series.includes(uid)) ||
    image.instances.some((uid) => regions?.instances.includes(uid)))

const isNamed = ({ number, name }: Region, which: string | number) =>
  number === Number(which) || (typeof which === 'string' && name.toLowerCase() === which.trim().toLowerCase())

/** A region with its extent, for a list that a person reads. */
export interface RegionExtent extends Region {
  voxels: number
  /** mm³ */
  volume: number
  /** Slices that it touches. */
  slices: number
}

/**
 * The labels of a mask with their names, volumes and slices.
 *
 * @param mask labels, 0 background
 * @returns one entry a label, by number: its name where the file says it, voxels, volume in mm³, slices along z
 * @example
 * ```ts
 * import { type Geometry, listLabels } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [4, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const labels = listLabels({ ...grid, pixelType: 'uint8', data: Uint8Array.of(0, 1, 1, 2) })
 * labels.map(({ number, voxels }) => [number, voxels]) // → [ [ 1, 2 ], [ 2, 1 ] ]
 * ```
 */
export function listLabels(mask: Mask): RegionExtent[] {
  const { size, spacing, data, segments } = mask
  const area = size[0] * size[1]
  const counts = new Map<number, { voxels: number; slices: number; last: number }>()
  for (let i = 0; i < area * size[2]; i++) {
    const label = data[i]
    if (label === 0) continue
    let count = counts.get(label)
    if (!count) counts.set(label, (count = { voxels: 0, slices: 0, last: -1 }))
    const slice = Math.floor(i / area)
    count.voxels++
    if (slice !== count.last) count.slices++
    count.last = slice
  }
  const each = Math.abs(spacing[0] * spacing[1] * spacing[2])
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([number, { voxels, slices }]) => ({
      number,
      name: segments?.get(number) ?? `label ${number}`,
      voxels,
      volume: voxels * each,
      slices,
    }))
}
