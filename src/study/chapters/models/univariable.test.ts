import { expect, test } from 'vitest'
import { readCohort } from '../../../../test/support/statistics.ts'
import type { ModelResult, Predictor } from '../../../model/index.ts'
import { locales } from '../../../text/locales/index.ts'
import type { PredictedCohort } from '../../stages/cohort.ts'
import { regressionsOf } from './univariable.ts'

const { number, text, n } = readCohort()
const levels = (values: string[]) => values.map((value) => ({ value, label: value }))
const predictors: Predictor[] = [
  { name: 'type', label: 'Type', levels: levels(['0', '1']), values: number.type },
  {
    name: 'edge',
    label: 'Edge',
    levels: levels(['smooth', 'blur', 'burr', 'nobody']),
    values: text.edge.map((e) => ['smooth', 'blur', 'burr'].indexOf(e)),
  },
  { name: 'age', label: 'Age', unit: 'years', values: number.age },
  {
    name: 'centre',
    label: 'Centre',
    levels: levels(['a', 'b', 'lone']),
    // one patient alone in the last: the others are as without that patient
    values: number.type.map((value, i) => (i === 5 ? 2 : value)),
  },
  { name: 'constant', label: 'Constant', values: number.age.map(() => 1) },
  { name: 'feature', label: 'Feature', values: number.f01 },
]
const of = {
  training: Int32Array.from({ length: n }, (_, i) => i),
  outcome: { positive: number.her2 },
  cohort: { columns: new Map(['type', 'edge', 'age', 'centre', 'constant'].map((name) => [name, {}])) },
} as unknown as PredictedCohort
const lead = {
  label: 'Model',
  terms: [{ column: 'age', estimate: 0.1, lower: Math.exp(0.05), upper: Math.exp(0.15), p: 0.001 }],
} as unknown as ModelResult

const [table] = regressionsOf(locales.en, predictors, of, lead)
const row = (label: string) => table.rows.find((one) => one.cells[0].text === label)!
const values = (label: string, c: number) => (row(label).cells[c].numbers ?? []).map((one) => one.value)

test('the univariable odds ratio of a 2 × 2 table is its cross product', () => {
  // R: 134, 36 | 75, 75 (tests.json); the interval is exp(log OR ± z √(1/a + 1/b + 1/c + 1/d)).
  const or = (75 * 134) / (36 * 75)
  const half = 1.959963984540054 * Math.sqrt(1 / 134 + 1 / 36 + 1 / 75 + 1 / 75)
  expect(values('1', 1)).toMatchDigits([or, or * Math.exp(-half), or * Math.exp(half)], 1e-9)
})

test('a factor of three has the cross products against its reference; a level that nobody has, a dash', () => {
  expect(values('blur', 1)[0]).toMatchDigits((38 * 83) / (90 * 47), 1e-9)
  expect(values('burr', 1)[0]).toMatchDigits((26 * 83) / (36 * 47), 1e-9)
  expect(row('nobody').cells[1].text).toBe('–')
})

test('the model stands beside it, features are left out, a constant has no estimate', () => {
  expect(row('Age, years').cells[3].text).toBe('1.11 (1.05–1.16)')
  expect(row('1').cells[3].text).toBe('–')
  expect(table.rows.some((one) => one.cells[0].text === 'Feature')).toBe(false)
  expect(row('Constant').cells[1].text).toBe('–')
})

test('a level of one patient has no estimate and takes none from the others', () => {
  const count = (type: number, her2: number) =>
    number.type.filter((value, i) => i !== 5 && value === type && number.her2[i] === her2).length
  expect(values('b', 1)[0]).toMatchDigits((count(1, 1) * count(0, 0)) / (count(0, 1) * count(1, 0)), 1e-9)
  expect(row('lone').cells[1].text).toBe('–')
})
