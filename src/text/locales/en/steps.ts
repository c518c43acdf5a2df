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
  combat: (reference: string | undefined) =>
    `ComBat[@combat] over centres${reference === undefined ? '' : ` towards centre ${reference}`}, without the outcome (shifts alone where a centre has one patient)`,
  lasso: 'LASSO[@lasso][@glmnet]',
  elasticNet: (alpha: TextPart) => text`elastic net[@glmnet] (α ${alpha})`,
  penalised: (name: TextPart, least: boolean, folds: TextPart) =>
    text`${name} with λ ${least ? 'of the least cross-validated deviance' : 'within one standard error of the least cross-validated deviance'} (${folds} folds)`,
}
