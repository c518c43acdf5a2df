import { expect, test } from 'vitest'
import type { Cohort, Variable } from '../../cohort/index.ts'
import { predictorsOf } from './cohort-predictors.ts'

const variable = (name: string, more: Partial<Variable> = {}): Variable => ({
  name,
  label: name,
  type: 'continuous',
  missing: [],
  measured: 'baseline',
  derivedFrom: [],
  ...more,
})
const levels = ['no', 'yes'].map((value) => ({ value, label: value }))
const n = 20
const values = (of: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => of(i))
const cohort: Cohort = {
  unit: 'patient',
  ids: Array.from({ length: n }, (_, i) => `P${i}`),
  patientOf: Int32Array.from({ length: n }, (_, i) => i),
  patients: Array.from({ length: n }, (_, i) => `P${i}`),
  columns: new Map(
    [
      { variable: variable('her2', { type: 'binary', levels, derivedFrom: ['ihc'] }), values: values((i) => i % 2) },
      { variable: variable('ihc'), values: values((i) => (i % 2) + 2) },
      { variable: variable('age'), values: values((i) => 40 + ((i * 7) % 20)) },
      { variable: variable('skin', { type: 'binary', levels }), values: values((i) => Number(i % 3 === 0)) },
      { variable: variable('relapse', { measured: 'after' }), values: values((i) => (i * 5) % 7) },
    ].map((column) => [column.variable.name, column]),
  ),
}

test('a column known only after the outcome, or that it comes from, is refused as a predictor', () => {
  expect(() => predictorsOf(cohort, 'her2', ['age', 'relapse'])).toThrow(
    'relapse cannot be a predictor: it is known only',
  )
  expect(() => predictorsOf(cohort, 'her2', ['ihc'])).toThrow('her2 is derived from it')
  expect(() => predictorsOf(cohort, 'her2', ['her2'])).toThrow('it is the outcome')
  expect(() => predictorsOf(cohort, 'her2', ['size'])).toThrow('the cohort has no such column')
})

test('a factor comes with its levels, a number without', () => {
  const [age, skin] = predictorsOf(cohort, 'her2', ['age', 'skin'])
  expect(age.levels).toBeUndefined()
  expect(skin.levels).toEqual(levels)
})
