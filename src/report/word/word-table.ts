import type { ParagraphChild } from 'docx'
import { textWidth } from '../../figures/canvas/text-width.ts'
import { page } from '../../figures/theme/colours.ts'
import type { Cell, Row, Table } from '../document.ts'

/** A colour as Word writes it. */
export const wordColour = (colour: string) => colour.slice(1).toUpperCase()

/** The docx package, loaded when a document is wanted: it costs more than the rest of a report. */
export type Docx = typeof import('docx')

/** The style of all tables: a rule above and below (see `tableStyle`), small type in single lines. */
export const tableStyleName = 'JournalTable'

/** The style as styles.xml has it; the docx package knows none of tables. */
export const tableStyle = `<w:style w:type="table" w:customStyle="1" w:styleId="${tableStyleName}"><w:name w:val="Journal table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="10" w:space="0" w:color="1B1D21"/><w:bottom w:val="single" w:sz="10" w:space="0" w:color="1B1D21"/></w:tblBorders></w:tblPr></w:style>`

/** Rows of a table that no page's end divides. */
const keptTogether = 12

/**
 * A table that Word can edit, in the three rules of a journal; its heading repeats on every page.
 * runs  of a text, with its references to other tables and figures
 */
export function wordTable(
  table: Table,
  docx: Docx,
  widthMillimetres: number,
  runs: (text: string, bold: boolean) => ParagraphChild[],
) {
  const { columns } = table
  const style = columns.length > 6 ? 'TableSmall' : 'TableText'
  const widths = columnWidths(table, docx.convertMillimetersToTwip(widthMillimetres))
  const none = { style: docx.BorderStyle.NONE, size: 0, color: 'auto' }
  const rule = (weight: number) => ({ style: docx.BorderStyle.SINGLE, size: weight, color: wordColour(page.text) })
  const alignments = {
    left: docx.AlignmentType.LEFT,
    right: docx.AlignmentType.RIGHT,
    center: docx.AlignmentType.CENTER,
  }
  const paragraph = (
    cell: Cell | undefined,
    align: 'left' | 'right' | 'center',
    bold: boolean,
    indent = 0,
    keepNext = bold,
  ) =>
    new docx.Paragraph({
      // A heading is never the last row of a page.
      keepNext,
      alignment: alignments[align],
      style,
      ...(indent > 0 && { indent: { left: 200 * indent } }),
      children: cell ? [...runs(cell.text, bold), ...noteOf(cell, docx)] : [],
    })
  const cellOf = (content: ReturnType<typeof paragraph>, width: number, bottom: number, span = 1) =>
    new docx.TableCell({
      width: { size: width, type: docx.WidthType.DXA },
      columnSpan: span,
      margins: { left: 40, right: 60 },
      borders: { top: none, left: none, right: none, bottom: bottom > 0 ? rule(bottom) : none },
      children: [content],
    })
  const total = widths.reduce((sum, width) => sum + width, 0)
  const heads = []
  if (columns.some((column) => column.group)) {
    const cells = []
    for (let from = 0; from < columns.length; ) {
      let to = from + 1
      while (to < columns.length && columns[to].group === columns[from].group) to++
      const group = columns[from].group
      const width = widths.slice(from, to).reduce((sum, one) => sum + one, 0)
      cells.push(
        cellOf(paragraph(group ? { text: group } : undefined, 'center', true), width, group ? 4 : 0, to - from),
      )
      from = to
    }
    heads.push(new docx.TableRow({ tableHeader: true, cantSplit: true, children: cells }))
  }
  heads.push(
    new docx.TableRow({
      tableHeader: true,
      cantSplit: true,
      children: columns.map((column, c) => cellOf(paragraph(column.label, column.align, true), widths[c], 6)),
    }),
  )
  const short = table.rows.length <= keptTogether
  const rowOf = (row: Row, r: number) => {
    const next = table.rows[r + 1]
    const label = next !== undefined && next.indent > row.indent
    // A short table stays whole, a long one leaves two rows at least on a page, a name stays with its levels.
    const keepNext = next ? short || r < 2 || r === table.rows.length - 2 || label : table.footnotes.length > 0
    return new docx.TableRow({
      cantSplit: true,
      children:
        row.kind === 'heading'
          ? [cellOf(paragraph(row.cells[0], 'left', true), total, 0, columns.length)]
          : columns.map((column, c) =>
              cellOf(paragraph(row.cells[c], column.align, false, c === 0 ? row.indent : 0, keepNext), widths[c], 0),
            ),
    })
  }
  return new docx.Table({
    width: { size: total, type: docx.WidthType.DXA },
    columnWidths: widths,
    layout: docx.TableLayoutType.FIXED,
    style: tableStyleName,
    rows: [...heads, ...table.rows.map(rowOf)],
  })
}

function noteOf({ note }: Cell, docx: Docx) {
  return note ? [new docx.TextRun({ text: note, superScript: true })] : []
}

/**
 * Widths in twips that fill the page: numbers are never broken while there is room; columns of words give way to them,
 * as far as their longest word lets them.
 */
function columnWidths({ columns, rows }: Table, available: number): number[] {
  // Arial runs narrower than DejaVu Sans, whose widths are known here.
  const twips = (text: string, bold = false) => textWidth(text, 9, bold) * 18 + 160
  const longestWord = (text: string, bold = false) => Math.max(...text.split(' ').map((word) => twips(word, bold)))
  const cells = columns.map((column, c) => [
    { text: column.label.text, extra: 0, head: true },
    ...rows
      .filter((row) => row.kind === 'row' && row.cells[c])
      .map((row) => ({
        text: row.cells[c].text,
        extra: (c === 0 ? 200 * row.indent : 0) + (row.cells[c].note ? 80 : 0),
        head: false,
      })),
  ])
  const words = columns.map((column) => column.align === 'left')
  const least = cells.map((column, c) =>
    Math.max(
      ...column.map(({ text, extra, head }) =>
        head ? longestWord(text, true) : (words[c] ? longestWord(text) : twips(text)) + extra,
      ),
    ),
  )
  const wanted = cells.map((column, c) =>
    words[c] ? Math.min(0.42 * available, Math.max(...column.map(({ text, extra }) => twips(text) + extra))) : least[c],
  )
  const needed = wanted.reduce((sum, width) => sum + width, 0)
  if (needed <= available) return wanted.map((width) => Math.round(width + (available - needed) / columns.length))
  const give = wanted.map((width, c) => Math.max(0, width - least[c]))
  const total = give.reduce((sum, width) => sum + width, 0)
  const share = total > 0 ? Math.min(1, (needed - available) / total) : 0
  const shrunk = wanted.map((width, c) => width - share * give[c])
  const over = shrunk.reduce((sum, width) => sum + width, 0)
  if (over <= available) return shrunk.map(Math.round)
  // Where even that is too wide, numbers break at their spaces, and no word does.
  const narrowest = cells.map((column) =>
    Math.max(...column.map(({ text, extra, head }) => longestWord(text, head) + extra)),
  )
  const room = shrunk.map((width, c) => Math.max(0, width - narrowest[c]))
  const spare = room.reduce((sum, width) => sum + width, 0)
  const part = spare > 0 ? Math.min(1, (over - available) / spare) : 0
  const broken = shrunk.map((width, c) => width - part * room[c])
  const still = broken.reduce((sum, width) => sum + width, 0)
  return broken.map((width) => Math.round(still > available ? (width * available) / still : width))
}
