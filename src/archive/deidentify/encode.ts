import { concatenate } from '../../image/bytes.ts'
import type { Dataset, DicomFile, Element } from '../../image/dicom/file.ts'
import { transferSyntax } from '../../image/dicom/tags.ts'
import { encodeHead } from '../../image/dicom/write.ts'

interface Form {
  little: boolean
  explicit: boolean
}

const longForms = /^(OB|OD|OF|OL|OV|OW|SQ|SV|UC|UN|UR|UT|UV)$/
const undefinedLength = 0xffffffff

/** The transfer syntax that a file is written in: its own; what was deflated is written plain. */
export const writtenSyntax = (syntax: string) =>
  syntax === transferSyntax.deflated ? transferSyntax.explicitLittle : syntax

/**
 * A file's bytes from its attributes: an empty preamble, a new meta header, then each attribute in the transfer syntax
 * that the file had; values and packed pixels are copied as they are.
 * Source: DICOM PS3.5 and PS3.10.
 */
export function encodeFile({ dataset, syntax }: DicomFile, sopClass: string, instance: string): Uint8Array {
  const written = writtenSyntax(syntax)
  const form = { little: written !== transferSyntax.explicitBig, explicit: written !== transferSyntax.implicitLittle }
  return concatenate(encodeHead(sopClass, instance, written), ...encodeDataset(dataset, form))
}

function encodeDataset({ elements }: Dataset, form: Form): Uint8Array[] {
  return [...elements].sort(([a], [b]) => a - b).flatMap(([tag, element]) => encodeElement(tag, element, form))
}

function encodeElement(tag: number, element: Element, form: Form): Uint8Array[] {
  const { vr, items, fragments, bytes } = element
  if (items) {
    const content = items.flatMap((item) => {
      const parts = encodeDataset(item, form)
      return [itemHead(0xe000, size(parts), form), ...parts]
    })
    return [head(tag, 'SQ', size(content), form), ...content]
  }
  if (fragments) {
    const parts = [bytes, ...fragments].flatMap((fragment) => [
      itemHead(0xe000, fragment.length + (fragment.length & 1), form),
      ...even(fragment, 0),
    ])
    return [head(tag, vr, undefinedLength, form), ...parts, itemHead(0xe0dd, 0, form)]
  }
  // Where a short form cannot hold what it is to hold, PS3.5 6.2.2 has it written as UN.
  const content = even(bytes, /^(OB|OD|OF|OL|OV|OW|UI|UN|AT|FD|FL|SL|SS|SV|UL|US|UV)$/.test(vr) ? 0 : 0x20)
  const shown = !longForms.test(vr) && size(content) > 0xffff ? 'UN' : vr
  return [head(tag, shown, size(content), form), ...content]
}

const size = (parts: Uint8Array[]) => parts.reduce((sum, { length }) => sum + length, 0)

const even = (bytes: Uint8Array, padding: number): Uint8Array[] =>
  bytes.length % 2 === 0 ? [bytes] : [bytes, Uint8Array.of(padding)]

function head(tag: number, vr: string, length: number, { little, explicit }: Form): Uint8Array {
  const long = explicit && longForms.test(vr)
  const bytes = new Uint8Array(long ? 12 : 8)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, tag >>> 16, little)
  view.setUint16(2, tag & 0xffff, little)
  if (!explicit) view.setUint32(4, length, little)
  else {
    bytes.set([vr.charCodeAt(0), vr.charCodeAt(1)], 4)
    if (long) view.setUint32(8, length, little)
    else view.setUint16(6, length, little)
  }
  return bytes
}

function itemHead(element: number, length: number, { little }: Form): Uint8Array {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0xfffe, little)
  view.setUint16(2, element, little)
  view.setUint32(4, length, little)
  return bytes
}
