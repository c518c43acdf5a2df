import { readFileSync } from 'node:fs'
import { readTable } from '../../src/cohort/tables/read-table.ts'

/** The row of a study's features.csv in which columns have these values, by the names of its features. */
export async function featureRow(file: string, where: Readonly<Record<string, string>>) {
  const { columns, length } = await readTable(readFileSync(file), file)
  const cells = new Map(columns.map((column) => [column.name, column.cells]))
  const rows = Array.from({ length }, (_, row) => row)
  const found = rows.filter((row) => Object.entries(where).every(([name, value]) => cells.get(name)?.[row] === value))
  if (found.length !== 1) throw new Error(`${found.length} rows of ${file} have ${JSON.stringify(where)}`)
  return (name: string) => Number(cells.get(name)?.[found[0]])
}
