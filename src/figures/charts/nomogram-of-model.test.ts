import { expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { type NomogramModel, nomogram as nomogramOf } from '../../model/nomogram/nomogram.ts'
import { nomogramFigure, nomogramPatient } from './nomogram-of-model.ts'

const { coef } = expectedStatistics('logistic')

const model: NomogramModel = {
  intercept: coef[0],
  terms: [
    { name: 'type', parts: [{ column: 'type' }], estimate: coef[1] },
    { name: 'edge=blur', parts: [{ column: 'edge', level: 'blur' }], estimate: coef[2] },
    { name: 'edge=burr', parts: [{ column: 'edge', level: 'burr' }], estimate: coef[3] },
    { name: 'skin', parts: [{ column: 'skin' }], estimate: coef[4] },
    { name: 'axillary', parts: [{ column: 'axillary' }], estimate: coef[5] },
    { name: 'age', parts: [{ column: 'age' }], estimate: coef[6] },
    { name: 'size', parts: [{ column: 'size' }], estimate: coef[7] },
  ],
  variables: [
    { name: 'type', label: 'Type', values: [0, 1] },
    { name: 'edge', label: 'Edge', values: ['smooth', 'blur', 'burr'] },
    { name: 'skin', label: 'Skin', values: [0, 1] },
    { name: 'axillary', label: 'Axilla', values: [0, 1] },
    { name: 'age', label: 'Age', range: [20, 75] },
    { name: 'size', label: 'Size', range: [0.1, 13.5] },
  ],
  linearPredictor: [-2.9, 1.9],
  outcomes: [{ label: 'Probability', of: { kind: 'logistic' }, at: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] }],
}

test('a patient stands on the axes whose conditions are met, with the total and risk of the coefficients', () => {
  const terms = [
    ...model.terms,
    { name: 'type * skin', parts: [{ column: 'type' }, { column: 'skin' }], estimate: 0.4 },
  ]
  const interacting: NomogramModel = { ...model, terms }
  const arithmetic = nomogramOf(interacting)
  const values = { type: 1, edge: 'burr', skin: 1, axillary: 0, age: 43, size: 3.2 }
  const patient = nomogramPatient(interacting, arithmetic, values, { levels: { edge: { burr: 'Spiculated' } } })
  const lp = coef[0] + coef[1] + coef[3] + coef[4] + 0.4 + coef[6] * 43 + coef[7] * 3.2
  expect(patient.outcomes).toEqual([lp.toFixed(2).replace('-', '−'), (1 / (1 + Math.exp(-lp))).toFixed(2)])
  expect(patient.totalPoints).toMatchDigits((lp - arithmetic.intercept) * arithmetic.scale, 1e-9)
  const marked = patient.values.filter((value) => value !== undefined)
  expect(marked.reduce((sum, { at }) => sum + at, 0)).toMatchDigits(patient.totalPoints, 1e-9)
  const [first, second] = arithmetic.axes
    .map(({ variable }, i) => ({ variable, i }))
    .filter(({ variable }) => variable === 'type')
  expect(patient.values[first.i]).toBeUndefined()
  expect(patient.values[second.i]!.label).toBe('1')
  expect(marked.map(({ label }) => label)).toContain('Spiculated')
})

test('conditions of an interaction and levels are called by their labels', () => {
  const interacting: NomogramModel = {
    ...model,
    terms: [...model.terms, { name: 'type * skin', parts: [{ column: 'type' }, { column: 'skin' }], estimate: 0.4 }],
  }
  const figure = nomogramFigure(interacting, nomogramOf(interacting), {
    variables: { skin: 'Skin change', type: 'Type' },
    levels: { skin: { 0: 'no', 1: 'yes' }, type: { 0: 'non-mass', 1: 'mass' } },
  })
  expect(figure.variables.map((v) => v.label)).toEqual(
    expect.arrayContaining(['Type (Skin change = no)', 'Type (Skin change = yes)']),
  )
  expect(figure.variables.find((v) => v.label === 'Type (Skin change = no)')!.ticks.map((t) => t.label)).toEqual([
    'non-mass',
    'mass',
  ])
})
