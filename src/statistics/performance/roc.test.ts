import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { auc, aucBootstrap, aucDelong, compareAucPaired, compareAucUnpaired, partialAuc, rocCurve } from './roc.ts'
import { accuracyAt, bestThresholds, exactProportion } from './thresholds.ts'

const her2 = readCohort().number.her2
const expected = expectedStatistics('roc')
const [first, second] = expected.scores as number[][]

describe('the ROC curve equals pROC', () => {
  test('AUC, DeLong variance and interval', () => {
    const areas = [aucDelong(first, her2), aucDelong(second, her2)]
    expect(areas.map((a) => a.auc)).toMatchDigits(expected.auc, 1e-12)
    expect(areas.map((a) => a.variance)).toMatchDigits(expected.variance, 1e-10)
    expect(areas.map((a) => [a.lower, a.auc, a.upper])).toMatchDigits(expected.ci, 1e-10)
    expect(auc(first, her2)).toMatchDigits(expected.auc[0], 1e-12)
  })

  test('every point of the curve', () => {
    const curve = rocCurve(first, her2)
    const finite = Array.from(curve.thresholds, (t) => (Number.isFinite(t) ? t : Number.NaN))
    expect(finite).toMatchDigits(expected.curve.thresholds, 1e-12)
    expect(curve.sensitivities).toMatchDigits(expected.curve.sensitivities, 1e-12)
    expect(curve.specificities).toMatchDigits(expected.curve.specificities, 1e-12)
  })

  test('paired and unpaired comparison', () => {
    const paired = compareAucPaired(first, second, her2, { nestedOnTraining: false })
    expect([paired.z, paired.p]).toMatchDigits([expected.paired.z, expected.paired.p], 1e-8)
    const half = (odd: number) => ({
      scores: first.filter((_, i) => (i + 1) % 2 === odd),
      positive: Array.from(her2).filter((_, i) => (i + 1) % 2 === odd),
    })
    const { t, df, p } = compareAucUnpaired(half(0), half(1))
    expect([t, df, p]).toMatchDigits([expected.unpaired.D, expected.unpaired.df, expected.unpaired.p], 1e-8)
    expect(() => compareAucPaired(first, second, her2, { nestedOnTraining: true })).toThrow(
      expect.objectContaining({ code: 'NS-STA-57' }),
    )
  })

  test('partial area, raw and corrected', () => {
    const { area, corrected } = partialAuc(rocCurve(first, her2), 0.8, 1)
    expect([area, corrected]).toMatchDigits([expected.partial, expected.partialCorrected], 1e-12)
    const whole = partialAuc(rocCurve(first, her2), 0, 1, 'sensitivity')
    expect(whole.area).toMatchDigits(expected.auc[0], 1e-12)
  })

  test("Youden's threshold and the table at it", () => {
    const best = bestThresholds(rocCurve(first, her2), 'youden')
    expect(best).toMatchDigits([expected.youden.threshold], 1e-12)
    const a = accuracyAt(first, her2, best[0])
    const got = {
      threshold: a.threshold,
      sensitivity: a.sensitivity.value,
      specificity: a.specificity.value,
      accuracy: a.accuracy.value,
      ppv: a.ppv.value,
      npv: a.npv.value,
      tp: a.truePositives,
      tn: a.trueNegatives,
      fp: a.falsePositives,
      fn: a.falseNegatives,
    }
    expect(Object.values(got)).toMatchDigits(Object.values(expected.youden), 1e-12)
    expect(a.likelihoodRatioPositive.value).toMatchDigits(73 / 111 / (55 / 209), 1e-12)
  })
})

describe('what is not in pROC or must not be copied from it', () => {
  test('a score that ranks backwards keeps its AUC below one half', () => {
    expect(
      auc(
        first.map((s) => -s),
        her2,
      ),
    ).toMatchDigits(1 - expected.auc[0], 1e-12)
  })

  test('ties everywhere: AUC one half, variance 0, difference without evidence', () => {
    const flat = first.map(() => 1)
    expect(aucDelong(flat, her2)).toMatchObject({ auc: 0.5, variance: 0, lower: 0.5, upper: 0.5 })
    expect(compareAucPaired(first, first, her2, { nestedOnTraining: false })).toMatchObject({
      difference: 0,
      z: 0,
      p: 1,
    })
    expect(rocCurve(flat, her2).thresholds).toEqual(Float64Array.of(-Infinity, Infinity))
  })

  test('thresholds at a fixed sensitivity, and nearest to the corner', () => {
    const curve = rocCurve([1, 2, 3, 4, 5, 6], [0, 0, 1, 0, 1, 1])
    expect(bestThresholds(curve, { sensitivity: 1 })).toEqual([2.5])
    expect(bestThresholds(curve, { specificity: 1 })).toEqual([4.5])
    expect(bestThresholds(curve, 'closest')).toEqual([2.5, 4.5])
    expect(bestThresholds(curve, 'youden')).toEqual([2.5, 4.5])
  })

  test('exact proportions: binom.test(8, 10), none and all', () => {
    // R: binom.test(8, 10)$conf.int
    expect(Object.values(exactProportion(8, 10))).toMatchDigits([0.8, 0.443904537692359, 0.974789273673166], 1e-10)
    expect(exactProportion(0, 10)).toMatchObject({ value: 0, lower: 0 })
    expect(exactProportion(10, 10).upper).toBe(1)
    expect(exactProportion(0, 0).value).toBeNaN()
  })

  test('bootstrap over given resamples, those without a class dropped and counted', () => {
    const scores = [1, 2, 3, 4]
    const y = [0, 1, 0, 1]
    const ci = aucBootstrap(scores, y, [
      [0, 1, 2, 3],
      [0, 0, 1, 3],
      [1, 1, 3, 3],
      [1, 2, 2, 3],
    ])
    expect(ci).toMatchObject({ auc: 0.75, median: 0.75, used: 3, dropped: 1 })
    expect(ci.lower).toMatchDigits(0.5125, 1e-12)
  })

  test('refusals', () => {
    expect(() => auc([1, 2], [1, 1])).toThrow(expect.objectContaining({ code: 'NS-STA-52' }))
    expect(() => auc([1, Number.NaN], [1, 0])).toThrow(expect.objectContaining({ code: 'NS-STA-51' }))
    expect(() => aucDelong([1, 2, 3], [1, 0, 0])).toThrow(expect.objectContaining({ code: 'NS-STA-58' }))
    expect(() => partialAuc(rocCurve([1, 2], [1, 0]), 0.9, 0.8)).toThrow(expect.objectContaining({ code: 'NS-STA-55' }))
  })
})
