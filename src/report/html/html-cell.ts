import { escapeText } from '../../figures/canvas/svg.ts'
import { pieces } from '../../text/with-numbers.ts'
import type { Cell } from '../document.ts'

/**
 * A cell as HTML. Each of its numbers becomes a `data` element with its full value and the path at which results.json
 * has it: the one it names, or its own place, `here.numbers.N.value`.
 */
export function cellHtml(cell: Cell, here: string): string {
  const all = pieces(cell)
  const body = all.map((piece, i) => {
    const before = all[i - 1]
    if (typeof piece === 'string') return escapeText(typeof all[i + 1] === 'object' ? piece.replace(lead, '') : piece)
    const { quantity, index } = piece
    const path = quantity.path ?? `${here}.numbers.${index}.value`
    const data = `<data value="${escapeText(String(quantity.value))}"${from(path)}>${escapeText(quantity.text)}</data>`
    const led = typeof before === 'string' ? lead.exec(before)?.[0] : undefined
    return led ? `<span class="whole">${escapeText(led)}${data}</span>` : data
  })
  return body.join('') + (cell.note ? `<sup>${escapeText(cell.note)}</sup>` : '')
}

/** "p = " before its number, from which no line's end may part it. */
const lead = /\bp (?:[=≤] )?$/

/** The attribute that says where in results.json the text of an element stands. */
export function from(path: string): string {
  return ` data-path="${escapeText(path)}"`
}
