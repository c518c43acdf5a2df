import { zlibSync } from 'fflate'
import { DamagedImage, UnsupportedImage } from '../../errors/index.ts'
import { concatenate, type ImageSource, numbers, textOf, unpack } from '../bytes.ts'
import type { Geometry, PixelType, Triple, Volume, Voxels } from '../volume.ts'
import { isGzip } from './inflate.ts'
import {
  allocateVoxels,
  bytesPerValue,
  countValues,
  decodeVoxels,
  encodeVoxels,
  interleaved,
  planar,
  triple,
} from './voxels.ts'

const types = new Map<string, PixelType>([
  ['MET_CHAR', 'int8'],
  ['MET_UCHAR', 'uint8'],
  ['MET_SHORT', 'int16'],
  ['MET_USHORT', 'uint16'],
  ['MET_INT', 'int32'],
  ['MET_UINT', 'uint32'],
  ['MET_LONG', 'int32'],
  ['MET_ULONG', 'uint32'],
  ['MET_LONG_LONG', 'int64'],
  ['MET_ULONG_LONG', 'uint64'],
  ['MET_FLOAT', 'float32'],
  ['MET_DOUBLE', 'float64'],
])

const maximumHeader = 1 << 20

export const isMetaImage = (bytes: Uint8Array) => /^\s*(ObjectType|NDims|Comment)\s*=/.test(textOf(bytes, 64))

interface Header {
  fields: Map<string, string>
  /** Names listed after `ElementDataFile = LIST`. */
  listed: string[]
  end: number
}

/** Reads MetaImage (`.mha`, or `.mhd` with its data beside it) as ITK's reader does. */
export function readMetaImage(source: ImageSource): Volume {
  const { file } = source
  const header = parse(file, source.bytes)
  const field = (...names: string[]) =>
    names.map((name) => header.fields.get(name.toLowerCase())).find((text) => text !== undefined)
  const list = (...names: string[]) =>
    field(...names) === undefined ? undefined : numbers(file, names[0], field(...names)!)
  const rank = Number(field('NDims'))
  const sizes = list('DimSize')
  if (!sizes || sizes.length !== rank)
    throw DamagedImage(file, `it has ${field('NDims')} axes but the sizes ${field('DimSize')}`)
  const typeName = (field('ElementType') ?? '').replace(/_ARRAY$/, '')
  const type = types.get(typeName)
  if (!type) throw UnsupportedImage(file, `the voxel type "${typeName}"`)
  const channels = Number(field('ElementNumberOfChannels') ?? 1)
  if (!Number.isInteger(channels) || channels < 1)
    throw DamagedImage(file, `it has ${field('ElementNumberOfChannels')} channels`)
  let dimensions = sizes.length
  while (dimensions > 3 && sizes[dimensions - 1] === 1) dimensions--
  if (dimensions < 2 || dimensions > 4 || (dimensions === 4 && channels > 1))
    throw UnsupportedImage(file, `${dimensions} axes with ${channels} values a voxel`)
  const series = dimensions === 4 ? sizes[3] : 1
  const place = geometry(file, rank, sizes, {
    matrix: list('TransformMatrix', 'Rotation', 'Orientation'),
    origin: list('Offset', 'Position', 'Origin'),
    spacing: list('ElementSpacing', 'ElementSize'),
  })
  const values = readValues(source, header, [...sizes, channels], type, {
    text: isFalse(field('BinaryData')),
    packed: isTrue(field('CompressedData')),
    littleEndian: !isTrue(field('BinaryDataByteOrderMSB', 'ElementByteOrderMSB')),
    headerSize: Number(field('HeaderSize') ?? 0),
    where: field('ElementDataFile')!,
  })
  const components = channels * series
  return {
    ...place,
    pixelType: type,
    data: planar(values, channels, 1),
    ...(components > 1 && { components }),
  }
}

const isTrue = (text: string | undefined) => /^(true|t|1|yes|y)/i.test(text ?? '')
const isFalse = (text: string | undefined) => /^(false|f|0|no|n)/i.test(text ?? '')

function parse(file: string, bytes: Uint8Array): Header {
  const fields = new Map<string, string>()
  const limit = Math.min(bytes.length, maximumHeader)
  let start = 0
  for (let i = 0; i <= limit; i++) {
    if (i < limit && bytes[i] !== 10) continue
    const line = textOf(bytes.subarray(start, i)).replace(/\r$/, '')
    start = i + 1
    const pair = /^\s*([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line)
    if (!pair) {
      if (line.trim() === '') continue
      throw DamagedImage(file, `its header has the line "${line.slice(0, 60)}"`)
    }
    fields.set(pair[1].toLowerCase(), pair[2])
    if (pair[1].toLowerCase() !== 'elementdatafile') continue
    const listed = /^LIST/.test(pair[2])
      ? textOf(bytes.subarray(start, limit))
          .split(/\r?\n/)
          .map((name) => name.trim())
          .filter(Boolean)
      : []
    return { fields, listed, end: Math.min(start, bytes.length) }
  }
  throw DamagedImage(file, 'its header lacks "ElementDataFile"')
}

function geometry(
  file: string,
  rank: number,
  sizes: number[],
  given: { matrix?: number[]; origin?: number[]; spacing?: number[] },
): Geometry {
  const dimension = rank === 2 ? 2 : 3
  const { matrix, origin = [], spacing = [] } = given
  if (matrix && matrix.length !== rank * rank)
    throw DamagedImage(file, `its TransformMatrix has ${matrix.length} numbers`)
  const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1]
  // The file lists one axis after the other.
  if (matrix)
    for (let i = 0; i < dimension; i++) for (let j = 0; j < dimension; j++) direction[3 * i + j] = matrix[rank * j + i]
  const steps = triple(spacing.slice(0, dimension), 1)
  for (let j = 0; j < 3; j++) {
    if (steps[j] >= 0) continue
    steps[j] = -steps[j]
    for (let i = 0; i < 3; i++) direction[3 * i + j] = -direction[3 * i + j]
  }
  for (const value of [...direction, ...steps, ...origin])
    if (!Number.isFinite(value)) throw DamagedImage(file, 'its spacing, origin or directions are not numbers')
  if (steps.some((step) => step === 0)) throw DamagedImage(file, 'its spacing is zero')
  return {
    dimension,
    size: triple(sizes.slice(0, dimension), 1),
    spacing: steps,
    origin: triple(origin.slice(0, dimension), 0),
    direction,
  }
}

