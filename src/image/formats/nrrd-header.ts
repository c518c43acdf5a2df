import { DamagedImage, UnsupportedImage } from '../../errors/index.ts'
import { numbers, textOf } from '../bytes.ts'
import type { PixelType } from '../volume.ts'

/** What a NRRD header says, axis by axis in the file's order, before it becomes an image. */
export interface NrrdHeader {
  type: PixelType
  sizes: number[]
  kinds: string[]
  space?: string
  spaceDimension: number
  /** One vector an axis; undefined for `none`. */
  directions: (number[] | undefined)[]
  spacings: number[]
  mins: number[]
  maxs: number[]
  centers: string[]
  origin?: number[]
  littleEndian: boolean
  encoding: 'raw' | 'gzip' | 'text' | 'hex'
  lineSkip: number
  byteSkip: number
  dataFiles?: string[]
  keyValues: Map<string, string>
  /** Where the header ends in the file. */
  end: number
}

const types: Record<PixelType, string> = {
  int8: 'signed char|int8|int8_t',
  uint8: 'uchar|unsigned char|uint8|uint8_t',
  int16: 'short|short int|signed short|signed short int|int16|int16_t',
  uint16: 'ushort|unsigned short|unsigned short int|uint16|uint16_t',
  int32: 'int|signed int|int32|int32_t',
  uint32: 'uint|unsigned int|uint32|uint32_t',
  int64: 'longlong|long long|long long int|signed long long|signed long long int|int64|int64_t',
  uint64: 'ulonglong|unsigned long long|unsigned long long int|uint64|uint64_t',
  float32: 'float',
  float64: 'double',
}
const typeOf = new Map(Object.entries(types).flatMap(([type, names]) => names.split('|').map((name) => [name, type])))

const encodings: Record<string, NrrdHeader['encoding']> = {
  raw: 'raw',
  gz: 'gzip',
  gzip: 'gzip',
  txt: 'text',
  text: 'text',
  ascii: 'text',
  hex: 'hex',
}

const spaces: Record<string, string> = {
  lps: 'left-posterior-superior',
  ras: 'right-anterior-superior',
  las: 'left-anterior-superior',
}
const dimensionOfSpace = (space: string) => 3 + (/(^|-)time$|^(lps|ras|las)t$/.test(space) ? 1 : 0)

const maximumHeader = 1 << 22

/**
 * Reads the text before the voxels.
 * Source: the NRRD file format's definition (teem.sourceforge.net/nrrd/format.html).
 */
