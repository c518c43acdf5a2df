import type { Drawing } from '../../figures/canvas/svg.ts'
import { type DecisionCurveFigure, decisionCurves } from '../../figures/charts/decision-curve.ts'
import { type RocSeries, rocCurves } from '../../figures/charts/roc.ts'
import { exactProportion, type Proportion } from '../../statistics/performance/thresholds.ts'
import type { Messages } from '../../text/locales/index.ts'

/** What results.json keeps of the leading figure. */
export interface LeadingFigure {
  roc: RocSeries[]
  decision: DecisionCurveFigure
  /** Patients with and without the outcome at or above each hundredth of a risk, out of fold. */
  shares: { positives: number[]; negatives: number[] }
}

/** What follows from calling everyone at or above a risk positive, out of fold. */
export interface AtThreshold {
  threshold: number
  counts: { truePositives: number; falsePositives: number; trueNegatives: number; falseNegatives: number }
  sensitivity: Proportion
  specificity: Proportion
  positivePredictive: Proportion
  negativePredictive: Proportion
  roc: Drawing
  decision: Drawing
}

/** The leading model at a threshold in hundredths. */
export function atThreshold(
  { drawings }: Messages,
  { roc, decision, shares }: LeadingFigure,
  hundredth: number,
): AtThreshold {
  const threshold = hundredth / 100
  const [positives, negatives] = [shares.positives[0], shares.negatives[0]]
  const [tp, fp] = [shares.positives[hundredth], shares.negatives[hundredth]]
  const operating = { falsePositiveRate: fp / negatives, sensitivity: tp / positives }
  return {
    threshold,
    counts: { truePositives: tp, falsePositives: fp, trueNegatives: negatives - fp, falseNegatives: positives - tp },
    sensitivity: exactProportion(tp, positives),
    specificity: exactProportion(negatives - fp, negatives),
    positivePredictive: exactProportion(tp, tp + fp),
    negativePredictive: exactProportion(negatives - fp, negatives - fp + positives - tp),
    roc: rocCurves(
      roc.map((one, i) => ({ ...one, operating: i === 0 ? operating : undefined })),
      undefined,
      drawings,
    ),
    decision: decisionCurves({ ...decision, threshold }, undefined, drawings),
  }
}
