import { gzipSync } from 'fflate'
import { DamagedImage, UnsupportedImage } from '../../errors/index.ts'
import { concatenate, type ImageSource, numbers, textOf, unpack } from '../bytes.ts'
import type { Geometry, Mask, PixelType, Triple, Voxels } from '../volume.ts'
import { type NrrdHeader, parseNrrdHeader } from './nrrd-header.ts'
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

export const isNrrd = (bytes: Uint8Array) => /^NRRD000\d/.test(textOf(bytes, 8))

/** Reads a NRRD file, its voxels in it or beside it, as ITK's reader does. */
export function readNrrd(source: ImageSource): Mask {
  const { file } = source
  const header = parseNrrdHeader(file, source.bytes)
  const { component, spatial } = roles(file, header)
  const values = readValues(source, header)
  const components = component === undefined ? 1 : header.sizes[component]
  const inner = header.sizes.slice(0, component ?? 0).reduce((product, size) => product * size, 1)
  return {
    ...geometry(file, header, spatial),
    pixelType: header.type,
    data: planar(values, components, inner),
    ...(components > 1 && { components }),
    ...segmentsOf(header.keyValues, components),
  }
}

const isSpatial = (kind: string | undefined) => kind === undefined || /^(\?\?\?|none|domain|space)$/i.test(kind)

/** Which axes lie in space, and which one (if any) counts the values of a voxel. */
function roles(file: string, header: NrrdHeader): { component?: number; spatial: number[] } {
  const axes = header.sizes.map((_, axis) => axis)
  let rest = axes.filter((axis) => !isSpatial(header.kinds[axis]))
  if (!rest.length && header.directions.length) rest = axes.filter((axis) => !header.directions[axis])
  if (!rest.length && axes.length === 4) rest = [3]
  const spatial = axes.filter((axis) => !rest.includes(axis))
  if (header.directions.length && !spatial.every((axis) => header.directions[axis]))
    throw DamagedImage(file, 'an axis in space has no direction')
  // An axis of one voxel says nothing more.
  const others = rest.filter((axis) => header.sizes[axis] !== 1)
  if (others.length > 1) throw UnsupportedImage(file, `${others.length} axes that are not space`)
  if (spatial.length < 2 || spatial.length > 3) throw UnsupportedImage(file, `${spatial.length} axes in space`)
  if (others.length && /complex|matrix|quaternion/i.test(header.kinds[others[0]] ?? ''))
    throw UnsupportedImage(file, `voxels of kind "${header.kinds[others[0]]}"`)
  return { component: others[0], spatial }
}

/** Factors that turn the file's space into LPS; other spaces are taken as they are, as ITK does. */
const toLps: Record<string, Triple> = {
  'right-anterior-superior': [-1, -1, 1],
  'left-anterior-superior': [1, -1, 1],
}

function geometry(file: string, header: NrrdHeader, spatial: number[]): Geometry {
  const flip = toLps[(header.space ?? '').replace(/-time$/, '')] ?? [1, 1, 1]
  const oriented = header.directions.length > 0
  // Two axes in a space of three dimensions are one slice of it.
  const dimension = spatial.length === 3 || (oriented && header.spaceDimension >= 3) ? 3 : 2
  const spacing: Triple = [1, 1, 1]
  const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1]
  const origin: Triple = [0, 0, 0]
  spatial.forEach((axis, j) => {
    if (!oriented) {
      const { spacings, mins, maxs, centers } = header
      if (Number.isFinite(spacings[axis])) spacing[j] = spacings[axis]
      const cell = !/node/i.test(centers[axis] ?? '')
      const step = Number.isFinite(spacings[axis])
        ? spacings[axis]
        : (maxs[axis] - mins[axis]) / (header.sizes[axis] - (cell ? 0 : 1))
      if (Number.isFinite(mins[axis]) && Number.isFinite(step)) origin[j] = mins[axis] + (cell ? step / 2 : 0)
      return
    }
    const vector = header.directions[axis]!.slice(0, 3)
    spacing[j] = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
    for (let i = 0; i < 3; i++) direction[3 * i + j] = (vector[i] ?? 0) * flip[i] * (1 / spacing[j])
  })
  if (spatial.length === 2 && dimension === 3) completeDirection(direction)
  else if (dimension === 2) direction[8] = 1
  if (header.origin && Number.isFinite(header.origin[0]))
    for (let i = 0; i < Math.min(3, header.origin.length); i++) origin[i] = header.origin[i] * flip[i]
  for (const value of [...spacing, ...origin, ...direction])
    if (!Number.isFinite(value)) throw DamagedImage(file, 'its spacing, origin or directions are not numbers')
  if (spacing.some((step) => step === 0)) throw DamagedImage(file, 'its spacing is zero')
  return {
    dimension,
    size: triple(
      spatial.map((axis) => header.sizes[axis]),
      1,
    ),
    spacing,
    origin,
    direction,
  }
}

