import { describe, expect, test } from 'vitest'
import { type Expected, expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { cox, coxConcordance } from './cox.ts'
import { baselineHazard, coxRisk, proportionalHazards } from './cox-diagnostics.ts'
import { coxDeviance } from './cox-partial.ts'

const { text, number } = readCohort()
const { time, event } = number
const expected = expectedStatistics('survival')
const extra = expectedStatistics('extra')
const grade = (level: string) => Float64Array.from(text.grade, (cell) => (cell === level ? 1 : 0))
const x = matrixFromColumns([number.her2, number.age, number.size, grade('II'), grade('III')])

describe('Cox regression equals coxph', () => {
  const fit = cox(x, time, event)
  const r = expected.cox

  test('estimates and intervals', () => {
    expect(fit.coefficients).toMatchDigits(r.coef, 1e-8)
    expect(fit.standardErrors).toMatchDigits(r.se, 1e-8)
    expect(fit.wald.map(({ z }) => z)).toMatchDigits(r.z, 1e-8)
    expect(fit.wald.map(({ p }) => p)).toMatchDigits(r.p, 1e-8)
    expect(fit.wald.map(({ lower, upper }) => [Math.exp(lower), Math.exp(upper)])).toMatchDigits(r.ci, 1e-8)
  })

  test('log-likelihoods and the three tests', () => {
    expect(fit.logLikelihood).toMatchDigits(r.loglik, 1e-10)
    const of = ({ chiSquare, df, p }: typeof fit.waldTest) => [chiSquare, df, p]
    expect(of(fit.scoreTest)).toMatchDigits(r.score, 1e-8)
    expect(of(fit.likelihoodRatio)).toMatchDigits(r.lr, 1e-8)
    // summary.coxph rounds Wald's statistic to two decimals before it prints and exports it
    expect(Math.round(fit.waldTest.chiSquare * 100) / 100).toMatchDigits(r.wald[0], 1e-12)
    expect(fit.waldTest.p).toMatchDigits(r.wald[2], 1e-8)
  })

  test('concordance with its error', () => {
    const { c, standardError } = coxConcordance(fit, time, event)
    expect([c, standardError]).toMatchDigits(r.concordance, 1e-8)
  })

  test('proportional hazards, a factor as one term', () => {
    const zph = proportionalHazards(fit, x, time, event, [[0], [1], [2], [3, 4]])
    const table = [...zph.terms, zph.global].map(({ chiSquare, df, p }) => [chiSquare, df, p])
    expect(table).toMatchDigits(r.zph, 1e-8)
  })

  test("Breslow's ties", () => {
    const breslow = cox(matrixFromColumns([number.her2, number.age]), time, event, { ties: 'breslow' })
    expect(breslow.coefficients).toMatchDigits(expected.breslow.coef, 1e-8)
    expect(breslow.logLikelihood).toMatchDigits(expected.breslow.loglik, 1e-10)
    // the penalised paths' deviance is the same likelihood seen from the saturated model
    const spread = coxDeviance(time, event, new Float64Array(time.length)) / 2 + breslow.logLikelihood[0]
    expect(coxDeviance(time, event, breslow.linearPredictor) / 2).toMatchDigits(
      spread - breslow.logLikelihood[1],
      1e-10,
    )
  })

  test('strata', () => {
    const strata = text.centre.map((cell) => cell.charCodeAt(0))
    const stratified = cox(matrixFromColumns([number.type, number.age]), time, event, { strata })
    expect(stratified.coefficients).toMatchDigits(extra.coxStratified.coef, 1e-8)
    expect(stratified.logLikelihood).toMatchDigits(extra.coxStratified.loglik, 1e-10)
    const bounds = baselineHazard(stratified, time, event, { strata })
    expect(bounds.map(({ stratum }) => String.fromCharCode(stratum))).toEqual(['A', 'B', 'C'])
    expect(coxConcordance(stratified, time, event, strata).c).toBeGreaterThan(0.5)
  })

  test('baseline hazard', () => {
    const two = cox(matrixFromColumns([number.type, number.age]), time, event)
    const [baseline] = baselineHazard(two, time, event)
    expect(baseline.time).toMatchDigits(extra.baselineHazard.time, 1e-12)
    expect(baseline.hazard).toMatchDigits(extra.baselineHazard.hazard, 1e-8)
    const at = baseline.time.findIndex((t) => t > 12) - 1
    const risk = coxRisk(baseline, [0.5], 12)
    expect(risk[0]).toMatchDigits(1 - Math.exp(-extra.baselineHazard.hazard[at] * Math.exp(0.5)), 1e-8)
  })
})

describe('hard inputs', () => {
  test('weights that count rows equal rows repeated (Breslow)', () => {
    const weights = Float64Array.from(time, (_, i) => i % 3)
    const rows = Array.from(time, (_, i) => Array(i % 3).fill(i)).flat() as number[]
    const of = (values: ArrayLike<number>) => rows.map((row) => values[row])
    const weighted = cox(matrixFromColumns([number.type, number.age]), time, event, { weights, ties: 'breslow' })
    const copied = cox(matrixFromColumns([of(number.type), of(number.age)]), of(time), of(event), { ties: 'breslow' })
    expect(weighted.coefficients).toMatchDigits(copied.coefficients, 1e-9)
    expect(weighted.standardErrors).toMatchDigits(copied.standardErrors, 1e-9)
  })

  test('one event, all events on one side, constant columns, none', () => {
    const one = cox(matrixFromColumns([[1, 2, 3, 5]]), [1, 2, 3, 4], [0, 1, 0, 0])
    expect(one.converged).toBe(false)
    expect(one.diverging).toEqual([0])
    const sided = cox(matrixFromColumns([[1, 1, 0, 0, 1, 0]]), [1, 2, 3, 4, 5, 6], [1, 1, 0, 0, 1, 0])
    expect(sided.diverging).toEqual([0])
    expect(() => cox(matrixFromColumns([[1, 1, 1]]), [1, 2, 3], [1, 1, 0])).toThrow(/Column 0 .* constant/)
    expect(() => cox(matrixFromColumns([[1, 2, 3]]), [1, 2, 3], [0, 0, 0])).toThrow(/at least one event/)
  })

  test('an offset far from 0 does not overflow', () => {
    const offset = new Float64Array(time.length).fill(800)
    const shifted = cox(matrixFromColumns([number.type]), time, event, { offset })
    const plain = cox(matrixFromColumns([number.type]), time, event)
    expect(shifted.coefficients).toMatchDigits(plain.coefficients, 1e-9)
    expect(shifted.logLikelihood).toMatchDigits(plain.logLikelihood, 1e-9)
  })
})

describe('Cox regression on harder data equals coxph', () => {
  const more = expectedStatistics('cox', 'statistics-extra')
  const { weights, offset } = expectedStatistics('regression', 'statistics-extra') as Record<string, number[]>
  const tied = more.time as number[]
  const strata = text.centre.map((cell) => cell.charCodeAt(0))
  const three = matrixFromColumns([number.type, number.age, number.cd8])
  const two = matrixFromColumns([number.type, number.age])
  const check = (fit: ReturnType<typeof cox>, r: Expected) => {
    expect(fit.coefficients).toMatchDigits(r.coef, 1e-8)
    expect(fit.standardErrors).toMatchDigits(r.se, 1e-8)
    expect(fit.logLikelihood).toMatchDigits(r.loglik, 1e-10)
    expect(fit.scoreTest.chiSquare).toMatchDigits(r.score, 1e-8)
  }
  const table = (zph: ReturnType<typeof proportionalHazards>) =>
    [...zph.terms, zph.global].map(({ chiSquare, df, p }) => [chiSquare, df, p])

  test('weights with none among them, an offset', () => {
    check(cox(three, tied, event, { weights }), more.weighted)
    check(cox(two, tied, event, { offset }), more.offset)
  })

  test('ties everywhere, their proportional hazards and concordance', () => {
    const fit = cox(three, tied, event)
    check(fit, more.tied)
    expect(table(proportionalHazards(fit, three, tied, event, [[0], [1], [2]]))).toMatchDigits(more.tied.zph, 1e-8)
    const { c, standardError } = coxConcordance(fit, tied, event)
    expect([c, standardError]).toMatchDigits(more.tied.concordance, 1e-8)
  })

  test('strata: estimates, tests, baselines, concordance', () => {
    const fit = cox(three, tied, event, { strata })
    check(fit, more.stratified)
    const zph = proportionalHazards(fit, three, tied, event, [[0], [1], [2]], { strata })
    expect(table(zph)).toMatchDigits(more.stratified.zph, 1e-8)
    const baselines = baselineHazard(fit, tied, event, { strata })
    expect(baselines.map(({ time }) => time)).toMatchDigits(Object.values(more.stratified.time), 1e-12)
    expect(baselines.map(({ hazard }) => hazard)).toMatchDigits(Object.values(more.stratified.hazard), 1e-8)
    expect(coxConcordance(fit, tied, event, strata).c).toMatchDigits(more.stratified.concordance, 1e-10)
  })

  test("Breslow's ties with their proportional hazards and baseline", () => {
    const fit = cox(two, tied, event, { ties: 'breslow' })
    check(fit, more.breslow)
    expect(table(proportionalHazards(fit, two, tied, event, [[0], [1]]))).toMatchDigits(more.breslow.zph, 1e-8)
    expect(baselineHazard(fit, tied, event)[0].hazard).toMatchDigits(more.breslow.hazard, 1e-8)
  })
})
