import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { columnOf, matrixFromColumns, selectRows } from '../numerics/matrix.ts'
import { applyCombat, type CombatOptions, fitCombat } from './combat.ts'
import { applyLongitudinalCombat, fitLongitudinalCombat } from './longitudinal.ts'

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

describe('nested and longitudinal', () => {
  const made = expectedStatistics('harmonisation', 'statistics-extra')
  test('one batch variable after the other, with covariates and without, equals sva twice', () => {
    for (const [key, covariates] of [
      ['nested', undefined],
      ['nestedCovariates', ageAndEdge],
    ] as const) {
      const data = matrixFromColumns(features(8))
      const first = applyCombat(fitCombat(data, batch, { covariates }), data, batch, covariates)
      const after = applyCombat(fitCombat(first, made.scanner, { covariates }), first, made.scanner, covariates)
      const columns = Array.from({ length: 8 }, (_, j) => columnOf(after, j))
      expect(distance(columns, made[key])).toBeLessThan(1e-10)
    }
  })
  const { data: rows, who, adjusted, ratio, sigma } = made.longitudinal
  const data = matrixFromColumns(Array.from({ length: 8 }, (_, j) => rows.map((row: number[]) => row[j])))
  const fit = fitLongitudinalCombat(data, batch, who, ageAndEdge)
  test('a random intercept for each patient: variances as lme4 finds them, also none between patients', () => {
    for (let j = 0; j < 8; j++) {
      expect(Math.sqrt(fit.ratio[j])).toBeCloseTo(ratio[j], 6)
      expect(fit.pooledSd[j] / sigma[j]).toBeCloseTo(1, 7)
    }
    expect(fit.ratio[7]).toBe(0)
  })
  test('adjusted rows are those of longCombat', () => {
    const after = applyLongitudinalCombat(fit, data, batch, who, ageAndEdge)
    const columns = Array.from({ length: 8 }, (_, j) => columnOf(after, j))
    expect(distance(columns, adjusted)).toBeLessThan(1e-7)
  })
  test("a patient's rows are adjusted without anybody else's", () => {
    const own = who.flatMap((one: number, i: number) => (one === 11 ? [i] : []))
    const few = applyLongitudinalCombat(
      fit,
      selectRows(data, own),
      own.map((i: number) => batch[i]),
      own.map((i: number) => who[i]),
      selectRows(ageAndEdge, own),
    )
    const all = applyLongitudinalCombat(fit, data, batch, who, ageAndEdge)
    expect(few.values).toEqual(selectRows(all, own).values)
  })
  test('one row a patient is refused', () => {
    expect(() => fitLongitudinalCombat(data, batch, Array.from(batch.keys()))).toThrow('every patient has one')
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
