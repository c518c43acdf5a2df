import { escapeText } from '../../figures/canvas/svg.ts'
import type { Column, Table } from '../document.ts'
import { cellHtml, from } from './html-cell.ts'

/** A table in journal style: rules above, below and under the heading, footnotes beneath. `here` is its path in results.json. */
export function tableHtml(table: Table, caption: string, here: string): string {
  const columns = table.columns
  const head = [
    ...(columns.some((column) => column.group) ? [`<tr>${groupCells(columns, here)}</tr>`] : []),
    `<tr>${columns
      .map((column, c) => {
        const path = `${here}.columns.${c}.label`
        return `<th scope="col" class="${column.align}"${from(path)}>${cellHtml(column.label, path)}</th>`
      })
      .join('')}</tr>`,
  ]
  const rows = table.rows.map((row, r) => {
    const path = (c: number) => `${here}.rows.${r}.cells.${c}`
    const cell = (c: number) => cellHtml(row.cells[c], path(c))
    if (row.kind === 'heading')
      return `<tr class="heading"><th scope="rowgroup" colspan="${columns.length}"${from(path(0))}>${cell(0)}</th></tr>`
    const first = `<th scope="row" class="indent-${row.indent}"${from(path(0))}>${cell(0)}</th>`
    const rest = columns
      .slice(1)
      .map((column, i) =>
        row.cells[i + 1]
          ? `<td class="${column.align}"${from(path(i + 1))}>${cell(i + 1)}</td>`
          : `<td class="${column.align}"></td>`,
      )
    return `<tr>${first}${rest.join('')}</tr>`
  })
  const footnotes = table.footnotes.map(({ mark, text }, f) => {
    const path = `${here}.footnotes.${f}.text`
    return `<p>${mark ? `<sup>${escapeText(mark)}</sup> ` : ''}<span${from(path)}>${cellHtml(text, path)}</span></p>`
  })
  return [
    `<div class="table${rows.length > 14 ? ' long' : ''}" id="${escapeText(table.id)}">`,
    '<div class="scroll"><table>',
    `<caption>${caption}</caption>`,
    `<thead>${head.join('')}</thead>`,
    `<tbody>${rows.join('\n')}</tbody>`,
    '</table></div>',
    footnotes.length > 0 ? `<div class="footnotes">${footnotes.join('')}</div>` : '',
    '</div>',
  ].join('')
}

/** The heading above the headings: one cell for each run of columns of the same group. */
function groupCells(columns: readonly Column[], here: string): string {
  let cells = ''
  for (let first = 0; first < columns.length; ) {
    let to = first + 1
    while (to < columns.length && columns[to].group === columns[first].group) to++
    const group = columns[first].group
    cells += group
      ? `<th scope="colgroup" colspan="${to - first}" class="group"${from(`${here}.columns.${first}.group`)}>${escapeText(group)}</th>`
      : `<td colspan="${to - first}"></td>`
    first = to
  }
  return cells
}
