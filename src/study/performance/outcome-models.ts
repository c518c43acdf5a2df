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
  const judged = (of: PartPerformance): Performance => ({
    n: { value: of.n },
    events: { value: of.events },
    ...measured(of),
    ...(of.agreement && {
      emax: { value: of.agreement.eMax },
      eavg: { value: of.agreement.eAvg },
      r2: { value: of.agreement.r2 },
      spiegelhalter: { value: of.agreement.spiegelhalter.p },
      ...(of.agreement.hosmerLemeshow && { hosmerLemeshow: { value: of.agreement.hosmerLemeshow.p } }),
    }),
  })
  const atThreshold = (of: NonNullable<typeof thresholds>['heldOut']): Performance =>
    of === undefined
      ? {}
      : {
          threshold: { value: of.threshold },
          sensitivity: of.sensitivity,
          specificity: of.specificity,
          accuracy: of.accuracy,
          ppv: of.ppv,
          npv: of.npv,
          likelihoodRatioPositive: of.likelihoodRatioPositive,
          likelihoodRatioNegative: of.likelihoodRatioNegative,
          truePositives: { value: of.truePositives },
          falsePositives: { value: of.falsePositives },
          trueNegatives: { value: of.trueNegatives },
          falseNegatives: { value: of.falseNegatives },
        }
  return {
    ...(nested && { nested: { ...judged(nested), ...atThreshold(thresholds?.outOfFold) } }),
    ...(optimismCorrected && { optimismCorrected: measured(optimismCorrected) }),
    ...(heldOut && { heldOut: { ...judged(heldOut), ...atThreshold(thresholds?.heldOut) } }),
    apparent: judged(apparent),
  }
}
