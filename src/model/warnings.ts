import type { ModelFit } from './fit.ts'
import type { ModelResult, ModelWarning } from './result.ts'

type Reported = Omit<ModelResult, 'warnings'>

/** What a methodologist would object to in a model, each with the figure that raises it. */
export function warningsOf(result: Reported, fit: ModelFit, candidates: number): ModelWarning[] {
  const found: ModelWarning[] = []
  const warn = (code: string, value: number, limit: number, message: string) =>
    found.push({ code, value, limit, message })
  const { performance, permutation, failures, frequencies } = result
  const rarer = Math.min(fit.events, fit.rows - fit.events)
  const perVariable = rarer / Math.max(1, candidates)
  if (perVariable < 10)
    warn(
      'events-per-variable',
      perVariable,
      10,
      `${rarer} patients of the rarer class for ${candidates} candidate columns: ${format(perVariable)} each, under 10.`,
    )
  if (fit.model.estimator === 'firth')
    warn('separation', 1, 0, 'The outcome is separated: estimates and risks are Firth’s penalised ones.')
  const { apparent, optimismCorrected, nested } = performance
  if (optimismCorrected && nested && optimismCorrected.auc - nested.auc > 0.05)
    warn(
      'bootstrap-too-high',
      optimismCorrected.auc - nested.auc,
      0.05,
      `The bootstrap-corrected AUC ${format(optimismCorrected.auc)} is above the nested one ${format(nested.auc)}: ` +
        'with many more columns than patients the bootstrap cannot be trusted; go by the nested one.',
    )
  if (nested && apparent.auc - nested.auc > 0.1)
    warn(
      'overfitting',
      apparent.auc - nested.auc,
      0.1,
      `The apparent AUC ${format(apparent.auc)} falls to ${format(nested.auc)} in nested cross-validation.`,
    )
  if (nested && nested.calibrationSlope < 0.8)
    warn(
      'calibration-slope',
      nested.calibrationSlope,
      0.8,
      `The nested calibration slope is ${format(nested.calibrationSlope)}: risks are too extreme; shrink the coefficients.`,
    )
  const unstable = frequencies.filter(({ term, share }) => share < 0.5 && selectedTerms(result).has(term))
  if (unstable.length > 0)
    warn(
      'unstable-selection',
      unstable.length,
      0,
      `${unstable.length} of ${selectedTerms(result).size} selected columns are selected in fewer than half of the ` +
        `refits (${unstable
          .slice(0, 3)
          .map(({ term, share }) => `${term} ${Math.round(100 * share)}%`)
          .join(', ')}).`,
    )
  if (permutation?.flagged)
    warn(
      'permutation',
      permutation.mean,
      0.5,
      `With the outcome dealt out at random the nested AUC is ${format(permutation.mean)}, more than three standard ` +
        'errors from 0.5: something leaks.',
    )
  if (failures.refits > 0)
    warn(
      'failed-refits',
      failures.refits,
      0,
      `${failures.refits} of ${failures.of} refits could not be made (${failures.reason}).`,
    )
  return found
}

function selectedTerms({ model }: Reported): Set<string> {
  return new Set(model.scores.flatMap((score) => score.terms.map((term) => term.name)))
}

function format(value: number): string {
  return value.toFixed(2)
}
