import { addsUp, type Check, deciding, type Examination, finding } from '../examination.ts'
import { identity, levelOf, type Placed, placedRows, plain, sum } from '../rows.ts'
import type { Transcript } from '../transcript.ts'

/** The same variable counted in two tables of all patients has the same totals, and the outcome its own number. */
export const countsAcrossTables: Check = {
  id: 'counts-across-tables',
  title: 'Counts across tables',
  question: 'Tables of the same patients give different totals. Are they the same patients, and which counts are right',
  examine: (transcript) => {
    const rows = placedRows(transcript).filter(
      ({ table, row }) => table.covers === 'all' && row.levels && !table.paired,
    )
    return [...pairs(rows), ...rows.flatMap((placed) => outcomeRow(placed, transcript))]
  },
}

function pairs(rows: readonly Placed[]): Examination[] {
  return rows.flatMap((first, i) =>
    rows
      .slice(i + 1)
      .filter((second) => second.table !== first.table && identity(second.row) === identity(first.row))
      .flatMap((second) => compare(first, second)),
  )
}

function compare(first: Placed, second: Placed): Examination[] {
  if (missing(first) > 0 || missing(second) > 0) return []
  const shared = Object.keys(first.row.levels!).filter((level) => levelOf(second.row, level))
  if (shared.length === 0) return []
  const parts = (placed: Placed, level: string) => levelOf(placed.row, level)!.map((cell) => cell.count)
  const totals = shared.map((level) => [first, second].map((placed) => sum(parts(placed, level))))
  const arithmetic = shared.map(
    (level, l) =>
      `${level}: ${first.table.id} ${parts(first, level).join(' + ')} = ${totals[l][0]}; ${second.table.id} ${parts(second, level).join(' + ')} = ${totals[l][1]}`,
  )
  const subject = first.row.variable
  const at = [first.at, second.at]
  if (totals.every(([a, b]) => a === b)) return [addsUp(subject, at, ...arithmetic)]
  const one = shared.length === 1 ? `${shared[0].toLowerCase()} ` : ''
  const [a, b] = [0, 1].map((table) => totals.map((total) => total[table]).join('-'))
  const two = shared.length === 2 && Object.keys(first.row.levels!).length === 2
  const brief = two ? `${subject} ${totals[0].join(' against ')}` : `${subject} ${one}${a} against ${b}`
  if (two && totals[0][0] === totals[1][1]) arithmetic.push('With the labels of one table swapped the totals agree.')
  const statement = `${subject}: ${first.table.id} counts ${two ? `${totals[0][0]} ${shared[0].toLowerCase()}` : one + a}, ${second.table.id} ${two ? totals[0][1] : b}, of the same patients.`
  return [finding('inconsistent', subject, at, statement, brief, arithmetic)]
}

const missing = ({ row }: Placed) => sum((row.missing ?? []).map((n) => n.value))

/** The row that counts the outcome, against the number of patients with it, also with its labels swapped. */
function outcomeRow({ table, row, at }: Placed, { patients }: Transcript): Examination[] {
  if (!row.outcome || !patients.outcome) return []
  const stated = patients.outcome.n.value
  const entries = Object.entries(row.levels!)
  const totals = entries.map(([level, cells]) => {
    const counts = cells.map((cell) => cell.count)
    return { level, total: sum(counts), line: `${table.id}, ${level}: ${counts.join(' + ')} = ${sum(counts)}` }
  })
  const own = totals.find(({ level }) => plain(level) === plain(row.outcome!))!
  const arithmetic = [`${patients.where}: ${stated} ${patients.outcome.label}`, ...totals.map(({ line }) => line)]
  const subject = `${patients.outcome.label} in ${table.id}`
  if (own.total === stated) return [addsUp(subject, [at], ...arithmetic)]
  const other = totals.length === 2 ? totals.find((one) => one !== own) : undefined
  const swapped = other
    ? other.total === stated
      ? ` With its labels swapped it would agree.`
      : ` With its labels swapped it would be ${other.total}, which does not agree either.`
    : ''
  const statement = `${table.id} counts ${own.total} ${patients.outcome.label}; ${patients.where} counts ${stated}.${swapped}`
  const brief = `${patients.outcome.label} ${stated} against ${own.total}${other ? ` (${other.total} with labels swapped)` : ''}`
  return [deciding(finding('inconsistent', subject, [at, 'patients'], statement, brief, arithmetic), true)]
}
