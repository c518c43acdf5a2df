import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { loess } from '../smoothing/loess.ts'
import { lowess } from '../smoothing/lowess.ts'
import { brierDecomposition, brierScore } from './brier.ts'
import { calibrationStatistics, hosmerLemeshow } from './calibration-statistics.ts'
import { decisionCurve, decisionCurveSurvival } from './decision-curve.ts'
import { integratedDiscrimination, reclassification } from './reclassification.ts'
import { aucDelong, compareAucPaired, partialAuc, rocCurve } from './roc.ts'
import { bestThresholds, exactProportion } from './thresholds.ts'

const { number } = readCohort()
const y = number.her2
const expected = expectedStatistics('curves', 'statistics-extra')
const [p1, p2] = expected.risks as number[][]

describe('ROC with many ties equals pROC', () => {
  const [s1, s2] = expected.scores as number[][]
  test('AUC, variance, comparison, threshold nearest to the corner, partial area of the sensitivity', () => {
    const [a, b] = [aucDelong(s1, y), aucDelong(s2, y)]
    expect([a.auc, b.auc]).toMatchDigits(expected.auc, 1e-12)
    expect([a.variance, b.variance]).toMatchDigits(expected.variance, 1e-10)
    const paired = compareAucPaired(s1, s2, y, { nestedOnTraining: false })
    expect([paired.z, paired.p]).toMatchDigits([expected.paired.z, expected.paired.p], 1e-8)
    expect(bestThresholds(rocCurve(s1, y), 'closest')).toEqual([expected.best])
    const partial = partialAuc(rocCurve(s1, y), 0.9, 1, 'sensitivity')
    expect([partial.area, partial.corrected]).toMatchDigits(expected.partialSensitivity, 1e-10)
  })

  test('exact intervals of proportions equal binom.test', () => {
    const counts = [
      [8, 10],
      [0, 7],
      [7, 7],
      [111, 320],
    ]
    counts.forEach(([k, m], i) => {
      const { lower, upper } = exactProportion(k, m)
      expect([lower, upper]).toMatchDigits(expected.exact[i], 1e-10)
    })
  })

  test('a million rows', () => {
    const scores = Float64Array.from({ length: 1e6 }, (_, i) => Math.sin(i))
    const positive = Uint8Array.from(scores, (s, i) => (s + Math.cos(3 * i) > 0 ? 1 : 0))
    expect(aucDelong(scores, positive).standardError).toBeLessThan(0.001)
  })
})

describe('reclassification', () => {
  test('for any change equals improveProb', () => {
    const r = expected.improve
    const any = reclassification(p1, p2, y)
    const shares = [any.events.up, any.events.down].map((k) => k / any.events.total)
    expect(shares).toMatchDigits([r['pup.ev'], r['pdown.ev']], 1e-12)
    expect([any.nri, any.events.net, any.nonevents.net]).toMatchDigits([r.nri, r['nri.ev'], r['nri.ne']], 1e-12)
    const idi = integratedDiscrimination(p1, p2, y)
    expect([idi.events, -idi.nonevents, idi.idi]).toMatchDigits([r.improveSens, r.improveSpec, r.idi], 1e-10)
  })

  test('by categories, counted by hand; nothing here has a p-value', () => {
    const moved = reclassification([0.1, 0.1, 0.3, 0.3], [0.3, 0.15, 0.1, 0.3], [1, 1, 0, 0], [0.2])
    expect(moved).toEqual({
      events: { up: 1, down: 0, total: 2, net: 0.5 },
      nonevents: { up: 0, down: 1, total: 2, net: 0.5 },
      nri: 1,
    })
    expect(() => reclassification([0.1, 2], [0.1, 0.2], [0, 1])).toThrow(expect.objectContaining({ code: 'NS-STA-55' }))
  })
})

describe('Brier score', () => {
  test('over distinct risks its three parts add up, by hand', () => {
    // risks 0.2, 0.2, 0.8, 0.8 with outcomes 0, 1, 1, 1
    const b = brierDecomposition([0.2, 0.2, 0.8, 0.8], [0, 1, 1, 1], 'distinct')
    expect(b.brier).toMatchDigits((0.04 + 0.64 + 0.04 + 0.04) / 4, 1e-14)
    expect(b.reliability).toMatchDigits((0.3 ** 2 + 0.2 ** 2) / 2, 1e-14)
    expect(b.resolution).toMatchDigits((0.25 ** 2 + 0.25 ** 2) / 2, 1e-14)
    expect(b.uncertainty).toMatchDigits(0.1875, 1e-14)
    expect(Math.abs(b.within)).toBeLessThan(1e-15)
  })

  test('over quantile groups they do with the term inside groups', () => {
    const b = brierDecomposition(p2, y)
    expect(b.groups).toBe(10)
    expect(b.brier).toMatchDigits(expected.valProb.Brier, 1e-10)
    expect(b.reliability - b.resolution + b.uncertainty + b.within).toMatchDigits(brierScore(p2, y), 1e-12)
  })
})

