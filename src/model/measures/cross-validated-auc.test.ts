import { expect, test } from 'vitest'
import { aucDelong } from '../../statistics/performance/roc.ts'
import { crossValidatedAuc } from './cross-validated-auc.ts'

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
