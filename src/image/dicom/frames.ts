import type { Triple } from '../volume.ts'
import { type Dataset, type DicomFile, items, parseDicom, strings, text, value, values } from './file.ts'
import { type PixelFormat, pixelFormat } from './pixels.ts'
import { sopClass, tag } from './tags.ts'
import { privateValue } from './vendors.ts'

/** A file that can be read when it is needed, so that a folder of thousands does not lie in memory. */
export interface DicomSource {
  name: string
  read: () => Uint8Array | Promise<Uint8Array>
}

/** One slice: a classic file, or a frame of an enhanced one. */
export interface Frame {
  source: DicomSource
  /** From 0, within its file. */
  index: number
  uid: string
  series: SeriesInfo
  format: PixelFormat
  position: Triple
  /** Unit vectors along the columns' index (x) and the rows' index (y). */
  orientation: number[]
  /** Millimetres along x and y. */
  spacing: [number, number]
  thickness?: number
  slope: number
  intercept: number
  /** The manufacturer's factor between stored and floating-point values: Philips' (2005,100E). */
  scale?: number
  imageType: string
  echoTime?: number
  temporalPosition?: number
  /** Milliseconds. */
  triggerTime?: number
  /** Seconds since midnight, or of an epoch where a date is known. */
  acquisitionTime?: number
  contentTime?: number
  /** Seconds from the first phase, by an attribute of the manufacturer's own. */
  privatePhaseTime?: number
  acquisitionNumber?: number
  instanceNumber?: number
  /** s/mm² */
  bValue?: number
  gradient?: string
}

export interface SeriesInfo {
  uid: string
  study: string
  patient: string
  number?: number
  description: string
  modality: string
  frameOfReference: string
}

/** What one file gives: slices, or nothing where it is no image with a place in the patient. */
export async function readFrames(source: DicomSource): Promise<Frame[]> {
  const file = parseDicom(await source.read(), source.name)
  const { dataset } = file
  const kind = text(dataset, tag.SOPClassUID)
  if (kind === sopClass.segmentation || kind === sopClass.structureSet) return []
  if (!dataset.elements.has(tag.Rows)) return []
  if (dataset.elements.has(tag.PerFrameFunctionalGroupsSequence)) return enhancedFrames(source, file)
  const position = values(dataset, tag.ImagePositionPatient)
  const orientation = values(dataset, tag.ImageOrientationPatient)
  if (position.length !== 3 || orientation.length !== 6) return []
  const frame = classicFrame(source, file, pixelFormat(file), position, orientation)
  return frame ? [frame] : []
}

const seriesInfo = (dataset: Dataset): SeriesInfo => ({
  uid: text(dataset, tag.SeriesInstanceUID) ?? '',
  study: text(dataset, tag.StudyInstanceUID) ?? '',
  patient: text(dataset, tag.PatientID) ?? '',
  number: value(dataset, tag.SeriesNumber),
  description: text(dataset, tag.SeriesDescription) ?? '',
  modality: text(dataset, tag.Modality) ?? '',
  frameOfReference: text(dataset, tag.FrameOfReferenceUID) ?? '',
})

function classicFrame(
  source: DicomSource,
  { dataset }: DicomFile,
  format: PixelFormat,
  position: number[],
  orientation: number[],
): Frame | undefined {
  const [down, across] = values(dataset, tag.PixelSpacing)
  return placed({
    source,
    index: 0,
    uid: text(dataset, tag.SOPInstanceUID) ?? source.name,
    series: seriesInfo(dataset),
    format,
    position: position as Triple,
    orientation,
    spacing: [across ?? 1, down ?? 1],
    thickness: value(dataset, tag.SpacingBetweenSlices) ?? value(dataset, tag.SliceThickness),
    ...rescaling(dataset, dataset),
    imageType: strings(dataset, tag.ImageType).join('\\'),
    echoTime: value(dataset, tag.EchoTime),
    temporalPosition: value(dataset, tag.TemporalPositionIdentifier),
    triggerTime: value(dataset, tag.TriggerTime),
    acquisitionTime: time(
      text(dataset, tag.AcquisitionDateTime),
      text(dataset, tag.AcquisitionDate),
      text(dataset, tag.AcquisitionTime),
    ),
    contentTime: time(undefined, text(dataset, tag.ContentDate), text(dataset, tag.ContentTime)),
    privatePhaseTime: privateValue(dataset, 'phaseTime'),
    acquisitionNumber: value(dataset, tag.AcquisitionNumber),
    instanceNumber: value(dataset, tag.InstanceNumber),
    bValue: bValue(dataset),
    gradient: values(dataset, tag.DiffusionGradientOrientation).join(' ') || undefined,
  })
}

