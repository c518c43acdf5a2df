import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { matrixFromColumns, selectRows } from '../numerics/matrix.ts'
import { applyCombat, type CombatOptions, fitCombat } from './combat.ts'

const cohort = readCohort()
const features = (count: number) =>
  Array.from({ length: count }, (_, j) => cohort.number[`f${String(j + 1).padStart(2, '0')}`])
const batch = cohort.text.centre
const age = cohort.number.age
const level = (name: string) => Float64Array.from(cohort.text.edge, (edge) => (edge === name ? 1 : 0))
const ageOnly = matrixFromColumns([age])
const ageAndEdge = matrixFromColumns([age, level('blur'), level('burr')])

/** Largest distance relative to each feature's SD scale: the values pass through 0, where a relative error says nothing. */
function distance(columns: readonly ArrayLike<number>[], rows: number[][]) {
  let worst = 0
  columns.forEach((column, j) => {
    const size = Math.max(...rows.map((row) => Math.abs(row[j])))
    for (let i = 0; i < rows.length; i++) worst = Math.max(worst, Math.abs(column[i] - rows[i][j]) / size)
  })
  return worst
}

function harmonised(
  count: number,
  options: CombatOptions,
  rows?: number[],
  change?: (x: Float64Array[]) => Float64Array[],
) {
  const columns = features(count)
  let data = matrixFromColumns(change ? change(columns) : columns)
  let labels = batch
  if (rows) {
    data = selectRows(data, rows)
    labels = rows.map((i) => batch[i])
  }
  const after = applyCombat(fitCombat(data, labels, options), data, labels, options.covariates)
  return Array.from({ length: count }, (_, j) => after.values.subarray(j * data.rows, (j + 1) * data.rows))
}

describe('equals sva', () => {
  const expected = expectedStatistics('agreement')
  test.each<[string, CombatOptions]>([
    ['combat', {}],
    ['combatAge', { covariates: ageOnly }],
    ['combatNonparametric', { prior: 'non-parametric' }],
  ])('%s', (key, options) => {
    const after = harmonised(20, options)
    expect(distance(after, expected[key])).toBeLessThan(1e-10)
    for (const [j, column] of after.entries())
      expect(column).toMatchDigits(
        expected[key].map((row: number[]) => row[j]),
        1e-6,
      )
  })

  const extra = expectedStatistics('combat', 'statistics-extra')
  test.each<[string, CombatOptions]>([
    ['reference', { reference: 'B' }],
    ['referenceCovariates', { reference: 'A', covariates: ageAndEdge }],
    ['covariates', { covariates: ageAndEdge }],
    ['meanOnly', { meanOnly: true }],
    ['nonparametricCovariates', { covariates: ageAndEdge, prior: 'non-parametric' }],
    ['nonparametricMeanOnly', { prior: 'non-parametric', meanOnly: true }],
  ])('%s', (key, options) => {
    expect(distance(harmonised(8, options), extra[key])).toBeLessThan(1e-10)
  })
  test('few rows, and a batch of one', () => {
    expect(distance(harmonised(8, {}, extra.smallRows), extra.small)).toBeLessThan(1e-10)
    expect(distance(harmonised(8, {}, extra.singletonRows), extra.singleton)).toBeLessThan(1e-10)
  })
  test('a feature that is constant within a batch passes unchanged', () => {
    const constant = (x: Float64Array[]) =>
      x.map((c, j) => (j === 2 ? c.map((v, i) => (batch[i] === 'C' ? 1.5 : v)) : c))
    const after = harmonised(8, {}, undefined, constant)
    expect(distance(after, extra.constant)).toBeLessThan(1e-10)
    expect(after[2]).toEqual(constant(features(8))[2])
  })
})

test('new rows are adjusted by themselves, as they were in training', () => {
  const data = matrixFromColumns(features(20))
  const fit = fitCombat(data, batch, { covariates: ageOnly })
  const all = applyCombat(fit, data, batch, ageOnly)
  const some = [5, 17, 200]
  const few = applyCombat(
    fit,
    selectRows(data, some),
    some.map((i) => batch[i]),
    selectRows(ageOnly, some),
  )
  expect(few.values).toEqual(selectRows(all, some).values)
})

test('refuses what it cannot know', () => {
  const data = matrixFromColumns(features(5))
  const fit = fitCombat(data, batch)
  expect(() => applyCombat(fit, selectRows(data, [0, 1]), ['A', 'D'])).toThrow('batch D was not among')
  expect(() => fitCombat(data, batch, { reference: 'Z' })).toThrow('batch Z was not among')
  expect(() =>
    fitCombat(
      data,
      batch.map(() => 'A'),
    ),
  ).toThrow('at least 2')
  const isA = matrixFromColumns([Float64Array.from(batch, (b) => (b === 'A' ? 2 : 1))])
  expect(() => fitCombat(data, batch, { covariates: isA })).toThrow('confounded')
  expect(() => applyCombat(fit, data, batch, isA)).toThrow('covariates')
})
