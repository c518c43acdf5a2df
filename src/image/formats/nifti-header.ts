import { DamagedImage } from '../../errors/index.ts'

/** The fields of a NIfTI-1 or -2 header that place and type an image. */
export interface NiftiHeader {
  version: 0 | 1 | 2
  littleEndian: boolean
  /** The header's own length. */
  length: number
  /** Voxels lie in the same file. */
  single: boolean
  dim: number[]
  datatype: number
  pixdim: number[]
  offset: number
  slope: number
  intercept: number
  units: number
  intent: number
  qformCode: number
  sformCode: number
  quaternion: [b: number, c: number, d: number]
  qoffset: [x: number, y: number, z: number]
  srow: number[]
}

/** Whether bytes begin as a NIfTI header does (or as an Analyze 7.5 one, which has no mark of its own). */
export function isNifti(bytes: Uint8Array, analyze = false): boolean {
  if (bytes.length < 348) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const little of [true, false]) {
    if (view.getInt32(0, little) === 540 && /^n[i+]2/.test(magic(bytes, 4))) return true
    if (view.getInt32(0, little) === 348) return analyze || /^n[i+]1/.test(magic(bytes, 344))
  }
  return false
}

const magic = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 3))

/** Source: nifti1.h and nifti2.h, nifti.nimh.nih.gov. */
export function parseNiftiHeader(file: string, bytes: Uint8Array): NiftiHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const littleEndian = [348, 540].includes(view.getInt32(0, true))
  const length = view.getInt32(0, littleEndian)
  const second = length === 540
  const needed = second ? 540 : 348
  if (bytes.length < needed) throw DamagedImage(file, `its header breaks off after ${bytes.length} bytes`)
  const mark = magic(bytes, second ? 4 : 344)
  const version = second ? 2 : /^n[i+]1/.test(mark) ? 1 : 0
  const f32 = (at: number) => view.getFloat32(at, littleEndian)
  const f64 = (at: number) => view.getFloat64(at, littleEndian)
  const i16 = (at: number) => view.getInt16(at, littleEndian)
  const i32 = (at: number) => view.getInt32(at, littleEndian)
  const i64 = (at: number) => Number(view.getBigInt64(at, littleEndian))
  const some = <T>(count: number, read: (i: number) => T) => Array.from({ length: count }, (_, i) => read(i))
  if (second)
    return {
      version,
      littleEndian,
      length,
      single: mark === 'n+2',
      datatype: i16(12),
      dim: some(8, (i) => i64(16 + 8 * i)),
      pixdim: some(8, (i) => f64(104 + 8 * i)),
      offset: i64(168),
      slope: f64(176),
      intercept: f64(184),
      qformCode: i32(344),
      sformCode: i32(348),
      quaternion: [f64(352), f64(360), f64(368)],
      qoffset: [f64(376), f64(384), f64(392)],
      srow: some(12, (i) => f64(400 + 8 * i)),
      units: i32(500),
      intent: i32(504),
    }
  return {
    version,
    littleEndian,
    length,
    single: mark === 'n+1',
    dim: some(8, (i) => i16(40 + 2 * i)),
    intent: i16(68),
    datatype: i16(70),
    pixdim: some(8, (i) => f32(76 + 4 * i)),
    offset: f32(108),
    slope: f32(112),
    intercept: f32(116),
    units: bytes[123],
    qformCode: i16(252),
    sformCode: i16(254),
    quaternion: [f32(256), f32(260), f32(264)],
    qoffset: [f32(268), f32(272), f32(276)],
    srow: some(12, (i) => f32(280 + 4 * i)),
  }
}

/** A NIfTI-1 header of one file, little-endian, followed by the four bytes that say there is no extension. */
export function encodeNiftiHeader(
  header: Omit<NiftiHeader, 'version' | 'littleEndian' | 'length' | 'single' | 'offset'> & { bitsPerValue: number },
): Uint8Array {
  const bytes = new Uint8Array(352)
  const view = new DataView(bytes.buffer)
  const i16 = (at: number, value: number) => view.setInt16(at, value, true)
  const f32 = (at: number, value: number) => view.setFloat32(at, value, true)
  view.setInt32(0, 348, true)
  bytes[38] = 0x72
  for (const [i, size] of header.dim.entries()) i16(40 + 2 * i, size)
  i16(68, header.intent)
  i16(70, header.datatype)
  i16(72, header.bitsPerValue)
  for (const [i, step] of header.pixdim.entries()) f32(76 + 4 * i, step)
  f32(108, 352)
  f32(112, header.slope)
  f32(116, header.intercept)
  bytes[123] = header.units
  i16(252, header.qformCode)
  i16(254, header.sformCode)
  for (const [i, value] of header.quaternion.entries()) f32(256 + 4 * i, value)
  for (const [i, value] of header.qoffset.entries()) f32(268 + 4 * i, value)
  for (const [i, value] of header.srow.entries()) f32(280 + 4 * i, value)
  bytes.set([0x6e, 0x2b, 0x31], 344)
  return bytes
}
