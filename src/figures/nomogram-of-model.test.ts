import { expect, test } from 'vitest'
import { readSvg } from '../../test/figures/read-svg.ts'
import { expectedStatistics, readCohort } from '../../test/support/statistics.ts'
import { type NomogramModel, nomogram as nomogramOf, nomogramPoints } from '../model/nomogram.ts'
import { nomogram } from './nomogram.ts'
import { nomogramFigure } from './nomogram-of-model.ts'
import { svgDocument } from './svg.ts'

const { coef } = expectedStatistics('logistic')
const cohort = readCohort()

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

test("the risk that a ruler reads off the drawn axes is the model's within 0.005, for every patient", () => {
  const arithmetic = nomogramOf(model)
  const svg = svgDocument(nomogram(nomogramFigure(model, arithmetic)), { id: 'n', title: 'n', description: 'n' })
  const elements = readSvg(svg)
  const marks = elements.filter((one) => one.attributes.class === 'mark')
  const ruler = (axis: string) =>
    marks
      .filter((one) => one.attributes['data-axis'] === axis)
      .map((one) => [Number(one.attributes.x1), Number(one.attributes['data-label'])] as const)
      .sort((a, b) => a[0] - b[0])
  const read = (ticks: (readonly [number, number])[], x: number) => {
    const above = Math.max(
      1,
      ticks.findIndex(([at]) => at >= x),
    )
    const [[x0, v0], [x1, v1]] = [ticks[above - 1], ticks[above]]
    return v0 + ((v1 - v0) * (x - x0)) / (x1 - x0)
  }
  const place = (ticks: (readonly [number, number])[], value: number) => {
    const flipped = ticks.map(([x, v]) => [v, x] as const).sort((a, b) => a[0] - b[0])
    return read(flipped, value)
  }
  const points = ruler('Points')
  const total = ruler('Total points')
  // The labelled ticks and, between them, the small ones: each stands for the next hundredth, fiftieth or twentieth.
  const probability = ruler('Probability')
  const row = elements.find((one) => one.attributes['data-axis'] === 'Probability' && one.name === 'g')!
  const small = elements
    .filter((one) => one.name === 'line' && one.within.includes(row.attributes) && !one.attributes.class)
    .filter((one) => one.attributes.x1 === one.attributes.x2)
    .map((one) => Number(one.attributes.x1))
  const labelled = [...probability]
  for (let i = 1; i < labelled.length; i++) {
    const [[x0, p0], [x1, p1]] = [labelled[i - 1], labelled[i]]
    const between = small.filter((x) => x > x0 + 0.02 && x < x1 - 0.02).sort((a, b) => a - b)
    expect([0, 1, 3, 4, 9]).toContain(between.length)
    between.forEach((x, k) => {
      const step = (p1 - p0) / (between.length + 1)
      probability.push([x, p0 + step * (k + 1)])
    })
  }
  probability.sort((a, b) => a[0] - b[0])
  let worst = 0
  for (let i = 0; i < cohort.n; i++) {
    const values = {
      type: cohort.number.type[i],
      edge: cohort.text.edge[i],
      skin: cohort.number.skin[i],
      axillary: cohort.number.axillary[i],
      age: cohort.number.age[i],
      size: cohort.number.size[i],
    }
    const exact = 1 / (1 + Math.exp(-nomogramPoints(model, arithmetic, values).linearPredictor))
    if (exact < 0.05 || exact > 0.8) continue
    let sum = 0
    for (const name of ['type', 'edge', 'skin', 'axillary', 'age', 'size'] as const) {
      const label = model.variables.find((v) => v.name === name)!.label
      const axis = marks.filter((one) => one.attributes['data-axis'] === label)
      const value = values[name]
      const exactMark = axis.find((one) => one.attributes['data-label'] === String(value))
      sum += read(points, exactMark ? Number(exactMark.attributes.x1) : place(ruler(label), Number(value)))
    }
    worst = Math.max(worst, Math.abs(read(probability, place(total, sum)) - exact))
  }
  expect(worst).toBeLessThan(0.005)
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
