import { describe, expect, test } from 'vitest'
import { type Expected, expectedStatistics } from '../../../test/support/statistics.ts'
import { kendall, pearson, spearman } from '../descriptive/correlation.ts'
import { adjustP } from './adjust.ts'
import { mcnemarTest, pearsonChiSquare, trendTest } from './chi-square.ts'
import { compareContinuous, compareCounts } from './choose.ts'
import { fisherExact } from './fisher-exact.ts'
import { locationShift, mannWhitney, medianDifference } from './mann-whitney.ts'
import { anova, kruskalWallis, leveneTest, welchAnova } from './several-groups.ts'
import { shapiroWilk } from './shapiro-wilk.ts'
import { pairedShift, signedRankTest } from './signed-rank.ts'
import { pairedTTest, studentTest, welchTest } from './t-test.ts'

/** Made by test/fixtures/statistics-extra/make.R. */
const expected = expectedStatistics('tests', 'statistics-extra')
const tables = expectedStatistics('tables', 'statistics-extra')

describe.each<[string, Expected]>(
  expected.twoGroups.map((row: Expected) => [`${row.x.length} against ${row.y.length}`, row]),
)('two groups of %s equal R', (_, row) => {
  const { x, y } = row
  test('Student and Welch', () => {
    const student = studentTest(x, y)
    expect([student.t, student.df, student.p, student.lower, student.upper]).toMatchDigits(row.student, 1e-9)
    const welch = welchTest(x, y)
    expect([welch.t, welch.df, welch.p, welch.lower, welch.upper]).toMatchDigits(row.welch, 1e-9)
  })
  test('Mann-Whitney with its shift', () => {
    const { W, p } = mannWhitney(x, y)
    const { shift, lower, upper } = locationShift(x, y)
    expect([W, p]).toMatchDigits(row.mannWhitney.slice(0, 2), 1e-10)
    // The root search ends within 1e-4 of 0 too, where a relative tolerance has no meaning.
    row.mannWhitney.slice(2).forEach((want: number, i: number) => {
      expect(Math.abs([shift, lower, upper][i] - want)).toBeLessThan(1e-9 * Math.max(1, Math.abs(want)))
    })
    const differences = x.flatMap((a: number) => y.map((b: number) => a - b)).sort((a: number, b: number) => a - b)
    const half = differences.length / 2
    const middle = (differences[Math.ceil(half) - 1] + differences[Math.floor(half)]) / 2
    expect(medianDifference(x, y)).toBe(middle)
  })
})

test.each<[string, Expected]>(expected.pairs.map((row: Expected) => [String(row.x.length), row]))(
  '%s pairs equal R',
  (_, row) => {
    const t = pairedTTest(row.x, row.y)
    expect([t.t, t.df, t.p, t.lower, t.upper]).toMatchDigits(row.t, 1e-9)
    const { V, p } = signedRankTest(row.x, row.y)
    expect([V, p]).toMatchDigits(row.signedRank, 1e-10)
    const { shift, lower, upper } = pairedShift(row.x, row.y)
    row.shift.forEach((want: number, i: number) => {
      expect(Math.abs([shift, lower, upper][i] - want)).toBeLessThan(1e-9 * Math.max(1, Math.abs(want)))
    })
  },
)

test('p below 1e-300 keeps its logarithm', () => {
  for (const { x, y, t, df, logP } of expected.tinyP) {
    const test = studentTest(x, y)
    expect([test.t, test.df, test.logP]).toMatchDigits([t, df, logP], 1e-9)
    expect(test.p).toBeLessThan(1e-300)
  }
  const n = 5000
  const low = Float64Array.from({ length: n }, (_, i) => i)
  const ranks = mannWhitney(
    low,
    low.map((v) => v + n),
  )
  // z = -(n²/2 - 1/2) / √(n²(2n+1)/12) = -86.6; its tail is 1e-1631.
  const z = (n * n - 1) / 2 / Math.sqrt((n * n * (2 * n + 1)) / 12)
  expect(ranks.p).toBe(0)
  expect(ranks.logP).toMatchDigits(
    (-z * z) / 2 - Math.log(z * Math.sqrt(Math.PI / 2)) + Math.log1p(-1 / z ** 2 + 3 / z ** 4),
    1e-9,
  )
})

test('correlations equal cor.test', () => {
  for (const { x, y, ...want } of expected.correlations) {
    const { r, t, p, lower, upper } = pearson(x, y)
    // unlist() of R's htest puts them in the order statistic, p, estimate, interval as it was asked.
    expect([r, t, p, lower, upper].sort()).toMatchDigits([...want.pearson].sort(), 1e-9)
    const rho = spearman(x, y)
    expect([rho.r, rho.p].sort()).toMatchDigits([...want.spearman].sort(), 1e-9)
    const tau = kendall(x, y)
    expect([tau.r, tau.p].sort()).toMatchDigits([...want.kendall].sort(), 1e-9)
  }
})