export function parseNrrdHeader(file: string, bytes: Uint8Array): NrrdHeader {
  const { lines, end } = headerLines(bytes)
  const fields = new Map<string, string>()
  const keyValues = new Map<string, string>()
  let dataFiles: string[] | undefined
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]
    if (line.startsWith('#') || line === '') continue
    const pair = /^([^:]*):(=?)\s?(.*)$/s.exec(line)
    if (!pair) throw DamagedImage(file, `line ${i + 1} of its header is "${line.slice(0, 60)}"`)
    if (pair[2] === '=') keyValues.set(pair[1].trim(), pair[3].replaceAll('\\n', '\n').replaceAll('\\\\', '\\'))
    else fields.set(pair[1].trim().toLowerCase().replaceAll(' ', ''), pair[3].trim())
    if (/^data ?file$/i.test(pair[1].trim())) {
      if (/^LIST\b/.test(pair[3].trim())) {
        dataFiles = lines.slice(i + 1).filter((name) => name !== '')
        break
      }
      dataFiles = namedFiles(file, pair[3].trim())
    }
  }
  const field = (name: string) => fields.get(name)
  const need = (name: string) => field(name) ?? fail(file, `its header lacks "${name}"`)
  const listed = (name: string) => (field(name) === undefined ? [] : numbers(file, name, field(name)!))

  const dimension = Number(need('dimension'))
  if (!Number.isInteger(dimension) || dimension < 1 || dimension > 16)
    fail(file, `its dimension is "${need('dimension')}"`)
  const typeName = need('type').toLowerCase()
  const type = typeOf.get(typeName) as PixelType | undefined
  if (!type) throw UnsupportedImage(file, `the voxel type "${typeName}"`)
  const encodingName = need('encoding').toLowerCase()
  const encoding = encodings[encodingName]
  if (!encoding) throw UnsupportedImage(file, `the encoding "${encodingName}"`)
  const sizes = listed('sizes')
  if (sizes.length !== dimension) fail(file, `it has ${dimension} axes but ${sizes.length} sizes`)
  const space = field('space')?.toLowerCase()
  const spaceDimension = space ? dimensionOfSpace(space) : Number(field('spacedimension') ?? 0)
  const directions = (field('spacedirections')?.match(/none|\([^)]*\)/gi) ?? []).map((text) =>
    /none/i.test(text) ? undefined : vector(file, 'space directions', text, spaceDimension),
  )
  if (directions.length && directions.length !== dimension)
    fail(file, `it has ${dimension} axes but ${directions.length} space directions`)
  const byteWidth = /8|char/.test(typeName) && !/64/.test(typeName) ? 1 : 2
  const endian = field('endian')?.toLowerCase()
  if (
    byteWidth > 1 &&
    (encoding === 'raw' || encoding === 'gzip' || encoding === 'hex') &&
    endian !== 'little' &&
    endian !== 'big'
  )
    fail(file, 'its header lacks "endian"')
  const [unit] = (field('spaceunits')?.match(/"[^"]*"/g) ?? [])
    .slice(0, 3)
    .map((quoted) => quoted.slice(1, -1).trim())
    .filter((name) => !/^(|mm|millimet(er|re)s?|\?\?\?|none|nan)$/i.test(name))
  if (unit) throw UnsupportedImage(file, `the space unit "${unit}"`)
  const origin = field('spaceorigin')
  return {
    type,
    sizes,
    kinds: (field('kinds') ?? '').split(/\s+/).filter(Boolean),
    space: space && (spaces[space] ?? space),
    spaceDimension,
    directions,
    spacings: listed('spacings'),
    mins: listed(fields.has('axismins') ? 'axismins' : 'axismin'),
    maxs: listed(fields.has('axismaxs') ? 'axismaxs' : 'axismax'),
    centers: (field('centers') ?? field('centerings') ?? '').split(/\s+/).filter(Boolean),
    origin: origin && /\(/.test(origin) ? vector(file, 'space origin', origin, spaceDimension) : undefined,
    littleEndian: endian !== 'big',
    encoding,
    lineSkip: skip(file, field('lineskip'), 0),
    byteSkip: skip(file, field('byteskip'), -1),
    dataFiles,
    keyValues,
    end,
  }
}

const fail = (file: string, why: string): never => {
  throw DamagedImage(file, why)
}

function headerLines(bytes: Uint8Array): { lines: string[]; end: number } {
  const limit = Math.min(bytes.length, maximumHeader)
  let start = 0
  const lines: string[] = []
  for (let i = 0; i < limit; i++) {
    if (bytes[i] !== 10) continue
    const stop = i > start && bytes[i - 1] === 13 ? i - 1 : i
    if (stop === start) return { lines, end: i + 1 }
    lines.push(textOf(bytes.subarray(start, stop)))
    start = i + 1
  }
  if (start < limit) lines.push(textOf(bytes.subarray(start, limit)))
  return { lines, end: limit }
}

function vector(file: string, name: string, text: string, length: number): number[] {
  const values = numbers(file, name, text.replace(/[()]/g, ' '))
  if (values.length !== length)
    fail(file, `its "${name}" has ${values.length} values in a space of ${length} dimensions`)
  return values
}

function skip(file: string, text: string | undefined, least: number): number {
  const value = Number(text ?? 0)
  if (!Number.isInteger(value) || value < least) fail(file, `it skips ${text}`)
  return value
}

/** `name`, or `pattern%03d.raw min max step [dimension]`. */
function namedFiles(file: string, text: string): string[] {
  const pattern = /^(\S*%0?(\d*)d\S*)\s+(-?\d+)\s+(-?\d+)\s+(-?\d+)(\s+\d+)?$/.exec(text)
  if (!pattern) return [text]
  const [first, last, step] = pattern.slice(3, 6).map(Number)
  const count = Math.floor((last - first) / step) + 1
  if (!(count >= 1 && count <= 100_000)) fail(file, `its "data file" says ${text.slice(0, 60)}`)
  return Array.from({ length: count }, (_, i) =>
    pattern[1].replace(
      /%0?\d*d/,
      String(first + i * step).padStart(Number(pattern[2] || 0), /%0/.test(pattern[1]) ? '0' : ' '),
    ),
  )
}
