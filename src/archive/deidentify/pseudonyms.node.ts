import { createHmac } from 'node:crypto'
import type { Pseudonyms } from './object.ts'

/** 32 letters and digits that are not taken for one another. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * Names, dates and UIDs by a secret key: HMAC-SHA-256 of what they stand for, so that the same patient or UID gets the
 * same one in every file and every run with the key, and nobody without it can go back.
 *
 * given  pseudonyms that the user chose, by the patient's number
 */
export function keyedPseudonyms(key: Uint8Array, given: ReadonlyMap<string, string> = new Map()): Pseudonyms {
  const digest = (purpose: string, text: string) => createHmac('sha256', key).update(`${purpose}\0${text}`).digest()
  const letters = (bytes: Uint8Array, count: number) =>
    Array.from({ length: count }, (_, i) => alphabet[bytes[i] & 31]).join('')
  return {
    patient: (id) => given.get(id) ?? `P-${letters(digest('patient', id), 8)}`,
    // From one month to ten years earlier.
    shift: (id) => 30 + (digest('shift', id).readUInt32BE(0) % 3620),
    uid: (original) =>
      `2.25.${digest('uid', original)
        .subarray(0, 16)
        .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)}`,
    short: (text) => letters(digest('path', text), 8),
  }
}
