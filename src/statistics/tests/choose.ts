import { Problem } from '../../errors/index.ts'
import { type PearsonChiSquare, pearsonChiSquare } from './chi-square.ts'
import { type FisherExact, fisherExact } from './fisher-exact.ts'
import { type MannWhitney, mannWhitney } from './mann-whitney.ts'
import { anova, type ChiSquareStatistic, type FTest, kruskalWallis, welchAnova } from './several-groups.ts'
import { type ShapiroWilk, shapiroWilk } from './shapiro-wilk.ts'
import { studentTest, type TTest, welchTest } from './t-test.ts'
import type { Counts } from './table.ts'

/**
 * How a comparison is chosen.
 * as-published   Shapiro-Wilk within each group at 0.05: Student's t (ANOVA) where none departs, else Mann-Whitney
 *                (Kruskal-Wallis): what the paper did
 * methodologist  Welch's test always: testing normality first on the same data changes the error rate of the second
 */
export type ChoiceRule = 'as-published' | 'methodologist'

/** The test that was chosen, its p and the reason. */
export interface ChosenTest {
  /** The name to print, with all that decides the number. */
  test: string
  /** NaN where nothing could be tested. */
  p: number
  /** Why this test, or why none. */
  reason: string
  /** Within each group; undefined where a group was too small, too large or constant. */
  normality?: (ShapiroWilk | undefined)[]
  details?: TTest | MannWhitney | FTest | ChiSquareStatistic | PearsonChiSquare | FisherExact
}

/**
 * Chooses and runs the test of a continuous variable between two or more groups, and says what was chosen and why.
 * Never throws for data that cannot be tested (constant, too few, one group): then test is 'none' and the reason says so.
 *
 * @param groups two or more arrays of values in one unit
 * @param rule how the test is chosen
 * @returns the test’s name, p, the reason, and the test itself as details
 * @throws NotFinite for a value that is NaN or infinite; nothing for data that cannot be tested
 * @example
 * ```ts
 * import { compareContinuous } from 'nomoscope/statistics'
 *
 * const chosen = compareContinuous([[1, 2, 3], [3, 4, 5]], 'methodologist')
 * chosen.p.toFixed(4) // → '0.0705'
 * ```
 */
export function compareContinuous(groups: readonly ArrayLike<number>[], rule: ChoiceRule = 'as-published'): ChosenTest {
  return untestable(() => {
    if (rule === 'methodologist' && groups.length > 1) {
      const reason = 'Welch is the preset: it assumes no equal variances and needs no normality test beforehand'
      if (groups.length > 2) return result("Welch's analysis of variance", reason, welchAnova(groups))
      return result("Welch's t-test", reason, welchTest(groups[0], groups[1]))
    }
    const normality = groups.map((group) => {
      try {
        return shapiroWilk(group)
      } catch (problem) {
        if (problem instanceof Problem) return undefined
        throw problem
      }
    })
    const normal = normality.every((test) => test !== undefined && test.p >= 0.05)
    const reason = normality.some((test) => test === undefined)
      ? 'normality could not be tested in every group (3 to 5,000 values that differ are needed)'
      : normal
        ? 'Shapiro-Wilk p at least 0.05 within each group'
        : 'Shapiro-Wilk p below 0.05 within a group'
    // Nothing to compare with; the normality still says by what to describe it.
    if (groups.length === 1) return { test: 'none', p: Number.NaN, reason: 'there is one group', normality }
    if (groups.length > 2) {
      return normal
        ? { ...result('one-way analysis of variance', reason, anova(groups)), normality }
        : { ...result('Kruskal-Wallis test', reason, kruskalWallis(groups)), normality }
    }
    if (normal) return { ...result("Student's t-test", reason, studentTest(groups[0], groups[1])), normality }
    const test = mannWhitney(groups[0], groups[1])
    return { ...result(`Mann-Whitney test, ${test.method}`, reason, test), normality }
  })
}

/**
 * Chooses and runs the test of a table: Pearson's χ² without continuity correction, Fisher's exact test where any
 * expected count is below 5. Says which; never throws for a table that cannot be tested.
 *
 * @param counts r × c counts, row by row
 * @returns the test’s name, p, the reason, and the test itself as details
 * @throws UnequalLengths where rows differ in length; nothing for a table that cannot be tested
 * @example
 * ```ts
 * import { compareCounts } from 'nomoscope/statistics'
 *
 * compareCounts([[10, 20], [20, 10]]).p.toFixed(4) // → '0.0098'
 * compareCounts([[3, 1], [1, 3]]).p.toFixed(4) // → '0.4857'
 * ```
 */
export function compareCounts(counts: Counts): ChosenTest {
  return untestable(() => {
    const chi = pearsonChiSquare(counts)
    if (chi.smallestExpected >= 5)
      return result('Pearson χ² test without continuity correction', 'every expected count is at least 5', chi)
    const fisher = fisherExact(counts)
    const name =
      fisher.method === 'exact'
        ? "Fisher's exact test"
        : `Fisher's test by Monte Carlo, standard error ${fisher.standardError?.toPrecision(2)}`
    return result(name, `the smallest expected count is ${chi.smallestExpected.toPrecision(3)}, below 5`, fisher)
  })
}

function result(test: string, reason: string, details: NonNullable<ChosenTest['details']>): ChosenTest {
  return { test, reason, p: details.p, details }
}

function untestable(run: () => ChosenTest): ChosenTest {
  try {
    return run()
  } catch (problem) {
    if (problem instanceof Problem && problem.code.startsWith('NS-STA-0'))
      return { test: 'none', p: Number.NaN, reason: problem.message }
    throw problem
  }
}
