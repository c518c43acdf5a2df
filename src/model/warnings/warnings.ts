import { generalisedVarianceInflation } from '../../statistics/regression/variance-inflation.ts'
import { fixedDecimals, percent, wholeNumber } from '../../text/format.ts'
import type { WarningCode } from '../../text/locales/en/warnings.ts'
import { quantity } from '../../text/with-numbers.ts'
import type { ModelFit } from '../fit/fit-models.ts'
import type { ModelResult, ModelWarning } from '../result.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import { warning } from './warning.ts'

type Reported = Omit<ModelResult, 'warnings'>

/** What is known of the rows beside the result. */
interface RowCounts {
  /** Held-out rows with a value outside the training rows' range. */
  beyondRange: number
  /** Rows that lack a whole block of the model. */
  missingBlock: number
  /** Training rows that repeat another patient's numbers, and how many of them have the outcome. */
  copies: number
  copiesWithOutcome: number
}

/** Whether a recommended factor makes coefficients smaller: of one that does not there is nothing to use. */
const shrinks = (factor: number | undefined) => factor !== undefined && factor > 0 && factor < 1

/** What a methodologist would object to in a model, each with the figure that raises it. */
export function warningsOf(result: Reported, fit: ModelFit, rows: RowCounts): ModelWarning[] {
  const { parameters, performance, permutation, failures, frequencies } = result
  const { beyondRange, missingBlock, copies, copiesWithOutcome } = rows
  const found: ModelWarning[] = []
  const warn = <Code extends WarningCode>(...message: Parameters<typeof warning<Code>>) =>
    found.push(warning(...message))
  const cox = result.family === 'cox'
  const measure = cox ? 'C-index' : 'AUC'
  const rarer = cox ? fit.events : Math.min(fit.events, fit.rows - fit.events)
  const perVariable = rarer / Math.max(1, parameters)
  if (perVariable < 10)
    warn(
      'events-per-variable',
      perVariable,
      10,
      wholeNumber(rarer),
      cox,
      wholeNumber(parameters),
      fixedDecimals(perVariable, 2),
      wholeNumber(10),
    )
  const { asked, made } = result.folds
  if (made < asked && made > 0) warn('fewer-folds', made, asked, wholeNumber(made), wholeNumber(asked), cox)
  const changing = result.proportionality?.columns.filter(({ p }) => p < 0.05) ?? []
  if (changing.length > 0)
    warn(
      'proportional-hazards',
      Math.min(...changing.map(({ p }) => p)),
      0.05,
      changing.map(({ column, p }) => ({ column, p: quantity(p, p.toPrecision(2)) })),
    )
  if (missingBlock > 0) warn('missing-block', missingBlock, 0, wholeNumber(missingBlock))
  if (copies > 0) warn('resampled-classes', copies, 0, wholeNumber(copies), wholeNumber(copiesWithOutcome))
  if (fit.model.estimator === 'firth') warn('separation', 1, 0, fit.separatedBy)
  for (const { name, reason, ...rest } of result.leftOut)
    warn('term-left-out', 1, 0, name, reason, 'of' in rest ? (rest.of ?? []) : [])
  const selects = result.selection.length > 0
  if (result.terms.length === 0) warn('empty-model', 0, 1, selects, wholeNumber(result.candidates))
  for (const [kind, { refits, of, reason }] of Object.entries(result.withheld))
    warn(
      'withheld',
      refits / of,
      0.05,
      kind as 'nested' | 'optimismCorrected',
      wholeNumber(refits),
      wholeNumber(of),
      reason,
    )
  const { emptyFolds } = result
  if (emptyFolds.refits > 0 && result.terms.length > 0)
    warn('empty-folds', emptyFolds.refits, 0, wholeNumber(emptyFolds.refits), wholeNumber(emptyFolds.of))
  const { apparent, optimismCorrected, nested, heldOut } = performance
  for (const [part, own] of Object.entries({ apparent, nested, heldOut }))
    for (const { measure: absent, reason } of own?.gaps ?? [])
      warn('measure-absent', 1, 0, part as 'apparent' | 'nested' | 'heldOut', absent, cox, reason)
  if (result.protocol === 'as-published') warn('selection-before-validation', 1, 0)
  const [column, inflation] = mostInflated(result)
  if (inflation > 5) warn('collinearity', inflation, 5, column, fixedDecimals(inflation, 2), wholeNumber(5))
  if (heldOut && beyondRange > 0)
    warn('beyond-training-range', beyondRange, 0, wholeNumber(beyondRange), wholeNumber(heldOut.n))
  if (optimismCorrected && nested && optimismCorrected.auc - nested.auc > 0.05)
    warn(
      'bootstrap-too-high',
      optimismCorrected.auc - nested.auc,
      0.05,
      measure,
      fixedDecimals(optimismCorrected.auc, 2),
      fixedDecimals(nested.auc, 2),
      result.candidates > result.rows,
    )
  if (nested && apparent.auc - nested.auc > 0.1)
    warn(
      'overfitting',
      apparent.auc - nested.auc,
      0.1,
      measure,
      fixedDecimals(apparent.auc, 2),
      fixedDecimals(nested.auc, 2),
    )
  if (nested && nested.lower <= 0.5)
    warn('no-better-than-chance', nested.lower, 0.5, measure, fixedDecimals(nested.lower, 2))
  if (nested && nested.calibrationSlope < 0.8 && result.terms.length > 0)
    warn(
      'calibration-slope',
      nested.calibrationSlope,
      0.8,
      fixedDecimals(nested.calibrationSlope, 2),
      (nested.intervals.measures.calibrationSlope?.upper ?? Number.NaN) < 1,
      shrinks(result.shrinkage?.factor) ? fixedDecimals(result.shrinkage!.factor, 2) : undefined,
    )
  const unstable = frequencies.filter(({ term, share }) => share < 0.5 && selectedTerms(result).has(term))
  if (unstable.length > 0)
    warn(
      'unstable-selection',
      unstable.length,
      0,
      wholeNumber(unstable.length),
      wholeNumber(selectedTerms(result).size),
      unstable.slice(0, 3).map(({ term, share }) => ({ term, share: percent(share, 0) })),
    )
  if (permutation?.flagged)
    warn('permutation', permutation.mean, 0.5, measure, fixedDecimals(permutation.mean, 2), fixedDecimals(0.5, 1))
  if (failures.refits > 0)
    warn(
      'failed-refits',
      failures.refits,
      0,
      wholeNumber(failures.refits),
      wholeNumber(failures.of),
      failures.reason ?? 'not known',
    )
  return found
}

function mostInflated({ vcov, terms, family }: Reported): [column: string, inflation: number] {
  if (!vcov || terms.length < 2) return ['', 1]
  const first = family === 'logistic' ? 1 : 0
  const estimates = vcov.slice(first).map((row) => row.slice(first))
  const inflation = generalisedVarianceInflation(estimates, relatedTo(terms))
  return [...inflation].reduce((worst, own) => (own[1] > worst[1] ? own : worst))
}

/** For each term the columns it belongs with: those that interact, whose terms are correlated by what they are, count as one. */
function relatedTo(terms: Reported['terms']): string[] {
  const groups = new Map<string, Set<string>>()
  for (const term of terms) {
    const merged = new Set(columnsOf([term]).flatMap((name) => [name, ...(groups.get(name) ?? [])]))
    for (const name of merged) groups.set(name, merged)
  }
  return terms.map((term) => [...groups.get(term.column)!].join(' * '))
}

function selectedTerms({ model }: Reported): Set<string> {
  return new Set(model.scores.flatMap((score) => score.terms.map((term) => term.name)))
}
