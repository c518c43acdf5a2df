import { stringify } from 'yaml'
import { statementsOf } from '../statement-grammar.ts'
import { numbersOf, type ReadPaper } from './paper.ts'
import { type Understood, understood } from './understood.ts'

export interface Draft {
  /** The transcript, to be checked: draft: true, and ? where the paper has to be asked. */
  transcript: string
  /** What was read, from where, and what was not. */
  note: string
}

const head = `# Drafted by nomoscope from a paper. Nothing here is checked: hold every number against the paper, fill in each "?"
# (docs/audit.md tells what the keys mean), add outcome:, set: and covers: all where they hold, then delete the line
# "draft: true" and run nomoscope audit on this file. Under "reading" every table stands as it was read.
`

/** A transcript to be checked from a paper that was read; nothing is put in that is not printed. */
export function draftTranscript(paper: ReadPaper, file: string): Draft {
  const tables = paper.tables.map((grid) => ({ grid, found: understood(grid) }))
  const all = (key: 'tables' | 'models' | 'performance') => tables.flatMap(({ found }) => found[key])
  const statistics = paper.paragraphs.flatMap(({ place, text }) =>
    statementsOf(text).map((one) => ({ says: one.text.slice(0, 400), where: place.slice(0, 100) || 'text' })),
  )
  const transcript = {
    draft: true,
    title: paper.title.slice(0, 390) || '?',
    source: file,
    patients: { n: '?', where: '?' },
    tables: all('tables'),
    models: all('models'),
    performance: all('performance').map(withoutIntervals),
    statistics,
    reading: paper.tables.map(({ label, caption, place, rows }) => ({ label, place, caption, rows })),
  }
  const text = `${head}${stringify(transcript, { lineWidth: 0, flowCollectionPadding: true })}`
  return { transcript: text, note: noteOf(paper, tables, statistics.length, file) }
}

/** Intervals of sensitivity and the like have no key: they stand under "reading". */
function withoutIntervals(line: object): object {
  return Object.fromEntries(Object.entries(line).filter(([key]) => !key.endsWith(' interval')))
}

function noteOf(
  { tables: grids, unread }: ReadPaper,
  tables: { grid: ReadPaper['tables'][number]; found: Understood }[],
  statements: number,
  file: string,
): string {
  const count = (rows: string[][]) => rows.flat().reduce((sum, cell) => sum + numbersOf(cell).length, 0)
  const kind = ({ tables: groups, models, performance }: Understood) =>
    groups.length > 0
      ? 'groups'
      : models.length > 0
        ? 'a model'
        : performance.length > 0
          ? 'performance'
          : 'under reading only'
  const lines = tables.map(({ grid, found }) => {
    const share = found.numbers > 0 ? Math.round((100 * found.placed) / found.numbers) : 100
    return `${grid.label} (${grid.place}): ${count(grid.rows)} numbers read; taken for ${kind(found)}; ${found.placed} of ${found.numbers} numbers below the head (${share}%) are in the transcript's own keys, all under reading.`
  })
  const total = tables.reduce((sum, { found }) => sum + found.numbers, 0)
  const placed = tables.reduce((sum, { found }) => sum + found.placed, 0)
  return [
    `${file}: ${grids.length} tables, ${statements} statistics in the text.`,
    `${placed} of ${total} numbers of tables (${total > 0 ? Math.round((100 * placed) / total) : 100}%) have a place in the transcript's keys; every number of a table that was read is under reading.`,
    ...lines,
    unread.length > 0
      ? 'Not read:'
      : 'Nothing was found that could not be read; a table set as a picture without a caption leaves no trace.',
    ...unread.map(({ place, why }) => `- ${place}: ${why}`),
    '',
  ].join('\n')
}
