import { FileTooLarge } from '../errors/index.ts'

/** A study, codebook, parameter or model file or a transcript has no more bytes; what has more is another file. */
export const mostText = 32 * 2 ** 20

/** The text of a file that people write. Throws FileTooLarge. */
export function textOf(bytes: Uint8Array, file: string): string {
  if (bytes.length > mostText) throw FileTooLarge(file, bytes.length, mostText)
  return new TextDecoder().decode(bytes)
}
