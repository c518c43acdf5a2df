import {
  DuplicateSlices,
  MissingSlices,
  type Problem,
  SeveralPatients,
  TiltedSlices,
  VaryingSpacing,
} from '../../errors/index.ts'
import { cross, dot, unit } from '../grid/geometry.ts'
import type { Once } from '../platform/image-store.ts'
import type { Geometry, Triple } from '../volume.ts'
import { withBValues } from './b-values.ts'
import type { Frame, SeriesInfo } from './frames/frame.ts'
import { type LeftOut, readFrames } from './frames/frames.ts'
import type { DicomSource } from './source.ts'
import { type Acquisition, splitAcquisitions } from './split.ts'

/** One image of a series: a phase, a b-value, an echo, or all of it. */
export interface DicomVolume extends Acquisition {
  series: SeriesInfo
  geometry: Geometry
  /** What keeps it from being a regular grid; reading it throws the first. */
  faults: Problem[]
  /** What was seen and does no harm. */
  notes: string[]
  localiser: boolean
  /** It has no slices: its first fault says why. */
  unusable?: true
  /** What it shares with the other phases where each phase is a series of its own. */
  dynamic?: string
  /** Keeps its voxels once they are decoded. */
  once?: Once
}

/** What the phases or b-values of one acquisition have in common: their series, or the set that their series make. */
export const examinationPart = ({ dynamic, series }: DicomVolume) => dynamic ?? series.uid

/**
 * Sorts DICOM files into images: by series, orientation and kind, then by phase or b-value, slices along their normal.
 * Names and instance numbers of files play no part. What looks like an image and is none that can be read (colour, a
 * spectrum, a damaged file) is there without slices, its fault first; of a series with a damaged file every image has
 * that fault. Other files are left out.
 *
 * @param sources the files, in any order
 * @param uneven how far slices may be from the regular grid that fits best, in mm, where that is more than rounding
 * @returns the images, each with its faults
 */
export async function readSeries(sources: readonly DicomSource[], uneven = 0): Promise<DicomVolume[]> {
  const found: Frame[] = []
  const leftOut: LeftOut[] = []
  for (const source of sources) {
    const read = await readFrames(source)
    found.push(...read.frames)
    if (read.leftOut) leftOut.push(read.leftOut)
  }
  return volumesFrom(found, leftOut, uneven)
}

/** The images that the slices of many files make, as `readSeries` sorts them. */
export function volumesFrom(found: Frame[], leftOut: LeftOut[], uneven = 0): DicomVolume[] {
  const frames = withBValues(found)
  const stacks = groupBy(frames, ({ series, format, imageType, echoTime, spacing }) =>
    JSON.stringify([
      series.uid,
      format.rows,
      format.columns,
      imageType,
      echoTime ?? '',
      spacing.map((step) => step.toFixed(4)),
    ]),
  )
  const oriented = [...stacks.values()].flatMap(byOrientation)
  const bySeries = groupBy(oriented, (stack) => stack[0].series.uid)
  const volumes = [...bySeries.values()].flatMap((own) => inOrder(own).flatMap((stack) => imagesOf(stack, own, uneven)))
  return [...withDamage(volumes, leftOut), ...unusable(leftOut)].sort(
    (a, b) => (a.series.number ?? 0) - (b.series.number ?? 0) || a.series.uid.localeCompare(b.series.uid),
  )
}

/** A series that lacks slices because a file is damaged is not read over it. */
function withDamage(volumes: DicomVolume[], leftOut: LeftOut[]): DicomVolume[] {
  const broken = new Map(leftOut.filter(({ damaged }) => damaged).map((one) => [one.series.uid, one.problem]))
  const unknown = leftOut.filter(({ damaged, series }) => damaged && series.uid === '')
  const notes = unknown.map(({ file }) => `${file} is damaged, and whether it is of this series is unknown`)
  return volumes.map((volume) => {
    const fault = volume.series.uid ? broken.get(volume.series.uid) : undefined
    return { ...volume, faults: fault ? [fault, ...volume.faults] : volume.faults, notes: [...volume.notes, ...notes] }
  })
}

