import { svgDocument } from '../../src/figures/canvas/svg.ts'
import { nomogram as drawNomogram } from '../../src/figures/charts/nomogram.ts'
import { nomogramFigure } from '../../src/figures/charts/nomogram-of-model.ts'
import { type NomogramModel, nomogram } from '../../src/model/nomogram/nomogram.ts'
import type { NomogramPage } from '../../src/report/html/nomogram-html.ts'
import { expectedStatistics } from '../support/statistics.ts'

/** R's logistic model of the simulated cohort, and one with a spline and an interaction, as pages. */

const logistic = expectedStatistics('logistic')
const spline = expectedStatistics('extra').spline

const edges = { name: 'edge', label: 'Edge', values: ['smooth', 'blur', 'burr'] }
const flag = (name: string, label: string) => ({ name, label, values: [0, 1] })

const outcomes: NomogramModel['outcomes'] = [
  {
    label: 'Probability of HER-2 positive',
    of: { kind: 'logistic' },
    at: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
  },
]

const level = (level: string, estimate: number) => ({
  name: `edge=${level}`,
  parts: [{ column: 'edge', level }],
  estimate,
})
const plain = (column: string, estimate: number) => ({ name: column, parts: [{ column }], estimate })

export const plainModel: NomogramModel = {
  intercept: logistic.coef[0],
  terms: [
    plain('type', logistic.coef[1]),
    level('blur', logistic.coef[2]),
    level('burr', logistic.coef[3]),
    plain('skin', logistic.coef[4]),
    plain('axillary', logistic.coef[5]),
    plain('age', logistic.coef[6]),
    plain('size', logistic.coef[7]),
  ],
  variables: [
    flag('type', 'Type'),
    edges,
    flag('skin', 'Skin thickening or depression'),
    flag('axillary', 'Axillary lymph nodes'),
    { name: 'age', label: 'Age', range: [24, 74] },
    { name: 'size', label: 'Size', range: [0.4, 13.5] },
  ],
  linearPredictor: [-2.9, 1.9],
  outcomes,
}

/** Age as a spline with four knots, type and skin interacting; a second outcome on Cox' scale, for the arithmetic's sake. */
export const splineModel: NomogramModel = {
  ...plainModel,
  intercept: -1.9,
  terms: [
    plain('age', 0.0150836),
    { name: "age'", parts: [{ column: 'age', knots: spline.knots, spline: 1 }], estimate: 0.031 },
    { name: "age''", parts: [{ column: 'age', knots: spline.knots, spline: 2 }], estimate: -0.11 },
    plain('type', 1.47),
    plain('skin', 1.03),
    level('blur', -0.32),
    level('burr', 0.26),
    { name: 'type * skin', parts: [{ column: 'type' }, { column: 'skin' }], estimate: -0.065 },
  ],
  variables: plainModel.variables.filter((v) => !['axillary', 'size'].includes(v.name)),
  outcomes: [
    ...outcomes,
    { label: '2-year recurrence', of: { kind: 'risk', baseline: 0.83 }, at: [0.1, 0.2, 0.3, 0.4, 0.5] },
  ],
}

const noYes = [
  { value: 0, label: 'no' },
  { value: 1, label: 'yes' },
]
const inputs: NomogramPage['inputs'] = [
  {
    name: 'type',
    label: 'Type',
    levels: [
      { value: 0, label: 'non-mass' },
      { value: 1, label: 'mass' },
    ],
    typical: 1,
  },
  {
    name: 'edge',
    label: 'Edge',
    levels: ['smooth', 'blur', 'burr'].map((value) => ({ value, label: value })),
    typical: 'blur',
  },
  { name: 'skin', label: 'Skin thickening or depression', levels: noYes, typical: 0 },
  { name: 'axillary', label: 'Axillary lymph nodes', levels: noYes, typical: 0 },
  { name: 'age', label: 'Age', unit: 'years', range: [24, 74], decimals: 0, typical: 51 },
  { name: 'size', label: 'Size', unit: 'cm', range: [0.4, 13.5], decimals: 1, typical: 2.6 },
]

const names = {
  variables: Object.fromEntries(
    inputs.map((input) => [input.name, input.unit ? `${input.label}, ${input.unit}` : input.label]),
  ),
  levels: Object.fromEntries(
    inputs
      .filter((i) => i.levels)
      .map((i) => [i.name, Object.fromEntries(i.levels!.map((l) => [String(l.value), l.label]))]),
  ),
}

function pageOf(model: NomogramModel, interval: NomogramPage['interval']): NomogramPage {
  const arithmetic = nomogram(model)
  const asked = new Set(model.terms.flatMap((term) => term.parts.map((part) => part.column)))
  return {
    title: 'HER-2 nomogram',
    synthetic: true,
    origin: { version: '0.1.0', date: '2026-11-22', cohort: 'simulated cohort, 320 patients', seed: 1 },
    model,
    nomogram: arithmetic,
    inputs: inputs.filter((input) => asked.has(input.name)),
    interval,
    training: {
      by: 'out of fold',
      counts: [
        { from: 0, to: 0.1, patients: 30, events: 2 },
        { from: 0.1, to: 0.2, patients: 56, events: 9 },
        { from: 0.2, to: 0.3, patients: 50, events: 14 },
        { from: 0.3, to: 0.4, patients: 60, events: 22 },
        { from: 0.4, to: 0.5, patients: 42, events: 19 },
        { from: 0.5, to: 0.6, patients: 44, events: 22 },
        { from: 0.6, to: 0.7, patients: 20, events: 11 },
        { from: 0.7, to: 1, patients: 18, events: 12 },
      ],
    },
    drawing: svgDocument(drawNomogram(nomogramFigure(model, arithmetic, names)), {
      id: 'nomogram',
      title: 'Nomogram',
      description: 'The printed nomogram.',
    }),
  }
}

export const plainPage = pageOf(plainModel, { method: 'wald', covariance: logistic.vcov })
export const splinePage = pageOf(splineModel, {
  method: 'refits',
  coefficients: Array.from({ length: 41 }, (_, k) => [
    splineModel.intercept + (k - 20) / 100,
    ...splineModel.terms.map((term, j) => term.estimate * (1 + (((k * 7 + j * 3) % 11) - 5) / 40)),
  ]),
})
