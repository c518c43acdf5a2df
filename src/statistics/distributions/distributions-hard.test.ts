import { describe, expect, test } from 'vitest'
import { type Expected, expectedStatistics } from '../../../test/support/statistics.ts'
import {
  beta,
  binomial,
  chiSquare,
  fisherF,
  gamma,
  hypergeometric,
  normal,
  studentizedRange,
  studentT,
} from './index.ts'
import { rankSum, signedRank } from './ranks.ts'

/** Made by test/fixtures/statistics-extra/make.R. */
const expected = expectedStatistics('distributions', 'statistics-extra')

type Quantiles = { [K in 'quantile' | 'upperQuantile']: (p: number, a: number, b: number) => number }
type Tails = { [K in 'lower' | 'upper' | 'logLower' | 'logUpper']: (x: number, a: number, b: number) => number }
const families: [string, Tails, string][] = [
  ['gamma', gamma, 'shape'],
  ['chisq', chiSquare, 'df'],
  ['t', studentT, 'df'],
  ['f', fisherF, 'df'],
  ['beta', beta, 'shape'],
]
const number = (x: unknown) => (x === 'Inf' ? Infinity : x === '-Inf' ? -Infinity : Number(x))

describe.each(families)('%s: both tails and their logarithms equal R', (name, family, key) => {
  test.each<[string, Expected]>(expected[name].map((row: Expected) => [JSON.stringify(row[key]), row]))(
    '%s',
    (_, row) => {
      const [a, b] = [row[key]].flat()
      row.x.forEach((x: number, i: number) => {
        for (const tail of ['lower', 'upper', 'logLower', 'logUpper'] as const) {
          const want = number(row[tail][i])
          const got = family[tail](x, a, b)
          // Below the smallest normal double, and where R's own logarithm stops at the underflow of its tail.
          if (Math.abs(want) < 1e-300) expect(Math.abs(got)).toBeLessThan(1.01e-300)
          else if (want === -Infinity) expect(got).toBeLessThan(-700)
          else expect(got, `${tail} at ${x}`).toMatchDigits(want, 1e-11)
        }
      })
    },
  )
})

test('normal tails equal R', () => {
  const { x, lower, upper, logLower, logUpper } = expected.normal
  const near = (values: unknown[]) => values.map((v) => (Math.abs(number(v)) < 1e-300 ? 0 : number(v)))
  expect(near(x.map(normal.lower))).toMatchDigits(near(lower), 1e-12)
  expect(near(x.map(normal.upper))).toMatchDigits(near(upper), 1e-12)
  expect(near(x.map(normal.logLower))).toMatchDigits(near(logLower), 1e-12)
  expect(near(x.map(normal.logUpper))).toMatchDigits(near(logUpper), 1e-12)
})

describe('quantiles from 1e-300 to 0.999 equal R', () => {
  const p: number[] = expected.qnorm.p
  test('normal', () => {
    expect(p.map(normal.quantile)).toMatchDigits(expected.qnorm.quantile, 1e-12)
    expect(p.map(normal.upperQuantile)).toMatchDigits(expected.qnorm.upperQuantile, 1e-12)
  })
  const check = (name: string, family: Quantiles, key: string, tolerance: number) =>
    test.each<[string, Expected]>(expected[name].map((row: Expected) => [JSON.stringify(row[key]), row]))(
      `${name} %s`,
      (_, row) => {
        const [a, b] = [row[key]].flat()
        expect(p.map((q) => family.quantile(q, a, b))).toMatchDigits(row.quantile, tolerance)
        expect(p.map((q) => family.upperQuantile(q, a, b))).toMatchDigits(row.upperQuantile, tolerance)
      },
    )
  check('qchisq', chiSquare, 'df', 1e-12)
  // R's qt is good to about 1e-11 at 1e-300.
  check('qt', studentT, 'df', 1e-9)
  check('qbeta', beta, 'shape', 1e-12)
})

test('quantiles undo tails where R has none to compare', () => {
  for (const df of [0.7, 2.5, 3]) {
    const t = studentT.upperQuantile(1e-200, df)
    expect(studentT.logUpper(t, df)).toMatchDigits(Math.log(1e-200), 1e-13)
  }
  for (const [df1, df2] of [
    [1, 5],
    [39, 2.2],
  ]) {
    for (const p of [1e-100, 1e-8, 0.3])
      expect(fisherF.lower(fisherF.quantile(p, df1, df2), df1, df2)).toMatchDigits(p, 1e-11)
  }
})

