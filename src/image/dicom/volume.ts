import { pow } from '../../portable-math.ts'
import { allocateVoxels, countValues } from '../formats/voxels.ts'
import type { PixelType, Scan, Volume, Voxels } from '../volume.ts'
import { type DicomFile, parseDicom } from './file.ts'
import type { Frame } from './frames/frame.ts'
import { tileOf } from './frames/mosaic.ts'
import { brightness, decodeFrame, type PixelFormat, pixelFormat } from './pixels/pixels.ts'
import { type DicomVolume, examinationPart, titleOf } from './series.ts'

/**
 * Decodes an image of a DICOM series: values rescaled, in the type that ITK gives them.
 *
 * Where Philips' private scaling (2005,100E) or its rescaling differs within a series, stored values are brought to
 * Philips' floating-point scale, (stored · slope + intercept) / (slope · scale): only there can its slices, phases and
 * b-values be compared. Elsewhere the values are the rescaled ones.
 *
 * @param volume an image of a series, from `readSeries`
 * @param siblings the other images of the folder, which say whether Philips' scaling differs within the series
 * @returns the decoded volume
 * @throws the volume's first fault, DamagedImage, UnsupportedImage
 */
export async function readDicomVolume(volume: DicomVolume, siblings: readonly DicomVolume[] = []): Promise<Volume> {
  if (volume.faults.length) throw volume.faults[0]
  const decode = () => decoded(volume, siblings)
  return volume.once ? volume.once(nameOf(volume), decode) : decode()
}

/** An image of a folder by the slices that it begins and ends with, and by the series whose scaling it shares. */
function nameOf(volume: DicomVolume): string {
  const { frames } = volume
  const ends = [frames[0], frames[frames.length - 1]].map((frame) => [frame.source.name, frame.index, frame.position])
  return `voxels ${JSON.stringify([ends, frames.length, examinationPart(volume)])}`
}

async function decoded(volume: DicomVolume, siblings: readonly DicomVolume[]): Promise<Volume> {
  const { frames, geometry, series, name } = volume
  const own = siblings.filter((one) => examinationPart(one) === examinationPart(volume)).flatMap((one) => one.frames)
  const scaled = philipsFactors(own.length ? own : frames)
  const factors = frames.map((frame) => scaled?.(frame) ?? frame)
  const pixelType = scaled ? 'float32' : outputType(frames)
  const [columns, rows] = geometry.size
  const area = columns * rows
  countValues(titleOf(series, name), geometry.size, pixelType, 0xffff_ffff)
  const data = allocateVoxels(pixelType, area * frames.length)
  const order = frames.map((_, z) => z).sort((a, b) => frames[a].source.name.localeCompare(frames[b].source.name))
  let open: { source: unknown; file: ReturnType<typeof parseDicom> } | undefined
  let picture: { frame: Frame; stored: Voxels } | undefined
  for (const z of order) {
    const frame = frames[z]
    if (open?.source !== frame.source)
      open = { source: frame.source, file: parseDicom(await frame.source.read(), frame.source.name) }
    let stored: Voxels
    if (frame.tile) {
      // All slices of a mosaic stand in one picture.
      if (picture?.frame.source !== frame.source || picture.frame.index !== frame.index)
        picture = { frame, stored: await shownFrame(open.file, pixelFormat(open.file), frame.index) }
      stored = tileOf(picture.stored, frame.tile, columns, rows)
    } else stored = await shownFrame(open.file, frame.format, frame.index)
    const { slope, intercept } = factors[z]
    if (slope === 1 && intercept === 0) data.set(stored, z * area)
    else for (let i = 0; i < area; i++) data[z * area + i] = stored[i] * slope + intercept
  }
  const paddings = new Set(
    frames.map(({ padding, format }, z) => {
      if (padding === undefined) return false
      return (brightness(format)?.(padding) ?? padding) * factors[z].slope + factors[z].intercept
    }),
  )
  const [padding] = paddings
  return {
    ...geometry,
    pixelType,
    data,
    ...(paddings.size === 1 && padding !== false && { padding }),
    ...(series.frameOfReference && { frameOfReference: series.frameOfReference }),
    scan: scanOf(volume),
  }
}

/** The values of a frame, more of which is brighter. The bytes that they come from stay as they are. */
async function shownFrame(file: DicomFile, format: PixelFormat, frame: number): Promise<Voxels> {
  const stored = await decodeFrame(file, format, frame)
  const shown = brightness(format)
  return shown ? stored.map(shown) : stored
}

/** Whose image it is and which, to compare with a mask and with other images of the patient. */
function scanOf({ series, frames }: DicomVolume): Scan {
  return {
    patient: series.patient,
    nameHash: series.nameHash,
    study: series.study,
    series: [series.uid],
    instances: [...new Set(frames.map(({ uid }) => uid.replace(/#\d+$/, '')))],
    modality: series.modality,
    unit: series.unit,
  }
}

/** Slope and intercept to Philips' floating-point values, where display values would not be comparable. */
function philipsFactors(
  frames: readonly Frame[],
): ((frame: Frame) => { slope: number; intercept: number }) | undefined {
  if (!frames.every(({ scale }) => scale !== undefined)) return undefined
  const kinds = new Set(frames.map(({ slope, intercept, scale }) => `${slope} ${intercept} ${scale}`))
  if (kinds.size === 1) return undefined
  return ({ slope, intercept, scale }) => ({ slope: 1 / scale!, intercept: intercept / (slope * scale!) })
}

/** The type ITK gives: the stored one, the smallest integer that holds every rescaled value, or float64. */
function outputType(frames: readonly Frame[]): PixelType {
  const plain = frames.every(({ slope, intercept }) => slope === 1 && intercept === 0)
  const types = new Set(frames.map(({ format }) => format.type))
  if (plain && types.size === 1) return frames[0].format.type
  let [least, most] = [Infinity, -Infinity]
  for (const { slope, intercept, format } of frames) {
    if (!Number.isInteger(slope) || !Number.isInteger(intercept) || /float/.test(format.type)) return 'float64'
    const [low, high] = storedRange(format)
    least = Math.min(least, low * slope + intercept, high * slope + intercept)
    most = Math.max(most, low * slope + intercept, high * slope + intercept)
  }
  const fits = integers.find(([, low, high]) => low <= least && most <= high)
  return fits?.[0] ?? 'float64'
}

const integers: [PixelType, low: number, high: number][] = [
  ['uint8', 0, 0xff],
  ['uint16', 0, 0xffff],
  ['uint32', 0, 0xffff_ffff],
  ['int8', -0x80, 0x7f],
  ['int16', -0x8000, 0x7fff],
  ['int32', -0x8000_0000, 0x7fff_ffff],
]

const storedRange = ({ stored, signed }: PixelFormat) =>
  signed ? [-pow(2, stored - 1), pow(2, stored - 1) - 1] : [0, pow(2, stored) - 1]
