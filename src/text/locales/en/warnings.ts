import { type TextPart, text } from '../../with-numbers.ts'

/** What a methodologist would object to in a model, by the warning's code. `C` is the AUC or the C-index. */
export type AbsentMeasure = keyof typeof absentMeasures

const absentMeasures = {
  discrimination: (cox: boolean) => (cox ? 'The C-index' : 'The AUC'),
  interval: (cox: boolean) => `The interval of the ${cox ? 'C-index' : 'AUC'}`,
  calibration: () => 'The calibration slope',
  agreement: () => 'The agreement of risks and outcomes',
  horizon: () => 'The performance at the horizons',
  decision: () => 'The decision curve',
  curves: () => 'The curve of risks and outcomes',
}

export const warnings = {
  'events-per-variable': (rarer: TextPart, cox: boolean, parameters: TextPart, each: TextPart, limit: TextPart) =>
    text`${rarer} ${cox ? 'events' : 'patients of the rarer class'} for ${parameters} candidate parameters: ${each} each, fewer than ${limit}.`,
  'fewer-folds': (made: TextPart, asked: TextPart, cox: boolean) =>
    text`Nested cross-validation has ${made} folds in place of ${asked}: no more patients ${cox ? 'have the event' : 'have the outcome, or have it not'}, and every fold needs one.`,
  'proportional-hazards': (columns: readonly { column: string; p: TextPart }[]) =>
    text`The hazard ratio of ${columns.map(({ column, p }) => text`${column} (p = ${p})`).reduce((all, one) => text`${all}, ${one}`)} changes over time (Grambsch–Therneau test): the model gives its average.`,
  'missing-block': (patients: TextPart) =>
    text`${patients} patients lack every value of a block that the model uses: they were left out and have no risk.`,
  'resampled-classes': (copies: TextPart, withOutcome: TextPart) =>
    text`${copies} training rows repeat another patient’s numbers, ${withOutcome} of them with the outcome: copies made to balance the classes fall on both sides of a fold and spoil calibration; leave them out.`,
  separation: (columns: readonly string[]) =>
    text`The outcome is separated by ${columns.join(', ')}, so that maximum likelihood has no finite estimate: estimates and risks are Firth’s penalised ones.`,
  'term-left-out': (term: string, reason: 'constant' | 'collinear' | 'no value', of: readonly string[]) =>
    text`${term} was left out of the model: ${reason === 'no value' ? 'no training row has a value of it' : reason === 'constant' ? 'it is constant over the training rows' : `it is collinear, a combination of ${of.join(', ')}`}.`,
  'empty-model': (selects: boolean, candidates: TextPart) =>
    selects
      ? text`No feature was selected (0 of ${candidates} candidates): the model is its intercept alone and gives every patient the same risk; there is nothing to validate and nothing to shrink.`
      : text`No term could be estimated: the model is its intercept alone and gives every patient the same risk.`,
  'empty-folds': (empty: TextPart, all: TextPart) =>
    text`In ${empty} of ${all} nested refits no feature was selected: those give every patient the same risk, an AUC of 0.5.`,
  withheld: (kind: 'nested' | 'optimismCorrected', failed: TextPart, all: TextPart, reason: string) =>
    text`${kind === 'nested' ? 'Nested cross-validation' : 'The optimism-corrected performance'} is not given: ${failed} of ${all} refits failed (${reason}), and the others are not all patients.`,
  'selection-before-validation': () =>
    text`Features were selected with the rows that the model is validated on, as in the published protocol: every performance here is too good.`,
  collinearity: (column: string, inflation: TextPart, limit: TextPart) =>
    text`${column} is collinear with the other columns: the variance of its coefficient is inflated ${inflation} times (limit ${limit}).`,
  'beyond-training-range': (rows: TextPart, heldOut: TextPart) =>
    text`${rows} of ${heldOut} held-out patients have a value outside the training rows’ range in a column of the model.`,
  'bootstrap-too-high': (measure: string, corrected: TextPart, nested: TextPart, many: boolean) =>
    text`The bootstrap-corrected ${measure} ${corrected} is above the nested one ${nested}: ${many ? 'with more columns than patients the bootstrap cannot be trusted' : 'bootstrap samples share patients with the rows they are judged on'}; use the nested one.`,
  overfitting: (measure: string, apparent: TextPart, nested: TextPart) =>
    text`The apparent ${measure} ${apparent} falls to ${nested} in nested cross-validation.`,
  'no-better-than-chance': (measure: string, lower: TextPart) =>
    text`The interval of the nested ${measure} includes chance (lower limit ${lower}): there is no evidence that the model predicts the outcome.`,
  'calibration-slope': (slope: TextPart, certain: boolean, factor: TextPart | undefined) =>
    text`The nested calibration slope is ${slope}: predictions ${certain ? 'are' : 'may be'} too extreme${certain ? '' : ', although its interval includes one'}${factor === undefined ? '' : text`; use the coefficients shrunken by ${factor}`}.`,
  'unstable-selection': (unstable: TextPart, selected: TextPart, shown: readonly { term: string; share: TextPart }[]) =>
    text`${unstable} of ${selected} selected columns are selected in fewer than half of the refits (${shown.map(({ term, share }) => text`${term} ${share}`).reduce((all, one) => text`${all}, ${one}`)}).`,
  permutation: (measure: string, mean: TextPart, expected: TextPart) =>
    text`With the outcome permuted the nested ${measure} is ${mean}, more than three standard errors from ${expected}: there is leakage.`,
  'failed-refits': (failed: TextPart, all: TextPart, reason: string) =>
    text`${failed} of ${all} refits failed (${reason}).`,
  'measure-absent': (part: 'apparent' | 'nested' | 'heldOut', measure: AbsentMeasure, cox: boolean, reason: string) =>
    text`${absentMeasures[measure](cox)} of the ${part === 'heldOut' ? 'held-out part' : part === 'nested' ? 'out-of-fold predictions' : 'training rows'} is not given: ${reason}`,
  'test-set-choice': (models: TextPart, best: TextPart, preferred: string, other: TextPart) =>
    text`Of ${models} models it does best on the held-out rows (${best}), where nested cross-validation prefers ${preferred} (held-out ${other}): a model chosen by its held-out performance has used up the test set, and that performance is too good.`,
}

export type WarningCode = keyof typeof warnings
