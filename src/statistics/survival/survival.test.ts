import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { type Concordance, harrellC } from './concordance.ts'
import { medianFollowUp, medianSurvival, restrictedMean, survivalAt, survivalQuantiles } from './curve-summaries.ts'
import { optimalCutPoint } from './cut-point.ts'
import { kaplanMeier, type SurvivalInterval } from './kaplan-meier.ts'
import { logRank } from './log-rank.ts'

const cohort = readCohort()
const expected = expectedStatistics('survival')
const extra = expectedStatistics('extra')
const { time, event, her2 } = cohort.number
const part = (x: Float64Array, group: number) => x.filter((_, i) => her2[i] === group)
const curves = (interval: SurvivalInterval) => [0, 1].map((g) => kaplanMeier(part(time, g), part(event, g), interval))

describe.each([
  ['log', 'log'],
  ['plain', 'plain'],
  ['log-log', 'loglog'],
] as const)('Kaplan-Meier with %s limits equals survfit', (interval, key) => {
  const want = expected.km[key]
  const groups = curves(interval)
  test('curves at the event times', () => {
    for (const [mine, theirs] of [
      ['time', 'time'],
      ['atRisk', 'nRisk'],
      ['events', 'nEvent'],
      ['survival', 'surv'],
      ['standardError', 'se'],
      ['lower', 'lower'],
      ['upper', 'upper'],
    ] as const) {
      const got = groups.flatMap((curve) => Array.from(curve[mine].filter((_, i) => curve.events[i] > 0)))
      expect(got).toMatchDigits(want[theirs], 1e-10)
    }
  })
  test('medians and restricted means', () => {
    const medians = groups.map(medianSurvival)
    expect(medians.map((m) => m.value)).toMatchDigits(want.median, 1e-12)
    expect(medians.map((m) => m.lower)).toMatchDigits(want.medianLower, 1e-12)
    expect(medians.map((m) => m.upper)).toMatchDigits(want.medianUpper, 1e-12)
    // summary(survfit) ends both means at the later of the two last times.
    const until = Math.max(...time)
    expect(groups.map((curve) => restrictedMean(curve, until).mean)).toMatchDigits(want.rmean, 1e-10)
  })
})

test('quantiles, restricted mean to 24, survival at times', () => {
  const groups = curves('log')
  const quantiles = groups.map((curve) => survivalQuantiles(curve, [0.25, 0.5, 0.75]))
  expect(quantiles.map((q) => q.map((t) => t.value))).toMatchDigits(extra.kmQuantiles.quantile, 1e-12)
  expect(quantiles.map((q) => q.map((t) => t.lower))).toMatchDigits(extra.kmQuantiles.lower, 1e-12)
  expect(quantiles.map((q) => q.map((t) => t.upper))).toMatchDigits(extra.kmQuantiles.upper, 1e-12)
  const means = groups.map((curve) => restrictedMean(curve, 24))
  expect(means.map((m) => m.mean)).toMatchDigits(extra.restrictedMean24.rmean, 1e-10)
  expect(means.map((m) => m.standardError)).toMatchDigits(extra.restrictedMean24.se, 1e-10)
  const at = groups.flatMap((curve) => survivalAt(curve, [6, 12, 24]))
  expect(at.map((a) => a.time)).toMatchDigits(extra.survivalAt.time, 0)
  expect(at.map((a) => a.survival)).toMatchDigits(extra.survivalAt.surv, 1e-10)
  expect(at.map((a) => a.lower)).toMatchDigits(extra.survivalAt.lower, 1e-10)
  expect(at.map((a) => a.upper)).toMatchDigits(extra.survivalAt.upper, 1e-10)
  expect(at.map((a) => a.atRisk)).toMatchDigits(extra.survivalAt.nRisk, 0)
  expect(medianFollowUp(time, event).value).toMatchDigits(expected.reverseMedian, 1e-12)
})

