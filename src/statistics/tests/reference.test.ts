import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { kendall, pearson, spearman } from '../descriptive/correlation.ts'
import { mean, quantiles, standardDeviation } from '../descriptive/descriptive.ts'
import { standardisedDifference } from '../descriptive/standardised-difference.ts'
import { adjustP } from './adjust.ts'
import { mcnemarTest, pearsonChiSquare, trendTest } from './chi-square.ts'
import { fisherExact } from './fisher-exact.ts'
import { locationShift, mannWhitney } from './mann-whitney.ts'
import { anova, kruskalWallis, leveneTest } from './several-groups.ts'
import { shapiroWilk } from './shapiro-wilk.ts'
import { signedRankTest } from './signed-rank.ts'
import { pairedTTest, studentTest, varianceRatioTest, welchTest } from './t-test.ts'
import { crossTable } from './table.ts'

const cohort = readCohort()
const expected = expectedStatistics('tests')
const extra = expectedStatistics('extra')
const her2 = cohort.number.her2

const split = (column: string) => {
  const x = cohort.number[column]
  return [x.filter((_, i) => her2[i] === 1), x.filter((_, i) => her2[i] === 0)] as const
}
/** Level indices in the order of R's factors. */
const levels = (column: string, order: string[]) => {
  const values = cohort.text[column] ?? Array.from(cohort.number[column], String)
  return Float64Array.from(values, (value) => order.indexOf(value))
}

describe.each(Object.keys(expected.continuous))('%s by HER-2 equals R', (column) => {
  const want = expected.continuous[column]
  const [a, b] = split(column)
  test('description', () => {
    expect([mean(a), mean(b)]).toMatchDigits(want.mean, 1e-12)
    expect([standardDeviation(a), standardDeviation(b)]).toMatchDigits(want.sd, 1e-12)
    expect([quantiles(a, [0.25, 0.5, 0.75]), quantiles(b, [0.25, 0.5, 0.75])]).toMatchDigits(want.quartiles, 1e-12)
  })
  test('Shapiro-Wilk', () => {
    const { W, p } = shapiroWilk(cohort.number[column])
    expect(W).toMatchDigits(want.shapiro.W, 1e-10)
    expect(p).toMatchDigits(want.shapiro.p, 1e-8)
    expect([shapiroWilk(a).p, shapiroWilk(b).p]).toMatchDigits(want.shapiroByGroup, 1e-8)
  })
  test('Student, Welch, F', () => {
    const student = studentTest(a, b)
    expect([student.t, student.df, student.p]).toMatchDigits([want.student.t, want.student.df, want.student.p], 1e-9)
    expect([student.lower, student.upper]).toMatchDigits(want.student.ci, 1e-9)
    const welch = welchTest(a, b)
    expect([welch.t, welch.df, welch.p]).toMatchDigits([want.welch.t, want.welch.df, want.welch.p], 1e-9)
    expect([welch.lower, welch.upper]).toMatchDigits(want.welch.ci, 1e-9)
    const ratio = varianceRatioTest(a, b)
    expect(ratio.F).toMatchDigits(want.F.F, 1e-10)
    // R's var.test takes 1 - pf(), so its p is good to 1e-16 only; ours keeps the tail's digits.
    expect(Math.abs(ratio.p - want.F.p)).toBeLessThan(2e-16 + 1e-10 * want.F.p)
  })
  test('Mann-Whitney and its shift', () => {
    const { W, p } = mannWhitney(a, b)
    expect(W).toBe(want.mannWhitney.W)
    expect(p).toMatchDigits(want.mannWhitney.p, 1e-10)
    expect(locationShift(a, b).shift).toMatchDigits(want.mannWhitney.shift, 1e-10)
  })
})

test('exact Mann-Whitney', () => {
  const { x, y, W, p } = expected.exactMannWhitney
  expect(mannWhitney(x, y)).toMatchObject({ W, method: 'exact' })
  expect(mannWhitney(x, y).p).toMatchDigits(p, 1e-12)
})