test('Shapiro-Wilk from 3 to 5,000, with ties and far from normal', () => {
  for (const { x, W, p } of expected.shapiro) {
    const test = shapiroWilk(x)
    expect(test.W).toMatchDigits(W, 1e-10)
    expect(test.p).toMatchDigits(p, 1e-7)
  }
})

test('several groups', () => {
  const { groups } = expected
  const list = (f: { F: number; df1: number; df2: number; p: number }) => [f.F, f.df1, f.df2, f.p]
  expect(list(anova(groups))).toMatchDigits(expected.anova, 1e-9)
  expect(list(welchAnova(groups))).toMatchDigits(expected.welchAnova, 1e-9)
  expect(list(leveneTest(groups))).toMatchDigits(expected.levene, 1e-9)
  const h = kruskalWallis(groups)
  expect([h.x2, h.df, h.p]).toMatchDigits(expected.kruskal, 1e-10)
  const { x, statistic } = expected.kruskalTied
  const tied = kruskalWallis([0, 1, 2].map((k) => x.filter((_: number, i: number) => i % 3 === k)))
  expect([tied.x2, tied.df, tied.p]).toMatchDigits(statistic, 1e-10)
})

describe('tables equal R', () => {
  test.each<[string, Expected]>(tables.fisher2.map((row: Expected) => [JSON.stringify(row.table), row]))(
    '2 × 2 %s',
    (_, row) => {
      const { p, oddsRatio, lower, upper } = fisherExact(row.table)
      expect(p).toMatchDigits(row.p, 1e-10)
      expect([oddsRatio, lower, upper]).toMatchDigits([row.or, ...row.ci], 1e-9)
      const { x2, df, p: pearsonP } = pearsonChiSquare(row.table)
      expect([x2, df, pearsonP]).toMatchDigits(row.chisq, 1e-9)
    },
  )
  test.each<[string, Expected]>(tables.fisherRC.map((row: Expected) => [JSON.stringify(row.table), row]))(
    'r × c %s',
    (_, row) => {
      const fisher = fisherExact(row.table)
      expect(fisher.method).toBe('exact')
      expect(fisher.p).toMatchDigits(row.p, 1e-9)
    },
  )
  test('McNemar and trend', () => {
    for (const { table, corrected, plain } of tables.mcnemar) {
      const a = mcnemarTest(table)
      const b = mcnemarTest(table, false)
      expect([a.x2, a.df, a.p]).toMatchDigits(corrected, 1e-10)
      expect([b.x2, b.df, b.p]).toMatchDigits(plain, 1e-10)
    }
    for (const { events, totals, scores, statistic } of tables.trend) {
      const { x2, p } = trendTest(events, totals, scores)
      expect([x2, p]).toMatchDigits(statistic, 1e-10)
    }
  })
})

test('a table too large for the network is drawn, says so, and stays near χ²', () => {
  const table = [
    [310, 240, 180, 95, 60],
    [280, 260, 170, 110, 70],
    [300, 230, 200, 90, 80],
    [150, 130, 120, 70, 45],
  ]
  const fisher = fisherExact(table)
  expect(fisher.method).toBe('Monte Carlo')
  expect(fisher.tables).toBe(100_000)
  expect(Math.abs(fisher.p - pearsonChiSquare(table).p)).toBeLessThan(0.01 + 4 * fisher.standardError!)
  expect(fisherExact(table).p).toBe(fisher.p)
})

