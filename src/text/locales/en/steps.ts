import { type TextPart, text } from '../../with-numbers.ts'

/** The steps of a selection (`model/steps`), as Methods lists them. */
export const steps = {
  icc: (least: TextPart, lower: boolean, perturbed: boolean) =>
    text`${perturbed ? 'ICC(1,1)[@icc] under perturbations' : 'ICC(2,1)[@icc] between readers'} of at least ${least}${lower ? ' at its lower 95% bound' : ''}`,
  variance: (least: TextPart, scaled: boolean) =>
    text`variance of at least ${least}${scaled ? ' after scaling to 0–1' : ''}`,
  correlation: (most: TextPart, first: boolean) =>
    text`of every pair with |r| above ${most} the column ${first ? 'that comes first' : 'more correlated with the outcome'} is kept`,
  univariate: (p: TextPart) => text`univariate p below ${p}`,
  mrmr: (columns: TextPart) => text`the ${columns} best columns by minimum redundancy and maximum relevance[@mrmr]`,
  zscore: 'z-score',
  combat: (asked: { reference?: string; keep?: readonly string[]; by?: readonly string[]; longitudinal?: boolean }) => {
    const { reference, keep, by, longitudinal } = asked
    const over = by ? (by.length > 1 ? `one after the other over ${by.join(', ')}` : `over ${by[0]}`) : 'over centres'
    const kind = longitudinal
      ? 'longitudinal ComBat[@longcombat]'
      : by && by.length > 1
        ? 'nested ComBat[@nestedcombat]'
        : 'ComBat[@combat]'
    const kept = keep ? `, keeping the effects of ${keep.join(', ')}` : ''
    const how = longitudinal ? 'with an intercept for each patient' : 'shifts alone where a batch has one patient'
    return `${kind} ${over}${reference === undefined ? '' : ` towards centre ${reference}`}${kept}, without the outcome (${how})`
  },
  lasso: 'LASSO[@lasso][@glmnet]',
  elasticNet: (alpha: TextPart) => text`elastic net[@glmnet] (α ${alpha})`,
  penalised: (name: TextPart, least: boolean, folds: TextPart) =>
    text`${name} with λ ${least ? 'of the least cross-validated deviance' : 'within one standard error of the least cross-validated deviance'} (${folds} folds)`,
}
