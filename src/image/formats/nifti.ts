import { gzipSync } from 'fflate'
import { DamagedImage, DetachedDataMissing, Problem, UnsupportedImage } from '../../errors/index.ts'
import { baseName, concatenate, type ImageSource, unpack } from '../bytes.ts'
import type { Geometry, PixelType, Triple, Volume, Voxels } from '../volume.ts'
import { inflateHead, isGzip } from './inflate.ts'
import { encodeNiftiHeader, type NiftiHeader, parseNiftiHeader } from './nifti-header.ts'
import { chooseOrientation, quaternionOf } from './nifti-orientation.ts'
import { allocateVoxels, bytesPerValue, countValues, decodeVoxels, encodeVoxels, planar, triple } from './voxels.ts'

const types = new Map<number, PixelType>([
  [2, 'uint8'],
  [4, 'int16'],
  [8, 'int32'],
  [16, 'float32'],
  [64, 'float64'],
  [256, 'int8'],
  [512, 'uint16'],
  [768, 'uint32'],
  [1024, 'int64'],
  [1280, 'uint64'],
])
const colours = new Map([
  [128, 3],
  [2304, 4],
])
const vectorIntent = 1007
const symmetricMatrixIntent = 1005

/**
 * Reads NIfTI-1, NIfTI-2 and Analyze 7.5, gzip-packed or not, alone or as a pair (`.hdr` and `.img`), as ITK's
 * reader does: LPS, and values rescaled to float32 where the header has a slope or an intercept.
 */
export function readNifti(source: ImageSource): Volume {
  const { file, bytes } = source
  const packed = isGzip(bytes)
  const header = parseNiftiHeader(file, packed ? inflateHead(bytes, 540) : bytes.subarray(0, 540))
  const { axes, components, type, colour } = shape(file, header)
  const place = geometry(file, header, axes)
  const sizes = [...triple(axes, 1), components]
  const own = header.single
  const pair = own ? bytes : besides(source)
  const deflated = own ? packed : isGzip(pair)
  const offset = dataOffset(file, header)
  const count = countValues(
    file,
    sizes,
    type,
    deflated ? pair.length : pair.length - offset,
    deflated ? 'deflate' : 'raw',
  )
  const length = offset + count * bytesPerValue[type]
  const data = decodeVoxels(
    file,
    deflated ? unpack({ ...source, bytes: pair }, pair, 'gzip', length) : pair,
    offset,
    count,
    type,
    header.littleEndian,
  )
  if (type === 'float32' || type === 'float64') zeroNonFinite(data)
  const stored = colour ? planar(data, components, 1) : data
  return { ...place, ...rescale(stored, type, header), ...(components > 1 && { components }) }
}

/** The voxels beside a header: packed as the header is, or the other way. */
function besides(source: ImageSource): Uint8Array {
  const name = baseName(source.file)
  const [as, other] = /\.gz$/i.test(name) ? ['.img.gz', '.img'] : ['.img', '.img.gz']
  try {
    return source.detached(name.replace(/\.hdr(\.gz)?$/i, as))
  } catch (missing) {
    if (!(missing instanceof Problem) || missing.code !== DetachedDataMissing.code) throw missing
    try {
      return source.detached(name.replace(/\.hdr(\.gz)?$/i, other))
    } catch {
      throw missing
    }
  }
}

/** NaN and infinities are 0, as nifti_io reads them, which ITK uses. */
function zeroNonFinite(data: Voxels) {
  for (let i = 0; i < data.length; i++) if (data[i] - data[i] !== 0) data[i] = 0
}

function shape(file: string, header: NiftiHeader) {
  const { dim, datatype } = header
  if (!(dim[0] >= 1 && dim[0] <= 7)) throw DamagedImage(file, `its header says it has ${dim[0]} axes`)
  const type = colours.has(datatype) ? 'uint8' : types.get(datatype)
  if (!type) throw UnsupportedImage(file, `the NIfTI data type ${datatype}`)
  let rank = dim[0]
  while (rank > 3 && dim[rank] === 1) rank--
  for (let axis = 1; axis <= rank; axis++)
    if (!(dim[axis] >= 1)) throw DamagedImage(file, `its header gives an axis ${dim[axis]} voxels`)
  const vector = header.intent === vectorIntent || header.intent === symmetricMatrixIntent
  // A vector image keeps its components on the fifth axis, behind a time axis of one.
  if (vector) while (rank > 2 && (rank > 3 || dim[rank] === 1)) rank--
  const colour = colours.get(datatype)
  let components = colour ?? 1
  for (let axis = 4; axis <= Math.min(7, dim[0]); axis++) components *= Math.max(1, dim[axis])
  if (colour && components !== colour) throw UnsupportedImage(file, 'a time series in colour')
  return {
    axes: dim.slice(1, 1 + Math.max(2, Math.min(3, rank))).map((size) => Math.max(1, size)),
    components,
    type,
    colour,
  }
}

