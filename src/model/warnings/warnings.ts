import type { ModelFit } from '../fit/fit-models.ts'
import { varianceInflation } from '../inference/variance-inflation.ts'
import type { ModelResult, ModelWarning } from '../result.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import { count, digits, list, percent, type Told, told } from './message.ts'

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

/** What a methodologist would object to in a model, each with the figure that raises it. */
export function warningsOf(result: Reported, fit: ModelFit, rows: RowCounts): ModelWarning[] {
  const { candidates } = result
  const { beyondRange, missingBlock, copies, copiesWithOutcome } = rows
  const found: ModelWarning[] = []
  const warn = (code: string, value: number, limit: number, told: Told) => found.push({ code, value, limit, ...told })
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
      told`${count(rarer)} ${cox ? 'events' : 'patients of the rarer class'} for ${count(candidates)} candidate columns: ${digits(perVariable)} each, under ${count(10)}.`,
    )
  const bent = result.proportionality?.columns.filter(({ p }) => p < 0.05) ?? []
  if (bent.length > 0)
    warn(
      'proportional-hazards',
      Math.min(...bent.map(({ p }) => p)),
      0.05,
      told`The hazard ratio of ${list(bent.map(({ column, p }) => told`${column} (p = ${{ text: p.toPrecision(2), value: p }})`))} changes over time (Grambsch & Therneau): the model gives its average.`,
    )
  if (missingBlock > 0)
    warn(
      'missing-block',
      missingBlock,
      0,
      told`${count(missingBlock)} patients lack every value of a block that the model uses: they took no part and get no risk.`,
    )
  if (copies > 0)
    warn(
      'resampled-classes',
      copies,
      0,
      told`${count(copies)} training rows repeat another patient’s numbers, ${count(copiesWithOutcome)} of them with the outcome: copies made to balance the classes fall on both sides of a fold and spoil calibration; leave them out.`,
    )
  if (fit.model.estimator === 'firth')
    warn('separation', 1, 0, told`The outcome is separated: estimates and risks are Firth’s penalised ones.`)
  const { apparent, optimismCorrected, nested, heldOut } = performance
  if (result.protocol === 'as-published')
    warn(
      'selection-before-validation',
      1,
      0,
      told`The selection has seen the rows that the model is validated on, as in the published protocol: every performance here is too good.`,
    )
  const [column, inflation] = mostInflated(result)
  if (inflation > 5)
    warn(
      'collinearity',
      inflation,
      5,
      told`The variance of the coefficient of ${column} is inflated ${digits(inflation)} times by the other columns, over ${count(5)}.`,
    )
  if (heldOut && beyondRange > 0)
    warn(
      'beyond-training-range',
      beyondRange,
      0,
      told`${count(beyondRange)} of ${count(heldOut.n)} held-out patients have a value outside the training rows’ range in a column of the model.`,
    )
  if (optimismCorrected && nested && optimismCorrected.auc - nested.auc > 0.05)
    warn(
      'bootstrap-too-high',
      optimismCorrected.auc - nested.auc,
      0.05,
      told`The bootstrap-corrected ${index} ${digits(optimismCorrected.auc)} is above the nested one ${digits(nested.auc)}: with many more columns than patients the bootstrap cannot be trusted; go by the nested one.`,
    )
  if (nested && apparent.auc - nested.auc > 0.1)
    warn(
      'overfitting',
      apparent.auc - nested.auc,
      0.1,
      told`The apparent ${index} ${digits(apparent.auc)} falls to ${digits(nested.auc)} in nested cross-validation.`,
    )
  if (nested && nested.lower <= 0.5)
    warn(
      'no-better-than-chance',
      nested.lower,
      0.5,
      told`The interval of the nested ${index} reaches down to ${digits(nested.lower)}: nothing shows that the model foretells anything.`,
    )
  if (nested && nested.calibrationSlope < 0.8)
    warn(
      'calibration-slope',
      nested.calibrationSlope,
      0.8,
      told`The nested calibration slope is ${digits(nested.calibrationSlope)}: risks are too extreme; shrink the coefficients.`,
    )
  const unstable = frequencies.filter(({ term, share }) => share < 0.5 && selectedTerms(result).has(term))
  if (unstable.length > 0) {
    const shown = list(unstable.slice(0, 3).map(({ term, share }) => told`${term} ${percent(share)}`))
    warn(
      'unstable-selection',
      unstable.length,
      0,
      told`${count(unstable.length)} of ${count(selectedTerms(result).size)} selected columns are selected in fewer than half of the refits (${shown}).`,
    )
  }
  if (permutation?.flagged)
    warn(
      'permutation',
      permutation.mean,
      0.5,
      told`With the outcome dealt out at random the nested ${index} is ${digits(permutation.mean)}, more than three standard errors from ${{ text: '0.5', value: 0.5 }}: something leaks.`,
    )
  if (failures.refits > 0)
    warn(
      'failed-refits',
      failures.refits,
      0,
      told`${count(failures.refits)} of ${count(failures.of)} refits could not be made (${failures.reason ?? 'not known'}).`,
    )
  return found
}

function mostInflated({ vcov, terms, family }: Reported): [column: string, inflation: number] {
  if (!vcov || terms.length < 2) return ['', 1]
  const first = family === 'logistic' ? 1 : 0
  const estimates = vcov.slice(first).map((row) => row.slice(first))
  const inflation = varianceInflation(estimates, relatedTo(terms))
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
