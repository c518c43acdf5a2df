import { accuracyAt, type DiagnosticAccuracy } from '../../statistics/performance/thresholds.ts'
import { netBenefitRows } from '../measures/net-benefit.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import type { ClassificationResult } from '../result.ts'

/** Thresholds of the table of net benefit where the study names none. */
const usualThresholds = [0.1, 0.2, 0.3, 0.4, 0.5]

/** The sets whose risks are judged: what a model says of patients it has not seen, where there are any. */
const parts = ['nested', 'heldOut', 'apparent'] as const

/**
 * What the model does at risks that the study names beforehand, on each set of rows, and its net benefit there; at tenths
 * up to a half where the study names none (then without classification).
 */
export function classificationOf(
  performance: Partial<Record<(typeof parts)[number], PartPerformance>>,
  thresholds: readonly number[] | undefined,
): ClassificationResult | undefined {
  const judged = parts.flatMap((part) => {
    const measured = performance[part]
    return measured && measured.events > 0 && measured.events < measured.n ? [{ part, of: measured }] : []
  })
  if (judged.length === 0) return undefined
  const shown = judged.find(({ part }) => part !== 'apparent') ?? judged[0]
  return {
    prespecified: (thresholds ?? []).flatMap((threshold) =>
      judged.map(({ part, of }) => ({ part, ...accuracyOf(of, threshold) })),
    ),
    netBenefit: { part: shown.part, rows: netBenefitRows(shown.of.predictions, thresholds ?? usualThresholds) },
  }
}

function accuracyOf({ predictions }: PartPerformance, threshold: number): DiagnosticAccuracy {
  const risk = predictions.map((one) => one.risk)
  const outcome = predictions.map((one) => one.outcome)
  return accuracyAt(risk, outcome, threshold)
}
