import type { Cell } from '../../report/document.ts'
import type { Messages } from '../../text/locales/index.ts'

/** "… were compared (Table 12; Figures 8 and 9).": what follows a sentence, named at its end. */
export function mentionIn({ document: words }: Messages) {
  return (shown: readonly { kind: 'table' | 'figure'; number: string }[], cell: Cell): Cell => {
    const named = (['table', 'figure'] as const).flatMap((kind) => {
      const numbers = shown.filter((one) => one.kind === kind).map(({ number }) => number)
      return numbers.length > 0 ? [words.numbers(kind, numbers)] : []
    })
    const end = /[.。]$/.exec(cell.text)?.[0] ?? ''
    return { ...cell, text: `${cell.text.slice(0, cell.text.length - end.length)}${words.named(named)}${end}` }
  }
}
