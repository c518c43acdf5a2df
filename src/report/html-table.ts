import { escapeText } from '../figures/svg.ts'
import type { Column, Table } from './document.ts'
import { cellHtml } from './html-cell.ts'

/** A table in journal style: rules above, below and under the heading, footnotes beneath. `here` is its path in results.json. */
export function tableHtml(table: Table, caption: string, here: string): string {
  const columns = table.columns
  const head = [
    ...(columns.some((column) => column.group) ? [`<tr>${groupCells(columns)}</tr>`] : []),
    `<tr>${columns
      .map(
        (column, c) =>
          `<th scope="col" class="${column.align}">${cellHtml(column.label, `${here}.columns.${c}.label`)}</th>`,
      )
      .join('')}</tr>`,
  ]
  const rows = table.rows.map((row, r) => {
    const cell = (c: number) => cellHtml(row.cells[c], `${here}.rows.${r}.cells.${c}`)
    if (row.kind === 'heading')
      return `<tr class="heading"><th scope="rowgroup" colspan="${columns.length}">${cell(0)}</th></tr>`
    const first = `<th scope="row" class="indent-${row.indent}">${cell(0)}</th>`
    const rest = columns
      .slice(1)
      .map((column, i) => `<td class="${column.align}">${row.cells[i + 1] ? cell(i + 1) : ''}</td>`)
    return `<tr>${first}${rest.join('')}</tr>`
  })
  const footnotes = table.footnotes.map(
    ({ mark, text }, f) =>
      `<p>${mark ? `<sup>${escapeText(mark)}</sup> ` : ''}${cellHtml(text, `${here}.footnotes.${f}.text`)}</p>`,
  )
  return [
    `<div class="table" id="${escapeText(table.id)}">`,
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeText(table.title)}"><table>`,
    `<caption>${caption}</caption>`,
    `<thead>${head.join('')}</thead>`,
    `<tbody>${rows.join('\n')}</tbody>`,
    '</table></div>',
    footnotes.length > 0 ? `<div class="footnotes">${footnotes.join('')}</div>` : '',
    '</div>',
  ].join('')
}

/** The heading above the headings: one cell for each run of columns of the same group. */
function groupCells(columns: readonly Column[]): string {
  let cells = ''
  for (let from = 0; from < columns.length; ) {
    let to = from + 1
    while (to < columns.length && columns[to].group === columns[from].group) to++
    const group = columns[from].group
    cells += group
      ? `<th scope="colgroup" colspan="${to - from}" class="group">${escapeText(group)}</th>`
      : `<td colspan="${to - from}"></td>`
    from = to
  }
  return cells
}
