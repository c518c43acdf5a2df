import { DamagedImage, UnsupportedImage } from '../../../errors/index.ts'
import type { DicomFile } from '../file.ts'
import { transferSyntax as t } from '../tags.ts'
import { BrokenStream, decodeJpegLossless } from './jpeg-lossless.ts'
import type { PixelFormat } from './pixels.ts'

/** What the codecs of @cornerstonejs have in common. */
interface Decoder {
  getEncodedBuffer(length: number): Uint8Array
  getDecodedBuffer(): Uint8Array
  decode(): void
  getFrameInfo(): { width: number; height: number; componentCount: number; bitsPerSample: number }
  delete(): void
}
type Codec = Record<string, new () => Decoder>

const codecs = {
  JpegLSDecoder: () => import('@cornerstonejs/codec-charls/decode'),
  J2KDecoder: () => import('@cornerstonejs/codec-openjpeg/decode'),
  JPEGDecoder: () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decode'),
}
const loaded = new Map<string, Promise<Codec>>()

function load(name: keyof typeof codecs): Promise<Codec> {
  let codec = loaded.get(name)
  if (!codec) {
    codec = codecs[name]().then(({ default: factory }) => factory({ print: () => {}, printErr: () => {} }))
    loaded.set(name, codec)
  }
  return codec
}

/** Unpacks a JPEG, JPEG-LS or JPEG 2000 frame to little-endian values; its own header must agree with the file's. */
export async function unpackJpeg(file: DicomFile, format: PixelFormat, packed: Uint8Array): Promise<Uint8Array> {
  switch (file.syntax) {
    case t.jpegBaseline:
    case t.jpegExtended:
      if (jpegHeader(file, format, packed).precision !== 8) throw UnsupportedImage(file.name, '12-bit JPEG')
      return decodeWith('JPEGDecoder', file, format, packed)
    case t.jpegLossless:
    case t.jpegLosslessFirst:
      return unpackLossless(file, format, packed)
    case t.jpegLsLossless:
    case t.jpegLsNear:
      jpegHeader(file, format, packed)
      return decodeWith('JpegLSDecoder', file, format, packed)
    case t.jpeg2000Lossless:
    case t.jpeg2000:
    case t.highThroughputLossless:
    case t.highThroughputLosslessByLevel:
    case t.highThroughput:
      jpeg2000Header(file, format, packed)
      return decodeWith('J2KDecoder', file, format, packed)
    default:
      throw UnsupportedImage(file.name, `the transfer syntax ${file.syntax}`)
  }
}

async function decodeWith(name: keyof typeof codecs, file: DicomFile, format: PixelFormat, packed: Uint8Array) {
  const decoder = new (await load(name))[name]()
  try {
    decoder.getEncodedBuffer(packed.length).set(packed)
    decoder.decode()
    const { bitsPerSample } = decoder.getFrameInfo()
    const decoded = decoder.getDecodedBuffer()
    return bitsPerSample <= 8 && format.allocated === 16 ? widen(decoded) : decoded.slice()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) throw cause
    throw DamagedImage(file.name, 'a packed frame cannot be decoded')
  } finally {
    decoder.delete()
  }
}

const widen = (bytes: Uint8Array) => new Uint8Array(Uint16Array.from(bytes).buffer)

function agree(
  file: DicomFile,
  { rows, columns }: PixelFormat,
  frame: { width: number; height: number; componentCount: number },
) {
  if (frame.width !== columns || frame.height !== rows || frame.componentCount !== 1)
    throw DamagedImage(
      file.name,
      `a packed frame of ${frame.width} × ${frame.height} × ${frame.componentCount} lies where ${columns} × ${rows} × 1 is declared`,
    )
}

function unpackLossless(file: DicomFile, format: PixelFormat, packed: Uint8Array): Uint8Array {
  jpegHeader(file, format, packed)
  try {
    const values = decodeJpegLossless(packed)
    return format.allocated <= 8 ? Uint8Array.from(values) : new Uint8Array(values.buffer)
  } catch (cause) {
    if (cause instanceof BrokenStream) throw DamagedImage(file.name, `a lossless JPEG frame: ${cause.message}`)
    throw cause
  }
}

/** The size in a JPEG 2000 stream's SIZ marker, alone or in a JP2 file's box. */
function jpeg2000Header(file: DicomFile, format: PixelFormat, packed: Uint8Array) {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  for (let at = 0; at + 42 <= Math.min(packed.length, 4096); at++) {
    if (view.getUint32(at) !== 0xff4fff51) continue
    const [width, height, left, top] = [8, 12, 16, 20].map((field) => view.getUint32(at + field))
    return agree(file, format, { width: width - left, height: height - top, componentCount: view.getUint16(at + 40) })
  }
  throw DamagedImage(file.name, 'a JPEG 2000 frame has no header')
}

/** The size in a JPEG stream's start-of-frame marker, which must be the file's. */
function jpegHeader(file: DicomFile, format: PixelFormat, packed: Uint8Array): { precision: number } {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  for (let at = 2; at + 10 <= packed.length; ) {
    const marker = view.getUint16(at)
    if (marker >> 8 !== 0xff) break
    const kind = marker & 0xff
    if (kind === 0xf7 || (kind >= 0xc0 && kind <= 0xcf && kind !== 0xc4 && kind !== 0xc8 && kind !== 0xcc)) {
      agree(file, format, {
        height: view.getUint16(at + 5),
        width: view.getUint16(at + 7),
        componentCount: packed[at + 9],
      })
      return { precision: packed[at + 4] }
    }
    at += kind === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  throw DamagedImage(file.name, 'a JPEG frame has no header')
}