describe('what cannot be tested is refused by name', () => {
  const flat = [2, 2, 2, 2]
  test.each<[string, () => unknown, string]>([
    ['Student, constant', () => studentTest(flat, flat), 'NS-STA-02'],
    ['Welch, one value', () => welchTest([1], [1, 2]), 'NS-STA-01'],
    ['Mann-Whitney, all tied beyond 50', () => mannWhitney(Array(60).fill(1), Array(60).fill(1)), 'NS-STA-02'],
    ['Mann-Whitney, empty', () => mannWhitney([], [1]), 'NS-STA-01'],
    ['Mann-Whitney, NaN', () => mannWhitney([1, Number.NaN], [1]), 'NS-STA-51'],
    ['shift, all tied', () => locationShift(flat, flat), 'NS-STA-02'],
    ['paired, no pair differs', () => signedRankTest(flat, flat), 'NS-STA-01'],
    ['paired shift, all alike', () => pairedShift([2, 3, 4], [1, 2, 3]), 'NS-STA-02'],
    ['paired, lengths', () => pairedTTest([1, 2], [1]), 'NS-STA-50'],
    ['Shapiro, two values', () => shapiroWilk([1, 2]), 'NS-STA-01'],
    ['Shapiro, constant', () => shapiroWilk(flat), 'NS-STA-02'],
    ['Shapiro, 5,001', () => shapiroWilk(Float64Array.from({ length: 5001 }, (_, i) => i)), 'NS-STA-55'],
    ['Kruskal, all tied', () => kruskalWallis([flat, flat, flat]), 'NS-STA-02'],
    ['ANOVA, constant groups', () => anova([flat, [3, 3, 3]]), 'NS-STA-02'],
    ['one group', () => anova([flat]), 'NS-STA-01'],
    [
      'table with one row',
      () =>
        pearsonChiSquare([
          [1, 2],
          [0, 0],
        ]),
      'NS-STA-03',
    ],
    [
      'table with a fraction',
      () =>
        fisherExact([
          [1.5, 2],
          [3, 4],
        ]),
      'NS-STA-04',
    ],
    ['ragged table', () => fisherExact([[1, 2], [3]]), 'NS-STA-50'],
    [
      'McNemar, no disagreement',
      () =>
        mcnemarTest([
          [5, 0],
          [0, 5],
        ]),
      'NS-STA-01',
    ],
    ['correlation, constant', () => pearson(flat, [1, 2, 3, 4]), 'NS-STA-02'],
    ['Kendall, constant', () => kendall(flat, [1, 2, 3, 4]), 'NS-STA-02'],
    ['p above 1', () => adjustP([0.1, 1.2], 'holm'), 'NS-STA-55'],
  ])('%s', (_, run, code) => expect(run).toThrow(expect.objectContaining({ code })))

  test('empty rows and columns are left out', () => {
    expect(
      pearsonChiSquare([
        [5, 0, 9],
        [0, 0, 0],
        [8, 0, 3],
      ]),
    ).toMatchObject({ df: 1 })
    expect(
      fisherExact([
        [5, 0, 9],
        [8, 0, 3],
      ]).oddsRatio,
    ).toBe(
      fisherExact([
        [5, 9],
        [8, 3],
      ]).oddsRatio,
    )
  })
})

describe('the chooser says what it took and why', () => {
  const normal = Array.from({ length: 30 }, (_, i) => Math.sin(i * 12.9898) + Math.sin(i * 78.233) + Math.cos(i * 37.7))
  const skewed = Array.from({ length: 30 }, (_, i) => Math.exp(i / 4.1) + 0.01)
  test('as published', () => {
    const t = compareContinuous([normal, normal.map((v) => v + 0.3)])
    expect(t).toMatchObject({ test: "Student's t-test", reason: 'Shapiro-Wilk p at least 0.05 within each group' })
    expect(t.p).toBe(
      studentTest(
        normal,
        normal.map((v) => v + 0.3),
      ).p,
    )
    expect(t.normality).toHaveLength(2)
    const u = compareContinuous([normal, skewed])
    expect(u.test).toBe('Mann-Whitney test, exact')
    expect(u.p).toBe(mannWhitney(normal, skewed).p)
    expect(compareContinuous([normal, skewed, normal]).test).toBe('Kruskal-Wallis test')
    expect(
      compareContinuous([
        [1, 2],
        [3, 4, 9],
      ]).reason,
    ).toContain('could not be tested')
  })
  test('methodologist', () => {
    expect(compareContinuous([normal, skewed], 'methodologist')).toMatchObject({
      test: "Welch's t-test",
      p: welchTest(normal, skewed).p,
    })
    expect(compareContinuous([normal, skewed, normal], 'methodologist').test).toBe("Welch's analysis of variance")
  })
  test('tables', () => {
    expect(
      compareCounts([
        [20, 30],
        [25, 15],
      ]).test,
    ).toBe('Pearson χ² test without continuity correction')
    const fisher = compareCounts([
      [1, 9],
      [10, 3],
    ])
    expect(fisher.test).toBe("Fisher's exact test")
    expect(fisher.reason).toContain('below 5')
  })
  test('what cannot be tested is said, not thrown', () => {
    expect(
      compareContinuous([
        [2, 2, 2],
        [2, 2, 2],
      ]),
    ).toMatchObject({ test: 'none', p: Number.NaN })
    expect(
      compareCounts([
        [3, 4],
        [0, 0],
      ]),
    ).toMatchObject({ test: 'none' })
    expect(() => compareContinuous([[1, Number.NaN], [1]])).toThrow(expect.objectContaining({ code: 'NS-STA-51' }))
  })
})

test('a million rows', () => {
  const n = 1_000_000
  const x = Float64Array.from({ length: n }, (_, i) => (i * 7919) % 10_007)
  const y = Float64Array.from({ length: n }, (_, i) => ((i * 104_729) % 10_007) + 3)
  expect(studentTest(x, y).df).toBe(2 * n - 2)
  expect(mannWhitney(x, y).p).toBeLessThan(1)
  expect(medianDifference(x, y)).toBe(-3)
  expect(Math.abs(kendall(x, y).r)).toBeLessThan(1)
  expect(kruskalWallis([x, y]).df).toBe(1)
  expect(
    fisherExact([
      [400_000, 100_000],
      [100_500, 399_500],
    ]).p,
  ).toBe(0)
})