describe('calibration of risks that are off equals R', () => {
  test("val.prob, the intercept at slope 1, Hosmer–Lemeshow's test on external data", () => {
    const r = expected.valProb
    const s = calibrationStatistics(p2, y)
    expect(s.c).toMatchDigits(r['C (ROC)'], 1e-12)
    expect([s.r2, s.d, s.dTest.chiSquare, s.u, s.uTest.chiSquare, s.q]).toMatchDigits(
      [r.R2, r.D, r['D:Chi-sq'], r.U, r['U:Chi-sq'], r.Q],
      1e-5, // val.prob stops its own fit at a change of the deviance of 0.025
    )
    expect([s.brier, s.eMax, s.e90, s.eAvg]).toMatchDigits([r.Brier, r.Emax, r.E90, r.Eavg], 1e-8)
    expect([s.spiegelhalter.z, s.spiegelhalter.p]).toMatchDigits([r['S:z'], r['S:p']], 1e-8)
    expect([s.interceptWithSlope, s.slope]).toMatchDigits([r.Intercept, r.Slope], 1e-4)
    expect(s.interceptAtSlope1).toMatchDigits(expected.interceptAtSlope1, 1e-8)
    const hl = hosmerLemeshow(p2, y, 'external')
    expect([hl.chiSquare, hl.df, hl.p]).toMatchDigits(Object.values(expected.hosmerLemeshow), 1e-8)
  })

  test('loess fitted directly, quadratic and linear, with its errors and degrees of freedom', () => {
    const { at, fit, se, df, sigma } = expected.loess
    const curve = loess(p2, y, at)
    expect(curve.fitted).toMatchDigits(fit, 1e-8)
    expect(curve.standardError).toMatchDigits(se, 1e-8)
    expect([curve.df, curve.sigma]).toMatchDigits([df, sigma], 1e-8)
    const line = loess(p2, y, at, { span: 0.5, degree: 1 })
    expect(line.fitted).toMatchDigits(expected.loessLinear.fit, 1e-8)
    expect(line.standardError).toMatchDigits(expected.loessLinear.se, 1e-8)
    expect([line.df, line.sigma]).toMatchDigits([expected.loessLinear.df, expected.loessLinear.sigma], 1e-8)
    expect(() => loess([1, 1, 1, 1, 1, 1], [0, 1, 0, 1, 0, 1], [1])).toThrow(/different x/)
  })

  test('lowess with ties, robustness iterations, no interpolation, another span', () => {
    const { age, size, cea, cd8 } = number
    const curves = [
      lowess(age, cea, { iterations: 3 }),
      lowess(age, cea, { iterations: 0, delta: 0, span: 0.3 }),
      lowess(size, cd8, { iterations: 5 }),
    ]
    curves.forEach((curve, i) => {
      expect(curve.x).toMatchDigits(expected.lowess[i].x, 1e-12)
      expect(curve.y).toMatchDigits(expected.lowess[i].y, 1e-9)
    })
  })
})

describe('decision curves equal dcurves', () => {
  const r = expectedStatistics('decision', 'statistics-extra')
  test.each([
    ['binary', {}],
    ['prevalence', { prevalence: 0.1 }],
    ['harm', { harm: 0.02 }],
  ])('%s', (name, options) => {
    const curve = decisionCurve(r.risk, y, r.thresholds, options)
    expect(curve.netBenefit).toMatchDigits(r[name].risk.net_benefit, 1e-9)
    curve.treatAll.forEach((value, t) => {
      expect(Math.abs(value - r[name].all.net_benefit[t])).toBeLessThan(1e-9)
    })
  })

  test('survival, the risk given as such', () => {
    const curve = decisionCurveSurvival(r.risk, number.time, number.event, 24, r.thresholds)
    expect(curve.netBenefit.slice(0, 6)).toMatchDigits(r.survival.risk.net_benefit.slice(0, 6), 1e-9)
    expect(curve.treatAll).toMatchDigits(r.survival.all.net_benefit, 1e-9)
  })
})