/** One entry for each series and reason. */
function unusable(leftOut: LeftOut[]): DicomVolume[] {
  const reasons = groupBy(leftOut, ({ series, problem }) => JSON.stringify([series.uid, problem.code]))
  return [...reasons.values()].map(([{ series, problem }]) => ({
    name: '',
    series,
    frames: [],
    geometry: nowhere,
    faults: [problem],
    notes: [],
    localiser: false,
    unusable: true as const,
  }))
}

const nowhere: Geometry = {
  dimension: 3,
  size: [0, 0, 0],
  spacing: [1, 1, 1],
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
}

function groupBy<T>(all: T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(key(one))
    if (group) group.push(one)
    else groups.set(key(one), [one])
  }
  return groups
}

/** Mixed orientations (localisers) part; rounding within one stack does not. */
function byOrientation(stack: Frame[]): Frame[][] {
  const groups: Frame[][] = []
  for (const frame of stack) {
    const fits = ([{ orientation }]: Frame[]) =>
      orientation.every((cosine, i) => Math.abs(cosine - frame.orientation[i]) < 0.005)
    const group = groups.find(fits)
    if (group) group.push(frame)
    else groups.push([frame])
  }
  return groups
}

/** Stacks of a series by what tells them apart, so that the order of files means nothing. */
function inOrder(stacks: Frame[][]): Frame[][] {
  const keyed = stacks.map((stack) => ({ stack, key: differingPart(stack, stacks) }))
  return keyed.sort((a, b) => a.key.localeCompare(b.key, 'en', { numeric: true })).map(({ stack }) => stack)
}

function imagesOf(stack: Frame[], siblings: Frame[][], uneven: number): DicomVolume[] {
  const { series } = stack[0]
  const normal = normalOf(stack[0].orientation)
  const { acquisitions, notes } = splitAcquisitions(stack, (frame) => dot(normal, frame.position))
  const kind = differingPart(stack, siblings)
  return acquisitions.map((acquisition) => {
    const name = [kind, acquisition.name].filter(Boolean).join(', ')
    const title = titleOf(series, name)
    const { geometry, faults } = gridOf(acquisition.frames, title, uneven)
    const even = faults.length > 0 ? [] : takenAsEven(acquisition.frames, normal, geometry.spacing[2])
    return {
      ...acquisition,
      name,
      series,
      geometry,
      faults: [
        ...severalPatients(stack, title),
        ...(acquisition.unresolved ? [DuplicateSlices(title, acquisition.unresolved)] : []),
        ...faults,
      ],
      notes: [...notes, ...even, ...(stack.some(({ format }) => format.inverted) ? [storedInverted] : [])],
      localiser:
        /LOCALIZER/i.test(stack[0].imageType) || /\b(loc|localiser|localizer|scout|survey)\b/i.test(series.description),
    }
  })
}

const storedInverted = 'its least stored value is white (MONOCHROME1); values are turned round, as SimpleITK does'

/** Slices of two patients are no image, whatever their series says. */
function severalPatients(stack: Frame[], title: string): Problem[] {
  const patients = new Set(stack.map(({ series }) => series.patient).filter(Boolean))
  return patients.size > 1 ? [SeveralPatients(title, [...patients])] : []
}

/** What a series is called in messages. */
export const titleOf = ({ number, description, uid }: SeriesInfo, name: string) =>
  [`series ${[number, description].filter((part) => part !== undefined && part !== '').join(' ') || uid}`, name]
    .filter(Boolean)
    .join(', ')

/** Where a series has stacks of several kinds, what tells this one from the others. */
function differingPart(stack: Frame[], siblings: Frame[][]): string {
  if (siblings.length === 1) return ''
  const parts: string[] = []
  const [first] = stack
  const others = siblings.filter((one) => one !== stack).map((one) => one[0])
  if (others.some(({ imageType }) => imageType !== first.imageType)) {
    const foreign = new Set(others.flatMap(({ imageType }) => imageType.split('\\')))
    parts.push(
      first.imageType
        .split('\\')
        .filter((part) => !foreign.has(part))
        .join(' ') || first.imageType.replaceAll('\\', ' '),
    )
  }
  if (others.some(({ echoTime }) => echoTime !== first.echoTime)) parts.push(`echo ${first.echoTime} ms`)
  if (others.some(({ orientation }) => orientation.some((cosine, i) => Math.abs(cosine - first.orientation[i]) > 0.01)))
    parts.push(planeOf(first.orientation))
  return parts.join(' ')
}

