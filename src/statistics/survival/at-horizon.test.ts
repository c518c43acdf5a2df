import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { atHorizon } from './at-horizon.ts'

const [header, ...cells] = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('"', '').split(','))
const numbers = (name: string) => cells.map((row) => Number(row[header.indexOf(name)]))
const [time, event] = [numbers('time'), numbers('event')]
const { cases, tied } = JSON.parse(readFileSync(fixture('statistics-extra', 'horizon.json'), 'utf8'))

test('AUC and Brier score at a horizon equal their definition, summed over all pairs in R', () => {
  for (const { horizon, risk, auc, brier, scaledBrier } of cases) {
    const found = atHorizon(time, event, risk, horizon)
    expect([found.auc, found.brier, found.scaledBrier]).toMatchDigits([auc, brier, scaledBrier], 1e-10)
  }
})

test('with events, censorings and risks of the same value events come first and ties count a half', () => {
  const coarse = time.map((t) => Math.ceil(t / 6) * 6)
  for (const [i, { horizon, auc, brier }] of tied.entries()) {
    const risk = cases[i].risk.map((r: number) => Number(r.toFixed(1)))
    const found = atHorizon(coarse, event, risk, horizon)
    expect([found.auc, found.brier]).toMatchDigits([auc, brier], 1e-10)
  }
})

test('without censoring they are the plain AUC and Brier score; beyond the last patient they are unknown', () => {
  const found = atHorizon([1, 2, 3, 4], [1, 1, 1, 1], [0.9, 0.4, 0.5, 0.1], 2)
  expect([found.auc, found.brier]).toMatchDigits([3 / 4, (0.01 + 0.36 + 0.25 + 0.01) / 4], 1e-12)
  expect(atHorizon([1, 2], [1, 0], [0.5, 0.5], 5).auc).toBeNaN()
})
