import type { ModelResult, PartPerformance } from '../../model/index.ts'
import type { Estimate, Performance, PerformanceKind } from '../../report/tables/performance-table.ts'

/** A model's performance as tables and results.json have it: each measure with its interval, where it has one. */
export function performanceOf({ performance, thresholds }: ModelResult): Partial<Record<PerformanceKind, Performance>> {
  const { apparent, optimismCorrected, nested, heldOut } = performance
  const measured = (
    of: Pick<PartPerformance, 'auc' | 'lower' | 'upper' | 'brier' | 'calibrationIntercept' | 'calibrationSlope'>,
  ) => ({
    auc: { value: of.auc, lower: of.lower, upper: of.upper },
    brier: { value: of.brier },
    calibrationIntercept: { value: of.calibrationIntercept },
    calibrationSlope: { value: of.calibrationSlope },
  })
  const atThreshold = (of: NonNullable<typeof thresholds>['heldOut']): Performance =>
    of === undefined
      ? {}
      : {
          sensitivity: share(of.sensitivity),
          specificity: share(of.specificity),
          accuracy: share(of.accuracy),
          ppv: share(of.ppv),
          npv: share(of.npv),
        }
  return {
    ...(nested && { nested: { ...measured(nested), ...atThreshold(thresholds?.outOfFold) } }),
    ...(optimismCorrected && { optimismCorrected: measured(optimismCorrected) }),
    ...(heldOut && { heldOut: { ...measured(heldOut), ...atThreshold(thresholds?.heldOut) } }),
    apparent: measured(apparent),
  }
}

function share(of: number | Estimate): Estimate {
  return typeof of === 'number' ? { value: of } : of
}
