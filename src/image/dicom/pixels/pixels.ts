import { DamagedImage, UnsupportedImage } from '../../../errors/index.ts'
import { pow } from '../../../portable-math.ts'
import { bytesPerValue, countValues, decodeVoxels } from '../../formats/voxels.ts'
import type { PixelType, Voxels } from '../../volume.ts'
import { type DicomFile, text, value } from '../file.ts'
import { tag, transferSyntax } from '../tags.ts'
import { packedFrame } from './fragments.ts'

/** Unpacks one compressed frame to little-endian values. */
export type UnpackJpeg = (file: DicomFile, format: PixelFormat, packed: Uint8Array) => Promise<Uint8Array>

let loadCodecs: (() => Promise<{ unpackJpeg: UnpackJpeg }>) | undefined

/**
 * Says where the decoders of JPEG, JPEG-LS and JPEG 2000 come from: `() => import('nomoscope/image/codecs')`. They are
 * loaded when a file needs them. Node's readers do this themselves; a browser's bundle need not hold what it never
 * reads (and bundlers must be told that the codecs' `fs` and `path` stay unused there).
 *
 * @param load called when the first compressed file is read
 * @returns nothing
 */
export function useCodecs(load: () => Promise<{ unpackJpeg: UnpackJpeg }>): void {
  loadCodecs = load
}

/** How a file holds its pixels. */
export interface PixelFormat {
  rows: number
  columns: number
  frames: number
  /** Bits a pixel takes, and those that mean something. */
  allocated: number
  stored: number
  signed: boolean
  type: PixelType
  /** The least value is white (MONOCHROME1). */
  inverted?: boolean
}

/** The pixel format of a file; throws UnsupportedImage for colour and DamagedImage for what cannot be. */
export function pixelFormat({ name, dataset }: DicomFile): PixelFormat {
  const rows = value(dataset, tag.Rows) ?? 0
  const columns = value(dataset, tag.Columns) ?? 0
  const frames = value(dataset, tag.NumberOfFrames) ?? 1
  const float = dataset.elements.has(tag.FloatPixelData)
  const double = dataset.elements.has(tag.DoubleFloatPixelData)
  const allocated = value(dataset, tag.BitsAllocated) ?? (double ? 64 : float ? 32 : 0)
  const stored = value(dataset, tag.BitsStored) ?? allocated
  const signed = value(dataset, tag.PixelRepresentation) === 1
  if (!dataset.elements.has(tag.PixelData) && !float && !double) throw DamagedImage(name, 'it has no pixels')
  const photometric = text(dataset, tag.PhotometricInterpretation) ?? ''
  if ((value(dataset, tag.SamplesPerPixel) ?? 1) !== 1 || /PALETTE/.test(photometric))
    throw UnsupportedImage(name, 'colour pixels')
  if (!(rows >= 1 && columns >= 1 && frames >= 1))
    throw DamagedImage(name, `it has ${frames} frames of ${columns} × ${rows}`)
  const width = { 1: 'uint8', 8: 'uint8', 16: 'uint16', 32: 'uint32', 64: 'float64' }[allocated] as
    | PixelType
    | undefined
  if (!width || stored > allocated || stored < 1) throw UnsupportedImage(name, `${stored} of ${allocated} bits a pixel`)
  const type = double ? 'float64' : float ? 'float32' : signed ? (width.replace('uint', 'int') as PixelType) : width
  const inverted = photometric === 'MONOCHROME1' && !/float/.test(type)
  return { rows, columns, frames, allocated, stored, signed, type, ...(inverted && { inverted }) }
}

/**
 * A stored value so that more is brighter: that of MONOCHROME1 is taken from the greatest that its bits hold, before any
 * rescaling, as GDCM does (and so SimpleITK and PyRadiomics).
 */
export function brightness({ inverted, signed, stored }: PixelFormat): ((value: number) => number) | undefined {
  if (!inverted) return undefined
  const most = signed ? -1 : pow(2, stored) - 1
  return (value) => most - value
}

