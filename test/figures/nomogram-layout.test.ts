import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Drawing, svgDocument } from '../../src/figures/canvas/svg.ts'
import { nomogram as drawNomogram } from '../../src/figures/charts/nomogram.ts'
import { nomogramFigure, nomogramPatient } from '../../src/figures/charts/nomogram-of-model.ts'
import { type NomogramModel, type NomogramVariable, nomogram } from '../../src/model/nomogram/nomogram.ts'
import type { Term } from '../../src/model/terms/term.ts'
import { overlapping, readSvg, textBoxes } from './read-svg.ts'

/** Nomograms of random models: whatever the variables, every label has a place of its own. */

const words = ['Local', 'skin', 'thickening', 'or', 'depression', 'T2', 'CA15-3', 'U/mL', 'indeterminate', 'of']
const phrase = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 7 }).map((all) => all.join(' '))
const featureName = fc.constantFrom(
  't2_log-sigma-2-0-mm-3D_gldm_LargeDependenceLowGrayLevelEmphasis',
  'dce_wavelet-LLH_firstorder_10Percentile',
  'Lymphangioinvasionsstatus',
)
const hundredths = (most: number) => fc.integer({ min: -100 * most, max: 100 * most }).map((value) => value / 100)
const estimate = hundredths(3).filter((value) => value !== 0)
const number = fc.record({
  kind: fc.constantFrom('number', 'spline'),
  label: fc.oneof(phrase, featureName),
  low: hundredths(500),
  width: fc.constantFrom(0.004, 0.7, 12, 55, 3000, 2e5),
  estimates: fc.tuple(estimate, estimate, estimate),
})
const factor = fc.record({
  kind: fc.constant('levels' as const),
  label: phrase,
  levels: fc.uniqueArray(phrase, { minLength: 2, maxLength: 6 }),
  estimates: fc.array(estimate, { minLength: 6, maxLength: 6 }),
})
const randomModel = fc.record({
  variables: fc.array(fc.oneof(number, factor), { minLength: 1, maxLength: 15 }),
  intercept: hundredths(4),
  interaction: fc.boolean(),
  patient: fc.boolean(),
})

type Random = typeof randomModel extends fc.Arbitrary<infer T> ? T : never

function modelOf({ variables: drawn, intercept, interaction }: Random) {
  const terms: (Term & { estimate: number })[] = []
  const levels: Record<string, Record<string, string>> = {}
  const labels: Record<string, string> = {}
  const variables = drawn.map((one, v): NomogramVariable => {
    const name = `v${v}`
    labels[name] = `${one.label} ${v}`
    if (one.kind === 'levels') {
      levels[name] = Object.fromEntries(one.levels.map((label, l) => [`l${l}`, label]))
      for (let l = 1; l < one.levels.length; l++)
        terms.push({ name: `${name}=l${l}`, parts: [{ column: name, level: `l${l}` }], estimate: one.estimates[l - 1] })
      return { name, label: one.label, values: one.levels.map((_, l) => `l${l}`) }
    }
    const { low, width, estimates } = one
    const knots = [0.1, 0.4, 0.7, 0.9].map((share) => low + share * width)
    terms.push({ name, parts: [{ column: name }], estimate: estimates[0] / width })
    if (one.kind === 'spline')
      for (const spline of [1, 2])
        terms.push({
          name: `${name}'`,
          parts: [{ column: name, knots, spline }],
          estimate: (9 * estimates[spline]) / width,
        })
    return { name, label: one.label, range: [low, low + width] }
  })
  const factors = variables.filter((variable) => 'values' in variable)
  if (interaction && factors.length >= 2) {
    const [a, b] = factors
    terms.push({
      name: `${a.name} * ${b.name}`,
      parts: [
        { column: a.name, level: 'l1' },
        { column: b.name, level: 'l1' },
      ],
      estimate: 0.7,
    })
  }
  const model: NomogramModel = {
    intercept,
    terms,
    variables,
    linearPredictor: [intercept - 1, intercept + 1],
    outcomes: [
      {
        label: 'Probability of recurrence',
        of: { kind: 'logistic' },
        at: [0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99],
      },
      { label: '2-year survival', of: { kind: 'survival', baseline: 0.8 } },
    ],
  }
  // Predictions of a cohort fill the middle of what the axes could add up to.
  const { axes, lowest, intercept: least } = nomogram(model)
  const most = Object.keys(lowest).reduce((sum, name) => {
    const ends = axes.filter((axis) => axis.variable === name).flatMap((axis) => axis.ticks.map((tick) => tick.xbeta))
    return sum + Math.max(...ends) - lowest[name]
  }, least)
  model.linearPredictor = [least + 0.15 * (most - least), least + 0.9 * (most - least)]
  return { model, levels, labels }
}

function faultsOf(drawing: Drawing): string[] {
  const boxes = textBoxes(readSvg(svgDocument(drawing, { id: 'n', title: 'n', description: 'n' })))
  const outside = boxes.filter(
    (box) => box.left < -0.5 || box.top < -0.5 || box.right > drawing.width + 0.5 || box.bottom > drawing.height + 0.5,
  )
  return [...overlapping(boxes), ...outside.map((box) => `${box.text} leaves the picture`)]
}

test('no label of any nomogram of 1 to 15 variables lies over another or leaves the picture', () => {
  fc.assert(
    fc.property(randomModel, (random) => {
      const { model, levels, labels } = modelOf(random)
      const drawn = nomogram(model)
      const names = { variables: labels, levels }
      const typical = Object.fromEntries(
        model.variables.map((variable) => [
          variable.name,
          'values' in variable ? variable.values[0] : Number(variable.range[1].toPrecision(3)),
        ]),
      )
      const patient = random.patient ? nomogramPatient(model, drawn, typical, names) : undefined
      const note = 'Research use only, not a medical device.'
      expect(faultsOf(drawNomogram({ ...nomogramFigure(model, drawn, names), patient, note }))).toEqual([])
    }),
    { numRuns: 120, seed: 20261122, endOnFailure: true },
  )
})
