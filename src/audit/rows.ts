import type { PaperTable, Row, Transcript } from './transcript.ts'

/** A row with the table it stands in. */
export interface Placed {
  table: PaperTable
  row: Row
  at: string
  name: string
}

export function placedRows({ tables }: Transcript): Placed[] {
  return tables.flatMap((table, t) =>
    table.rows.map((row, r) => ({ table, row, at: `tables.${t}.rows.${r}`, name: `${table.id}, ${row.variable}` })),
  )
}

/** What a row or term is, however it is spelt. */
export function identity({ is, variable, term }: { is?: string; variable?: string; term?: string }): string {
  return plain(is ?? variable ?? term ?? '')
}

export function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
}

/** The level of that name, however it is spelt. */
export function levelOf(row: Row, name: string) {
  return Object.entries(row.levels ?? {}).find(([level]) => plain(level) === plain(name))?.[1]
}

/** "Unknown", "Missing", "NA", "Not available": no level, but the want of one. */
export function unknownLevel(name: string): boolean {
  return /^(?:unknown|missing|n\.?\/?a\.?|not (?:available|known|reported|assessed|recorded|determined|tested)|unavailable|no data|undetermined|data missing)\b/i.test(
    name.trim(),
  )
}

/** Counts of a row: one line a level, one column a group. */
export function countsOf(row: Row): number[][] {
  return Object.values(row.levels ?? {}).map((cells) => cells.map((cell) => cell.count))
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Everything said of how large a set is: one number in the methods, another in a table. */
export function sizesOf({ splits, tables }: Transcript): { set: string; n: number; where: string; at: string }[] {
  return [
    ...splits.flatMap(({ where, sizes }, s) =>
      Object.entries(sizes).map(([set, n]) => ({ set: plain(set), n: n.value, where, at: `splits.${s}` })),
    ),
    ...tables.flatMap(({ id, groups }, t) =>
      groups.flatMap(({ set, n }) => (set ? [{ set: plain(set), n: n.value, where: id, at: `tables.${t}` }] : [])),
    ),
    ...tables.flatMap(({ id, set, groups, total }, t) => {
      const n = total?.n.value ?? sum(groups.map((group) => group.n.value))
      return set ? [{ set: plain(set), n, where: id, at: `tables.${t}` }] : []
    }),
  ]
}
