import type { CountCell } from './cells.ts'
import type { PaperTable, RawTranscript, Row, Transcript } from './transcript.ts'

type RawTable = RawTranscript['tables'][number]
type RawRow = RawTable['rows'][number]

/**
 * A transcript as the checks take it. The column of totals is set apart; of a table whose groups are those of several sets
 * each set becomes a table of its own with its own p; rows of percentages without counts become shares.
 */
export function arranged(raw: RawTranscript): Transcript {
  const tables = raw.tables.map(totalWhereSeen)
  return { ...raw, tables: tables.flatMap((table) => tablesOf(pairedWhereSeen(table, raw.patients.n.value))) }
}

/** A column called Total of as many patients as the other groups together is their total, also where it is not marked. */
function totalWhereSeen(table: RawTable): RawTable {
  if (table.groups.some(({ total }) => total !== undefined)) return table
  const called = table.groups.filter(({ label }) => totalLabel.test(label.trim()))
  const others = table.groups.filter((group) => !called.includes(group))
  const patients = others.reduce((sum, { n }) => sum + n.value, 0)
  if (called.length !== 1 || others.length < 2 || called[0].n.value !== patients) return table
  return { ...table, groups: table.groups.map((group) => (group === called[0] ? { ...group, total: true } : group)) }
}

const totalLabel =
  /^(?:(?:the\s+)?(?:total|overall|all|whole|entire|gesamt|alle)(?:\s+(?:patients|cases|cohort|population|sample|group|patienten))?|总计|合计|总体|全部(?:患者)?|总(?:人群|队列))$/i

/** Readers, sequences and visits: columns that name them, or of which each holds all patients, are the same patients again. */
function pairedWhereSeen(table: RawTable, patients: number): RawTable {
  const own = table.groups.filter(({ total }) => !total)
  const [first] = own
  if (table.paired !== undefined || own.length < 2 || own.some(({ n }) => n.value !== first.n.value)) return table
  const parts = own.some(({ outcome, set }) => outcome || set)
  const again = first.n.value === patients || own.every(({ label }) => repeatedLabel.test(label))
  return again && !parts ? { ...table, paired: true } : table
}

const repeatedLabel =
  /\b(?:readers?|observers?|raters?|radiologists?|reviewers?|session|measurement|before|after|(?:pre|post)(?:-?(?:treatment|operative|contrast|intervention|therapy))?|baseline|follow-?up|visit|week|month|cycle)\b/i

function tablesOf(table: RawTable): PaperTable[] {
  const own = table.groups.filter(({ total }) => !total)
  const sets = [...new Set(own.map(({ set }) => set))]
  const nested = sets.length < own.length && sets.every((set) => set !== undefined)
  if (!nested)
    return [
      tableOf(
        table,
        table.groups.map((_, g) => g),
        0,
      ),
    ]
  return sets.map((set, s) => {
    const columns = table.groups.flatMap((group, g) => (group.set === set ? [g] : []))
    const part = tableOf(table, columns, s)
    const groups = part.groups.map(({ set: _, ...group }) => group)
    return { ...part, groups, id: `${table.id} (${set})`, covers: 'part', set }
  })
}

/** The table of some of its columns; `s` tells which of several p is theirs. */
function tableOf(table: RawTable, columns: number[], s: number): PaperTable {
  const total = columns.find((g) => table.groups[g].total)
  const own = columns.filter((g) => g !== total)
  return {
    ...table,
    groups: own.map((g) => table.groups[g]),
    rows: table.rows.map((row) => rowOf(row, own, total, s)),
    ...(total === undefined ? {} : { total: table.groups[total] }),
  }
}

function rowOf(row: RawRow, own: number[], total: number | undefined, s: number): Row {
  const { levels, p, statistic, means, medians, missing, ...rest } = row
  const pick = <T>(cells: T[]) => own.map((g) => cells[g])
  const entries = Object.entries(levels ?? {})
  const counted = entries.every(([, cells]) => cells.every((cell) => 'count' in cell))
  const one = <T>(values: T[] | undefined) => values && (values.length > 1 ? values[s] : values[0])
  return {
    ...rest,
    ...(one(p) ? { p: one(p) } : {}),
    ...(one(statistic) ? { statistic: one(statistic) } : {}),
    ...(means ? { means: pick(means) } : {}),
    ...(medians ? { medians: pick(medians) } : {}),
    ...(missing ? { missing: pick(missing) } : {}),
    ...(levels && counted ? { levels: mapped(entries, (cells) => pick(cells) as CountCell[]) } : {}),
    ...(levels && !counted ? { shares: mapped(entries, (cells) => pick(cells).map(shareOf)) } : {}),
    ...(total === undefined
      ? {}
      : {
          total: {
            ...(means ? { means: means[total] } : {}),
            ...(medians ? { medians: medians[total] } : {}),
            ...(levels && counted ? { levels: mapped(entries, (cells) => cells[total] as CountCell) } : {}),
          },
        }),
  }
}

function mapped<A, B>(entries: [string, A][], f: (value: A) => B): Record<string, B> {
  return Object.fromEntries(entries.map(([key, value]) => [key, f(value)]))
}

type Cell = NonNullable<RawRow['levels']>[string][number]

/** The percentage of a cell; of a count without one, the count stands as its text says and no share is known. */
function shareOf(cell: Cell) {
  if ('share' in cell) return cell.share
  return cell.percent ?? { text: cell.text, value: Number.NaN, decimals: 0, low: -Infinity, high: Infinity }
}
