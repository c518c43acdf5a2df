import { EmptyCrossTable, ImpossibleCount, UnequalLengths } from '../../errors/index.ts'

/** A cross-table of counts, row by row. */
export type Counts = readonly ArrayLike<number>[]

/** A checked table without its empty rows and columns, as both R's fisher.test and SPSS take it. */
export interface Table {
  /** r × c counts, row-major. */
  cells: Float64Array
  rows: number
  columns: number
  rowSums: Float64Array
  columnSums: Float64Array
  n: number
}

/**
 * Throws UnequalLengths for ragged rows, ImpossibleCount for a fraction or a negative number, EmptyCrossTable where fewer
 * than two rows or columns have any count.
 */
export function checkedTable(counts: Counts): Table {
  const width = counts[0]?.length ?? 0
  const rowSums: number[] = []
  const columnSums = new Float64Array(width)
  for (const row of counts) {
    if (row.length !== width) throw UnequalLengths('The first row', width, 'another', row.length)
    let sum = 0
    for (let j = 0; j < width; j++) {
      const count = row[j]
      if (!(Number.isSafeInteger(count) && count >= 0)) throw ImpossibleCount(count)
      sum += count
      columnSums[j] += count
    }
    rowSums.push(sum)
  }
  const keptRows = counts.filter((_, i) => rowSums[i] > 0)
  const keptColumns = Array.from(columnSums.keys()).filter((j) => columnSums[j] > 0)
  if (keptRows.length < 2 || keptColumns.length < 2) throw EmptyCrossTable(keptRows.length, keptColumns.length)
  return {
    cells: Float64Array.from(keptRows.flatMap((row) => keptColumns.map((j) => row[j]))),
    rows: keptRows.length,
    columns: keptColumns.length,
    rowSums: Float64Array.from(rowSums.filter((sum) => sum > 0)),
    columnSums: columnSums.filter((sum) => sum > 0),
    n: rowSums.reduce((a, b) => a + b, 0),
  }
}

/**
 * Counts of pairs of level indices; `-1` and NaN (unknown) are left out.
 *
 * @param row n level indices of the rows, from 0
 * @param column n level indices of the columns, from 0
 * @param rows number of row levels
 * @param columns number of column levels
 * @returns rows × columns counts, row by row
 * @throws UnequalLengths where row and column differ in length
 * @example
 * ```ts
 * import { crossTable } from 'nomoscope/statistics'
 *
 * crossTable([0, 0, 1, 1], [0, 1, 1, -1], 2, 2).map((counts) => Array.from(counts)) // → [ [ 1, 1 ], [ 0, 1 ] ]
 * ```
 */
export function crossTable(row: ArrayLike<number>, column: ArrayLike<number>, rows: number, columns: number) {
  if (row.length !== column.length) throw UnequalLengths('The rows', row.length, 'the columns', column.length)
  const counts = Array.from({ length: rows }, () => new Float64Array(columns))
  for (let i = 0; i < row.length; i++) if (row[i] >= 0 && column[i] >= 0) counts[row[i]][column[i]]++
  return counts
}