function dataOffset(file: string, header: NiftiHeader): number {
  const { offset, single, length } = header
  if (!Number.isFinite(offset) || offset < 0) throw DamagedImage(file, `its voxels begin at byte ${offset}`)
  return single ? Math.max(Math.trunc(offset), length) : Math.trunc(offset)
}

/** Millimetres a unit of space: metres, micrometres; anything else counts as millimetres. */
const unit = (units: number) => ({ 1: 1000, 3: 1e-3 })[units & 7] ?? 1

function geometry(file: string, header: NiftiHeader, axes: number[]): Geometry {
  const dimension = axes.length === 2 ? 2 : 3
  const pixdim = header.pixdim.map((step, axis) =>
    axis > 0 && axis <= header.dim[0] && (step === 0 || !Number.isFinite(step)) ? 1 : step,
  )
  const scale = unit(header.units)
  const steps = pixdim.slice(1, 1 + axes.length).map((step) => Math.fround(step) * scale)
  const matrix = header.version === 0 ? 'none' : chooseOrientation({ ...header, pixdim })
  if (!matrix) throw DamagedImage(file, 'its sform is skewed and it has no qform')
  const origin: Triple = [0, 0, 0]
  const direction = [1, 0, 0, 0, 1, 0, 0, 0, 1]
  if (matrix !== 'none')
    for (let i = 0; i < dimension; i++) {
      const flip = i < 2 ? -1 : 1
      origin[i] = matrix[4 * i + 3] * flip * scale
      for (let j = 0; j < dimension; j++) direction[3 * i + j] = matrix[4 * i + j] * flip
    }
  for (let j = 0; j < dimension; j++) {
    const length = Math.sqrt(direction[j] ** 2 + direction[3 + j] ** 2 + direction[6 + j] ** 2)
    const sign = steps[j] < 0 ? -1 : 1
    for (let i = 0; i < dimension; i++) direction[3 * i + j] = (direction[3 * i + j] / length) * sign
    steps[j] *= sign
  }
  for (const value of [...origin, ...direction, ...steps])
    if (!Number.isFinite(value)) throw DamagedImage(file, 'its spacing, origin or directions are not numbers')
  return { dimension, size: triple(axes, 1), spacing: triple(steps, 1), origin, direction }
}

function rescale(data: Voxels, type: PixelType, header: NiftiHeader): { pixelType: PixelType; data: Voxels } {
  const slope = Number.isFinite(header.slope) && Math.abs(header.slope) >= Number.EPSILON ? header.slope : 1
  const intercept = Number.isFinite(header.intercept) ? header.intercept : 0
  const same = Math.abs(slope - 1) <= Number.EPSILON && Math.abs(intercept) <= Number.EPSILON
  if (header.version === 0 || same) return { pixelType: type, data }
  const pixelType = type === 'float64' ? 'float64' : 'float32'
  const scaled = allocateVoxels(pixelType, data.length)
  for (let i = 0; i < data.length; i++) scaled[i] = data[i] * slope + intercept
  return { pixelType, data: scaled }
}

/** Writes NIfTI-1 in one file, its sform and qform both in scanner coordinates; `pack` says whether gzip-packed. */
export function writeNifti(
  volume: Volume,
  { pack = true, deflate = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { mtime: 0 }) } = {},
): Uint8Array {
  const { dimension, size, spacing, origin, direction, pixelType, components = 1 } = volume
  if (size.some((n) => n > 32767))
    throw new RangeError(`NIfTI-1 holds at most 32767 voxels an axis, not ${size.join(' × ')}`)
  const ras = direction.map((value, i) => (i < 6 ? -value : value))
  if (dimension === 2) ras.splice(0, 9, ras[0], ras[1], 0, ras[3], ras[4], 0, 0, 0, 1)
  const { quaternion, handed } = quaternionOf(ras)
  const offset: Triple = [-origin[0], -origin[1], dimension === 2 ? 0 : origin[2]]
  const header = encodeNiftiHeader({
    dim: components > 1 ? [5, ...size, 1, components, 1, 1] : [dimension, ...size, 1, 1, 1, 1],
    intent: components > 1 ? vectorIntent : 0,
    datatype: [...types].find(([, type]) => type === pixelType)![0],
    bitsPerValue: 8 * bytesPerValue[pixelType],
    pixdim: [handed, ...spacing, components > 1 ? 1 : 0, components > 1 ? 1 : 0, 0, 0],
    slope: 1,
    intercept: 0,
    units: 2 | 8,
    qformCode: 1,
    sformCode: 1,
    quaternion,
    qoffset: offset,
    srow: [0, 1, 2].flatMap((i) => [...[0, 1, 2].map((j) => ras[3 * i + j] * spacing[j]), offset[i]]),
  })
  const bytes = concatenate(header, encodeVoxels(volume.data, pixelType))
  return pack ? deflate(bytes) : bytes
}