describe('counts equal R', () => {
  const near = (values: unknown[]) => values.map((v) => (Math.abs(number(v)) < 1e-300 ? 0 : number(v)))
  test.each<Expected>(expected.binomial)('binomial $n $p', ({ n, p, k, ...want }) => {
    for (const tail of ['probability', 'lower', 'upper'] as const)
      expect(near([k].flat().map((v: number) => binomial[tail](v, n, p)))).toMatchDigits(
        near([want[tail]].flat()),
        1e-10,
      )
  })
  test.each<Expected>(expected.hypergeometric)('hypergeometric $sizes', ({ sizes, k, ...want }) => {
    const [m, n, drawn] = sizes
    for (const tail of ['probability', 'lower', 'upper'] as const)
      expect(near(k.map((v: number) => hypergeometric[tail](v, m, n, drawn)))).toMatchDigits(near(want[tail]), 1e-10)
  })
  test('outside their ranges', () => {
    expect([binomial.lower(1, -1, 0.5), hypergeometric.lower(1, 2, 3, 6)]).toEqual([Number.NaN, Number.NaN])
    expect([binomial.lower(-1, 4, 0.5), binomial.upper(4, 4, 0.5), binomial.probability(1.5, 4, 0.5)]).toEqual([
      0, 0, 0,
    ])
    expect([hypergeometric.probability(0, 0, 5, 3), hypergeometric.lower(2, 2, 3, 5)]).toEqual([1, 1])
  })
})

describe('studentized range', () => {
  /** Made by test/fixtures/statistics-extra/make_tukey.py. */
  const tukey = expectedStatistics('tukey', 'statistics-extra')
  test('tails equal scipy, and R to the digits that R has', () => {
    for (const { q, k, df, lower, upper } of tukey.tails) {
      // scipy's own integral is good to about 1e-12 of 1.
      expect(Math.abs(studentizedRange.lower(q, k, df) - lower)).toBeLessThan(1e-9 * lower + 1e-12)
      expect(Math.abs(studentizedRange.upper(q, k, df) - upper)).toBeLessThan(1e-9 * upper + 1e-12)
    }
    for (const { q, k, df, upper } of expected.tukey)
      expect(Math.abs(studentizedRange.upper(q, k, df) - upper)).toBeLessThan(3e-8)
  })
  test('quantiles', () => {
    for (const { p, k, df, q } of tukey.quantiles) {
      expect(studentizedRange.quantile(p, k, df)).toMatchDigits(q, 1e-8)
      expect(studentizedRange.upperQuantile(1 - p, k, df)).toMatchDigits(q, 1e-8)
    }
    const far = studentizedRange.upperQuantile(1e-12, 4, 20)
    expect(studentizedRange.upper(far, 4, 20)).toMatchDigits(1e-12, 1e-9)
    expect(studentizedRange.quantile(0.5, 1, 20)).toBeNaN()
  })
})

describe('rank statistics equal R', () => {
  test.each<Expected>(expected.ranksum)('Mann-Whitney $n', ({ n, q, lower, upper }) => {
    const { lower: below, upper: above, quantile } = rankSum(n[0], n[1])
    const u = [0, 3, Math.floor((n[0] * n[1]) / 3), Math.floor((n[0] * n[1]) / 2)]
    expect(u.map(below)).toMatchDigits(lower, 1e-11)
    expect(u.map(above)).toMatchDigits(upper, 1e-11)
    // P(U <= 1200) is just a half for 49 and 49, and rounding takes R one further.
    const exact = n[0] === 49 ? [q[0], 1200, q[2]] : q
    expect([0.025, 0.5, 0.975].map(quantile)).toEqual(exact)
  })
  test.each<Expected>(expected.signedrank)('signed rank $n', ({ n, q, lower, upper }) => {
    const { lower: below, upper: above, quantile } = signedRank(n)
    const v = [0, 2, Math.floor((n * (n + 1)) / 6)]
    expect(v.map(below)).toMatchDigits(lower, 1e-11)
    expect(v.map(above)).toMatchDigits(upper, 1e-11)
    expect([0.025, 0.5, 0.975].map(quantile)).toEqual(q)
  })
})

test('outside their ranges: NaN, and the ends', () => {
  expect([studentT.upper(1, 0), gamma.lower(1, -1), beta.lower(0.5, 0, 1), fisherF.upper(1, 1, -1)]).toEqual(
    Array(4).fill(Number.NaN),
  )
  expect([chiSquare.quantile(1.1, 2), normal.upper(Number.NaN), studentT.quantile(-1, 3)]).toEqual(
    Array(3).fill(Number.NaN),
  )
  expect([chiSquare.upper(0, 3), chiSquare.upper(Infinity, 3), fisherF.lower(-1, 2, 2)]).toEqual([1, 0, 0])
  expect([normal.quantile(0), normal.quantile(1), studentT.quantile(1, 2), beta.quantile(1, 2, 3)]).toEqual([
    -Infinity,
    Infinity,
    Infinity,
    1,
  ])
  expect(studentT.upper(2, Infinity)).toMatchDigits(normal.upper(2), 1e-14)
})
