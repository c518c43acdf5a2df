import { type TextPart, text } from '../../with-numbers.ts'

/** Regressions of outcomes of several levels or of a number. */
export const regressions = {
  title: 'Outcomes of several levels, or a number',
  kinds: {
    ordinal: 'proportional-odds regression',
    multinomial: 'multinomial logistic regression',
    linear: 'linear regression',
  },
  count: (name: string, n: TextPart) => text`${name} ${n}`,
  excluded: (n: TextPart) =>
    text` ${n} rows were left out, in which the outcome or a variable is not known or has another level.`,
  nested: (folds: TextPart, repeats: TextPart) =>
    text` Performance on new patients was estimated by ${folds}-fold cross-validation (repeats: ${repeats}), the regression fitted anew in each fold.`,
  notNested: (why: string) =>
    ` There is no estimate for new patients, as the regression could not be fitted in every fold${why ? ` (${why})` : ''}.`,
  sentence: (label: string, kind: string, n: TextPart, counts: TextPart, left: TextPart, judged: TextPart) =>
    text`${label}: ${kind} of ${n} complete cases${counts === '' ? '' : text` (${counts})`}.${left}${judged}`,
  few: (label: string, what: string, each: TextPart) =>
    text`${label}: ${each} ${what} for each parameter, fewer than 10; coefficients may be too large.`,
  limiting: {
    ordinal: 'patients (Harrell’s limiting sample size of an ordered outcome)',
    multinomial: 'patients of the rarest level',
    linear: 'patients',
  },
  separated: (label: string) =>
    `${label}: a level is separated by the variables, so that maximum likelihood has no finite estimate; its coefficients are not given, and there is no nomogram and no file of it.`,
  against: (level: string, reference: string) => `${level} against ${reference}`,
  threshold: (level: string) => `Threshold: ${level} or below`,
  intercept: (level: string) => `Intercept: ${level}`,
  variable: 'Variable',
  coefficient: 'β',
  standardError: 'SE',
  oddsRatio: 'OR (95% CI)',
  difference: 'Difference (95% CI)',
  p: 'p',
  coefficients: (label: string, kind: string) => `${label}: ${kind}`,
  notes: {
    ordinal:
      'Odds of a higher level, the same at every threshold (proportional odds); log odds of a level or below = threshold − Σ β x. Wald intervals.',
    multinomial: 'Odds of a level against the reference. Wald intervals.',
    linear: 'Least squares; difference of the outcome for one unit, with the interval of Student’s t.',
  },
  performance: (label: string) => `${label}: performance`,
  measure: 'Measure',
  outOfFold: 'Out of fold (95% CI)',
  apparent: 'Apparent (95% CI)',
  measures: {
    handTill: 'AUC over pairs of levels (Hand and Till)',
    orc: 'Ordinal c-index (ORC)',
    r2: 'R²',
    rmse: 'Root mean squared error',
  },
  slope: 'Calibration slope',
  slopeOf: (level: string) => `Calibration slope, ${level} against the rest`,
  performanceNote:
    'Out of fold: predictions of every repeat pooled, values averaged over repeats. Intervals: percentiles of 200 bootstrap samples of patients, the predictions as they are.',
  calibration: (label: string) => `${label}: calibration of each level`,
  calibrationCaption: (nested: boolean) =>
    `Observed share of each level over its predicted probability, smoothed by lowess; ${nested ? 'out of fold, first repeat' : 'in the patients of the fit'}.`,
  nomogram: (label: string) => `${label}: nomogram`,
  nomogramCaption: {
    ordinal:
      'Points of each variable add up to the total, below which the probability of each level or a higher one is read. Fitted to complete cases, without shrinkage.',
    linear:
      'Points of each variable add up to the total, below which the expected value is read. Fitted to complete cases.',
  },
}
