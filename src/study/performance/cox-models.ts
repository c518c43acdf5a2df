import type { ModelResult } from '../../model/index.ts'
import type { Performance, PerformanceKind } from '../../report/tables/performance-table.ts'

type Kinds = Partial<Record<PerformanceKind, Performance>>

const kinds = ['nested', 'optimismCorrected', 'heldOut', 'apparent'] as const

/** A Cox model's performance over all of the follow-up, as tables and results.json have it. */
export function coxPerformanceOf({ performance }: ModelResult): Kinds {
  return Object.fromEntries(
    kinds.flatMap((kind) => {
      const measured = performance[kind]
      if (!measured) return []
      const { auc, lower, upper, calibrationSlope, intervals } = measured
      const measures: Performance = {
        ...('n' in measured && { n: { value: measured.n }, events: { value: measured.events } }),
        concordance: { value: auc, lower, upper },
        calibrationSlope: { value: calibrationSlope, ...intervals.measures.calibrationSlope },
      }
      return [[kind, measures]]
    }),
  )
}

/** The same at each of its horizons. */
export function horizonPerformanceOf({ performance }: ModelResult): ({ time: number } & Kinds)[] {
  const { apparent } = performance
  return (apparent.horizons ?? []).map(({ time }, h) => ({
    time,
    ...Object.fromEntries(
      kinds.flatMap((kind) => {
        const measured = performance[kind]?.horizons?.[h]
        if (!measured) return []
        const { auc, brier, scaledBrier, predicted, observed, ratio } = measured
        const limits = 'lower' in measured ? { lower: measured.lower, upper: measured.upper } : {}
        const measures: Performance = {
          auc: { value: auc },
          brier: { value: brier },
          scaledBrier: { value: scaledBrier },
          // Optimism is of how well risks fit, not of how many events there are.
          ...(kind !== 'optimismCorrected' && {
            ratio: { value: ratio },
            predicted: { value: predicted },
            observed: { value: observed, ...limits },
          }),
        }
        return [[kind, measures]]
      }),
    ),
  }))
}