interface Storage {
  text: boolean
  packed: boolean
  littleEndian: boolean
  headerSize: number
  where: string
}

function readValues(source: ImageSource, header: Header, sizes: number[], type: PixelType, storage: Storage): Voxels {
  const { where } = storage
  // ITK counts a HeaderSize from the beginning of the file, also where the voxels are in it.
  const own = source.bytes.subarray(storage.headerSize > 0 ? 0 : header.end)
  if (/^LOCAL$/i.test(where)) return readPart(source, own, sizes, type, storage)
  const names = /^LIST/.test(where) ? header.listed : namedFiles(source.file, where)
  if (names.length === 1) return readPart(source, source.detached(names[0]), sizes, type, storage)
  const last = sizes.length - 2
  if (names.length !== sizes[last])
    throw DamagedImage(source.file, `it names ${names.length} data files for ${sizes[last]} slices`)
  const slice = sizes.with(last, 1)
  let all: Voxels | undefined
  names.forEach((name, i) => {
    const part = readPart(source, source.detached(name), slice, type, storage)
    if (!all) {
      countValues(source.file, sizes, type, part.length * names.length * bytesPerValue[type])
      all = allocateVoxels(type, part.length * names.length)
    }
    all.set(part, i * part.length)
  })
  if (!all) throw DamagedImage(source.file, 'it names no data file')
  return all
}

/** `name`, or `pattern%03d.raw min max step`. */
function namedFiles(file: string, text: string): string[] {
  const pattern = /^(\S*%0?(\d*)d\S*)\s+(\d+)\s+(\d+)\s+(\d+)$/.exec(text)
  if (!pattern) return [text]
  const [first, last, step] = pattern.slice(3).map(Number)
  const count = Math.floor((last - first) / step) + 1
  if (!(count >= 1 && count <= 100_000)) throw DamagedImage(file, `its data files are "${text.slice(0, 60)}"`)
  return Array.from({ length: count }, (_, i) =>
    pattern[1].replace(/%0?\d*d/, String(first + i * step).padStart(Number(pattern[2] || 0), '0')),
  )
}

function readPart(source: ImageSource, bytes: Uint8Array, sizes: number[], type: PixelType, storage: Storage): Voxels {
  const { file } = source
  const { littleEndian, headerSize } = storage
  if (!Number.isInteger(headerSize) || headerSize < -1) throw DamagedImage(file, `its HeaderSize is ${headerSize}`)
  if (storage.text) {
    const count = countValues(file, sizes, type, bytes.length, 'text')
    const values = numbers(file, 'voxels', textOf(bytes))
    if (values.length < count) throw DamagedImage(file, `${count} voxels are declared, but ${values.length} are there`)
    const data = allocateVoxels(type, count)
    for (let i = 0; i < count; i++) data[i] = values[i]
    return data
  }
  if (storage.packed) {
    const packed = bytes.subarray(Math.max(0, headerSize))
    const count = countValues(file, sizes, type, packed.length, 'deflate')
    const whole = unpack(source, packed, isGzip(packed) ? 'gzip' : 'zlib', count * bytesPerValue[type])
    return decodeVoxels(file, whole, 0, count, type, littleEndian)
  }
  const count = countValues(file, sizes, type, bytes.length - Math.max(0, headerSize))
  const offset = headerSize === -1 ? bytes.length - count * bytesPerValue[type] : headerSize
  return decodeVoxels(file, bytes, offset, count, type, littleEndian)
}

/** Writes MetaImage in one file (`.mha`), zlib-packed. */
export function writeMetaImage(
  volume: Volume,
  { deflate = zlibSync as (bytes: Uint8Array) => Uint8Array } = {},
): Uint8Array {
  const { dimension, size, spacing, origin, direction, pixelType, components = 1 } = volume
  const axes = dimension === 2 ? [0, 1] : [0, 1, 2]
  const values = components > 1 ? interleaved(volume.data, components) : volume.data
  const packed = deflate(encodeVoxels(values, pixelType))
  const pick = (from: Triple) => axes.map((axis) => from[axis]).join(' ')
  const lines = [
    'ObjectType = Image',
    `NDims = ${dimension}`,
    'BinaryData = True',
    'BinaryDataByteOrderMSB = False',
    'CompressedData = True',
    `CompressedDataSize = ${packed.length}`,
    `TransformMatrix = ${axes.flatMap((j) => axes.map((i) => direction[3 * i + j])).join(' ')}`,
    `Offset = ${pick(origin)}`,
    `ElementSpacing = ${pick(spacing)}`,
    `DimSize = ${pick(size)}`,
    ...(components > 1 ? [`ElementNumberOfChannels = ${components}`] : []),
    `ElementType = ${[...types].find(([name, type]) => type === pixelType && name !== 'MET_LONG')![0]}`,
    'ElementDataFile = LOCAL',
    '',
  ]
  return concatenate(new TextEncoder().encode(lines.join('\n')), packed)
}
