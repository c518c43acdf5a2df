import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { toolTest } from '../../../test/support/needs.ts'
import { randomStream } from '../resampling/random.ts'
import { atHorizon } from './at-horizon.ts'
import { integratedAuc, timeDependentRoc } from './time-dependent-roc.ts'

const random = randomStream(11, 'time-dependent roc')
const n = 160
const marker = Array.from({ length: n }, () => Math.round(10 * random.gaussian()) / 10)
const time = marker.map((x) => Math.max(1, Math.ceil(-24 * Math.exp(-0.6 * x) * Math.log(random.uniform()))))
const cause = time.map(() => [0, 1, 1, 2][random.below(4)])
const event = cause.map((value) => Number(value === 1))

/** timeROC's estimates by their definition (Blanche 2013, eq. 3 and 6), over all pairs, G from survfit. */
const script = `
library(survival)
d <- jsonlite::fromJSON(file("stdin"))
define <- function(time, cause, marker, at) {
  # events of the same time come before censorings
  G <- survfit(Surv(time + ifelse(cause == 0, 1e-6, 0), cause == 0) ~ 1)
  stay <- function(t, before) { k <- if (before) G$time < t - 1e-9 else G$time <= t + 1e-5; c(1, G$surv[k])[sum(k) + 1] }
  w <- sapply(seq_along(time), function(i) if (time[i] > at) 1 / stay(at, FALSE) else if (cause[i] != 0) 1 / stay(time[i], TRUE) else 0)
  case <- time <= at & cause == 1
  area <- function(control) {
    pairs <- outer(w[case], w[control])
    right <- outer(marker[case], marker[control], function(a, b) (a > b) + (a == b) / 2)
    sum(pairs * right) / sum(pairs)
  }
  points <- sapply(d$thresholds, function(c) c(sum(w[case & marker >= c]) / sum(w[case]), sum(w[time > at & marker >= c]) / sum(w[time > at])))
  list(first = area(time > at), second = area(time > at | (time <= at & cause > 1)), points = points)
}
km <- survfit(Surv(d$time, d$event) ~ 1)
steps <- summary(km)
fall <- -diff(c(1, steps$surv))
keep <- steps$time <= d$until & steps$time < max(d$time)
auc <- sapply(steps$time[keep], function(t) define(d$time, d$event, d$marker, t)$first)
cat(jsonlite::toJSON(list(competing = lapply(d$at, function(t) define(d$time, d$cause, d$marker, t)),
  auc = auc, integral = sum(auc * fall[keep]) / sum(fall[keep])), digits = NA, auto_unbox = TRUE))
`

toolTest(
  'curve, both areas with a competing event, and the integral equal timeROC’s definition in R',
  ['Rscript', '-e', 'for (p in c("survival", "jsonlite")) loadNamespace(p)'],
  13,
  () => {
    const at = [6, 12, 24]
    const thresholds = [-1.5, -0.4, 0, 0.7, 1.8]
    const input = JSON.stringify({ time, cause, event, marker, at, thresholds, until: 24 })
    const R = JSON.parse(spawnSync('Rscript', ['-e', script], { input, encoding: 'utf8' }).stdout)
    at.forEach((horizon, h) => {
      const roc = timeDependentRoc(time, cause, marker, horizon)!
      expect(roc.auc).toMatchDigits(R.competing[h].first, 1e-12)
      expect(timeDependentRoc(time, cause, marker, horizon, 'withoutEvent')!.auc).toMatchDigits(
        R.competing[h].second,
        1e-12,
      )
      const last = (threshold: number) => roc.threshold.findLastIndex((own) => own >= threshold)
      expect(thresholds.map((threshold) => roc.sensitivity[last(threshold)])).toMatchDigits(
        R.competing[h].points[0],
        1e-12,
      )
      expect(thresholds.map((threshold) => roc.falsePositiveRate[last(threshold)])).toMatchDigits(
        R.competing[h].points[1],
        1e-12,
      )
    })
    const over = integratedAuc(time, event, marker, 24)
    expect([...over.auc, over.integral]).toMatchDigits([...R.auc, R.integral], 1e-12)
  },
)

test('with one cause the area is that of atHorizon; without cases or anybody beyond there is none', () => {
  const risk = marker.map((x) => 1 / (1 + Math.exp(-x)))
  expect(timeDependentRoc(time, event, marker, 18)!.auc).toMatchDigits(atHorizon(time, event, risk, 18).auc, 1e-12)
  expect(timeDependentRoc(time, event, marker, 1e6)).toBe(undefined)
  expect(timeDependentRoc([3, 4], [1, 0], [1, 2], 2)).toBe(undefined)
  expect(() => timeDependentRoc([3, Number.NaN], [1, 0], [1, 2], 2)).toThrow(/follow-up times/)
})

test('an event on the first day has an AUC there: with the largest marker of all it is 1', () => {
  const { time, auc, integral } = integratedAuc([0, 2, 8, 9], [1, 1, 0, 0], [3, 1, 2, 0], 5)
  // At 2 the pairs are 3 over 2 and 0, 1 under 2 and over 0: 3 of 4. The curve falls by a quarter at both.
  expect([time, auc, integral]).toEqual([[0, 2], [1, 0.75], 0.875])
})

test('200,000 patients: the AUC at every time is that of the curve there', () => {
  const many = 200_000
  const own = Float64Array.from({ length: many }, () => random.gaussian())
  const last = Array.from(own, (x) => Math.ceil(-2400 * Math.exp(-0.6 * x) * Math.log(random.uniform())) / 10)
  const seen = last.map(() => random.below(2))
  const over = integratedAuc(last, seen, own, 500)
  expect(over.time.length).toBeGreaterThan(1000)
  for (const k of [0, 700, over.time.length - 1])
    expect(over.auc[k]).toMatchDigits(timeDependentRoc(last, seen, own, over.time[k])!.auc, 1e-10)
}, 60_000)
