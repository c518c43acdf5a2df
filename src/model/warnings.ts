import { varianceInflation } from './collinearity.ts'
import type { ModelFit } from './fit.ts'
import type { ModelResult, ModelWarning } from './result.ts'

type Reported = Omit<ModelResult, 'warnings'>

/**
 * What a methodologist would object to in a model, each with the figure that raises it.
 * candidates  columns that the model could choose from; beyondRange  held-out rows outside the training rows' range;
 * missingBlock  rows that lack a whole block of the model
 */
export function warningsOf(
  result: Reported,
  fit: ModelFit,
  candidates: number,
  beyondRange: number,
  missingBlock: number,
): ModelWarning[] {
  const found: ModelWarning[] = []
  const warn = (code: string, value: number, limit: number, message: string) =>
    found.push({ code, value, limit, message })
  const { performance, permutation, failures, frequencies } = result
  const cox = result.family === 'cox'
  const index = cox ? 'C-index' : 'AUC'
  const rarer = cox ? fit.events : Math.min(fit.events, fit.rows - fit.events)
  const perVariable = rarer / Math.max(1, candidates)
  if (perVariable < 10)
    warn(
      'events-per-variable',
      perVariable,
      10,
      `${rarer} ${cox ? 'events' : 'patients of the rarer class'} for ${candidates} candidate columns: ${format(perVariable)} each, under 10.`,
    )
  const bent = result.proportionality?.columns.filter(({ p }) => p < 0.05) ?? []
  if (bent.length > 0)
    warn(
      'proportional-hazards',
      Math.min(...bent.map(({ p }) => p)),
      0.05,
      `The hazard ratio of ${bent.map(({ column, p }) => `${column} (p = ${p.toPrecision(2)})`).join(', ')} changes over time ` +
        '(Grambsch & Therneau): the model gives its average.',
    )
  if (missingBlock > 0)
    warn(
      'missing-block',
      missingBlock,
      0,
      `${missingBlock} patients lack every value of a block that the model uses: they took no part and get no risk.`,
    )
  if (fit.model.estimator === 'firth')
    warn('separation', 1, 0, 'The outcome is separated: estimates and risks are Firth’s penalised ones.')
  const { apparent, optimismCorrected, nested, heldOut } = performance
  if (result.protocol === 'as-published')
    warn(
      'selection-before-validation',
      1,
      0,
      'The selection has seen the rows that the model is validated on, as in the published protocol: every performance here is too good.',
    )
  const [column, inflation] = mostInflated(result)
  if (inflation > 5)
    warn(
      'collinearity',
      inflation,
      5,
      `The variance of the coefficient of ${column} is inflated ${format(inflation)} times by the other columns, over 5.`,
    )
  if (heldOut && beyondRange > 0)
    warn(
      'beyond-training-range',
      beyondRange,
      0,
      `${beyondRange} of ${heldOut.n} held-out patients have a value outside the training rows’ range in a column of the model.`,
    )
  if (optimismCorrected && nested && optimismCorrected.auc - nested.auc > 0.05)
    warn(
      'bootstrap-too-high',
      optimismCorrected.auc - nested.auc,
      0.05,
      `The bootstrap-corrected ${index} ${format(optimismCorrected.auc)} is above the nested one ${format(nested.auc)}: ` +
        'with many more columns than patients the bootstrap cannot be trusted; go by the nested one.',
    )
  if (nested && apparent.auc - nested.auc > 0.1)
    warn(
      'overfitting',
      apparent.auc - nested.auc,
      0.1,
      `The apparent ${index} ${format(apparent.auc)} falls to ${format(nested.auc)} in nested cross-validation.`,
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
      `With the outcome dealt out at random the nested ${index} is ${format(permutation.mean)}, more than three standard ` +
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

function mostInflated({ vcov, terms, family }: Reported): [column: string, inflation: number] {
  if (!vcov || terms.length < 2) return ['', 1]
  const first = family === 'logistic' ? 1 : 0
  const estimates = vcov.slice(first).map((row) => row.slice(first))
  const inflation = varianceInflation(
    estimates,
    terms.map((term) => term.column),
  )
  return [...inflation].reduce((worst, own) => (own[1] > worst[1] ? own : worst))
}

function selectedTerms({ model }: Reported): Set<string> {
  return new Set(model.scores.flatMap((score) => score.terms.map((term) => term.name)))
}

function format(value: number): string {
  return value.toFixed(2)
}
