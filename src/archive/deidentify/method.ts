import type { Dataset, Element } from '../../image/dicom/file.ts'
import { methodCodes, type ProfileOptions } from './profile.ts'

const plain = (vr: string, text: string): Element => ({ vr, bytes: new TextEncoder().encode(text) })

/** Says in the object itself that and how it was de-identified. Source: DICOM PS3.15 E.1.1, PS3.3 C.7.1.1 and C.12.1. */
export function addMethod(dataset: Dataset, options: ProfileOptions, pixelsChanged: boolean): void {
  const { elements } = dataset
  const codes = methodCodes(options)
  elements.set(0x00120062, plain('CS', 'YES'))
  elements.set(0x00120063, plain('LO', 'Nomoscope, DICOM PS3.15 2024e, Basic Profile with options'))
  const items = codes.map(([code, meaning]): Dataset => {
    const parts = new Map([
      [0x00080100, plain('SH', code)],
      [0x00080102, plain('SH', 'DCM')],
      [0x00080104, plain('LO', meaning.slice(0, 64))],
    ])
    return { ...dataset, elements: parts }
  })
  elements.set(0x00120064, { vr: 'SQ', bytes: new Uint8Array(), items })
  const dates = options.retain.has('dates')
    ? 'UNMODIFIED'
    : options.retain.has('shifted-dates')
      ? 'MODIFIED'
      : 'REMOVED'
  elements.set(0x00280303, plain('CS', dates))
  if (pixelsChanged && elements.has(0x00280301)) elements.set(0x00280301, plain('CS', 'NO'))
}
