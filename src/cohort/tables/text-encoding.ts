import { EncodingGuessed, FileTooLarge } from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'

/** A text of JavaScript can hold no more. */
const mostCharacters = 2 ** 29 - 24

/**
 * Bytes of a text table as text, by the encodings that spreadsheets write.
 *
 * A byte-order mark decides. Without one: UTF-16 if every other byte of the beginning is 0, else UTF-8 if the bytes are
 * valid UTF-8, else GB18030 (the Chinese Windows' default) if its two-byte characters mostly end in a high byte, as
 * common Chinese characters do, and do not stand inside words of plain letters, else Windows-1252, whose accented letters do. The last two are
 * guesses and are reported as such.
 */
export function decodeText(bytes: Uint8Array, file: string): { text: string; faults: Fault[] } {
  if (bytes.length > mostCharacters) throw FileTooLarge(file, bytes.length, mostCharacters)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decoded('utf-16le', bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decoded('utf-16be', bytes)
  const zeros = zeroBytes(bytes)
  if (zeros) return decoded(zeros, bytes)
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), faults: [] }
  } catch {
    const encoding = looksChinese(bytes) ? 'gb18030' : 'windows-1252'
    const named = encoding === 'gb18030' ? 'GB18030' : 'Windows-1252'
    return { ...decoded(encoding, bytes), faults: [fault(EncodingGuessed(named), { file }, 'note')] }
  }
}

function decoded(encoding: string, bytes: Uint8Array): { text: string; faults: Fault[] } {
  return { text: new TextDecoder(encoding).decode(bytes), faults: [] }
}

/** ASCII in UTF-16 has a zero in every pair: in the first place big-endian, in the second little-endian. */
function zeroBytes(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, 4096) & ~1
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  if (odd > length * 0.2 && even < odd * 0.1) return 'utf-16le'
  if (even > length * 0.2 && odd < even * 0.1) return 'utf-16be'
  return undefined
}

const isSmallLetter = (byte: number | undefined) => byte !== undefined && byte >= 0x61 && byte <= 0x7a

function looksChinese(bytes: Uint8Array): boolean {
  let high = 0
  let low = 0
  // größe: two accented letters inside a word are no Chinese character.
  let inside = 0
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] < 0x80) continue
    const next = bytes[i + 1] ?? 0
    if (next >= 0x80) {
      high++
      if (isSmallLetter(bytes[i - 1]) && isSmallLetter(bytes[i + 2])) inside++
    } else low++
    i++
  }
  if (high <= low || 2 * inside > high) return false
  try {
    new TextDecoder('gb18030', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
