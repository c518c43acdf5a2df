import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { medianFollowUp, medianSurvival, restrictedMean, survivalAt, survivalQuantiles } from './curve-summaries.ts'
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
