import { parseNumber } from '../tables/parse-cell.ts'

/** Fewer rows than this may run 1, 2, 3 by chance, or by a grade. */
const minimumRows = 12

/** So many cells may be empty, one in ten. */
const mostEmpty = 10

/**
 * Whether a column numbers the rows instead of measuring anything: whole numbers without a repeat that rise or fall with
 * the rows by steps of one size (1, 2, 3, …; 10, 20, 30, …) and leave out few (what is left after some rows were taken
 * out), or that are exactly the numbers from one to another in any order (rows numbered before they were sorted).
 */
export function numbersRows(cells: readonly string[]): boolean {
  const known = cells.filter((cell) => cell !== '')
  const n = known.length
  if (n < minimumRows || (cells.length - n) * mostEmpty > cells.length) return false
  const seen = new Set<number>()
  let low = Infinity
  let high = -Infinity
  let rises = 0
  let step = 0
  let before = Number.NaN
  for (const cell of known) {
    const number = parseNumber(cell)
    if (!Number.isSafeInteger(number) || seen.has(number)) return false
    seen.add(number)
    low = Math.min(low, number)
    high = Math.max(high, number)
    if (number > before) rises++
    if (!Number.isNaN(before)) step = commonDivisor(step, Math.abs(number - before))
    before = number
  }
  const span = (high - low) / step + 1
  const inOrder = rises === n - 1 || rises === 0
  return span === n ? inOrder || (step === 1 && n >= 2 * minimumRows) : inOrder && span <= 1.5 * n
}

/** So many of the steps from row to row go one way, and so many values are there once. */
const nearly = 0.9

/**
 * How nearly a column of whole numbers, of which hardly one is there twice, runs with the rows: "38 of 39 steps" where it
 * all but does, as numbers of examinations do, or row numbers after some rows were moved. Undefined for any other column.
 */
export function nearlyNumbersRows(cells: readonly string[]): string | undefined {
  const known = cells.filter((cell) => cell !== '')
  const n = known.length
  if (n < 2 * minimumRows || (cells.length - n) * mostEmpty > cells.length) return undefined
  if (!known.every((cell) => Number.isSafeInteger(parseNumber(cell)))) return undefined
  const numbers = known.map((cell) => parseNumber(cell))
  if (new Set(numbers).size < nearly * n) return undefined
  const rises = numbers.filter((number, row) => row > 0 && number > numbers[row - 1]).length
  const falls = numbers.filter((number, row) => row > 0 && number < numbers[row - 1]).length
  const most = Math.max(rises, falls)
  return most >= nearly * (n - 1) ? `${most} of ${n - 1} steps` : undefined
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b))
