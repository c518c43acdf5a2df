import { strFromU8, unzipSync } from 'fflate'
import { headRows } from './head-rows.ts'
import { struckRows, struckStyles } from './xlsx-struck.ts'

/** What a sheet shows otherwise than its cells say: cells that span several rows, rows and columns that are hidden, rows that are struck through. */
export interface SheetLayout {
  /** Of cells that span rows: the column, the first row and the last, from 0. */
  spans: { column: number; from: number; to: number }[]
  hidden: number[]
  /** Rows that are struck through, from 0. */
  struck: number[]
  /** Columns that are hidden, from 0. */
  hiddenColumns: number[]
  /** Whether the sheet itself is. */
  isHidden: boolean
}

/** So many columns a sheet of Excel has. */
const mostColumns = 16_384

/** The layout of each sheet that has one, by the sheet's name. */
export function sheetLayouts(bytes: Uint8Array): Map<string, SheetLayout> {
  const isNeeded = (name: string) =>
    /^xl\/(workbook\.xml|styles\.xml|_rels\/workbook\.xml\.rels|worksheets\/[^/]+\.xml)$/.test(name)
  const files = unzipSync(bytes, { filter: ({ name }) => isNeeded(name) })
  const text = (name: string) => (files[name] ? strFromU8(files[name], true) : '')
  const targets = new Map(
    tags(text('xl/_rels/workbook.xml.rels'), 'Relationship').map((tag) => [
      attribute(tag, 'Id'),
      attribute(tag, 'Target').replace(/^(\/?xl)?\//, ''),
    ]),
  )
  const styles = struckStyles(text('xl/styles.xml'))
  const layouts = new Map<string, SheetLayout>()
  for (const tag of tags(strFromU8(files['xl/workbook.xml'] ?? new Uint8Array()), 'sheet')) {
    const xml = text(`xl/${targets.get(attribute(tag, 'r:id'))}`)
    const hidden = tags(xml, 'row')
      .filter((row) => /\shidden="(1|true)"/.test(row))
      .map((row) => Number(attribute(row, 'r')) - 1)
    const hiddenColumns = tags(xml, 'col')
      .filter((column) => /\shidden="(1|true)"/.test(column))
      .flatMap((column) => {
        const [first, last] = [Number(attribute(column, 'min')), Number(attribute(column, 'max'))]
        // Everything right of the table may be hidden too.
        return Array.from({ length: Math.min(last, mostColumns) - first + 1 }, (_, k) => first - 1 + k)
      })
    const spans = tags(xml, 'mergeCell').flatMap((merge) => spanOf(attribute(merge, 'ref')))
    const struck = struckRows(xml, styles)
    const isHidden = attribute(tag, 'state').includes('idden')
    if (isHidden || hidden.length + hiddenColumns.length + spans.length + struck.length > 0)
      layouts.set(unescaped(attribute(tag, 'name')), { spans, hidden, hiddenColumns, struck, isHidden })
  }
  return layouts
}

const tags = (xml: string, name: string) => xml.match(new RegExp(`<${name}\\s[^>]*>`, 'g')) ?? []
const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
const unescaped = (text: string) => text.replace(/&(\w+);/g, (whole, name) => entities[name] ?? whole)

/** Spans over several rows of one column; a heading over several columns is put together by `headRows`. */
function spanOf(reference: string): SheetLayout['spans'] {
  const found = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference)
  if (!found || found[1] !== found[3]) return []
  const column = [...found[1]].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1
  return [{ column, from: Number(found[2]) - 1, to: Number(found[4]) - 1 }]
}

/** The rows with the value of a cell that spans several in each of them, below the names; how many cells that were. */
export function withSpans(rows: string[][], { spans }: SheetLayout, id: string | undefined) {
  const first = headRows(rows, id)?.first ?? 0
  const filled = rows.map((row) => [...row])
  let cells = 0
  for (const { column, from, to } of spans) {
    const value = rows[from]?.[column] ?? ''
    if (from < first || value === '') continue
    for (let row = from + 1; row <= Math.min(to, rows.length - 1); row++) {
      if ((filled[row][column] ?? '') !== '') continue
      while (filled[row].length < column) filled[row].push('')
      filled[row][column] = value
      cells++
    }
  }
  return { rows: filled, cells }
}
