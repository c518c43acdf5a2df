import { type DicomFile, type Element, text, value } from '../../image/dicom/file.ts'
import { decodeFrame, pixelFormat } from '../../image/dicom/pixels/pixels.ts'
import { tag, transferSyntax } from '../../image/dicom/tags.ts'
import type { Box, Picture } from './burned-in.ts'

/** How pixels lie that are looked at as a picture: one value or three a pixel. */
interface Layout {
  width: number
  height: number
  frames: number
  samples: number
  bytes: number
  planar: boolean
}

function layoutOf({ dataset }: DicomFile): Layout | undefined {
  const [width, height] = [value(dataset, tag.Columns) ?? 0, value(dataset, tag.Rows) ?? 0]
  const samples = value(dataset, tag.SamplesPerPixel) ?? 1
  const bytes = (value(dataset, tag.BitsAllocated) ?? 0) / 8
  if (!(width > 0 && height > 0) || (samples !== 1 && samples !== 3) || (bytes !== 1 && bytes !== 2)) return undefined
  const planar = value(dataset, 0x00280006) === 1
  return { width, height, frames: value(dataset, tag.NumberOfFrames) ?? 1, samples, bytes, planar }
}

/** Whether a file has pixels at all. */
export const hasPixels = ({ dataset }: DicomFile): boolean => dataset.elements.has(tag.PixelData)

/**
 * Up to three frames (first, middle, last) as grey values; of colour, the brightest of the three. Undefined where the
 * pixels cannot be unpacked here: packed colour, moving pictures, one bit a pixel. Throws DamagedImage.
 */
export async function pictures(file: DicomFile): Promise<Picture[] | undefined> {
  const layout = layoutOf(file)
  const element = file.dataset.elements.get(tag.PixelData)
  if (!layout || !element || /PALETTE/.test(text(file.dataset, tag.PhotometricInterpretation) ?? '')) return undefined
  const { width, height, frames, samples } = layout
  const chosen = [...new Set([0, frames >> 1, frames - 1])]
  if (samples === 1) {
    const format = pixelFormat(file)
    return Promise.all(chosen.map(async (i) => ({ values: await decodeFrame(file, format, i), width, height })))
  }
  if (element.fragments || layout.bytes !== 1 || element.bytes.length < width * height * 3 * frames) return undefined
  return chosen.map((i) => ({ values: brightest(element.bytes, layout, i), width, height }))
}

function brightest(bytes: Uint8Array, { width, height, planar }: Layout, frame: number): Uint8Array {
  const area = width * height
  const start = frame * area * 3
  const grey = new Uint8Array(area)
  const [pixel, plane] = planar ? [1, area] : [3, 1]
  for (let i = 0, at = start; i < area; i++, at += pixel)
    grey[i] = Math.max(bytes[at], bytes[at + plane], bytes[at + 2 * plane])
  return grey
}

/**
 * The file with rectangles of all its frames set to 0; packed grey pixels are written unpacked. Undefined where its
 * pixels cannot be unpacked here.
 */
export async function blank(file: DicomFile, boxes: Box[]): Promise<DicomFile | undefined> {
  const layout = layoutOf(file)
  const element = file.dataset.elements.get(tag.PixelData)
  if (!layout || !element) return undefined
  const { width, height, frames, samples, bytes: wide, planar } = layout
  const plain = element.fragments ? await unpacked(file, layout) : element.bytes.slice()
  if (!plain || plain.length < width * height * samples * wide * frames) return undefined
  const [rows, pixel] = planar && samples === 3 ? [samples * frames, wide] : [frames, wide * samples]
  for (let plane = 0; plane < rows; plane++)
    for (const [x, y, w, h] of boxes)
      for (let line = Math.max(0, y); line < Math.min(height, y + h); line++) {
        const start = (plane * height + line) * width
        plain.fill(0, (start + Math.max(0, x)) * pixel, (start + Math.min(width, x + w)) * pixel)
      }
  return withPixels(file, plain, element)
}

async function unpacked(file: DicomFile, { width, height, frames, samples, bytes }: Layout) {
  if (samples !== 1) return undefined
  const format = pixelFormat(file)
  const plain = new Uint8Array(width * height * bytes * frames)
  for (let frame = 0; frame < frames; frame++) {
    const values = await decodeFrame(file, format, frame)
    plain.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), frame * width * height * bytes)
  }
  return plain
}

function withPixels(file: DicomFile, bytes: Uint8Array, { fragments, vr }: Element): DicomFile {
  const elements = new Map(file.dataset.elements)
  elements.delete(tag.ExtendedOffsetTable)
  elements.delete(0x7fe00002)
  elements.set(tag.PixelData, { vr: fragments ? 'OW' : vr, bytes })
  const syntax = fragments ? transferSyntax.explicitLittle : file.syntax
  return { ...file, syntax, dataset: { ...file.dataset, elements } }
}

/**
 * Old overlays lie in the unused bits of the pixels. The file with those bits cleared, where it has such an overlay;
 * the file itself where it has none; undefined where they cannot be cleared because the pixels are packed.
 */
export function withoutOverlayBits(file: DicomFile): DicomFile | undefined {
  const { dataset } = file
  const within = [...dataset.elements.keys()].some(
    (which) =>
      which >>> 24 === 0x60 &&
      (which & 0xffff) === 0x0102 &&
      (value(dataset, which) ?? 0) > 0 &&
      !dataset.elements.has((which & ~0xffff) + 0x3000),
  )
  const element = dataset.elements.get(tag.PixelData)
  if (!within || !element) return file
  if (element.fragments || value(dataset, tag.BitsAllocated) !== 16) return undefined
  const stored = value(dataset, tag.BitsStored) ?? 16
  const high = value(dataset, tag.HighBit) ?? stored - 1
  const mask = (((1 << stored) - 1) << (high - stored + 1)) & 0xffff
  const bytes = element.bytes.slice()
  const view = new DataView(bytes.buffer)
  for (let at = 0; at + 2 <= bytes.length; at += 2)
    view.setUint16(at, view.getUint16(at, dataset.littleEndian) & mask, dataset.littleEndian)
  return withPixels(file, bytes, element)
}
