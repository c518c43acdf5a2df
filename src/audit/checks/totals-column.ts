import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { levelOf, type Placed, placedRows, sum } from '../rows.ts'
import type { PaperTable } from '../transcript.ts'
import { compareTotal } from './pooled-means.ts'

/** The column of all patients against its groups: sizes, counts, means and deviations. */
export const totalsColumn: Check = {
  id: 'totals-column',
  title: 'The column of totals against its groups',
  question: 'The column of all patients is not the sum of its groups. Which counts are right',
  examine: (transcript) => [
    ...transcript.tables.flatMap((table, t) => sizes(table, `tables.${t}`)),
    ...placedRows(transcript)
      .filter(({ table, row }) => row.total && !table.weighted && !table.imputed && complete(table))
      .flatMap((placed) => [...counts(placed), ...means(placed)]),
  ],
}

const complete = ({ total, groups }: PaperTable) => total?.n.value === sum(groups.map(({ n }) => n.value))

function sizes({ id, groups, total, covers, set, paired }: PaperTable, at: string): Examination[] {
  if (!total || paired) return []
  const all = sum(groups.map(({ n }) => n.value))
  const line = `${groups.map(({ n }) => n.text).join(' + ')} = ${all}; ${total.label}: ${total.n.text}`
  if (all === total.n.value) return [addsUp(`total of ${id}`, [at], line)]
  if (covers === 'part' && set === undefined && all < total.n.value) return []
  const statement = `${id}: the groups hold ${all} patients, ${total.label} ${total.n.text}.`
  return [finding('inconsistent', `total of ${id}`, [at], statement, `${id}: ${all} against ${total.n.text}`, [line])]
}

function counts({ row, at, name }: Placed): Examination[] {
  return Object.entries(row.total?.levels ?? {}).flatMap(([level, cell]) => {
    const own = levelOf(row, level)
    if (!own) return []
    const all = sum(own.map(({ count }) => count))
    const subject = `${name}, ${level}, all`
    const line = `${own.map(({ count }) => count).join(' + ')} = ${all}; all: ${cell.text}`
    if (all === cell.count) return [addsUp(subject, [at], line)]
    const statement = `${name}, ${level}: the groups have ${own.map(({ count }) => count).join(' + ')} = ${all}, all patients ${cell.text}.`
    return [
      finding('inconsistent', subject, [at], statement, `${name}, ${level}: ${all} against ${cell.count}`, [line]),
    ]
  })
}

function means(placed: Placed): Examination[] {
  const { row } = placed
  if (!row.means || !row.total?.means || row.spread === 'se' || row.missing?.some(({ value }) => value > 0)) return []
  return compareTotal(placed, row.total.means)
}
