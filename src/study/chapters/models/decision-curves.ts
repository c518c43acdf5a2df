import type { DecisionCurveFigure } from '../../../figures/charts/decision-curve.ts'
import type { ModelResult } from '../../../model/index.ts'

/** Net benefit of models over the leading one's thresholds: out of fold, apparent where nothing was nested. */
export function decisionOf(results: readonly ModelResult[], lead: ModelResult): DecisionCurveFigure {
  const part = ({ performance }: ModelResult) => performance.nested ?? performance.apparent
  const { thresholds, treatAll } = part(lead).decision
  return {
    thresholds,
    treatAll,
    models: results
      .filter((result) => part(result).decision.thresholds.length > 0)
      .map((result) => ({
        label: result.label,
        netBenefit: part(result).decision.netBenefit,
      })),
  }
}
