import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { toolTest } from '../../../test/support/needs.ts'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { randomStream } from '../resampling/random.ts'
import {
  decisionCurve,
  decisionCurveBootstrap,
  decisionCurveCompeting,
  decisionCurveCrossValidated,
  decisionCurveSurvival,
} from './decision-curve.ts'

const her2 = readCohort().number.her2
const risks = expectedStatistics('logistic').fitted as number[]
const expected = expectedStatistics('extra').decisionCurve

describe('net benefit', () => {
  test('of the model and of treating all equals its definition in R', () => {
    const curve = decisionCurve(risks, her2, expected.thresholds)
    expect(curve.netBenefit).toMatchDigits(expected.netBenefit, 1e-9)
    expect(curve.treatAll).toMatchDigits(expected.treatAll, 1e-9)
  })

  test('by hand: a risk equal to the threshold is treated, harm is taken off', () => {
    // 4 patients, threshold 0.5: treated are 0.5 (case), 0.7 (control), 0.9 (case)
    const curve = decisionCurve([0.2, 0.5, 0.7, 0.9], [0, 1, 0, 1], [0.5, 0], { harm: 0.1 })
    expect(curve.netBenefit).toMatchDigits([2 / 4 - 1 / 4 - 0.1, 2 / 4 - 0.1], 1e-14)
    expect(curve.standardised).toMatchDigits([0.3, 0.8], 1e-14)
    expect(curve.interventionsAvoided[0]).toMatchDigits(100 * (0.15 - 0), 1e-12)
    expect(curve.interventionsAvoided[1]).toBeNaN()
    expect([curve.shareHighRisk[0], curve.shareHighRiskWithOutcome[0]]).toMatchDigits([0.75, 0.5], 1e-14)
  })

  test('at another prevalence the rates stay and their weights change', () => {
    const curve = decisionCurve([0.2, 0.5, 0.7, 0.9], [0, 1, 0, 1], [0.25], { prevalence: 0.1 })
    expect(curve.netBenefit[0]).toMatchDigits(0.1 - (0.9 * 0.5) / 3, 1e-12)
  })
})

describe('survival', () => {
  test('without censoring it is the ordinary curve', () => {
    const time = Array.from(her2, (y, i) => (y ? 1 + (i % 5) : 20 + (i % 7)))
    const event = Array.from(her2, () => 1)
    const thresholds = [0.1, 0.3, 0.5]
    const a = decisionCurveSurvival(risks, time, event, 10, thresholds)
    const b = decisionCurve(risks, her2, thresholds)
    expect(a.netBenefit).toMatchDigits(b.netBenefit, 1e-10)
    expect(a.treatAll).toMatchDigits(b.treatAll, 1e-10)
  })

  test('takes risks, not survival: treating nobody has no benefit, everybody that of treating all', () => {
    const { time, event } = readCohort().number
    const nobody = decisionCurveSurvival(
      risks.map(() => 0),
      time,
      event,
      24,
      [0.25],
    )
    expect(nobody.netBenefit[0]).toBe(0)
    const everybody = decisionCurveSurvival(
      risks.map(() => 1),
      time,
      event,
      24,
      [0.25],
    )
    expect(everybody.netBenefit[0]).toMatchDigits(everybody.treatAll[0], 1e-12)
    expect(() => decisionCurveSurvival(risks, time, event, 1e5, [0.25])).toThrow(/horizon/)
    const unknown = time.map((t, i) => (i === 3 ? Number.NaN : t))
    expect(() => decisionCurveSurvival(risks, unknown, event, 24, [0.25])).toThrow(/follow-up times/)
  })
})

const competingScript = `
library(survival)
d <- jsonlite::fromJSON(file("stdin"))
aj <- function(k) { f <- summary(survfit(Surv(d$time[k], factor(d$cause[k], 0:2)) ~ 1), times = d$at, extend = TRUE); f$pstate[, 2] }
nb <- sapply(d$thresholds, function(p) { k <- d$risk >= p; share <- mean(k); share * (aj(k) - (1 - aj(k)) * p / (1 - p)) })
cat(jsonlite::toJSON(list(nb = nb, all = aj(TRUE)), digits = NA, auto_unbox = TRUE))
`

toolTest(
  'with a competing event: Aalen–Johansen in place of Kaplan–Meier (survfit); without one the survival curve',
  ['Rscript', '-e', 'for (p in c("survival", "jsonlite")) loadNamespace(p)'],
  3,
  () => {
    const random = randomStream(3, 'competing decision')
    const risk = Array.from({ length: 150 }, () => random.uniform())
    const times = risk.map((p) => Math.ceil(-30 * (1.2 - p) * Math.log(random.uniform())))
    const cause = risk.map(() => random.below(3))
    const thresholds = [0.1, 0.3, 0.5, 0.8]
    const input = JSON.stringify({ risk, time: times, cause, at: 12, thresholds })
    const R = JSON.parse(spawnSync('Rscript', ['-e', competingScript], { input, encoding: 'utf8' }).stdout)
    const curve = decisionCurveCompeting(risk, times, cause, 12, thresholds)
    expect(curve.netBenefit).toMatchDigits(R.nb, 1e-12)
    expect(curve.prevalence).toMatchDigits(R.all, 1e-12)
    const event = cause.map((value) => Number(value === 1))
    expect(decisionCurveCompeting(risk, times, event, 12, thresholds).netBenefit).toMatchDigits(
      decisionCurveSurvival(risk, times, event, 12, thresholds).netBenefit,
      1e-12,
    )
  },
)

describe('uncertainty and overfitting', () => {
  test('limits over given resamples, those of one class dropped', () => {
    const y = [0, 1, 0, 1]
    const limits = decisionCurveBootstrap(
      [0.2, 0.5, 0.7, 0.9],
      y,
      [0.5],
      [
        [0, 1, 2, 3],
        [0, 1, 1, 3],
        [1, 1, 3, 3],
      ],
    )
    expect(limits.used).toBe(2)
    // net benefits 0.25 and 0.75: quantiles of type 7
    expect([limits.lower[0], limits.upper[0]]).toMatchDigits([0.2625, 0.7375], 1e-12)
  })

  test('cross-validated is the mean over repeats', () => {
    const other = risks.map((p, i) => (i % 2 ? p : 1 - p))
    const both = decisionCurveCrossValidated([risks, other], her2, [0.3])
    const mean = (decisionCurve(risks, her2, [0.3]).netBenefit[0] + decisionCurve(other, her2, [0.3]).netBenefit[0]) / 2
    expect(both.netBenefit[0]).toMatchDigits(mean, 1e-12)
  })

  test('refusals', () => {
    expect(() => decisionCurve(risks, her2, [1])).toThrow(/thresholds/)
    expect(() => decisionCurve(risks, her2, [0.5], { prevalence: 1 })).toThrow(/prevalence/)
    expect(() => decisionCurveCrossValidated([], her2, [0.5])).toThrow(/repeats/)
  })
})
