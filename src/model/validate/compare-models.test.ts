import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import type { ModelResult } from '../result.ts'
import { compareModels } from './compare-models.ts'

const roc = JSON.parse(readFileSync(fixture('statistics', 'roc.json'), 'utf8'))
const extra = JSON.parse(readFileSync(fixture('statistics', 'extra.json'), 'utf8'))
const [header, ...cells] = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((l) => l.split(','))
const her2 = cells.map((row) => Number(row[header.indexOf('"her2"')]))

/** As much of a result as a comparison reads. */
const model = (name: string, lp: number[], terms: string[], logLikelihood: number, valid = true) =>
  ({
    name,
    rows: 320,
    terms: terms.map((term) => ({ term, validInference: valid })),
    logLikelihood,
    selection: [],
    performance: {
      heldOut: { predictions: lp.map((value, i) => ({ id: `P${i}`, lp: value, risk: value, outcome: her2[i] })) },
    },
  }) as unknown as ModelResult

test('held-out predictions are compared by DeLong’s paired test as pROC has it', () => {
  const [pair] = compareModels([model('a', roc.scores[1], ['x'], -3), model('b', roc.scores[0], ['y'], -2)])
  expect(pair.heldOut!.difference).toMatchDigits(roc.auc[0] - roc.auc[1], 1e-10)
  expect(pair.heldOut!.p).toMatchDigits(roc.paired.p, 1e-8)
  expect(pair.likelihoodRatio).toBeUndefined()
})

test('reclassification describes the risks of the same patients: by hand', () => {
  const four = (name: string, risks: number[]) => {
    const predictions = risks.map((risk, i) => ({ id: `P${i}`, lp: Math.log(risk / (1 - risk)), outcome: i >> 1 }))
    const part = { ...model(name, [], [name], -1), family: 'logistic', performance: { nested: { predictions } } }
    return part as unknown as ModelResult
  }
  const [{ reclassification }] = compareModels([four('a', [0.4, 0.4, 0.6, 0.6]), four('b', [0.3, 0.5, 0.7, 0.9])])
  // both with the outcome move up; of those without one moves down and one up
  expect([reclassification!.events, reclassification!.nonevents]).toEqual([1, 0])
  expect(reclassification!.idi).toMatchDigits(0.2 - 0, 1e-12)
  expect(reclassification!.part).toBe('nested')
})

test('nested models are compared by likelihood in sample, unless something was selected', () => {
  const { deviance, df } = extra.likelihoodRatio
  const lp = roc.scores[0] as number[]
  const small = model('small', lp, ['a'], -100)
  const large = model('large', lp, ['a', 'b', 'c', 'd', 'e', 'f'], -100 + deviance / 2)
  expect(df).toBe(5)
  const [pair] = compareModels([small, large])
  expect(pair.likelihoodRatio!.chiSquare).toMatchDigits(deviance, 1e-10)
  expect(pair.likelihoodRatio!.p).toMatchDigits(extra.likelihoodRatio.p, 1e-9)
  const selected = model('large', lp, ['a', 'b'], -90, false)
  expect(compareModels([small, selected])[0].likelihoodRatio).toBeUndefined()
  const emptied = { ...model('small', lp, [], -100), selection: [{ score: 'radiomics score', steps: [] }] }
  expect(compareModels([emptied, large])[0].likelihoodRatio).toBeUndefined()
})
