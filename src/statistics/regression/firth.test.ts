import { expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { firth, firthEstimate } from './firth.ts'

const { number } = readCohort()
const extra = expectedStatistics('extra')

test.each([
  ['firthSeparated', [number.type, Float64Array.from(extra.separatingColumn as number[]), number.age]],
  ['firthOrdinary', [number.type, number.skin, number.age]],
])('%s equals logistf: estimates, errors, penalised p and profile limits', (name, columns) => {
  const r = extra[name]
  const fit = firth(matrixFromColumns(columns), number.her2)
  expect(fit.coefficients).toMatchDigits(r.coef, 1e-8)
  expect(fit.standardErrors).toMatchDigits(r.se, 1e-8)
  const { coefficients, covariance } = firthEstimate(matrixFromColumns(columns), number.her2)
  expect(coefficients).toEqual(fit.coefficients)
  expect(covariance).toEqual(fit.covariance)
  expect(fit.inference.map(({ p }) => p)).toMatchDigits(r.p, 1e-6)
  expect(fit.inference.map(({ lower }) => lower)).toMatchDigits(r.lower, 1e-6)
  expect(fit.inference.map(({ upper }) => upper)).toMatchDigits(r.upper, 1e-6)
  expect([fit.penalisedLogLikelihood, fit.nullPenalisedLogLikelihood]).toMatchDigits(r.loglik, 1e-9)
})

test('a 2 × 2 table with an empty cell: Firth adds a half to every cell', () => {
  // 0 of 10 against 6 of 10, weights ½: log odds ratio log((6.5 · 10.5)/(4.5 · 0.5))
  const exposed = Array.from({ length: 20 }, (_, i) => (i < 10 ? 0 : 1))
  const y = exposed.map((e, i) => (e && i < 16 ? 1 : 0))
  const fit = firth(matrixFromColumns([exposed]), y)
  expect(fit.coefficients[1]).toMatchDigits(Math.log((6.5 * 10.5) / (4.5 * 0.5)), 1e-9)
  expect(Number.isFinite(fit.inference[1].upper)).toBe(true)
})

test('refusals', () => {
  expect(() => firth(matrixFromColumns([[1, 1, 1]]), [0, 1, 1])).toThrow(expect.objectContaining({ code: 'NS-STA-54' }))
  expect(() => firth(matrixFromColumns([[1, 2, 3]]), [1, 1, 1])).toThrow(expect.objectContaining({ code: 'NS-STA-52' }))
})
