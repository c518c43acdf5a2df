import { Inflate } from 'fflate'
import { DamagedImage, Problem } from '../../errors/index.ts'
import { concatenate, plainBytes } from '../bytes.ts'
import { representations, tag, transferSyntax } from './tags.ts'

/** One attribute: its bytes as they lie in the file, or the items of a sequence, or the fragments of packed pixels. */
export interface Element {
  vr: string
  bytes: Uint8Array
  items?: Dataset[]
  fragments?: Uint8Array[]
}

/** The attributes of a file or of one item of a sequence. */
export interface Dataset {
  elements: Map<number, Element>
  littleEndian: boolean
  /** How its text is decoded. */
  encoding: string
}

/** A DICOM file: its attributes and how its pixels are packed. */
export interface DicomFile {
  name: string
  dataset: Dataset
  syntax: string
}

const longForms = /^(OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/
const knownForms =
  /^(AE|AS|AT|CS|DA|DS|DT|FD|FL|IS|LO|LT|PN|SH|SL|SS|ST|TM|UI|UL|US|OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/
const undefinedLength = 0xffffffff
const itemTag = 0xfffee000
const itemEnd = 0xfffee00d
const sequenceEnd = 0xfffee0dd
const maximumDepth = 24

/** Whether bytes are a DICOM file: by its mark, or by a first attribute that only such files begin with. */
export function isDicom(bytes: Uint8Array): boolean {
  if (bytes.length > 132 && bytes[128] === 0x44 && bytes[129] === 0x49 && bytes[130] === 0x43 && bytes[131] === 0x4d)
    return true
  if (bytes.length < 16) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16)
  const [group, element] = [view.getUint16(0, true), view.getUint16(2, true)]
  return (group === 8 || group === 2) && element <= 0x18 && (hasForm(bytes, 4) || view.getUint32(4, true) < 256)
}

const formAt = (bytes: Uint8Array, at: number) => String.fromCharCode(bytes[at], bytes[at + 1])
const hasForm = (bytes: Uint8Array, at: number) => knownForms.test(formAt(bytes, at))

interface Cursor {
  file: string
  /** The value representation of a tag, where the file does not say or says UN. */
  representationOf: RepresentationOf
  bytes: Uint8Array
  view: DataView
  at: number
  end: number
  littleEndian: boolean
  explicit: boolean
  encoding: string
}

/** The value representation of a tag; undefined where it is not known. */
export type RepresentationOf = (tag: number) => string | undefined

/** Of the attributes that are read here; what they do not name stays as bytes. */
const ofThoseRead: RepresentationOf = (which) => representations.get(which)

/**
 * Reads a DICOM file's attributes: explicit and implicit, little and big endian, deflated; with or without its
 * preamble. Pixels stay packed (see pixels.ts).
 * Source: DICOM PS3.5 and PS3.10. Throws DamagedImage.
 */
export function parseDicom(input: Uint8Array, name: string): DicomFile {
  const { file, damage } = readAttributes(input, name)
  if (damage) throw damage
  return file
}

/** The same, with what could be read where the file is damaged: enough, mostly, to say which series it belongs to. */
export function readAttributes(
  input: Uint8Array,
  name: string,
  representationOf = ofThoseRead,
): { file: DicomFile; damage?: Problem } {
  const bytes = plainBytes(input)
  const marked = bytes.length > 132 && formAt(bytes, 128) + formAt(bytes, 130) === 'DICM'
  const cursor = { ...open(name, bytes, marked ? 132 : 0), representationOf }
  const meta: Dataset = { elements: new Map(), littleEndian: true, encoding: 'latin1' }
  const dataset: Dataset = { elements: new Map(), littleEndian: true, encoding: 'latin1' }
  let syntax = ''
  try {
    while (cursor.at + 8 <= cursor.end && cursor.view.getUint16(cursor.at, true) === 2) readElement(cursor, meta, 0)
    syntax = text(meta, tag.TransferSyntaxUID) ?? guessSyntax(bytes, cursor.at)
    const rest =
      syntax === transferSyntax.deflated
        ? { ...open(name, inflateAll(name, bytes.subarray(cursor.at)), 0), representationOf }
        : cursor
    dataset.littleEndian = rest.littleEndian = syntax !== transferSyntax.explicitBig
    rest.explicit = syntax !== transferSyntax.implicitLittle
    while (rest.at + 8 <= rest.end) {
      const read = readElement(rest, dataset, 0)
      if (read === tag.PixelData || read === tag.FloatPixelData || read === tag.DoubleFloatPixelData) break
    }
    if (dataset.elements.size === 0) throw DamagedImage(name, 'it has no DICOM attributes')
  } catch (damage) {
    if (!(damage instanceof Problem)) throw damage
    return { file: { name, dataset, syntax }, damage }
  }
  return { file: { name, dataset, syntax } }
}

const guessSyntax = (bytes: Uint8Array, at: number) =>
  hasForm(bytes, at + 4) ? transferSyntax.explicitLittle : transferSyntax.implicitLittle

const open = (file: string, bytes: Uint8Array, at: number): Cursor => ({
  file,
  representationOf: ofThoseRead,
  bytes,
  view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
  at,
  end: bytes.length,
  littleEndian: true,
  explicit: true,
  encoding: 'latin1',
})

function inflateAll(file: string, packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let size = 0
  const stream = new Inflate((part) => {
    parts.push(part)
    size += part.length
  })
  try {
    const step = 1 << 16
    for (let start = 0; start < packed.length; start += step) {
      if (size > 0x7fffffff) throw new Error('it unfolds beyond 2 GiB')
      stream.push(packed.subarray(start, start + step), start + step >= packed.length)
    }
  } catch (cause) {
    throw DamagedImage(file, `its deflated attributes cannot be unpacked (${(cause as Error).message})`)
  }
  return concatenate(...parts)
}

/** Reads the attribute at the cursor into a dataset, and gives its tag. */
function readElement(cursor: Cursor, into: Dataset, depth: number): number {
  const { view, littleEndian } = cursor
  const start = cursor.at
  need(cursor, 8)
  const which = view.getUint16(start, littleEndian) * 0x10000 + view.getUint16(start + 2, littleEndian)
  let vr: string
  let length: number
  // Files exist whose meta header is explicit and whose items are not; letters decide.
  if (cursor.explicit && hasForm(cursor.bytes, start + 4)) {
    vr = formAt(cursor.bytes, start + 4)
    if (longForms.test(vr)) {
      need(cursor, 12)
      length = view.getUint32(start + 8, littleEndian)
      cursor.at = start + 12
    } else {
      length = view.getUint16(start + 6, littleEndian)
      cursor.at = start + 8
    }
  } else {
    if (cursor.explicit) throw DamagedImage(cursor.file, `its attribute ${hex(which)} has no value representation`)
    vr = cursor.representationOf(which) ?? 'UN'
    length = view.getUint32(start + 4, littleEndian)
    cursor.at = start + 8
  }
  if (length === undefinedLength) {
    const element = which === tag.PixelData ? readFragments(cursor) : readItems(cursor, into, vr, undefined, depth)
    into.elements.set(which, element)
    return which
  }
  need(cursor, length, which)
  const bytes = cursor.bytes.subarray(cursor.at, cursor.at + length)
  // A sequence that a program which did not know it passed on as UN: its items are implicit.
  const passedOn = vr === 'UN' && cursor.representationOf !== ofThoseRead && cursor.representationOf(which) === 'SQ'
  if (vr === 'SQ' || passedOn) into.elements.set(which, readItems(cursor, into, vr, length, depth))
  else {
    into.elements.set(which, { vr, bytes })
    cursor.at += length
  }
  if (which === tag.SpecificCharacterSet) into.encoding = cursor.encoding = encodingOf(strings(into, which))
  return which
}

function need(cursor: Cursor, length: number, which?: number) {
  if (cursor.at + length > cursor.end)
    throw DamagedImage(cursor.file, `it breaks off${which === undefined ? '' : ` in attribute ${hex(which)}`}`)
}

const hex = (which: number) =>
  `(${(which >>> 16).toString(16).padStart(4, '0')},${(which & 0xffff).toString(16).padStart(4, '0')})`

function readItems(cursor: Cursor, parent: Dataset, vr: string, length: number | undefined, depth: number): Element {
  if (depth > maximumDepth) throw DamagedImage(cursor.file, 'its sequences are nested without end')
  const explicit = cursor.explicit
  // An unknown sequence without a length is implicit little endian, whatever the file is.
  if (vr === 'UN') cursor.explicit = false
  const items: Dataset[] = []
  const end = length === undefined ? cursor.end : cursor.at + length
  while (cursor.at < end) {
    need(cursor, 8)
    const which =
      cursor.view.getUint16(cursor.at, cursor.littleEndian) * 0x10000 +
      cursor.view.getUint16(cursor.at + 2, cursor.littleEndian)
    const size = cursor.view.getUint32(cursor.at + 4, cursor.littleEndian)
    cursor.at += 8
    if (which === sequenceEnd) break
    if (which !== itemTag) throw DamagedImage(cursor.file, `an item was expected in place of ${hex(which)}`)
    items.push(readItem(cursor, parent, size, depth))
  }
  cursor.explicit = explicit
  return { vr: 'SQ', bytes: cursor.bytes.subarray(0, 0), items }
}

function readItem(cursor: Cursor, parent: Dataset, size: number, depth: number): Dataset {
  const item: Dataset = { elements: new Map(), littleEndian: cursor.littleEndian, encoding: parent.encoding }
  const outer = cursor.end
  if (size !== undefinedLength) {
    need(cursor, size)
    cursor.end = cursor.at + size
  }
  while (cursor.at < cursor.end) {
    need(cursor, 8)
    if (cursor.view.getUint32(cursor.at, cursor.littleEndian) === (cursor.littleEndian ? 0xe00dfffe : itemEnd)) {
      cursor.at += 8
      break
    }
    readElement(cursor, item, depth + 1)
  }
  cursor.end = outer
  return item
}

/** Packed pixels: the first item is a table of offsets, which is not needed here. */
function readFragments(cursor: Cursor): Element {
  const fragments: Uint8Array[] = []
  while (cursor.at < cursor.end) {
    need(cursor, 8)
    const which = cursor.view.getUint16(cursor.at, true) * 0x10000 + cursor.view.getUint16(cursor.at + 2, true)
    const size = cursor.view.getUint32(cursor.at + 4, true)
    cursor.at += 8
    if (which === sequenceEnd) break
    if (which !== itemTag) throw DamagedImage(cursor.file, `a fragment was expected in place of ${hex(which)}`)
    need(cursor, size, tag.PixelData)
    fragments.push(cursor.bytes.subarray(cursor.at, cursor.at + size))
    cursor.at += size
  }
  return { vr: 'OB', bytes: fragments[0] ?? cursor.bytes.subarray(0, 0), fragments: fragments.slice(1) }
}

const encodings: [RegExp, string][] = [
  [/IR 192$/, 'utf-8'],
  [/^GB18030$/, 'gb18030'],
  [/^GBK$/, 'gbk'],
  [/IR 58$/, 'gb18030'],
  [/IR 149$/, 'euc-kr'],
  [/IR 13$/, 'shift_jis'],
  [/IR 87$/, 'iso-2022-jp'],
  [/IR 144$/, 'iso-8859-5'],
  [/IR 126$/, 'iso-8859-7'],
  [/IR 101$/, 'iso-8859-2'],
]
const encodingOf = (names: string[]) => {
  for (const name of names) for (const [pattern, encoding] of encodings) if (pattern.test(name)) return encoding
  return 'latin1'
}

/** An attribute's values as text, without padding. */
export function strings(dataset: Dataset, which: number): string[] {
  const element = dataset.elements.get(which)
  if (!element || element.items) return []
  const whole = new TextDecoder(dataset.encoding).decode(element.bytes).replace(/\0+$/, '')
  return whole === '' ? [] : whole.split('\\').map((part) => part.trim())
}

export const text = (dataset: Dataset, which: number): string | undefined => strings(dataset, which)[0] || undefined

const widths: Record<string, number> = { US: 2, SS: 2, UL: 4, SL: 4, FL: 4, FD: 8, OF: 4, OD: 8, SV: 8, UV: 8 }

/** An attribute's values as numbers, whether it holds them as text or as binary; what is no number is NaN. */
export function values(dataset: Dataset, which: number, vr = dataset.elements.get(which)?.vr): number[] {
  const element = dataset.elements.get(which)
  if (!element || element.items) return []
  const { bytes } = element
  const form = vr === 'UN' || vr === undefined ? (representations.get(which) ?? 'DS') : vr
  const width = widths[form]
  if (!width) return strings(dataset, which).map((part) => (part === '' ? Number.NaN : Number(part)))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = dataset.littleEndian
  return Array.from({ length: Math.floor(bytes.length / width) }, (_, i) => {
    const at = i * width
    switch (form) {
      case 'US':
        return view.getUint16(at, little)
      case 'SS':
        return view.getInt16(at, little)
      case 'UL':
        return view.getUint32(at, little)
      case 'SL':
        return view.getInt32(at, little)
      case 'FL':
      case 'OF':
        return view.getFloat32(at, little)
      case 'SV':
        return Number(view.getBigInt64(at, little))
      case 'UV':
        return Number(view.getBigUint64(at, little))
      default:
        return view.getFloat64(at, little)
    }
  })
}

/** One number; undefined where the attribute is absent or holds none. */
export function value(dataset: Dataset, which: number): number | undefined {
  const [first] = values(dataset, which)
  return Number.isFinite(first) ? first : undefined
}

export const items = (dataset: Dataset, which: number): Dataset[] => dataset.elements.get(which)?.items ?? []

/** The tag of a private attribute, by the creator who reserved its block. */
export function privateTag(dataset: Dataset, group: number, creator: RegExp, element: number): number | undefined {
  for (let block = 0x10; block <= 0xff; block++) {
    const reserved = dataset.elements.get(group * 0x10000 + block)
    if (reserved && creator.test(strings(dataset, group * 0x10000 + block)[0] ?? ''))
      return group * 0x10000 + block * 0x100 + element
  }
  return undefined
}