test('log-rank, k groups, Peto, stratified', () => {
  const two = logRank(time, event, her2)
  const want = expected.logrank
  expect(two.x2).toMatchDigits(want.her2.x2, 1e-10)
  expect(two.df).toBe(1)
  expect(two.observed).toMatchDigits(want.her2.observed, 1e-12)
  expect(two.expected).toMatchDigits(want.her2.expected, 1e-10)
  const grade = Float64Array.from(cohort.text.grade, (g) => ['I', 'II', 'III'].indexOf(g))
  const three = logRank(time, event, grade)
  expect(three.x2).toMatchDigits(want.grade.x2, 1e-10)
  expect(three.df).toBe(2)
  expect(three.observed).toMatchDigits(want.grade.observed, 1e-12)
  expect(three.expected).toMatchDigits(want.grade.expected, 1e-10)
  expect(logRank(time, event, her2, 1).x2).toMatchDigits(want.peto.x2, 1e-10)
  expect(logRank(time, event, her2, 0, cohort.text.centre).x2).toMatchDigits(extra.stratifiedLogRank.x2, 1e-10)
})

/** Made by test/fixtures/statistics-extra/make.R. */
const hard = expectedStatistics('survival', 'statistics-extra')

describe('hard cases equal R', () => {
  test.each(['small', 'fix', 'one', 'none', 'allDie', 'halves', 'plateau'])('%s', (name) => {
    const want = hard[name]
    const curve = kaplanMeier(want.time, want.event)
    expect(curve.time).toMatchDigits([want.at].flat(), 1e-12)
    expect(curve.atRisk).toMatchDigits([want.nRisk].flat(), 0)
    expect(curve.events).toMatchDigits([want.nEvent].flat(), 0)
    expect(curve.censored).toMatchDigits([want.nCensor].flat(), 0)
    expect(curve.survival).toMatchDigits([want.surv].flat(), 1e-12)
    expect(curve.standardError).toMatchDigits([want.se].flat(), 1e-12)
    expect([curve.lower, curve.upper]).toMatchDigits(want.log, 1e-12)
    const logLog = kaplanMeier(want.time, want.event, 'log-log')
    expect([logLog.lower, logLog.upper]).toMatchDigits(want.loglog, 1e-12)
    const plain = kaplanMeier(want.time, want.event, 'plain')
    expect([plain.lower, plain.upper]).toMatchDigits(want.plain, 1e-12)
    const median = medianSurvival(curve)
    expect([median.value, median.lower, median.upper]).toMatchDigits(want.median, 1e-12)
    const quantiles = survivalQuantiles(curve, [0.1, 0.25, 0.5, 0.75, 0.9])
    expect(quantiles.map((q) => q.value)).toMatchDigits(want.quantile, 1e-12)
    expect(quantiles.map((q) => q.lower)).toMatchDigits(want.lower, 1e-12)
    expect(quantiles.map((q) => q.upper)).toMatchDigits(want.upper, 1e-12)
    const { mean, standardError } = restrictedMean(curve, Math.max(...want.time))
    expect([mean, standardError]).toMatchDigits(want.rmean, 1e-12)
  })

  test('log-rank by weight and stratum', () => {
    const grade = Float64Array.from(cohort.text.grade, (g) => ['I', 'II', 'III'].indexOf(g))
    for (const want of hard.logrank) {
      const got = logRank(time, event, grade, want.rho, want.strata ? cohort.text.centre : undefined)
      expect(got.x2).toMatchDigits(want.x2, 1e-10)
      expect(got.observed).toMatchDigits(want.observed, 1e-10)
      expect(got.expected).toMatchDigits(want.expected, 1e-10)
    }
  })

  test("Harrell's C with its error", () => {
    const { age, cea } = cohort.number
    const check = (c: Concordance, want: { c: number; se: number; count: number[] }) => {
      expect([c.c, c.standardError]).toMatchDigits([want.c, want.se], 1e-10)
      expect([c.concordant, c.discordant, c.tiedRisk]).toEqual(want.count)
    }
    check(harrellC(time, event, age), hard.concordance.age)
    check(harrellC(time, event, cea), hard.concordance.cea)
    check(harrellC(time, event, her2), hard.concordance.group)
    check(harrellC(hard.tied.time, hard.tied.event, hard.tied.risk), hard.concordance.tied)
  })

  test('cut-points with the adjusted p', () => {
    for (const name of ['cea', 'size'] as const) {
      const want = hard.cutpoint[name]
      const got = optimalCutPoint(time, event, cohort.number[name])
      expect(got.cut).toBe(want.cut)
      expect([got.statistic, got.lausen92, got.lausen94]).toMatchDigits(
        [want.statistic, want.lausen92, want.lausen94],
        1e-10,
      )
      expect(got.cuts).toMatchDigits(want.cuts, 0)
      expect(got.statistics).toMatchDigits(want.statistics, 1e-9)
      expect(got.p).toBeGreaterThan(got.unadjustedP)
    }
    const drawn = optimalCutPoint(time, event, cohort.number.size, 0.1, 500)
    // Both formulas bound the p-value from above; the permutations estimate it.
    expect(drawn.permutationP).toBeLessThan(drawn.p + 0.05)
    expect(drawn.permutationP).toBeGreaterThan(drawn.unadjustedP)
    expect(optimalCutPoint(time, event, cohort.number.size, 0.1, 500).permutationP).toBe(drawn.permutationP)
  })
})

