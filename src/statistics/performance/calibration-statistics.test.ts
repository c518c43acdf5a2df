import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { lowess } from '../smoothing/lowess.ts'
import { calibrationStatistics, hosmerLemeshow, spiegelhalter } from './calibration-statistics.ts'

const her2 = readCohort().number.her2
const expected = expectedStatistics('logistic')
const risks = Float64Array.from(expected.fitted as number[])

describe('calibration equals R', () => {
  test('lowess, point for point', () => {
    const curve = lowess(risks, her2, { iterations: 0 })
    expect(curve.x).toMatchDigits(expected.lowess.x, 1e-8)
    expect(curve.y).toMatchDigits(expected.lowess.y, 1e-8)
  })

  test('Hosmer–Lemeshow, with the degrees of freedom of development and of external data', () => {
    const r = expected.hosmerLemeshow
    const hl = hosmerLemeshow(risks, her2, 'development')
    expect([hl.chiSquare, hl.df, hl.p]).toMatchDigits([r.x2, r.df, r.p], 1e-8)
    expect(hl.observed).toMatchDigits(r.observed, 1e-12)
    expect(hl.expected).toMatchDigits(r.expected, 1e-8)
    expect(hl.size).toMatchDigits(r.n, 1e-12)
    expect(hosmerLemeshow(risks, her2, 'external').df).toBe(10)
    const other = expectedStatistics('extra').hosmerLemeshow
    expect([hl.chiSquare, hl.df, hl.p]).toMatchDigits([other.x2, other.df, other.p], 1e-8)
  })

  test("val.prob's statistics", () => {
    const r = expected.valProb
    const s = calibrationStatistics(risks, her2)
    expect([s.dxy, s.c]).toMatchDigits([r.Dxy, r['C (ROC)']], 1e-12)
    expect([s.r2, s.d, s.dTest.chiSquare]).toMatchDigits([r.R2, r.D, r['D:Chi-sq']], 1e-8)
    expect([s.u, s.uTest.p, s.q, s.brier]).toMatchDigits([r.U, r['U:p'], r.Q, r.Brier], 1e-8)
    expect(s.uTest.chiSquare).toBeLessThan(1e-12)
    expect(s.slope).toMatchDigits(1, 1e-8)
    expect(Math.abs(s.interceptWithSlope)).toBeLessThan(1e-8)
    expect(Math.abs(s.interceptAtSlope1)).toBeLessThan(1e-8)
    expect([s.eMax, s.e90, s.eAvg]).toMatchDigits([r.Emax, r.E90, r.Eavg], 1e-7)
    expect([s.spiegelhalter.z, s.spiegelhalter.p]).toMatchDigits([r['S:z'], r['S:p']], 1e-7)
  })

  test('an intercept with a free slope is not the one at slope 1', () => {
    const overfitted = risks.map((p) => 1 / (1 + Math.exp(-(2 * Math.log(p / (1 - p)) + 0.5))))
    const s = calibrationStatistics(overfitted, her2)
    expect([s.slope, s.interceptWithSlope]).toMatchDigits([0.5, -0.25], 1e-7)
    expect(Math.abs(s.interceptAtSlope1 - s.interceptWithSlope)).toBeGreaterThan(0.01)
  })
})

describe('hard inputs', () => {
  test('one constant risk: slope 0, no discrimination, one degree of freedom for unreliability', () => {
    const s = calibrationStatistics(
      her2.map(() => 0.25),
      her2,
    )
    const share = her2.reduce((a, b) => a + b) / her2.length
    expect(s).toMatchObject({ c: 0.5, slope: 0, r2: 0 })
    expect(s.uTest.df).toBe(1)
    expect(s.interceptWithSlope).toMatchDigits(Math.log(share / (1 - share)), 1e-10)
    expect(s.eMax).toMatchDigits(Math.abs(share - 0.25), 1e-10)
    expect(() =>
      hosmerLemeshow(
        her2.map(() => 0.25),
        her2,
        'development',
      ),
    ).toThrow(expect.objectContaining({ code: 'NS-STA-01' }))
  })

  test('risks of 0 and 1 are counted, risks outside are refused', () => {
    const s = calibrationStatistics([0, 0.2, 0.4, 0.6, 0.8, 1], [0, 1, 0, 1, 0, 1])
    expect(s.leftOut).toBe(2)
    expect(() => calibrationStatistics([0.1, 1.2], [0, 1])).toThrow(/not 1.2 at position 1/)
    expect(spiegelhalter([0.5, 0.5], [0, 1]).z).toBeNaN()
  })

  test('lowess on ties everywhere and on one point', () => {
    expect(lowess([1, 1, 1, 1], [0, 1, 0, 1], { iterations: 3 }).y).toMatchDigits([0.5, 0.5, 0.5, 0.5], 1e-15)
    expect(lowess([2], [5], { iterations: 0 }).y).toEqual(Float64Array.of(5))
  })
})
