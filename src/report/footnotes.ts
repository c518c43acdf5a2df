import { plainText } from '../text/with-numbers.ts'
import type { Table } from './document.ts'

/** Collects footnotes in the order in which they are first needed, marked a, b, c …; the same words share a mark. */
export function footnotes() {
  const texts: string[] = []
  return {
    mark(text: string): string {
      const before = texts.indexOf(text)
      return letter(before < 0 ? texts.push(text) - 1 : before)
    },
    list(): Table['footnotes'] {
      return texts.map((text, at) => ({ mark: letter(at), text: plainText(text) }))
    },
  }
}

function letter(at: number): string {
  return at < 26 ? String.fromCharCode(97 + at) : letter(Math.floor(at / 26) - 1) + letter(at % 26)
}
