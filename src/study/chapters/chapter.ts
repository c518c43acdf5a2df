import type { Drawing } from '../../figures/canvas/svg.ts'
import type { Block, Cell, Figure, Lineage, Row, Section, Table, Warning } from '../../report/document.ts'
import { plainText } from '../../text/with-numbers.ts'

/** A figure before it has a number: what it shows and its drawing. */
export interface DrawnFigure extends Omit<Figure, 'number'> {
  drawing: Drawing
}

/** One part of the report: what is said, and the tables and figures that it names, before these are numbered. */
export interface Chapter {
  id: string
  title: string
  blocks: Block[]
  tables?: Omit<Table, 'number'>[]
  figures?: DrawnFigure[]
  warnings?: Warning[]
  /** Beside the paper: folded on the page. */
  supplement?: true
}

export const paragraph = (text: Cell): Block => ({ kind: 'paragraph', text })
export const tableBlock = (id: string): Block => ({ kind: 'table', id })
export const figureBlock = (id: string): Block => ({ kind: 'figure', id })

/** A table by the heads of its columns: the first `names` of them hold names and align left, the others numbers. */
export function headedTable(
  id: string,
  title: string,
  heads: readonly (string | Cell)[],
  rows: Row[],
  { notes = [], names = 1 }: { notes?: readonly (string | Cell)[]; names?: number } = {},
): Table {
  const cell = (words: string | Cell) => (typeof words === 'string' ? plainText(words) : words)
  return {
    id,
    number: '',
    title,
    columns: heads.map((label, j) => ({ label: cell(label), align: j < names ? 'left' : 'right' })),
    rows,
    footnotes: notes.map((note) => ({ text: cell(note) })),
  }
}

/** Numbers the tables and figures of all chapters in the order in which they are read, each with what made it. */
export function bind(
  chapters: readonly Chapter[],
  from: (chapter: string) => Lineage,
  mention?: (shown: readonly { kind: 'table' | 'figure'; number: string }[], text: Cell) => Cell,
) {
  const tables: Table[] = chapters
    .flatMap(({ id, blocks, tables: own = [] }) =>
      inOrder(blocks, 'table', own).map((table) => ({ ...table, from: from(id) })),
    )
    .map((table, i) => ({ ...table, number: String(i + 1) }))
  const drawn = chapters.flatMap(({ id, blocks, figures: own = [] }) =>
    inOrder(blocks, 'figure', own).map((figure) => ({ ...figure, from: from(id) })),
  )
  const figures: Figure[] = drawn.map(({ drawing: _drawing, ...figure }, i) => ({ ...figure, number: String(i + 1) }))
  const numbers = new Map([
    ...tables.map(({ id, number }) => [`table ${id}`, number] as const),
    ...figures.map(({ id, number }) => [`figure ${id}`, number] as const),
  ])
  const sections: Section[] = chapters.map(({ id, title, blocks, supplement }) => ({
    id,
    title,
    blocks: mention ? mentioning(blocks, numbers, mention) : blocks,
    ...(supplement && { supplement }),
    from: from(id),
  }))
  const drawings = new Map(drawn.map(({ id, drawing }) => [id, drawing]))
  const warnings = chapters.flatMap((chapter) => chapter.warnings ?? [])
  return { sections, tables, figures, drawings, warnings }
}

/** Tables or figures in the order in which the chapter's text shows them, so that Word counts them alike. */
function inOrder<Numbered extends { id: string }>(
  blocks: readonly Block[],
  kind: 'table' | 'figure',
  own: readonly Numbered[],
): Numbered[] {
  const place = new Map(blocks.flatMap((block, i) => (block.kind === kind ? [[block.id, i] as const] : [])))
  return [...own].sort((a, b) => (place.get(a.id) ?? blocks.length) - (place.get(b.id) ?? blocks.length))
}

/** The text names the tables and figures that follow it, as journals want every one to be named. */
function mentioning(
  blocks: readonly Block[],
  numbers: ReadonlyMap<string, string>,
  mention: NonNullable<Parameters<typeof bind>[2]>,
): Block[] {
  return blocks.map((block, i) => {
    if (block.kind !== 'paragraph') return block
    const shown: { kind: 'table' | 'figure'; number: string }[] = []
    for (let k = i + 1; k < blocks.length; k++) {
      const next = blocks[k]
      if (next.kind !== 'table' && next.kind !== 'figure') break
      const number = numbers.get(`${next.kind} ${next.id}`)
      if (number !== undefined) shown.push({ kind: next.kind, number })
    }
    return shown.length > 0 ? { ...block, text: mention(shown, block.text) } : block
  })
}
