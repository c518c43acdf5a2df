import { escapeText } from '../../figures/canvas/svg.ts'
import { pieces } from '../../text/with-numbers.ts'
import type { Cell } from '../document.ts'

/**
 * A cell as HTML. Each of its numbers becomes a `data` element with its full value and the path at which results.json
 * has it: the one it names, or its own place, `here.numbers.N.value`.
 */
export function cellHtml(cell: Cell, here: string): string {
  const body = pieces(cell).map((piece) => {
    if (typeof piece === 'string')
      return escapeText(piece.replace(/\bp ([=≤<] )?$/, (said) => said.replaceAll(' ', '\u00a0')))
    const { quantity, index } = piece
    const path = quantity.path ?? `${here}.numbers.${index}.value`
    return `<data value="${escapeText(String(quantity.value))}"${from(path)}>${escapeText(quantity.text)}</data>`
  })
  return body.join('') + (cell.note ? `<sup>${escapeText(cell.note)}</sup>` : '')
}

/** The attribute that says where in results.json the text of an element stands. */
export function from(path: string): string {
  return ` data-path="${escapeText(path)}"`
}
