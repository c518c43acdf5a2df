import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import type { Term } from '../terms/term.ts'
import { type NomogramModel, nomogram, nomogramPoints, outcomeProbability } from './nomogram.ts'

interface RmsAxis {
  name: string
  values: Record<string, (number | string)[]>
}
const read = (name: string) => JSON.parse(readFileSync(fixture('statistics', name), 'utf8'))
const cohort = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','))
const column = (name: string) => {
  const at = cohort[0].indexOf(`"${name}"`)
  return cohort.slice(1).map((cells) => (cells[at].startsWith('"') ? cells[at].slice(1, -1) : Number(cells[at])))
}
const rangeOf = (numbers: number[]): [number, number] => [Math.min(...numbers), Math.max(...numbers)]
const logit = (p: number) => Math.log(p / (1 - p))
const edge = ['smooth', 'blur', 'burr']
const at = [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
const numeric = (name: string): Term => ({ name, parts: [{ column: name }] })
const level = (name: string, value: string): Term => ({
  name: `${name}=${value}`,
  parts: [{ column: name, level: value }],
})

/** Every axis of rms against ours: ticks exact, contributions, points, and the three axes below. */
function compare(drawn: ReturnType<typeof nomogram>, expected: RmsAxis[]) {
  const axes = expected.slice(0, drawn.axes.length)
  expect(drawn.axes.map((axis) => axis.label)).toEqual(axes.map((axis) => axis.name))
  for (const [i, axis] of axes.entries()) {
    const ours = drawn.axes[i]
    expect(ours.ticks.map((tick) => tick.value)).toEqual(axis.values[ours.variable])
    expect(ours.ticks.map((tick) => tick.xbeta)).toMatchDigits(axis.values.Xbeta, 1e-8)
    expect(ours.ticks.map((tick) => tick.points)).toMatchDigits(axis.values.points, 1e-8)
  }
  const [total, lp, ...outcomes] = expected.slice(drawn.axes.length)
  expect(drawn.outcomes.map((outcome) => outcome.label)).toEqual(outcomes.map((outcome) => outcome.name))
  expect(drawn.totalPoints).toEqual(total.values.x)
  expect(drawn.linearPredictor.map((tick) => tick.value)).toEqual(lp.values['x.real'])
  expect(drawn.linearPredictor.map((tick) => tick.points)).toMatchDigits(lp.values.x, 1e-8)
  for (const [i, outcome] of outcomes.entries()) {
    const ours = drawn.outcomes[i].ticks
    expect(ours.map((tick) => Number(tick.value.toPrecision(7)))).toEqual(outcome.values.fat.map(Number))
    expect(ours.map((tick) => tick.points)).toMatchDigits(outcome.values.x, 1e-8)
  }
}

test('the nomogram of six variables equals rms', () => {
  const { coef, fitted, nomogram: expected } = read('logistic.json')
  const terms = [
    numeric('type'),
    level('edge', 'blur'),
    level('edge', 'burr'),
    ...['skin', 'axillary', 'age', 'size'].map(numeric),
  ]
  const model: NomogramModel = {
    intercept: coef[0],
    terms: terms.map((term, i) => ({ ...term, estimate: coef[i + 1] })),
    variables: [
      { name: 'type', label: 'type', values: [0, 1] },
      { name: 'edge', label: 'edge', values: edge },
      { name: 'skin', label: 'skin', values: [0, 1] },
      { name: 'axillary', label: 'axillary', values: [0, 1] },
      { name: 'age', label: 'age', range: rangeOf(column('age') as number[]) },
      { name: 'size', label: 'size', range: rangeOf(column('size') as number[]) },
    ],
    linearPredictor: rangeOf(fitted.map(logit)),
    outcomes: [{ label: 'Predicted Value', of: { kind: 'logistic' }, at }],
  }
  const drawn = nomogram(model)
  compare(drawn, expected)

  const patient = { type: 1, edge: 'burr', skin: 0, axillary: 1, age: 43, size: 3.2 }
  const read1 = nomogramPoints(model, drawn, patient)
  const byHand = coef[0] + coef[1] + coef[3] + coef[5] + coef[6] * 43 + coef[7] * 3.2
  expect(read1.linearPredictor).toMatchDigits(byHand, 1e-12)
})

test('the nomogram of a spline and an interaction equals rms', () => {
  const { knots, coef, nomogram: expected } = read('extra.json').spline
  const ages = column('age') as number[]
  const terms: Term[] = [
    numeric('age'),
    { name: "age'", parts: [{ column: 'age', knots, spline: 1 }] },
    { name: "age''", parts: [{ column: 'age', knots, spline: 2 }] },
    numeric('type'),
    numeric('skin'),
    level('edge', 'blur'),
    level('edge', 'burr'),
    { name: 'type * skin', parts: [{ column: 'type' }, { column: 'skin' }] },
  ]
  const model: NomogramModel = {
    intercept: coef[0],
    terms: terms.map((term, i) => ({ ...term, estimate: coef[i + 1] })),
    variables: [
      { name: 'age', label: 'age', range: rangeOf(ages) },
      { name: 'type', label: 'type', values: [0, 1] },
      { name: 'skin', label: 'skin', values: [0, 1] },
      { name: 'edge', label: 'edge', values: edge },
    ],
    linearPredictor: [0, 0],
    outcomes: [{ label: 'Predicted Value', of: { kind: 'logistic' } }],
  }
  const [type, skin, edges] = [column('type'), column('skin'), column('edge')]
  const flat = nomogram({ ...model, linearPredictor: [-1, 1] })
  const lps = ages.map((age, i) => {
    const values = { age, type: type[i], skin: skin[i], edge: edges[i] }
    return nomogramPoints(model, flat, values).linearPredictor
  })
  compare(nomogram({ ...model, linearPredictor: rangeOf(lps) }), expected)
})

test('the nomogram of a Cox model equals rms at each time', () => {
  const { coef, center, baseline, lp, nomogram: expected } = read('cox_nomogram.json')
  const terms = [numeric('her2'), numeric('age'), numeric('size'), level('grade', 'II'), level('grade', 'III')]
  const model: NomogramModel = {
    intercept: -center,
    terms: terms.map((term, i) => ({ ...term, estimate: coef[i] })),
    variables: [
      { name: 'her2', label: 'her2', values: [0, 1] },
      { name: 'age', label: 'age', range: rangeOf(column('age') as number[]) },
      { name: 'size', label: 'size', range: rangeOf(column('size') as number[]) },
      { name: 'grade', label: 'grade', values: ['I', 'II', 'III'] },
    ],
    linearPredictor: lp,
    outcomes: [12, 24, 36].map((t, i) => ({ label: `S${t}`, of: { kind: 'survival', baseline: baseline[i] } })),
  }
  compare(nomogram(model), expected)
})

test('ticks at the same point share one label', () => {
  const terms = [
    { ...level('a', 'y'), estimate: 0 },
    { ...level('a', 'z'), estimate: 1 },
  ]
  const drawn = nomogram({
    intercept: 0,
    terms,
    variables: [{ name: 'a', label: 'A', values: ['x', 'y', 'z'] }],
    linearPredictor: [0, 1],
    outcomes: [],
  })
  expect(drawn.axes[0].tickLabels).toEqual(['', 'x-y', 'z'])
  expect(drawn.totalPoints[drawn.totalPoints.length - 1]).toBe(100)
})

test('survival falls and risk rises with the linear predictor', () => {
  expect(outcomeProbability({ kind: 'survival', baseline: 0.8 }, 0)).toBe(0.8)
  expect(outcomeProbability({ kind: 'survival', baseline: 0.8 }, Math.log(2))).toMatchDigits(0.64, 1e-12)
  expect(outcomeProbability({ kind: 'risk', baseline: 0.8 }, Math.log(2))).toMatchDigits(0.36, 1e-12)
})