/** The third axis of a slice: the normal of the first two. */
function completeDirection(d: number[]) {
  d[2] = d[3] * d[7] - d[6] * d[4]
  d[5] = d[6] * d[1] - d[0] * d[7]
  d[8] = d[0] * d[4] - d[3] * d[1]
}

function readValues(source: ImageSource, header: NrrdHeader): Voxels {
  if (!header.dataFiles) return readPart(source, header, source.bytes.subarray(header.end), header.sizes)
  const { file } = source
  const parts = header.dataFiles.length
  const last = header.sizes.length - 1
  if (parts === 0 || header.sizes[last] % parts !== 0) {
    if (parts !== 1) throw DamagedImage(file, `it names ${parts} data files for ${header.sizes[last]} slices`)
  }
  if (parts === 1) return readPart(source, header, source.detached(header.dataFiles[0]), header.sizes)
  const sizes = header.sizes.with(last, header.sizes[last] / parts)
  const first = readPart(source, header, source.detached(header.dataFiles[0]), sizes)
  countValues(file, header.sizes, header.type, first.length * parts * bytesPerValue[header.type])
  const all = allocateVoxels(header.type, first.length * parts)
  header.dataFiles.forEach((name, i) => {
    all.set(i === 0 ? first : readPart(source, header, source.detached(name), sizes), i * first.length)
  })
  return all
}

function readPart(source: ImageSource, header: NrrdHeader, whole: Uint8Array, sizes: number[]): Voxels {
  const { file } = source
  const { type, littleEndian, byteSkip } = header
  let bytes = whole
  for (let line = 0; line < header.lineSkip; line++) {
    const end = bytes.indexOf(10)
    if (end < 0) throw DamagedImage(file, `it has fewer than ${header.lineSkip} lines before its voxels`)
    bytes = bytes.subarray(end + 1)
  }
  if (header.encoding === 'gzip') {
    if (byteSkip < 0) throw UnsupportedImage(file, 'a negative byte skip in packed data')
    const count = countValues(file, sizes, type, bytes.length, 'deflate')
    if (byteSkip > bytes.length * 1032) throw DamagedImage(file, `it skips ${byteSkip} bytes, more than there are`)
    const skipped = byteSkip + count * bytesPerValue[type]
    return decodeVoxels(file, unpack(source, bytes, 'gzip', skipped), byteSkip, count, type, littleEndian)
  }
  if (byteSkip > 0) bytes = bytes.subarray(byteSkip)
  if (header.encoding === 'raw') {
    const count = countValues(file, sizes, type, bytes.length)
    const offset = byteSkip < 0 ? bytes.length - count * bytesPerValue[type] : 0
    return decodeVoxels(file, bytes, offset, count, type, littleEndian)
  }
  if (header.encoding === 'hex') {
    const count = countValues(file, sizes, type, bytes.length, 'hex')
    return decodeVoxels(file, fromHex(file, bytes, count * bytesPerValue[type]), 0, count, type, littleEndian)
  }
  return fromText(file, bytes, type, countValues(file, sizes, type, bytes.length, 'text'))
}

