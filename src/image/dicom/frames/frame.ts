import { pow } from '../../../portable-math.ts'
import type { Scan, Triple } from '../../volume.ts'
import { type Dataset, text, value } from '../file.ts'
import type { PixelFormat } from '../pixels/pixels.ts'
import type { DicomSource } from '../source.ts'
import { tag } from '../tags.ts'

/** A slice's place within the picture that its file holds. */
export interface Tile {
  /** Columns of the whole picture. */
  across: number
  left: number
  top: number
}

/** One slice: a classic file, or a frame of an enhanced one. */
export interface Frame {
  source: DicomSource
  /** From 0, within its file. */
  index: number
  uid: string
  series: SeriesInfo
  format: PixelFormat
  /** Of a mosaic: where the slice stands in the picture. */
  tile?: Tile
  position: Triple
  /** Unit vectors along the columns' index (x) and the rows' index (y). */
  orientation: number[]
  /** Millimetres along x and y. */
  spacing: [number, number]
  thickness?: number
  slope: number
  intercept: number
  /** The stored value of pixels that hold nothing measured. */
  padding?: number
  /** The manufacturer's factor between stored and floating-point values: Philips' (2005,100E). */
  scale?: number
  imageType: string
  echoTime?: number
  repetitionTime?: number
  flipAngle?: number
  /** The contrast agent, where the file says that there was one. */
  contrast?: string
  temporalPosition?: number
  /** Seconds after the first phase, as an enhanced file states them. */
  temporalOffset?: number
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

/** What the headers say of a series of images. */
export interface SeriesInfo {
  uid: string
  study: string
  patient: string
  number?: number
  description: string
  modality: string
  manufacturer: string
  frameOfReference: string
  /** A hash of the patient's name, to compare, never to show. */
  nameHash: string
  /** Of the values, where the file says: HU, BQML, GML, GY. */
  unit: string
}

export const seriesInfo = (dataset: Dataset): SeriesInfo => ({
  uid: text(dataset, tag.SeriesInstanceUID) ?? '',
  study: text(dataset, tag.StudyInstanceUID) ?? '',
  patient: text(dataset, tag.PatientID) ?? '',
  number: value(dataset, tag.SeriesNumber),
  description: text(dataset, tag.SeriesDescription) ?? '',
  modality: text(dataset, tag.Modality) ?? '',
  manufacturer: text(dataset, tag.Manufacturer) ?? '',
  frameOfReference: text(dataset, tag.FrameOfReferenceUID) ?? '',
  nameHash: hashOf(text(dataset, tag.PatientName) ?? ''),
  unit: text(dataset, tag.Units) ?? text(dataset, tag.DoseUnits) ?? text(dataset, tag.RescaleType) ?? '',
})

/** A short hash of a name as it is compared: without case, blanks and carets. */
function hashOf(name: string): string {
  const plain = name.toLowerCase().replace(/[\s^]+/g, '')
  if (plain === '') return ''
  let hash = 0x811c9dc5
  for (let i = 0; i < plain.length; i++) hash = Math.imul(hash ^ plain.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16)
}

/** PixelPaddingValue as pixels are stored: a negative one may be written without its sign. */
export function paddingOf(dataset: Dataset, { signed, allocated }: PixelFormat): number | undefined {
  const stated = value(dataset, tag.PixelPaddingValue)
  return stated !== undefined && signed && stated >= pow(2, allocated - 1) ? stated - pow(2, allocated) : stated
}

/** Refuses places and spacings that are not numbers, and makes the in-plane axes unit vectors. */
export function withValidPlane(frame: Frame): Frame | undefined {
  const { position, orientation, spacing } = frame
  if (![...position, ...orientation, ...spacing].every(Number.isFinite) || spacing.some((step) => !(step > 0)))
    return undefined
  const norm = (from: number) => Math.hypot(orientation[from], orientation[from + 1], orientation[from + 2])
  const [x, y] = [norm(0), norm(3)]
  if (!(x > 0.5 && y > 0.5)) return undefined
  return frame
}

/** The rescaling of stored values; of an RT Dose it is its scaling of the grid. */
export function rescaling(dataset: Dataset, scale: number | undefined): Pick<Frame, 'slope' | 'intercept' | 'scale'> {
  const slope = value(dataset, tag.RescaleSlope) ?? value(dataset, tag.DoseGridScaling)
  return {
    slope: slope === undefined || slope === 0 ? 1 : slope,
    intercept: value(dataset, tag.RescaleIntercept) ?? 0,
    ...(scale && { scale }),
  }
}

/** Seconds, with the day where it is known, so that an examination over midnight keeps its order. */
export function clockTime(dateTime?: string, date?: string, clock?: string): number | undefined {
  const day = (dateTime ?? date ?? '').slice(0, 8).replaceAll('.', '')
  const hours = (dateTime ? dateTime.slice(8) : (clock ?? '')).replaceAll(':', '')
  const parts = /^(\d\d)(\d\d)?(\d\d(?:\.\d+)?)?/.exec(hours)
  if (!parts) return undefined
  const midnight = /^\d{8}$/.test(day)
    ? Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8))) / 1000
    : 0
  return midnight + Number(parts[1]) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0)
}

/** Whose file this is, as far as its own attributes say; what it shows is for the caller to add. */
export function scanOfDataset(dataset: Dataset): Scan {
  const { patient, nameHash, study, modality, unit } = seriesInfo(dataset)
  return { patient, nameHash, study, series: [], instances: [], modality, unit }
}
