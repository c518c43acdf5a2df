import { expect, test } from 'vitest'
import type { PartPerformance } from '../measures/part-performance.ts'
import { riskGroupsOf } from './risk-groups.ts'

type Predicted = [risk: number, outcome: number, time?: number]
const part = (predictions: Predicted[], horizon?: number) =>
  ({
    predictions: predictions.map(([risk, outcome, time], i) => ({ id: `${i}`, lp: 0, risk, outcome, time })),
    ...(horizon !== undefined && { horizons: [{ time: horizon / 2 }, { time: horizon }] }),
  }) as unknown as PartPerformance
const times = <Value>(n: number, value: Value) => Array.from({ length: n }, () => value)

test('tenths of risk are counted, those of few patients with the next ones', () => {
  const apparent = part([
    ...times(12, [0.05, 0] as Predicted), // a group of its own
    ...times(6, [0.15, 1] as Predicted), // too few: with the next tenth
    ...times(5, [0.2, 0] as Predicted), // 0.2 is in the tenth that it begins
    ...times(11, [0.55, 1] as Predicted),
    ...times(2, [1, 1] as Predicted), // too few at the end: with the group below
  ])
  expect(riskGroupsOf({ family: 'logistic', performance: { apparent } })).toEqual({
    by: 'apparent',
    counts: [
      { from: 0, to: 0.1, patients: 12, events: 0 },
      { from: 0.1, to: 0.3, patients: 11, events: 6 },
      { from: 0.3, to: 1, patients: 13, events: 13 },
    ],
  })
})

test('risks out of fold count before the model’s own, and nine patients not at all', () => {
  const apparent = part(times(20, [0.9, 1] as Predicted))
  const nested = part(times(20, [0.4, 1] as Predicted))
  expect(riskGroupsOf({ family: 'logistic', performance: { apparent, nested } })).toEqual({
    by: 'out of fold',
    counts: [{ from: 0, to: 1, patients: 20, events: 20 }],
  })
  const few = part(times(9, [0.4, 1] as Predicted))
  expect(riskGroupsOf({ family: 'logistic', performance: { apparent: few } })).toBeUndefined()
})

test('of a Cox model events are those by the last horizon, and who left before it is not known', () => {
  const apparent = part(
    [
      ...times(10, [0.3, 1, 20] as Predicted), // by 36 months
      ...times(3, [0.3, 1, 50] as Predicted), // later: without the event at 36
      ...times(2, [0.3, 0, 12] as Predicted), // left before
      ...times(4, [0.3, 0, 60] as Predicted),
    ],
    36,
  )
  expect(riskGroupsOf({ family: 'cox', performance: { apparent } })).toEqual({
    by: 'apparent',
    horizon: 36,
    counts: [{ from: 0, to: 1, patients: 19, events: 10, unknown: 2 }],
  })
})