function fromHex(file: string, text: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let nibbles = 0
  for (let i = 0; i < text.length && nibbles < 2 * length; i++) {
    const letter = text[i]
    if (letter <= 32) continue
    const value = Number.parseInt(String.fromCharCode(letter), 16)
    if (Number.isNaN(value)) throw DamagedImage(file, `its hexadecimal data has "${String.fromCharCode(letter)}"`)
    bytes[nibbles >> 1] |= nibbles % 2 === 0 ? value << 4 : value
    nibbles++
  }
  if (nibbles < 2 * length)
    throw DamagedImage(file, `${length} bytes of voxels are declared, but ${nibbles >> 1} are there`)
  return bytes
}

function fromText(file: string, bytes: Uint8Array, type: PixelType, count: number): Voxels {
  const values = numbers(file, 'voxels', textOf(bytes))
  if (values.length < count) throw DamagedImage(file, `${count} voxels are declared, but ${values.length} are there`)
  const data = allocateVoxels(type, count)
  for (let i = 0; i < count; i++) data[i] = values[i]
  return data
}

/** The regions that 3D Slicer's `.seg.nrrd` names. */
function segmentsOf(keyValues: Map<string, string>, components: number): Pick<Mask, 'segments' | 'layers'> {
  const layers: NonNullable<Mask['layers']> = []
  for (const [key, name] of keyValues) {
    const which = /^Segment(\d+)_Name$/.exec(key)?.[1]
    if (which === undefined) continue
    const label = Number(keyValues.get(`Segment${which}_LabelValue`) ?? Number(which) + 1)
    layers.push({ label, name, component: Number(keyValues.get(`Segment${which}_Layer`) ?? 0) })
  }
  if (!layers.length) return {}
  return components > 1 ? { layers } : { segments: new Map(layers.map(({ label, name }) => [label, name])) }
}

/** Writes a NRRD file in LPS, gzip-packed; a mask's segment names are written as 3D Slicer writes them. */
export function writeNrrd(
  volume: Mask,
  { deflate = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { mtime: 0 }) } = {},
): Uint8Array {
  const { dimension, size, spacing, origin, direction, components = 1 } = volume
  const axes = dimension === 2 ? [0, 1] : [0, 1, 2]
  const vector = (values: number[]) => `(${axes.map((i) => values[i]).join(',')})`
  const several = components > 1
  const sizes = axes.map((axis) => size[axis])
  const directions = axes.map((j) => vector([0, 1, 2].map((i) => direction[3 * i + j] * spacing[j])))
  const lines = [
    'NRRD0004',
    `type: ${types[volume.pixelType]}`,
    `dimension: ${axes.length + (several ? 1 : 0)}`,
    dimension === 2 ? 'space dimension: 2' : 'space: left-posterior-superior',
    `sizes: ${(several ? [components, ...sizes] : sizes).join(' ')}`,
    `space directions: ${(several ? ['none', ...directions] : directions).join(' ')}`,
    `kinds: ${[...(several ? ['vector'] : []), ...axes.map(() => 'domain')].join(' ')}`,
    'endian: little',
    'encoding: gzip',
    `space origin: ${vector(origin)}`,
    ...segmentLines(volume),
    '',
    '',
  ]
  const data = several ? interleaved(volume.data, components) : volume.data
  return concatenate(new TextEncoder().encode(lines.join('\n')), deflate(encodeVoxels(data, volume.pixelType)))
}

const types: Record<PixelType, string> = {
  uint8: 'uint8',
  int8: 'int8',
  uint16: 'uint16',
  int16: 'int16',
  uint32: 'uint32',
  int32: 'int32',
  uint64: 'uint64',
  int64: 'int64',
  float32: 'float',
  float64: 'double',
}

const segmentLines = ({ segments }: Mask) =>
  [...(segments ?? [])].flatMap(([label, name], i) => [
    `Segment${i}_ID:=Segment_${label}`,
    `Segment${i}_Name:=${name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
    `Segment${i}_LabelValue:=${label}`,
    `Segment${i}_Layer:=0`,
  ])
