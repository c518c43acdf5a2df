import { rocCurve } from '../../statistics/performance/roc.ts'
import { accuracyAt, bestThresholds } from '../../statistics/performance/thresholds.ts'
import { riskOf } from '../measures/measures.ts'
import type { ScoredRows } from '../measures/performance.ts'
import type { ModelResult } from '../result.ts'

/**
 * The risk at and above which a patient is called positive: Youden's, chosen on out-of-fold predictions of training rows
 * and then left alone. With it the accuracy on those rows and on the held-out ones, where it is never chosen again.
 */
export function frozenThreshold(outOfFold: ScoredRows, heldOut: ScoredRows | undefined): ModelResult['thresholds'] {
  const both = (y: readonly number[]) => y.includes(0) && y.includes(1)
  if (!both(outOfFold.y)) return undefined
  const risk = outOfFold.lp.map(riskOf)
  const best = bestThresholds(rocCurve(risk, outOfFold.y), 'youden').filter(Number.isFinite)
  if (best.length === 0) return undefined
  const threshold = best[0]
  return {
    threshold,
    rule: 'Youden on out-of-fold predictions of the training rows',
    outOfFold: accuracyAt(risk, outOfFold.y, threshold),
    ...(heldOut && both(heldOut.y) && { heldOut: accuracyAt(heldOut.lp.map(riskOf), heldOut.y, threshold) }),
  }
}
