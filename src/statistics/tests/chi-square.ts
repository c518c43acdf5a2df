import { TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { type ChiSquareStatistic, chiSquareStatistic } from './several-groups.ts'
import { type Counts, checkedTable, type Table } from './table.ts'

/** Pearson’s χ² test with the expected counts. */
export interface PearsonChiSquare extends ChiSquareStatistic {
  /** Which χ² this is: R's default for 2 × 2 is Yates', gtsummary's and most papers' is none. Always to be printed. */
  correction: 'none' | 'Yates'
  /** Expected counts of the rows and columns that are not empty, row-major. */
  expected: Float64Array
  smallestExpected: number
}

/**
 * Pearson's χ² test of independence. Equals R's chisq.test(correct = FALSE), or (correct = TRUE) with `yates`.
 *
 * Empty rows and columns are left out (R gives NaN). Yates' correction applies to 2 × 2 only, as in R, and is at most
 * |O - E|.
 *
 * @param counts r × c counts, row by row
 * @param yates whether a 2 × 2 table is corrected
 * @returns χ² (as x2), degrees of freedom, p, the correction and the expected counts
 * @throws ImpossibleCount for a count that is not a whole number from 0
 * @throws EmptyCrossTable where fewer than two rows or columns have counts
 * @throws UnequalLengths where rows differ in length
 * @example
 * ```ts
 * import { pearsonChiSquare } from 'nomoscope/statistics'
 *
 * const { x2, p } = pearsonChiSquare([[10, 20], [20, 10]])
 * x2.toFixed(4) // → '6.6667'
 * p.toFixed(4) // → '0.0098'
 * ```
 */
export function pearsonChiSquare(counts: Counts, yates = false): PearsonChiSquare {
  const table = checkedTable(counts)
  const expected = expectedCounts(table)
  let correction = 0
  if (yates && table.rows === 2 && table.columns === 2) {
    correction = 0.5
    for (let i = 0; i < 4; i++) correction = Math.min(correction, Math.abs(table.cells[i] - expected[i]))
  }
  let x2 = 0
  for (let i = 0; i < expected.length; i++)
    x2 += (Math.abs(table.cells[i] - expected[i]) - correction) ** 2 / expected[i]
  return {
    ...chiSquareStatistic(x2, (table.rows - 1) * (table.columns - 1)),
    correction: yates && table.rows === 2 && table.columns === 2 ? 'Yates' : 'none',
    expected,
    smallestExpected: expected.reduce((a, b) => Math.min(a, b)),
  }
}

function expectedCounts(table: Table) {
  const { rows, columns, rowSums, columnSums, n } = table
  return Float64Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.floor(i / columns)
    return (rowSums[row] * columnSums[i - row * columns]) / n
  })
}

/**
 * McNemar's test of a square table of paired ratings. Equals R's mcnemar.test; corrected only for 2 × 2, as there.
 * Pairs of cells that are both empty do not count.
 *
 * @param counts k × k counts of pairs
 * @param corrected whether Edwards' correction is applied to a 2 × 2 table
 * @returns χ² (as x2), degrees of freedom, p and the correction
 * @throws UnequalLengths where the table is not square
 * @throws TooFewValues where no pair disagrees
 * @example
 * ```ts
 * import { mcnemarTest } from 'nomoscope/statistics'
 *
 * mcnemarTest([[10, 5], [15, 20]], false).x2 // → 5
 * mcnemarTest([[10, 5], [15, 20]]).x2.toFixed(2) // → '4.05'
 * ```
 */
export function mcnemarTest(counts: Counts, corrected = true): ChiSquareStatistic & { correction: 'none' | 'Edwards' } {
  const k = counts.length
  for (const row of counts) if (row.length !== k) throw UnequalLengths('The table', k, 'a row', row.length)
  const edwards = corrected && k === 2 && counts[0][1] !== counts[1][0]
  let x2 = 0
  let df = 0
  for (let i = 0; i < k; i++)
    for (let j = i + 1; j < k; j++) {
      const sum = counts[i][j] + counts[j][i]
      if (sum === 0) continue
      df++
      x2 += (Math.abs(counts[i][j] - counts[j][i]) - (edwards ? 1 : 0)) ** 2 / sum
    }
  if (df === 0) throw TooFewValues("McNemar's test of pairs that disagree", 1, 0)
  // R keeps k (k - 1) / 2 and gives NaN for an empty pair of cells; without one the two agree.
  return { ...chiSquareStatistic(x2, df), correction: edwards ? 'Edwards' : 'none' }
}

/**
 * χ² test of a trend of proportions over ordered groups (Cochran-Armitage). Equals R's prop.trend.test.
 *
 * @param events k numbers of events, one a group
 * @param totals k numbers of patients
 * @param scores k scores of the groups; 1, 2, 3, … unless told
 * @returns χ² (as x2) on one degree of freedom, p, and the slope per unit of score
 * @throws EmptyCrossTable where all or none have the event
 * @example
 * ```ts
 * import { trendTest } from 'nomoscope/statistics'
 *
 * const { x2, slope } = trendTest([2, 5, 8], [10, 10, 10])
 * x2.toFixed(4) // → '7.2000'
 * slope.toFixed(2) // → '0.30'
 * ```
 */
export function trendTest(
  events: ArrayLike<number>,
  totals: ArrayLike<number>,
  scores: ArrayLike<number> = Float64Array.from(events, (_, i) => i + 1),
): ChiSquareStatistic & { slope: number } {
  const others = Float64Array.from(totals, (total, i) => total - events[i])
  checkedTable([events, others])
  let n = 0
  let all = 0
  let meanScore = 0
  for (let i = 0; i < events.length; i++) {
    n += totals[i]
    all += events[i]
    meanScore += totals[i] * scores[i]
  }
  const p = all / n
  meanScore /= n
  let together = 0
  let spread = 0
  for (let i = 0; i < events.length; i++) {
    const d = scores[i] - meanScore
    together += d * events[i]
    spread += totals[i] * d * d
  }
  return { ...chiSquareStatistic(together ** 2 / (p * (1 - p) * spread), 1), slope: together / spread }
}
