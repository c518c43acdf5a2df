import { DamagedImage, ImageTooLarge } from '../../errors/index.ts'
import type { PixelType, Triple, Volume, Voxels } from '../volume.ts'

/** The bytes of one value as files hold it. */
export const bytesPerValue: Record<PixelType, number> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  uint64: 8,
  int64: 8,
  float32: 4,
  float64: 8,
}

/** What one file may unfold to: a buffer that Node and browsers can hold. */
const maximumImage = 0xffff_ffff
/** Deflate cannot pack more tightly than this. */
const deflateRatio = 1032
const maximumSide = 0x7fff_ffff

/**
 * The number of values of an image, after a check that its data can be there at all; nothing has been allocated yet.
 *
 * sizes      every axis of the file, components included
 * available  bytes that the file has for them
 * packing    how `available` holds them: as they are, deflated, or as text (at least a digit and a blank a value)
 */
export function countValues(
  file: string,
  sizes: readonly number[],
  type: PixelType,
  available: number,
  packing: 'raw' | 'deflate' | 'text' | 'hex' = 'raw',
): number {
  let count = 1
  for (const size of sizes) {
    if (!Number.isInteger(size) || size < 1 || size > maximumSide)
      throw DamagedImage(file, `its header gives an axis ${size} voxels`)
    count *= size
  }
  const bytes = count * bytesPerValue[type]
  if (bytes > maximumImage || count * inMemory(type) > maximumImage) throw ImageTooLarge(file, bytes)
  const possible = {
    raw: available,
    deflate: available * deflateRatio,
    text: ((available + 1) / 2) * bytesPerValue[type],
    hex: available / 2,
  }[packing]
  if (bytes > possible)
    throw DamagedImage(
      file,
      `its header declares ${bytes} bytes of voxels, but ${Math.max(0, Math.floor(possible))} at most are there`,
    )
  return count
}

const inMemory = (type: PixelType) => (type === 'int64' || type === 'uint64' ? 8 : bytesPerValue[type])

/** An empty array for voxels of a type; 64-bit integers are held as float64. */
export function allocateVoxels(type: PixelType, count: number): Voxels {
  switch (type) {
    case 'uint8':
      return new Uint8Array(count)
    case 'int8':
      return new Int8Array(count)
    case 'uint16':
      return new Uint16Array(count)
    case 'int16':
      return new Int16Array(count)
    case 'uint32':
      return new Uint32Array(count)
    case 'int32':
      return new Int32Array(count)
    case 'float32':
      return new Float32Array(count)
    default:
      return new Float64Array(count)
  }
}

const littleEndianHere = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/**
 * Values from a file's bytes.
 *
 * bytes   count × size of `type` bytes from `offset` on; at least so many must be there
 * Throws DamagedImage where a 64-bit integer is beyond 53 bits, which JavaScript's numbers cannot hold.
 */
export function decodeVoxels(
  file: string,
  bytes: Uint8Array,
  offset: number,
  count: number,
  type: PixelType,
  littleEndian: boolean,
): Voxels {
  const width = bytesPerValue[type]
  const part = new Uint8Array(bytes.subarray(offset, offset + count * width))
  if (part.length < count * width)
    throw DamagedImage(file, `${count * width} bytes of voxels are declared, but ${part.length} are there`)
  if (littleEndian !== littleEndianHere) swapBytes(part, width)
  switch (type) {
    case 'uint8':
      return part
    case 'int8':
      return new Int8Array(part.buffer)
    case 'uint16':
      return new Uint16Array(part.buffer)
    case 'int16':
      return new Int16Array(part.buffer)
    case 'uint32':
      return new Uint32Array(part.buffer)
    case 'int32':
      return new Int32Array(part.buffer)
    case 'float32':
      return new Float32Array(part.buffer)
    case 'float64':
      return new Float64Array(part.buffer)
    default:
      return fromInteger64(file, type === 'int64' ? new BigInt64Array(part.buffer) : new BigUint64Array(part.buffer))
  }
}