/** The anatomical plane nearest to a slice. */
function planeOf(orientation: number[]): string {
  const normal = normalOf(orientation).map(Math.abs)
  return ['sagittal', 'coronal', 'axial'][normal.indexOf(Math.max(...normal))]
}

/** The unit vector from slice to slice. */
export const normalOf = (orientation: readonly number[]): Triple =>
  unit(cross(unit(orientation.slice(0, 3)), unit(orientation.slice(3))))

/** The grid of slices sorted along their normal, as ITK's series reader makes it, and what is wrong with it. */
function gridOf(frames: Frame[], title: string, uneven: number): { geometry: Geometry; faults: Problem[] } {
  const [first] = frames
  const last = frames[frames.length - 1]
  const normal = normalOf(first.orientation)
  const between = [0, 1, 2].map((i) => last.position[i] - first.position[i])
  const length = Math.hypot(...between)
  // ITK takes y as it is, and makes x from y and the normal.
  const y = unit(first.orientation.slice(3))
  const x = cross(y, normal)
  const geometry: Geometry = {
    dimension: 3,
    size: [first.format.columns, first.format.rows, frames.length],
    spacing: [...first.spacing, frames.length > 1 ? length / (frames.length - 1) : (first.thickness ?? 1)],
    origin: first.position,
    direction: [x[0], y[0], normal[0], x[1], y[1], normal[1], x[2], y[2], normal[2]],
  }
  return { geometry, faults: frames.length > 1 ? stackFaults(frames, normal, between, title, uneven) : [] }
}

/** Slices further than this part of a step from their place on the fitted grid are on no regular grid. */
const offGrid = 0.02

function stackFaults(frames: Frame[], normal: Triple, between: number[], title: string, uneven: number): Problem[] {
  const along = frames.map(({ position }) => dot(normal, position))
  const gaps = along.slice(1).map((at, i) => at - along[i])
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)]
  const tolerance = Math.max(0.01, offGrid * usual)
  const faults: Problem[] = []
  const odd = gaps.flatMap((gap, i) => (Math.abs(gap - usual) > 2 * tolerance ? [i] : []))
  const whole = odd.every(
    (i) => Math.abs(gaps[i] - usual * Math.round(gaps[i] / usual)) <= 3 * tolerance && gaps[i] > 1.5 * usual,
  )
  // A few whole gaps are slices that were lost; anything else is another spacing.
  if (odd.length && whole && odd.length < Math.max(2, gaps.length / 2)) {
    const missing = odd.reduce((sum, i) => sum + Math.round(gaps[i] / usual) - 1, 0)
    faults.push(MissingSlices(title, missing, `slice ${odd[0] + 1} at ${along[odd[0]].toFixed(2)} mm`))
  } else if (distanceFromGrid(along) > Math.max(tolerance, uneven)) {
    const off = distanceFromGrid(along)
    faults.push(VaryingSpacing(title, round(Math.min(...gaps)), round(Math.max(...gaps)), round(off)))
  }
  const rise = dot(normal, between)
  const drift = Math.sqrt(Math.max(0, dot(between, between) - rise * rise))
  const degrees = (Math.atan2(drift, Math.abs(rise)) * 180) / Math.PI
  if (drift > 0.1 && degrees > 0.5) faults.push(TiltedSlices(title, round(degrees)))
  return faults
}

/** Said where slices are off their even steps by more than positions are rounded. */
const roundedPosition = 0.01

function takenAsEven(frames: Frame[], normal: Triple, step: number): string[] {
  const off = frames.length > 2 ? distanceFromGrid(frames.map(({ position }) => dot(normal, position))) : 0
  if (off <= roundedPosition) return []
  return [`slices lie up to ${round(off)} mm off even steps of ${round(step)} mm and are taken as even`]
}

/** How far the slice that fits worst lies from the grid of even steps that fits best, in mm. */
function distanceFromGrid(along: number[]): number {
  const n = along.length
  const middle = (n - 1) / 2
  const mean = along.reduce((sum, at) => sum + at, 0) / n
  const spread = (n * (n * n - 1)) / 12
  const step = along.reduce((sum, at, k) => sum + (k - middle) * (at - mean), 0) / spread
  return Math.max(...along.map((at, k) => Math.abs(at - mean - step * (k - middle))))
}

const round = (x: number) => Number(x.toFixed(3))
