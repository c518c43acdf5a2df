import { locales } from '../text/locales/index.ts'
import { pieces } from '../text/with-numbers.ts'
import { chinese } from './chinese.ts'
import type { Block, Cell, Figure, Quantity, Report, Row, Section, Table, Warning } from './document.ts'

/**
 * A report in Chinese: titles, heads, captions, footnotes and the standard sentences by the catalogue in `chinese.ts`,
 * every number kept with its value. What the study file and its codebook name stays as it is named there, and so do the
 * words of the methods and of published checklists, which are for a manuscript in English, and the drawings.
 */
export function inChinese(report: Report): Report {
  const { summary, sections, tables, figures, warnings } = report
  return {
    ...report,
    language: 'zh',
    summary: {
      ...summary,
      headlines: summary.headlines.map(({ label, value, detail }) => ({
        label: phrase(label),
        value: translated(value),
        ...(detail && { detail: translated(detail) }),
      })),
      warnings: summary.warnings.map(warningOf),
    },
    sections: sections.map(sectionOf),
    tables: tables.map(tableOf),
    figures: figures.map(figureOf),
    warnings: warnings.map(warningOf),
  }
}

function sectionOf(section: Section): Section {
  const english = section.id === 'methods'
  const blocks = section.blocks.map((block) => (english && block.kind !== 'heading' ? block : blockOf(block)))
  const note: Block = { kind: 'paragraph', text: { text: chinese.get(methodsInEnglish)! } }
  return { ...section, title: phrase(section.title), blocks: english ? [note, ...blocks] : blocks }
}

const methodsInEnglish = 'The methods are written for a manuscript in English.'

function blockOf(block: Block): Block {
  switch (block.kind) {
    case 'heading':
      return { ...block, text: phrase(block.text) }
    case 'paragraph':
      return { ...block, text: translated(block.text) }
    case 'list':
      return { ...block, items: block.items.map(translated) }
    case 'warning':
      return { ...block, warning: warningOf(block.warning) }
    default:
      return block
  }
}

const warningOf = (warning: Warning): Warning => ({ ...warning, text: translated(warning.text) })

function tableOf(table: Table): Table {
  const rowOf = (row: Row): Row => ({ ...row, cells: row.cells.map(translated) })
  return {
    ...table,
    title: phrase(table.title),
    columns: table.columns.map((column) => ({
      ...column,
      label: translated(column.label),
      ...(column.group !== undefined && { group: phrase(column.group) }),
    })),
    rows: table.rows.map(rowOf),
    footnotes: table.footnotes.map((footnote) => ({ ...footnote, text: translated(footnote.text) })),
  }
}

function figureOf(figure: Figure): Figure {
  return { ...figure, title: phrase(figure.title), caption: translated(figure.caption) }
}

const phrase = (text: string) => translated({ text }).text

/** What an entry of a word or two may stand about: names, and no sentences. */
const name = '([^.;:]{1,60}?)'
const few = 12

interface Rule {
  pattern: RegExp
  chinese: string
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

const fixed = new Map<string, string>([
  ...Object.entries(locales.en.document).flatMap(([key, to]): [string, string][] =>
    typeof to === 'string' ? [[to, locales.zh.document[key as never]]] : [],
  ),
  ...[...chinese].filter(([english]) => !english.includes('{}')),
])
const rules: Rule[] = [...chinese]
  .filter(([english]) => english.includes('{}'))
  .map(([english, to]) => ({
    pattern: new RegExp(
      `^${english
        .split('{}')
        .map(literal)
        .join(english.length < few ? name : '([\\s\\S]+?)')}$`,
      'd',
    ),
    chinese: to,
  }))

/** A cell by the first entry of the catalogue that fits the whole of it; as it is where none does. */
function translated(cell: Cell): Cell {
  const exact = fixed.get(cell.text)
  if (exact !== undefined && !cell.numbers) return { ...cell, text: exact }
  for (const { pattern, chinese: to } of rules) {
    const match = pattern.exec(cell.text)
    if (!match) continue
    const parts = match.indices!.slice(1).map(([from, end] = [0, 0]) => translated(part(cell, from, end)))
    return { ...filled(to, parts), ...(cell.note !== undefined && { note: cell.note }) }
  }
  return cell
}

/** What stands between two places of a cell, with the numbers in it. */
function part(cell: Cell, from: number, end: number): Cell {
  const numbers: Quantity[] = []
  let at = 0
  for (const piece of pieces(cell)) {
    const length = typeof piece === 'string' ? piece.length : piece.quantity.text.length
    if (typeof piece !== 'string' && at >= from && at + length <= end) numbers.push(piece.quantity)
    at += length
  }
  const text = cell.text.slice(from, end)
  return numbers.length > 0 ? { text, numbers } : { text }
}

/** The entry's Chinese with the parts in their places: {1} is the first of the English. */
function filled(to: string, parts: readonly Cell[]): Cell {
  const numbers: Quantity[] = []
  const text = to.replace(/\{(\d+)\}/g, (_, place) => {
    const one = parts[Number(place) - 1]
    numbers.push(...(one.numbers ?? []))
    return one.text
  })
  return numbers.length > 0 ? { text, numbers } : { text }
}