function fromInteger64(file: string, from: BigInt64Array | BigUint64Array): Float64Array {
  const to = new Float64Array(from.length)
  for (let i = 0; i < from.length; i++) {
    to[i] = Number(from[i])
    if (Math.abs(to[i]) > Number.MAX_SAFE_INTEGER)
      throw DamagedImage(file, `voxel ${i} holds ${from[i]}, which is beyond 53 bits`)
  }
  return to
}

/** The bytes of values as a little-endian file holds them: the inverse of `decodeVoxels`. */
export function encodeVoxels(data: Voxels, type: PixelType): Uint8Array {
  if (type === 'int64' || type === 'uint64') {
    const wide = type === 'int64' ? new BigInt64Array(data.length) : new BigUint64Array(data.length)
    for (let i = 0; i < data.length; i++) wide[i] = BigInt(Math.round(data[i]))
    return toLittleEndian(new Uint8Array(wide.buffer), 8)
  }
  const same = data.constructor === allocateVoxels(type, 0).constructor
  const typed = same ? data : allocateVoxels(type, data.length)
  if (!same) typed.set(data)
  return toLittleEndian(new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength), bytesPerValue[type])
}

function toLittleEndian(bytes: Uint8Array, width: number) {
  if (littleEndianHere) return bytes
  const copy = bytes.slice()
  swapBytes(copy, width)
  return copy
}

function swapBytes(bytes: Uint8Array, width: number) {
  for (let start = 0; width > 1 && start < bytes.length; start += width)
    for (let i = start, j = start + width - 1; i < j; i++, j--) {
      const held = bytes[i]
      bytes[i] = bytes[j]
      bytes[j] = held
    }
}

/**
 * Component images one after the other, from values whose component axis lies `inner` values apart.
 * inner  values of all axes faster than the component axis (1 where components are interleaved)
 */
export function planar(data: Voxels, components: number, inner: number): Voxels {
  const outer = data.length / components / inner
  if (components === 1 || outer === 1) return data
  const to = data.slice()
  for (let c = 0; c < components; c++)
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) to[(c * outer + o) * inner + i] = data[(o * components + c) * inner + i]
  return to
}

/** The inverse of `planar` for interleaved files. */
export function interleaved(data: Voxels, components: number): Voxels {
  const count = data.length / components
  const to = data.slice()
  for (let c = 0; c < components; c++) for (let i = 0; i < count; i++) to[i * components + c] = data[c * count + i]
  return to
}

/**
 * One component of an image, sharing its memory.
 *
 * @param volume an image with one or more components
 * @param index of the component, from 0
 * @returns the image of that component alone
 * @throws RangeError where there is no such component
 * @example
 * ```ts
 * import { component, type Geometry, type Volume } from 'nomoscope/image'
 * const grid: Geometry = {
 *   dimension: 3, size: [2, 1, 1], spacing: [1, 1, 1], origin: [0, 0, 0],
 *   direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
 * }
 * const colours: Volume = { ...grid, components: 2, pixelType: 'uint8', data: Uint8Array.of(1, 2, 3, 4) }
 * component(colours, 1).data // → Uint8Array(2) [ 3, 4 ]
 * ```
 */
export function component<V extends Volume>(volume: V, index: number): V {
  const components = volume.components ?? 1
  if (!Number.isInteger(index) || index < 0 || index >= components)
    throw new RangeError(`component ${index} of an image with ${components}`)
  const count = volume.size[0] * volume.size[1] * volume.size[2]
  const { components: _, ...rest } = volume
  return { ...rest, data: volume.data.subarray(index * count, (index + 1) * count) } as V
}

/** Sizes, spacings or offsets of up to three axes as a triple, filled up. */
export const triple = (values: readonly number[], fill: number): Triple => [
  values[0] ?? fill,
  values[1] ?? fill,
  values[2] ?? fill,
]
