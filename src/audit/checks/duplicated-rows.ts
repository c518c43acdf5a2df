import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { countsOf, identity, type Placed, placedRows } from '../rows.ts'
import type { Transcript } from '../transcript.ts'

/** Rows of one table under different names with the same counts in every cell, in whatever order the levels stand. */
export const duplicatedRows: Check = {
  id: 'duplicated-rows',
  title: 'Duplicated rows',
  question: 'Rows of different variables have the same counts in every cell. Was one copied from the other',
  examine: (transcript) => transcript.tables.flatMap((_, t) => examineTable(transcript, t)),
}

function examineTable(transcript: Transcript, t: number): Examination[] {
  const rows = placedRows(transcript).filter(
    ({ table, row }) => table === transcript.tables[t] && ((row.levels && table.groups.length > 1) || row.means),
  )
  const found = rows.flatMap((first, i) =>
    rows.slice(i + 1).flatMap((second) => {
      if (identity(second.row) === identity(first.row)) return []
      if (contents(first) !== contents(second)) return []
      const subject = `${first.row.variable} and ${second.row.variable}`
      const statement = `${first.table.id}: the rows of ${second.row.variable} are those of ${first.row.variable}, cell by cell.`
      const statistics = [first, second].map(
        ({ row }) => `${row.variable}: ${written(row)}${row.statistic ? `; statistic ${row.statistic.text}` : ''}`,
      )
      const at = [first.at, second.at]
      return [finding('unusual', subject, at, statement, `${first.table.id}: ${subject}`, statistics)]
    }),
  )
  if (found.length > 0 || rows.length < 2) return found
  return [addsUp(transcript.tables[t].id, [`tables.${t}`], `${rows.length} rows, no two alike in every cell`)]
}

function contents({ row }: Placed): string {
  return written(row).split(' | ').sort().join(' | ')
}

function written(row: Placed['row']): string {
  if (row.means) return row.means.map(({ text }) => text).join(', ')
  return countsOf(row)
    .map((cells) => cells.join(', '))
    .join(' | ')
}
