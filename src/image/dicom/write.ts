import { concatenate } from '../bytes.ts'

/** An attribute to write: its tag, its value representation, and text, numbers, bytes or the items of a sequence. */
export type Attribute = [tag: number, vr: string, value: string | number[] | Uint8Array | Attribute[][]]

const longForms = /^(OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/
const widths: Record<string, number> = { US: 2, UL: 4, FD: 8, AT: 4 }

/**
 * A DICOM file in explicit little endian with its preamble; attributes are sorted by tag.
 * Source: DICOM PS3.5 and PS3.10.
 */
export const encodeDicom = (sopClass: string, instance: string, attributes: Attribute[]): Uint8Array =>
  concatenate(encodeHead(sopClass, instance, '1.2.840.10008.1.2.1'), encodeDataset(attributes))

/** The preamble, empty, and the meta header of a file in a transfer syntax. */
export function encodeHead(sopClass: string, instance: string, syntax: string): Uint8Array {
  const meta = encodeDataset([
    [0x00020001, 'OB', Uint8Array.of(0, 1)],
    [0x00020002, 'UI', sopClass],
    [0x00020003, 'UI', instance],
    [0x00020010, 'UI', syntax],
    [0x00020012, 'UI', '2.25.99163027366417012044867146052113213573'],
    [0x00020013, 'SH', 'NOMOSCOPE'],
  ])
  const length = encodeDataset([[0x00020000, 'UL', [meta.length]]])
  const head = new Uint8Array(132)
  head.set([0x44, 0x49, 0x43, 0x4d], 128)
  return concatenate(head, length, meta)
}

const encodeDataset = (attributes: Attribute[]): Uint8Array =>
  concatenate(...[...attributes].sort(([a], [b]) => a - b).map(encodeAttribute))

function encodeAttribute([tag, vr, value]: Attribute): Uint8Array {
  const content = encodeValue(vr, value)
  const long = longForms.test(vr)
  const head = new Uint8Array(long ? 12 : 8)
  const view = new DataView(head.buffer)
  view.setUint16(0, tag >>> 16, true)
  view.setUint16(2, tag & 0xffff, true)
  head.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4)
  if (!long && content.length > 0xffff) throw new RangeError(`an attribute of ${content.length} bytes as ${vr}`)
  if (long) view.setUint32(8, content.length, true)
  else view.setUint16(6, content.length, true)
  return concatenate(head, content)
}

function encodeValue(vr: string, value: Attribute[2]): Uint8Array {
  if (value instanceof Uint8Array) return even(value, 0)
  if (typeof value === 'string') return even(new TextEncoder().encode(value), vr === 'UI' ? 0 : 0x20)
  if (vr === 'SQ') return concatenate(...(value as Attribute[][]).map(encodeItem))
  const width = widths[vr]
  const bytes = new Uint8Array(width * value.length)
  const view = new DataView(bytes.buffer)
  for (const [i, number] of (value as number[]).entries()) {
    if (vr === 'FD') view.setFloat64(i * width, number, true)
    else if (vr === 'US') view.setUint16(i * width, number, true)
    else if (vr === 'UL') view.setUint32(i * width, number, true)
    else {
      view.setUint16(i * width, number >>> 16, true)
      view.setUint16(i * width + 2, number & 0xffff, true)
    }
  }
  return bytes
}

function encodeItem(attributes: Attribute[]): Uint8Array {
  const content = encodeDataset(attributes)
  const head = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0)
  new DataView(head.buffer).setUint32(4, content.length, true)
  return concatenate(head, content)
}

function even(bytes: Uint8Array, padding: number): Uint8Array {
  if (bytes.length % 2 === 0) return bytes
  const padded = new Uint8Array(bytes.length + 1).fill(padding)
  padded.set(bytes)
  return padded
}

/** A number as a decimal string of at most 16 characters. */
export function decimal(value: number): string {
  for (let digits = 17; digits > 0; digits--) {
    const text = String(Number(value.toPrecision(digits)))
    if (text.length <= 16) return text
  }
  return '0'
}
