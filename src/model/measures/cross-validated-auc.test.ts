import { expect, test } from 'vitest'
import { aucDelong } from '../../statistics/performance/roc.ts'
import { harrellC } from '../../statistics/survival/concordance.ts'
import { crossValidatedAuc, crossValidatedC } from './cross-validated-auc.ts'
import { crossValidatedSlope } from './cross-validated-slope.ts'

const lp = [0.1, 0.9, 0.4, 0.8, 0.35, 0.6, 0.2, 0.7]
const y = [0, 1, 0, 0, 1, 1, 0, 1]
const rows = lp.map((_, i) => i)

test('one fold of everything has DeLong’s AUC and variance', () => {
  const { auc, variance } = aucDelong(lp, y)
  const one = crossValidatedAuc([[{ rows, lp, y }]])
  expect(one.auc).toMatchDigits(auc, 1e-12)
  expect(one.standardError).toMatchDigits(Math.sqrt(variance), 1e-12)
})

test('the interval is symmetric on the logit scale and widened as asked', () => {
  const logit = (p: number) => Math.log(p / (1 - p))
  const one = crossValidatedAuc([[{ rows, lp, y }]])
  const wide = crossValidatedAuc([[{ rows, lp, y }]], 2)
  expect(logit(one.upper) - logit(one.auc)).toMatchDigits(logit(one.auc) - logit(one.lower), 1e-12)
  expect(logit(wide.upper) - logit(wide.auc)).toMatchDigits(2 * (logit(one.upper) - logit(one.auc)), 1e-12)
  expect(wide.lower > 0 && wide.upper < 1).toBe(true)
})

test('repeats of the same folds add nothing, and a fold that lacks a class is left out', () => {
  const folds = [
    { rows: rows.slice(0, 4), lp: lp.slice(0, 4), y: y.slice(0, 4) },
    { rows: rows.slice(4), lp: lp.slice(4), y: y.slice(4) },
  ]
  const once = crossValidatedAuc([folds])
  expect(crossValidatedAuc([folds, folds])).toEqual(once)
  expect(crossValidatedAuc([[...folds, { rows: [8], lp: [0.5], y: [1] }]])).toEqual(once)
})

test('one fold of everything has Harrell’s C and the infinitesimal jackknife’s variance; of two folds C is the mean', () => {
  const outcome = { kind: 'survival', time: [5, 1, 6, 2, 3, 4, 8, 7], event: y } as const
  const whole = harrellC(outcome.time, y, lp)
  const one = crossValidatedC([[{ rows, lp, y }]], outcome)
  expect(one.auc).toMatchDigits(whole.c, 1e-12)
  expect(one.standardError).toMatchDigits(whole.standardError * Math.sqrt(8 / 7), 1e-12)
  const half = (from: number) => ({
    rows: rows.slice(from, from + 4),
    lp: lp.slice(from, from + 4),
    y: y.slice(from, from + 4),
  })
  const own = [half(0), half(4)].map(
    (fold) =>
      harrellC(
        fold.rows.map((row) => outcome.time[row]),
        fold.y,
        fold.lp,
      ).c,
  )
  expect(crossValidatedC([[half(0), half(4)]], outcome).auc).toMatchDigits((own[0] + own[1]) / 2, 1e-12)
  expect(
    crossValidatedC(
      [
        [
          { rows, lp, y },
          { rows: [8], lp: [0], y: [0] },
        ],
      ],
      { ...outcome, time: [...outcome.time, 9] },
    ),
  ).toEqual(one)
})

test('the interval of a slope is symmetric on the log scale, by itself where the slope may be nought', () => {
  const half = 1.959963984540054 * 0.1 * Math.sqrt(10 / 9)
  const clear = crossValidatedSlope(0.8, 0.1, 10)
  expect(Math.log(clear.upper / 0.8)).toMatchDigits(half / 0.8, 1e-12)
  expect(clear.lower * clear.upper).toMatchDigits(0.64, 1e-12)
  const { lower, upper } = crossValidatedSlope(0.1, 0.1, 10)
  expect([lower, upper]).toMatchDigits([0.1 - half, 0.1 + half], 1e-12)
})
