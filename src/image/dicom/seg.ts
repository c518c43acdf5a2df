import { DamagedImage, UnsupportedImage, VaryingSpacing } from '../../errors/index.ts'
import { countValues } from '../formats/voxels.ts'
import { dot, sameGeometry } from '../grid/geometry.ts'
import { carryLabels } from '../grid/resample-labels.ts'
import type { Regions } from '../regions/regions.ts'
import type { Geometry, Scan, Triple } from '../volume.ts'
import { type Dataset, type DicomFile, items, parseDicom, text, value, values } from './file.ts'
import { scanOfDataset } from './frames/frame.ts'
import { decodeFrame, type PixelFormat, pixelFormat } from './pixels/pixels.ts'
import { normalOf } from './series.ts'
import { sopClass, tag } from './tags.ts'

export const isSegmentation = ({ dataset }: DicomFile) =>
  [sopClass.segmentation, sopClass.labelMap].some((one) => one === text(dataset, tag.SOPClassUID))

interface SegFrame {
  index: number
  /** Of the segment; a label map's frame holds them all. */
  segment: number | undefined
  z: number
}

/** A fraction of a voxel counts as inside from this share of the maximum on, where nothing else is asked for. */
const half = 0.5

/**
 * Reads a DICOM Segmentation: binary, fractional (a voxel counts from a threshold on) or label map, with several and
 * overlapping segments and frames for some slices only.
 * Source: DICOM PS3.3 A.51.
 *
 * @param bytes the file
 * @param name its name, for messages
 * @param threshold of a fractional one: from which share on a voxel counts, 0 to 1; half by default
 * @returns its segments, to be drawn by `drawRegions`
 * @throws DamagedImage, UnsupportedImage, VaryingSpacing
 */
export async function readSegmentation(bytes: Uint8Array, name: string, threshold = half): Promise<Regions> {
  const file = parseDicom(bytes, name)
  const { dataset } = file
  const kind = text(dataset, tag.SegmentationType) ?? 'BINARY'
  const format = segmentFormat(file, kind)
  const { grid, frames } = place(file, format)
  countValues(name, grid.size, 'uint8', bytes.length, 'deflate')
  const regions = items(dataset, tag.SegmentSequence).map((segment, i) => ({
    number: value(segment, tag.SegmentNumber) ?? i + 1,
    name: text(segment, tag.SegmentLabel) ?? `segment ${i + 1}`,
  }))
  const used = regions.filter(({ number }) => number !== 0)
  const inside = await insideOf(file, format, kind, threshold)
  const area = format.rows * format.columns
  const own = (number: number) => {
    const data = new Uint8Array(area * grid.size[2])
    for (const { index, segment, z } of frames)
      if (segment === undefined || segment === number) inside(index, number, data.subarray(z * area, (z + 1) * area))
    return data
  }
  return {
    file: name,
    frameOfReference: text(dataset, tag.FrameOfReferenceUID),
    scan: { ...scanOfDataset(dataset), ...referencedImages(dataset) },
    regions: used,
    grid,
    draw: (number, onto) => {
      const data = own(number)
      if (sameGeometry(grid, onto)) return { data, outside: 0 }
      const carried = carryLabels({ ...grid, data }, onto)
      const voxels = data.reduce((sum, one) => sum + one, 0)
      return { data: carried.data as Uint8Array, outside: voxels ? carried.outside / voxels : 0 }
    },
  }
}

/** The series and instances that a segmentation was made on. */
function referencedImages(dataset: Dataset): Pick<Scan, 'series' | 'instances'> {
  const series = items(dataset, tag.ReferencedSeriesSequence)
  const groups = [tag.SharedFunctionalGroupsSequence, tag.PerFrameFunctionalGroupsSequence]
  const sources = groups
    .flatMap((which) => items(dataset, which))
    .flatMap((group) => items(group, tag.DerivationImageSequence))
    .flatMap((derived) => items(derived, tag.SourceImageSequence))
  const instances = [...series.flatMap((one) => items(one, tag.ReferencedInstanceSequence)), ...sources]
  return {
    series: series.flatMap((one) => text(one, tag.SeriesInstanceUID) ?? []),
    instances: [...new Set(instances.flatMap((one) => text(one, tag.ReferencedSOPInstanceUID) ?? []))],
  }
}

function segmentFormat(file: DicomFile, kind: string): PixelFormat {
  const format = pixelFormat(file)
  const known = kind === 'BINARY' ? format.allocated === 1 || format.allocated === 8 : format.allocated >= 8
  if (!/^(BINARY|FRACTIONAL|LABELMAP)$/.test(kind) || !known)
    throw UnsupportedImage(file.name, `${format.allocated} bits for a segmentation of type ${kind}`)
  return format
}

