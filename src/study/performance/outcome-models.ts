import type { CorrectedPerformance, ModelResult, PartPerformance } from '../../model/index.ts'
import type { Performance, PerformanceKind } from '../../report/tables/performance-table.ts'

/** A model's performance as tables and results.json have it: each measure with its interval, where it has one. */
export function performanceOf({ performance, thresholds }: ModelResult): Partial<Record<PerformanceKind, Performance>> {
  const { apparent, optimismCorrected, nested, heldOut } = performance
  const measured = ({
    intervals: { measures: limits },
    ...of
  }: PartPerformance | CorrectedPerformance): Performance => ({
    auc: { value: of.auc, lower: of.lower, upper: of.upper },
    brier: { value: of.brier, ...limits.brier },
    calibrationIntercept: { value: of.calibrationIntercept, ...limits.calibrationIntercept },
    calibrationSlope: { value: of.calibrationSlope, ...limits.calibrationSlope },
  })
  const judged = (performance: PartPerformance): Performance => ({
    n: { value: performance.n },
    events: { value: performance.events },
    ...measured(performance),
    ...(performance.agreement && {
      emax: { value: performance.agreement.eMax },
      eavg: { value: performance.agreement.eAvg },
      r2: { value: performance.agreement.r2 },
      spiegelhalter: { value: performance.agreement.spiegelhalter.p },
      ...(performance.agreement.hosmerLemeshow && {
        hosmerLemeshow: { value: performance.agreement.hosmerLemeshow.p },
      }),
    }),
  })
  const atThreshold = (accuracy: NonNullable<typeof thresholds>['heldOut']): Performance =>
    accuracy === undefined
      ? {}
      : {
          threshold: { value: accuracy.threshold },
          sensitivity: accuracy.sensitivity,
          specificity: accuracy.specificity,
          accuracy: accuracy.accuracy,
          ppv: accuracy.ppv,
          npv: accuracy.npv,
          likelihoodRatioPositive: accuracy.likelihoodRatioPositive,
          likelihoodRatioNegative: accuracy.likelihoodRatioNegative,
          truePositives: { value: accuracy.truePositives },
          falsePositives: { value: accuracy.falsePositives },
          trueNegatives: { value: accuracy.trueNegatives },
          falseNegatives: { value: accuracy.falseNegatives },
        }
  return {
    ...(nested && { nested: { ...judged(nested), ...atThreshold(thresholds?.outOfFold) } }),
    ...(optimismCorrected && { optimismCorrected: measured(optimismCorrected) }),
    ...(heldOut && { heldOut: { ...judged(heldOut), ...atThreshold(thresholds?.heldOut) } }),
    apparent: judged(apparent),
  }
}