describe.each(Object.keys(expected.categorical))('%s by HER-2 equals R', (column) => {
  const want = expected.categorical[column]
  const counts = crossTable(levels(column, want.levels), her2, want.levels.length, 2)
  test('counts, χ², Yates', () => {
    expect(counts).toMatchDigits(want.table, 0)
    const plain = pearsonChiSquare(counts)
    expect([plain.x2, plain.df, plain.p]).toMatchDigits([want.chisq.x2, want.chisq.df, want.chisq.p], 1e-10)
    expect(plain.expected).toMatchDigits(want.chisq.expected.flat(), 1e-12)
    expect(plain.correction).toBe('none')
    const yates = pearsonChiSquare(counts, true)
    expect([yates.x2, yates.p]).toMatchDigits([want.yates.x2, want.yates.p], 1e-10)
    expect(yates.correction).toBe(want.levels.length === 2 ? 'Yates' : 'none')
  })
  test('Fisher', () => {
    const fisher = fisherExact(counts)
    expect(fisher.method).toBe('exact')
    expect(fisher.p).toMatchDigits(want.fisher.p, 1e-10)
    if (want.fisher.ci) {
      expect(fisher.oddsRatio).toMatchDigits(want.fisher.or, 1e-10)
      expect([fisher.lower, fisher.upper]).toMatchDigits(want.fisher.ci, 1e-10)
    } else expect(fisher.oddsRatio).toBeUndefined()
  })
})

test('Fisher of small tables', () => {
  expect(fisherExact(expected.fisherSmall.table).p).toMatchDigits(expected.fisherSmall.p, 1e-10)
  const { table, p, or, ci } = expected.fisher22
  const two = fisherExact(table)
  expect([two.p, two.oddsRatio, two.lower, two.upper]).toMatchDigits([p, or, ...ci], 1e-10)
})

test('Kruskal-Wallis and analysis of variance by grade', () => {
  const grade = levels('grade', ['I', 'II', 'III'])
  const by = (column: string) => [0, 1, 2].map((k) => cohort.number[column].filter((_, i) => grade[i] === k))
  const h = kruskalWallis(by('size'))
  expect([h.x2, h.df, h.p]).toMatchDigits([expected.kruskal.h, expected.kruskal.df, expected.kruskal.p], 1e-10)
  const f = anova(by('age'))
  expect([f.F, f.df1, f.df2, f.p]).toMatchDigits([expected.anova.F, ...expected.anova.df, expected.anova.p], 1e-9)
})

test('Levene, paired tests, McNemar, trend', () => {
  const levene = leveneTest(split('cea'))
  expect([levene.F, levene.p]).toMatchDigits([extra.levene.F, extra.levene.p], 1e-9)
  const { cea, cd8, type } = cohort.number
  const paired = pairedTTest(cea, cd8)
  expect([paired.t, paired.p]).toMatchDigits([extra.pairedT.t, extra.pairedT.p], 1e-9)
  const ranks = signedRankTest(cea, cd8)
  expect([ranks.V, ranks.p]).toMatchDigits([extra.pairedWilcoxon.v, extra.pairedWilcoxon.p], 1e-10)
  const mcnemar = mcnemarTest(crossTable(type, extra.readers.type2, 2, 2))
  expect([mcnemar.x2, mcnemar.p]).toMatchDigits([extra.mcnemar.x2, extra.mcnemar.p], 1e-10)
  const counts = crossTable(levels('grade', ['I', 'II', 'III']), her2, 3, 2)
  const trend = trendTest(
    counts.map((row) => row[1]),
    counts.map((row) => row[0] + row[1]),
  )
  expect([trend.x2, trend.p]).toMatchDigits([extra.trend.x2, extra.trend.p], 1e-10)
})

test('correlations and standardised differences of the cohort', () => {
  const { age, size, cea, cd8 } = cohort.number
  expect(pearson(age, size).r).toMatchDigits(expected.pearson, 1e-10)
  expect(spearman(age, size).r).toMatchDigits(expected.spearman, 1e-10)
  expect(kendall(cea.subarray(0, 40), cd8.subarray(0, 40)).r).toMatchDigits(expected.kendall, 1e-10)
  expect(standardisedDifference(...split('age'))).toMatchDigits(extra.smd.age, 1e-10)
  expect(standardisedDifference(...split('cea'))).toMatchDigits(extra.smd.cea, 1e-10)
})

test('adjusted p-values', () => {
  for (const method of ['holm', 'BH', 'bonferroni'] as const)
    expect(adjustP(expected.adjust.p, method)).toMatchDigits(expected.adjust[method], 1e-12)
})