/**
 * The stored values of one frame (from 0), before any rescaling.
 * Codecs are loaded when a file needs them. Throws DamagedImage, UnsupportedImage.
 */
export async function decodeFrame(file: DicomFile, format: PixelFormat, frame: number): Promise<Voxels> {
  const { dataset, name } = file
  const { rows, columns, type, allocated } = format
  const element =
    dataset.elements.get(tag.PixelData) ??
    dataset.elements.get(tag.FloatPixelData) ??
    dataset.elements.get(tag.DoubleFloatPixelData)
  if (!element) throw DamagedImage(name, 'it has no pixels')
  if (allocated === 1) throw UnsupportedImage(name, 'pixels of one bit outside a segmentation')
  if (!element.fragments) {
    const bytes = rows * columns * bytesPerValue[type]
    const start = frame * bytes
    const count = countValues(name, [columns, rows], type, element.bytes.length - start)
    let part = element.bytes.subarray(start, start + bytes)
    if (!dataset.littleEndian && allocated === 8 && element.vr === 'OW') part = swapPairs(part)
    return meaningful(decodeVoxels(name, part, 0, count, type, dataset.littleEndian), format)
  }
  const packed = packedFrame(file, element.fragments, element.bytes, format.frames, frame)
  const raw = await unpackFrame(file, format, packed)
  const little = file.syntax !== transferSyntax.explicitBig
  return meaningful(decodeVoxels(name, raw, 0, rows * columns, type, little), format)
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const swapped = new Uint8Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) swapped[i] = bytes[i ^ 1] ?? bytes[i]
  return swapped
}

/** Bits beyond those stored may hold anything; they are cleared, or filled with the sign. */
function meaningful(data: Voxels, { allocated, stored, signed, type }: PixelFormat): Voxels {
  if (stored === allocated || type === 'float32' || type === 'float64') return data
  const shift = 32 - stored
  for (let i = 0; i < data.length; i++) data[i] = signed ? (data[i] << shift) >> shift : (data[i] << shift) >>> shift
  return data
}

/** Rows × columns values of a packed frame, little-endian. */
async function unpackFrame(file: DicomFile, format: PixelFormat, packed: Uint8Array): Promise<Uint8Array> {
  const { name, syntax } = file
  const length = format.rows * format.columns * bytesPerValue[format.type]
  countValues(name, [format.columns, format.rows], format.type, 64 * packed.length * 1032)
  if (syntax === transferSyntax.rle) return unpackRle(name, packed, length, bytesPerValue[format.type])
  if (!loadCodecs) throw UnsupportedImage(name, 'compressed pixels, for which no codecs were loaded')
  const { unpackJpeg } = await loadCodecs()
  const raw = await unpackJpeg(file, format, packed)
  if (raw.length < length) throw DamagedImage(name, `a frame unpacks to ${raw.length} bytes instead of ${length}`)
  return raw
}

/** Source: DICOM PS3.5, annex G: PackBits, one segment a byte of the value, the most significant first. */
function unpackRle(name: string, packed: Uint8Array, length: number, width: number): Uint8Array {
  if (packed.length < 64) throw DamagedImage(name, 'a run-length frame has no header')
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const segments = view.getUint32(0, true)
  if (segments !== width) throw DamagedImage(name, `a run-length frame has ${segments} segments instead of ${width}`)
  const out = new Uint8Array(length)
  for (let segment = 0; segment < segments; segment++) {
    let at = view.getUint32(4 + 4 * segment, true)
    const end = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : packed.length
    if (at < 64 || at > end || end > packed.length) throw DamagedImage(name, 'a run-length frame breaks off')
    let to = width - 1 - segment
    while (at < end && to < length) {
      const control = packed[at++]
      if (control < 128) {
        for (let n = control + 1; n > 0 && at < end && to < length; n--, to += width) out[to] = packed[at++]
      } else if (control > 128) {
        const repeated = packed[at++]
        for (let n = 257 - control; n > 0 && to < length; n--, to += width) out[to] = repeated
      }
    }
    if (to < length) throw DamagedImage(name, 'a run-length frame is too short')
  }
  return out
}