describe('what cannot be estimated is refused by name', () => {
  test.each<[string, () => unknown, string]>([
    ['nobody', () => kaplanMeier([], []), 'NS-STA-01'],
    ['lengths', () => kaplanMeier([1, 2], [1]), 'NS-STA-50'],
    ['a missing time', () => kaplanMeier([1, Number.NaN], [1, 0]), 'NS-STA-51'],
    ['a negative time', () => kaplanMeier([1, -2], [1, 0]), 'NS-STA-05'],
    ['an event of 2', () => kaplanMeier([1, 2], [1, 2]), 'NS-STA-53'],
    ['one group', () => logRank([1, 2, 3], [1, 1, 1], [0, 0, 0]), 'NS-STA-01'],
    ['no event', () => logRank([1, 2, 3], [0, 0, 0], [0, 1, 1]), 'NS-STA-01'],
    ['groups never at risk together', () => logRank([1, 2, 3, 4], [0, 0, 1, 1], [0, 0, 1, 1]), 'NS-STA-01'],
    ['no usable pair', () => harrellC([1, 2, 3], [0, 0, 0], [1, 2, 3]), 'NS-STA-01'],
    ['a constant marker', () => optimalCutPoint([1, 2, 3, 4], [1, 1, 0, 1], [5, 5, 5, 5]), 'NS-STA-02'],
  ])('%s', (_, run, code) => expect(run).toThrow(expect.objectContaining({ code })))

  test('a third group that is never at risk at an event adds no degree of freedom', () => {
    const two = logRank([3, 4, 5, 6], [1, 1, 1, 0], [0, 1, 0, 1])
    const three = logRank([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 1, 0], [2, 2, 0, 1, 0, 1])
    expect([three.x2, three.df]).toEqual([two.x2, two.df])
  })

  test('one event is enough', () => {
    expect(logRank([1, 2, 3, 4], [0, 1, 0, 0], [0, 1, 1, 0]).df).toBe(1)
    expect(harrellC([1, 2, 3, 4], [0, 1, 0, 0], [4, 3, 2, 1]).c).toBe(1)
    expect(medianSurvival(kaplanMeier([5, 3, 9], [0, 1, 0])).value).toBeNaN()
  })
})

test('a million patients', () => {
  const n = 1_000_000
  const times = Float64Array.from({ length: n }, (_, i) => ((i * 7919) % 99_991) + 1)
  const events = Uint8Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0))
  const groups = Uint8Array.from({ length: n }, (_, i) => i % 2)
  expect(kaplanMeier(times, events).time).toHaveLength(99_991)
  expect(logRank(times, events, groups).p).toBeGreaterThan(0.01)
  // Tied pairs of an event and a censoring at one time have one risk here, and count a half.
  expect(harrellC(times, events, times).c).toBeLessThan(1e-5)
}, 60_000)
