import { expect, test } from 'vitest'
import { plainModel, plainPage } from '../../../../test/report/nomogram-sample.ts'
import { expectedStatistics } from '../../../../test/support/statistics.ts'
import { locales } from '../../../text/locales/index.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import { effectsFigure } from './effects.ts'

const { coef, se, vcov } = expectedStatistics('logistic')
const of = (validInference: boolean) =>
  ({
    model: plainModel,
    nomogram: plainPage.nomogram,
    names: {},
    inputs: plainPage.inputs,
    result: { label: 'Model', vcov, terms: plainModel.terms.map(() => ({ validInference })) },
  }) as unknown as StudyNomogram

interface Effect {
  label: string
  at: number[]
  effect: number[]
  upper?: number[]
}

test("effects and their bounds are R's coefficients against the reference", () => {
  const effects = effectsFigure(locales.en, of(true))[0].data as Effect[]
  const edge = effects.find((one) => one.label === 'Edge')!
  expect(edge.effect).toMatchDigits([0, coef[2], coef[3]], 1e-12)
  expect(edge.upper).toMatchDigits([0, coef[2] + 1.959963984540054 * se[2], coef[3] + 1.959963984540054 * se[3]], 1e-7)
  expect(effects.find((one) => one.label === 'Type')!.effect).toMatchDigits([0, coef[1]], 1e-12)
  const age = effects.find((one) => one.label === 'Age')!
  const last = age.at.length - 1
  expect(age.effect[last]).toMatchDigits(coef[6] * (age.at[last] - 51), 1e-9)
  expect(age.upper![last]).toMatchDigits((coef[6] + 1.959963984540054 * se[6]) * (age.at[last] - 51), 1e-7)
})

test('no interval is drawn where inference is not valid', () => {
  const effects = effectsFigure(locales.en, of(false))[0].data as Effect[]
  expect(effects.every((one) => one.upper === undefined)).toBe(true)
})
