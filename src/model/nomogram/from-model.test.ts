import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixture, toolTest } from '../../../test/support/needs.ts'
import { predictorTable } from '../data/predictor-table.ts'
import { fitModels, type ModelFit } from '../fit/fit-models.ts'
import type { ModelPlan } from '../plan/specification.ts'
import { predictTable } from '../resample/refit.ts'
import { fullSample } from '../resample/samples.ts'
import { nomogramOf } from './from-model.ts'
import { nomogram, nomogramPoints, outcomeProbability } from './nomogram.ts'

const [header, ...cells] = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('"', '').split(','))
const text = (name: string) => cells.map((row) => row[header.indexOf(name)])
const numbers = (name: string) => Float64Array.from(text(name), Number)
const grades = ['I', 'II', 'III']
const features = header.filter((name) => /^f\d\d$/.test(name))
const table = predictorTable(
  text('id'),
  Int32Array.from(cells, (_, i) => i),
  [
    ...['her2', 'age', 'size', ...features].map((name) => ({ name, label: name, values: numbers(name) })),
    {
      name: 'grade',
      label: 'grade',
      levels: grades.map((value) => ({ value, label: value })),
      values: text('grade').map((value) => grades.indexOf(value)),
    },
  ],
)
const rows = Int32Array.from(cells, (_, i) => i)
const survival = { kind: 'survival', time: numbers('time'), event: numbers('event') } as const
const plan: ModelPlan = {
  family: 'cox',
  blocks: { radiomics: { columns: features, features: true } },
  selection: [{ lasso: { folds: 5, lambda: 'min', alpha: 1 } }],
  models: [
    { name: 'clinical', terms: ['her2', 'age', 'size', 'grade'] },
    { name: 'joint', lasso: ['radiomics'] },
  ],
  horizons: [12, 24, 36],
}

interface RmsNomogram {
  coef: number[]
  center: number
  lp: number[]
  baseline: number[]
  nomogram: { values: { points: number[]; x: number[] } }[]
  risks: { values: { x: number[]; fat: string[] } }[]
}

/** The Cox model of her2, age, size and grade against rms' `cph` and `nomogram`, with survival axes and with risk axes. */
function compareWithRms(expected: RmsNomogram) {
  const { model } = fitModels(plan, table, fullSample(rows, survival, 1), ['clinical']).get('clinical') as ModelFit
  expect(model.terms.map((term) => term.estimate)).toMatchDigits(expected.coef, 1e-7)
  expect(model.intercept).toMatchDigits(-expected.center, 1e-7)
  const horizons = [12, 24, 36].map((time) => ({ time, label: `S${time}` }))
  const drawable = nomogramOf(model, table, rows, 'recurrence', horizons)!
  expect(drawable.linearPredictor).toMatchDigits(expected.lp, 1e-7)
  const baselines = drawable.outcomes.map(({ of }) => (of as { baseline: number }).baseline)
  expect(baselines).toMatchDigits(expected.baseline, 1e-7)
  expect(drawable.outcomes.map(({ of }) => of.kind)).toEqual(['risk', 'risk', 'risk'])
  // rms' axes here are of survival, at round values of it
  const outcomes = drawable.outcomes.map(({ label }, i) => ({
    label,
    of: { kind: 'survival' as const, baseline: baselines[i] },
  }))
  const drawn = nomogram({ ...drawable, outcomes })
  expect(drawn.axes.map((axis) => axis.ticks.map((tick) => tick.points))).toMatchDigits(
    expected.nomogram.slice(0, 4).map((axis) => axis.values.points),
    1e-6,
  )
  const own = expected.nomogram.slice(-3).map((axis) => axis.values.x)
  expect(drawn.outcomes.map((outcome) => outcome.ticks.map((tick) => tick.points))).toMatchDigits(own, 1e-6)
  const risks = nomogram(drawable).outcomes
  for (const [i, { values }] of expected.risks.entries()) {
    expect(risks[i].ticks.map((tick) => tick.value)).toEqual(values.fat.map(Number))
    expect(risks[i].ticks.map((tick) => tick.points)).toMatchDigits(values.x, 1e-6)
  }
}

test('a Cox model fitted here gives the coefficients, baseline and nomogram of rms', () => {
  compareWithRms(JSON.parse(readFileSync(fixture('statistics', 'cox_nomogram.json'), 'utf8')))
})

toolTest('the same of the rms that is installed', ['Rscript', '-e', 'library(rms); library(jsonlite)'], 13, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-rms-'))
  for (const name of ['cohort.csv', 'make_cox_nomogram.R'])
    copyFileSync(fixture('statistics', name), join(folder, name))
  spawnSync('Rscript', ['make_cox_nomogram.R'], { cwd: folder })
  compareWithRms(JSON.parse(readFileSync(join(folder, 'cox_nomogram.json'), 'utf8')))
  rmSync(folder, { recursive: true })
})

test('the axes of a LASSO model add up to its own prediction', () => {
  const binary = { kind: 'binary', positive: numbers('her2') } as const
  const logistic = { ...plan, family: 'logistic' } as const
  const { model } = fitModels(logistic, table, fullSample(rows, binary, 1), ['joint']).get('joint') as ModelFit
  const drawable = nomogramOf(model, table, rows, 'HER2 positive')!
  const drawn = nomogram(drawable)
  expect(drawn.axes.length).toBe(model.scores[0].terms.length)
  const lp = predictTable(logistic, table, model)
  for (const row of [0, 17, 319]) {
    const values = Object.fromEntries(features.map((name) => [name, numbers(name)[row]]))
    const { linearPredictor } = nomogramPoints(drawable, drawn, values)
    expect(linearPredictor).toMatchDigits(lp[row], 1e-9)
    expect(outcomeProbability({ kind: 'logistic' }, linearPredictor)).toMatchDigits(1 / (1 + Math.exp(-lp[row])), 1e-9)
  }
})