/** Enhanced multi-frame: attributes of a frame stand in its own functional groups or in the shared ones. */
function enhancedFrames(source: DicomSource, file: DicomFile): Frame[] {
  const { dataset } = file
  const format = pixelFormat(file)
  const shared = items(dataset, tag.SharedFunctionalGroupsSequence)[0]
  const series = seriesInfo(dataset)
  const uid = text(dataset, tag.SOPInstanceUID) ?? source.name
  const groups = items(dataset, tag.PerFrameFunctionalGroupsSequence).slice(0, format.frames)
  return groups.flatMap((own, index) => {
    const group = (which: number) => items(own, which)[0] ?? (shared && items(shared, which)[0])
    const of = <T>(which: number, read: (group: Dataset) => T): T | undefined => {
      const found = group(which)
      return found && read(found)
    }
    const position = of(tag.PlanePositionSequence, (one) => values(one, tag.ImagePositionPatient)) ?? []
    const orientation = of(tag.PlaneOrientationSequence, (one) => values(one, tag.ImageOrientationPatient)) ?? []
    if (position.length !== 3 || orientation.length !== 6) return []
    const measures = group(tag.PixelMeasuresSequence)
    const [down, across] = measures ? values(measures, tag.PixelSpacing) : []
    const content = group(tag.FrameContentSequence)
    const diffusion = group(tag.MRDiffusionSequence)
    const direction = diffusion && items(diffusion, tag.DiffusionGradientDirectionSequence)[0]
    const transform = group(tag.PixelValueTransformationSequence)
    const frame = placed({
      source,
      index,
      uid: `${uid}#${index}`,
      series,
      format,
      position: position as Triple,
      orientation,
      spacing: [across ?? 1, down ?? 1],
      thickness: measures && (value(measures, tag.SpacingBetweenSlices) ?? value(measures, tag.SliceThickness)),
      ...rescaling(transform ?? dataset, own),
      imageType:
        strings(group(tag.MRImageFrameTypeSequence) ?? dataset, tag.FrameType).join('\\') ||
        strings(dataset, tag.ImageType).join('\\'),
      echoTime: of(tag.MREchoSequence, (one) => value(one, tag.EffectiveEchoTime)),
      temporalPosition: content && value(content, tag.TemporalPositionIndex),
      triggerTime: of(tag.CardiacSynchronizationSequence, (one) => value(one, tag.NominalCardiacTriggerDelayTime)),
      acquisitionTime: time(content && text(content, tag.FrameAcquisitionDateTime)),
      instanceNumber: index,
      bValue: diffusion && value(diffusion, tag.DiffusionBValue),
      gradient: direction && values(direction, tag.DiffusionGradientOrientation).join(' '),
    })
    return frame ? [frame] : []
  })
}

/** Refuses places that are not numbers, and makes the in-plane axes unit vectors. */
function placed(frame: Frame): Frame | undefined {
  const { position, orientation, spacing } = frame
  if (![...position, ...orientation, ...spacing].every(Number.isFinite) || spacing.some((step) => !(step > 0)))
    return undefined
  const norm = (from: number) => Math.hypot(orientation[from], orientation[from + 1], orientation[from + 2])
  const [x, y] = [norm(0), norm(3)]
  if (!(x > 0.5 && y > 0.5)) return undefined
  return frame
}

function rescaling(dataset: Dataset, other: Dataset): Pick<Frame, 'slope' | 'intercept' | 'scale'> {
  const slope = value(dataset, tag.RescaleSlope)
  const scale = privateValue(other, 'scale')
  return {
    slope: slope === undefined || slope === 0 ? 1 : slope,
    intercept: value(dataset, tag.RescaleIntercept) ?? 0,
    ...(scale && { scale }),
  }
}

/** Seconds, with the day where it is known, so that an examination over midnight keeps its order. */
function time(dateTime?: string, date?: string, clock?: string): number | undefined {
  const day = (dateTime ?? date ?? '').slice(0, 8).replaceAll('.', '')
  const hours = (dateTime ? dateTime.slice(8) : (clock ?? '')).replaceAll(':', '')
  const parts = /^(\d\d)(\d\d)?(\d\d(?:\.\d+)?)?/.exec(hours)
  if (!parts) return undefined
  const midnight = /^\d{8}$/.test(day)
    ? Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8))) / 1000
    : 0
  return midnight + Number(parts[1]) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)
}

/** The b-value by the standard attribute, by the manufacturer's own, or by the name of the sequence. */
function bValue(dataset: Dataset): number | undefined {
  const stated = value(dataset, tag.DiffusionBValue) ?? privateValue(dataset, 'bValue')
  if (stated !== undefined) return stated
  const named = /(?:^|[_*\s])b(\d+)(?:#\d+|t)?$/i.exec(text(dataset, tag.SequenceName) ?? '')
  return named ? Number(named[1]) : undefined
}
