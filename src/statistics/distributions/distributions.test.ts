import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { beta, chiSquare, fisherF, normal, studentT } from './index.ts'

const expected = JSON.parse(readFileSync(fixture('statistics/distributions.json'), 'utf8'))
const p: number[] = expected.p

describe('quantiles equal R', () => {
  test('normal', () => expect(p.map(normal.quantile)).toMatchDigits(expected.qnorm, 1e-12))
  test('t', () => {
    for (const { df, x } of expected.qt) expect(p.map((q) => studentT.quantile(q, df))).toMatchDigits(x, 1e-12)
  })
  test('chi-square', () => {
    for (const { df, x } of expected.qchisq) expect(p.map((q) => chiSquare.quantile(q, df))).toMatchDigits(x, 1e-12)
  })
  test('beta', () => {
    for (const { shape, x } of expected.qbeta)
      expect(p.map((q) => beta.quantile(q, shape[0], shape[1]))).toMatchDigits(x, 1e-12)
  })
  test('F', () => {
    for (const { df, x } of expected.qf) {
      const quantiles = p.map((q) => fisherF.quantile(q, df[0], df[1]))
      // R's qf goes through 1/qbeta - 1 and so has only absolute precision: its 0 is really 1.7e-16 here.
      for (let i = 0; i < p.length; i++) {
        if (x[i] === 0) expect(fisherF.lower(quantiles[i], df[0], df[1])).toMatchDigits(p[i], 1e-12)
        else expect(Math.abs(quantiles[i] - x[i])).toBeLessThanOrEqual(1e-9 * x[i] + 1e-15)
      }
    }
  })
})

test("normal quantiles are R's to the last bit", () => {
  // sprintf("%a", qnorm(c(.025, .9, 1e-8, .3))) of R 4.2.2.
  const bits = [
    [0.025, -(2 ** -52) * 0x1f5c0331eeff83],
    [0.9, 2 ** -52 * 0x14813c36e26d34],
    [1e-8, -(2 ** -50) * 0x1672b074435e3e],
    [0.3, -(2 ** -53) * 0x10c7e39582c5fa],
  ]
  for (const [q, z] of bits) expect(normal.quantile(q)).toBe(z)
})

test('upper tails equal R', () => {
  expect([1, 5, 10, 30].map(normal.upper)).toMatchDigits(expected.upper.norm, 1e-12)
  const x = [1, 18.793, 24.449, 100, 700]
  expect(x.map((v, i) => chiSquare.upper(v, [1, 1, 2, 3, 5][i]))).toMatchDigits(expected.upper.chisq, 1e-12)
  const t = [0.5, 2, 6, 20, 60]
  expect(t.map((v, i) => studentT.twoSided(v, [3, 7, 318, 40, 5][i]))).toMatchDigits(expected.upper.t, 1e-12)
})
