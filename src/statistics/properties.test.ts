import fc from 'fast-check'
import { expect, test } from 'vitest'
import { icc } from './agreement/icc.ts'
import { kendall, spearman } from './descriptive/correlation.ts'
import { quantiles } from './descriptive/descriptive.ts'
import { beta, chiSquare, fisherF, gamma, normal, studentT } from './distributions/index.ts'
import { kaplanMeier } from './survival/kaplan-meier.ts'
import { logRank } from './survival/log-rank.ts'
import { pearsonChiSquare } from './tests/chi-square.ts'
import { fisherExact } from './tests/fisher-exact.ts'
import { mannWhitney, medianDifference } from './tests/mann-whitney.ts'
import { studentTest } from './tests/t-test.ts'

const seeded = { seed: 20240601, numRuns: 200 }
const probability = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true })
const df = fc.double({ min: 0.3, max: 5000, noNaN: true })
const sample = (from: number, to: number) =>
  fc.array(fc.integer({ min: -50, max: 50 }), { minLength: from, maxLength: to })

test('tails add up to one, and quantiles undo them', () => {
  fc.assert(
    fc.property(probability, df, df, (p, a, b) => {
      const pairs: [(x: number) => number, (x: number) => number, (p: number) => number][] = [
        [normal.lower, normal.upper, normal.quantile],
        [(x) => studentT.lower(x, a), (x) => studentT.upper(x, a), (q) => studentT.quantile(q, a)],
        [(x) => chiSquare.lower(x, a), (x) => chiSquare.upper(x, a), (q) => chiSquare.quantile(q, a)],
        [(x) => gamma.lower(x, a), (x) => gamma.upper(x, a), (q) => gamma.quantile(q, a)],
        [(x) => fisherF.lower(x, a, b), (x) => fisherF.upper(x, a, b), (q) => fisherF.quantile(q, a, b)],
        [(x) => beta.lower(x, a, b), (x) => beta.upper(x, a, b), (q) => beta.quantile(q, a, b)],
      ]
      for (const [lower, upper, quantile] of pairs) {
        const x = quantile(p)
        expect(Math.abs(lower(x) + upper(x) - 1)).toBeLessThan(1e-13)
        // Where x itself has no digits left to hold p (beta near 1), only the absolute error is bounded.
        expect(Math.abs(lower(x) - p)).toBeLessThan(1e-9)
      }
    }),
    seeded,
  )
})

test('exchanging the groups turns the tests around; shifting both changes nothing', () => {
  fc.assert(
    fc.property(sample(3, 60), sample(3, 60), fc.integer({ min: -1000, max: 1000 }), (x, y, by) => {
      fc.pre(new Set([...x, ...y]).size > 1 && (new Set(x).size > 1 || new Set(y).size > 1))
      const [t, turned, moved] = [
        studentTest(x, y),
        studentTest(y, x),
        studentTest(
          x.map((v) => v + by),
          y.map((v) => v + by),
        ),
      ]
      expect([turned.t, turned.lower]).toMatchDigits([-t.t, -t.upper], 1e-9)
      expect(moved.p).toMatchDigits(t.p, 1e-7)
      const [u, v] = [mannWhitney(x, y), mannWhitney(y, x)]
      expect(u.W + v.W).toBe(x.length * y.length)
      expect(v.p).toMatchDigits(u.p, 1e-12)
      expect(medianDifference(x, y)).toBe(0 - medianDifference(y, x))
    }),
    seeded,
  )
})

test('a monotone change of the values leaves rank statistics as they are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), {
        minLength: 4,
        maxLength: 70,
      }),
      (pairs) => {
        const x = pairs.map(([a]) => a)
        const y = pairs.map(([, b]) => b)
        fc.pre(new Set(x).size > 1 && new Set(y).size > 1)
        const cube = (v: number) => v ** 3
        expect(kendall(x.map(cube), y).p).toBe(kendall(x, y).p)
        expect(spearman(x, y.map(cube)).p).toBe(spearman(x, y).p)
        let score = 0
        for (let i = 0; i < x.length; i++)
          for (let j = 0; j < i; j++) score += Math.sign(x[i] - x[j]) * Math.sign(y[i] - y[j])
        expect(Math.sign(kendall(x, y).r)).toBe(Math.sign(score))
      },
    ),
    seeded,
  )
})

test('tables may be turned, and their rows exchanged', () => {
  const counts = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 }), {
    minLength: 2,
    maxLength: 4,
  })
  fc.assert(
    fc.property(counts, (table) => {
      const columns = [0, 1, 2].map((j) => table.map((row) => row[j]))
      fc.pre(
        columns.filter((c) => c.some((v) => v > 0)).length > 1 && table.filter((r) => r.some((v) => v > 0)).length > 1,
      )
      const p = fisherExact(table).p
      expect(fisherExact(columns).p).toMatchDigits(p, 1e-9)
      expect(fisherExact(table.toReversed()).p).toMatchDigits(p, 1e-9)
      expect(p).toBeLessThanOrEqual(1)
      expect(pearsonChiSquare(columns).x2).toMatchDigits(pearsonChiSquare(table).x2, 1e-9)
    }),
    seeded,
  )
})

test('curves fall, limits enclose them, and the log-rank test does not care for the names of groups', () => {
  const patient = fc.tuple(
    fc.integer({ min: 0, max: 30 }),
    fc.integer({ min: 0, max: 1 }),
    fc.integer({ min: 0, max: 2 }),
  )
  fc.assert(
    fc.property(fc.array(patient, { minLength: 5, maxLength: 80 }), (patients) => {
      const [time, event, group] = [0, 1, 2].map((k) => patients.map((p) => p[k]))
      const { survival, lower, upper, atRisk } = kaplanMeier(time, event)
      for (let i = 0; i < survival.length; i++) {
        expect(survival[i]).toBeLessThanOrEqual(i ? survival[i - 1] : 1)
        if (i) expect(atRisk[i]).toBeLessThan(atRisk[i - 1])
        if (!Number.isNaN(lower[i])) expect(lower[i] <= survival[i] && survival[i] <= upper[i]).toBe(true)
      }
      fc.pre(patients.some((p) => p[1] === 1))
      const names = [2, 0, 1]
      const run = (groups: number[]) => {
        try {
          return logRank(time, event, groups)
        } catch {
          return undefined
        }
      }
      const [one, other] = [run(group), run(group.map((g) => names[g]))]
      expect(one?.df).toBe(other?.df)
      if (one && other) expect(Math.abs(one.x2 - other.x2)).toBeLessThan(1e-8 * Math.max(1, one.x2))
    }),
    seeded,
  )
})

test('ICC is free of scale and origin; quantiles stay within the values', () => {
  fc.assert(
    fc.property(sample(6, 30), sample(30, 30), (x, noise) => {
      fc.pre(new Set(x).size > 2)
      const second = x.map((v, i) => v + noise[i] / 10)
      const [a, b] = [icc([x, second]), icc([x.map((v) => 3 * v + 7), second.map((v) => 3 * v + 7)])]
      for (const type of ['ICC1', 'ICC2', 'ICC3', 'ICC2k'] as const)
        expect(Math.abs(a[type].icc - b[type].icc)).toBeLessThan(1e-9)
      for (const type of [2, 6, 7] as const)
        for (const q of quantiles(x, [0, 0.1, 0.5, 0.77, 1], type)) {
          expect(q).toBeGreaterThanOrEqual(Math.min(...x))
          expect(q).toBeLessThanOrEqual(Math.max(...x))
        }
    }),
    seeded,
  )
})