/** Where frames lie: the grid from the first slice that has one to the last, and each frame's slice on it. */
function place({ name, dataset }: DicomFile, format: PixelFormat): { grid: Geometry; frames: SegFrame[] } {
  const shared = items(dataset, tag.SharedFunctionalGroupsSequence)[0]
  const groups = items(dataset, tag.PerFrameFunctionalGroupsSequence).slice(0, format.frames)
  if (groups.length < format.frames)
    throw DamagedImage(name, `${groups.length} of its ${format.frames} frames are placed`)
  const find = (own: Dataset, which: number) => items(own, which)[0] ?? (shared && items(shared, which)[0])
  const placed = groups.map((own, index) => {
    const plane = find(own, tag.PlanePositionSequence)
    const turn = find(own, tag.PlaneOrientationSequence)
    const identity = find(own, tag.SegmentIdentificationSequence)
    const position = plane ? values(plane, tag.ImagePositionPatient) : []
    const orientation = turn ? values(turn, tag.ImageOrientationPatient) : []
    if (position.length !== 3 || orientation.length !== 6 || ![...position, ...orientation].every(Number.isFinite))
      throw DamagedImage(name, `its frame ${index + 1} has no place`)
    return { index, position, orientation, segment: identity && value(identity, tag.ReferencedSegmentNumber) }
  })
  if (!placed.length) throw DamagedImage(name, 'it has no frame')
  const measures = find(groups[0], tag.PixelMeasuresSequence)
  const [down = Number.NaN, across = Number.NaN] = measures ? values(measures, tag.PixelSpacing) : []
  const { orientation } = placed[0]
  if (placed.some((one) => one.orientation.some((cosine, i) => Math.abs(cosine - orientation[i]) > 1e-3)))
    throw UnsupportedImage(name, 'segmented slices of several orientations')
  const normal = normalOf(orientation)
  const along = placed.map(({ position }) => dot(normal, position))
  const [low, high] = along.reduce(([a, b], at) => [Math.min(a, at), Math.max(b, at)], [Infinity, -Infinity])
  const step = stepOf(
    along,
    measures && (value(measures, tag.SpacingBetweenSlices) ?? value(measures, tag.SliceThickness)),
  )
  const slices = Math.round((high - low) / step) + 1
  const z = along.map((at) => (at - low) / step)
  if (![down, across, step, slices, ...normal].every((x) => Number.isFinite(x)) || !(down > 0 && across > 0))
    throw DamagedImage(name, 'its spacing or directions are not numbers')
  if (z.some((at) => Math.abs(at - Math.round(at)) > 0.1)) {
    const off = Math.max(...z.map((at) => Math.abs(at - Math.round(at)))) * step
    throw VaryingSpacing(name, step, step, Number(off.toFixed(3)))
  }
  const first = placed[along.indexOf(low)].position
  const y = orientation.slice(3)
  const x = orientation.slice(0, 3)
  return {
    grid: {
      dimension: 3,
      size: [format.columns, format.rows, slices],
      spacing: [across, down, step],
      origin: first as Triple,
      direction: [x[0], y[0], normal[0], x[1], y[1], normal[1], x[2], y[2], normal[2]],
    },
    frames: placed.map(({ index, segment }, i) => ({ index, segment, z: Math.round(z[i]) })),
  }
}

/** The step of the slices: the smallest distance of two, if what the file states does not fit. */
function stepOf(along: number[], stated: number | undefined): number {
  const sorted = [...along].sort((a, b) => a - b)
  const gaps = sorted
    .slice(1)
    .map((at, i) => at - sorted[i])
    .filter((gap) => gap > 0.01)
  if (!gaps.length) return stated && stated > 0 ? stated : 1
  const least = Math.min(...gaps)
  const fits = (step: number) => gaps.every((gap) => Math.abs(gap / step - Math.round(gap / step)) < 0.05)
  return stated && stated > 0 && fits(stated) && stated <= least * 1.05
    ? least / Math.max(1, Math.round(least / stated))
    : least
}

type Inside = (frame: number, segment: number, into: Uint8Array) => void

/** Marks the voxels of a frame that are inside a segment. */
async function insideOf(file: DicomFile, format: PixelFormat, kind: string, threshold: number): Promise<Inside> {
  const { dataset, name } = file
  const area = format.rows * format.columns
  if (format.allocated === 1) {
    const element = dataset.elements.get(tag.PixelData)!
    if (element.fragments) throw UnsupportedImage(name, 'packed pixels of one bit')
    const { bytes } = element
    if (bytes.length * 8 < area * format.frames) throw DamagedImage(name, 'its pixels break off')
    return (frame, _, into) => {
      const start = frame * area
      for (let i = 0; i < area; i++) if ((bytes[(start + i) >> 3] >> ((start + i) & 7)) & 1) into[i] = 1
    }
  }
  countValues(
    name,
    [area, format.frames],
    format.type,
    64 * 1032 * (dataset.elements.get(tag.PixelData)?.bytes.length ?? 0) + 0xffff,
  )
  const frames = await Promise.all(
    Array.from({ length: format.frames }, (_, index) => decodeFrame(file, format, index)),
  )
  const least = kind === 'FRACTIONAL' ? (value(dataset, tag.MaximumFractionalValue) ?? 255) * threshold : 1
  return (frame, segment, into) => {
    const data = frames[frame]
    for (let i = 0; i < area; i++) if (kind === 'LABELMAP' ? data[i] === segment : data[i] >= least) into[i] = 1
  }
}
