import { parseNumber } from '../tables/parse-cell.ts'

/** Fewer rows than this may run 1, 2, 3 by chance, or by a grade. */
const minimumRows = 12

/**
 * Whether a column numbers the rows instead of measuring anything: whole numbers without a repeat that rise or fall with
 * the rows and leave out few (what is left of 0, 1, 2, … after some rows were taken out), or that are exactly the numbers
 * from one to another in any order (rows numbered before they were sorted).
 */
export function numbersRows(cells: readonly string[]): boolean {
  const n = cells.length
  if (n < minimumRows) return false
  const seen = new Set<number>()
  let low = Infinity
  let high = -Infinity
  let rises = 0
  let before = Number.NaN
  for (const cell of cells) {
    const number = parseNumber(cell)
    if (!Number.isInteger(number) || seen.has(number)) return false
    seen.add(number)
    low = Math.min(low, number)
    high = Math.max(high, number)
    if (number > before) rises++
    before = number
  }
  const span = high - low + 1
  const inOrder = rises === n - 1 || rises === 0
  return span === n ? inOrder || n >= 2 * minimumRows : inOrder && span <= 1.5 * n
}
