import type { Cell, Quantity } from './document.ts'

/** A number to be printed: `text` as it shall read (see `format.ts`), `path` where in results.json it stands. */
export function quantity(value: number, text: string, path?: string): Quantity {
  const kept = Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  return path === undefined ? { text, value: kept } : { text, value: kept, path }
}

type Spoken = string | Quantity | Cell | undefined

/** Text with numbers in it: say`${mean} ± ${deviation}` keeps both. Cells and plain strings may be put in as well. */
export function say(words: TemplateStringsArray, ...parts: Spoken[]): Cell {
  const cell: Cell = { text: words[0] }
  const numbers: Quantity[] = []
  parts.forEach((part, i) => {
    if (typeof part === 'string') cell.text += part
    else if (part && 'value' in part) {
      cell.text += part.text
      numbers.push(part)
    } else if (part) {
      cell.text += part.text
      numbers.push(...(part.numbers ?? []))
    }
    cell.text += words[i + 1]
  })
  if (numbers.length > 0) cell.numbers = numbers
  return cell
}

export function plainCell(text: string): Cell {
  return { text }
}

/** Cells one after the other. */
export function joined(cells: readonly Cell[], between = ' '): Cell {
  const numbers = cells.flatMap((cell) => cell.numbers ?? [])
  const text = cells.map((cell) => cell.text).join(between)
  return numbers.length > 0 ? { text, numbers } : { text }
}

/**
 * The text in pieces: strings, and the numbers where they stand, each with its index.
 * Throws when a number of the cell is not in its text, which would leave it without a place.
 */
export function pieces(cell: Cell): (string | { quantity: Quantity; index: number })[] {
  const found: (string | { quantity: Quantity; index: number })[] = []
  let from = 0
  ;(cell.numbers ?? []).forEach((quantity, index) => {
    const at = cell.text.indexOf(quantity.text, from)
    if (at < 0) throw new RangeError(`"${quantity.text}" is not in "${cell.text}"`)
    if (at > from) found.push(cell.text.slice(from, at))
    found.push({ quantity, index })
    from = at + quantity.text.length
  })
  if (from < cell.text.length) found.push(cell.text.slice(from))
  return found
}
