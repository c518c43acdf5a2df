import { joinTexts, type Quantity, type TextPart, text } from '../../with-numbers.ts'

/** "row" or "rows". */
export const plural = ({ value }: Quantity, one: string, many: string) => (value === 1 ? one : many)

/** What frames a report: its parts, its tables' heads, words that occur in every chapter. */
export const document = {
  /** As HTML and Word name it. */
  tag: { html: 'en', word: 'en-US' },
  table: 'Table',
  figure: 'Figure',
  /** "Figure 4", "Figures 4 and 5", "Figures 4 to 7"; their numbers follow one another. */
  numbers: (kind: 'table' | 'figure', numbers: readonly string[]) => {
    const word = `${kind === 'table' ? 'Table' : 'Figure'}${numbers.length > 1 ? 's' : ''}`
    return `${word} ${numbers.length < 3 ? numbers.join(' and ') : `${numbers[0]} to ${numbers[numbers.length - 1]}`}`
  },
  named: (parts: readonly string[]) => ` (${parts.join('; ')})`,
  skip: 'Skip to the report',
  contents: 'Contents',
  summary: 'Summary',
  warnings: 'What to know first',
  notice: 'Research use only, not a medical device.',
  synthetic: 'Synthetic data: these patients do not exist. Nothing here is a medical finding.',
  asPublished: 'as-published protocol: features were selected before validation',
  version: 'Nomoscope',
  cohort: 'Cohort',
  date: 'Date',
  seed: 'Seed',
  characteristic: 'Characteristic',
  missing: 'Missing',
  statistic: 'Statistic',
  p: 'p',
  smd: 'SMD',
  overall: 'All',
  variable: 'Variable',
  intercept: 'Intercept',
  coefficient: 'β',
  standardError: 'SE',
  wald: 'Wald χ²',
  oddsRatio: 'OR',
  hazardRatio: 'HR',
  interval: '95% CI',
  hazardRatioInterval: 'HR (95% CI)',
  oddsRatioInterval: 'OR (95% CI)',
  reference: 'reference',
  univariable: 'Univariable',
  multivariable: 'Multivariable',
  model: 'Model',
  measure: 'Measure',
  nested: 'Nested cross-validation',
  apparent: 'Apparent',
  optimismCorrected: 'Optimism-corrected',
  heldOut: 'Held-out',
  trainingSet: 'Training set',
  validationSet: 'Validation set',
  patients: 'Patients',
  column: 'Column',
  /** Between the bounds of an interval that can be below nought. */
  to: ' to ',
  groupSize: (label: string, n: TextPart) => text`${label} (n\u00a0=\u00a0${n})`,
  /** Names one after the other: "a, b and c". */
  and: (names: readonly TextPart[]) =>
    names.length < 2 ? joinTexts(names) : text`${joinTexts(names.slice(0, -1), ', ')} and ${names[names.length - 1]}`,
  list: (names: readonly TextPart[]) => joinTexts(names, ', '),
  clauses: (parts: readonly TextPart[]) => joinTexts(parts, '; '),
  sentences: (parts: readonly TextPart[]) => joinTexts(parts, ' '),
  duration: (count: Quantity, unit: 'day' | 'week' | 'month' | 'year') =>
    text`${count} ${plural(count, unit, `${unit}s`)}`,
  /** What a table of patients holds: means, medians, counts, as it has them. */
  values: {
    note: (kinds: readonly string[]) =>
      `Values are ${kinds.length > 1 ? `${kinds.slice(0, -1).join(', ')} or ${kinds[kinds.length - 1]}` : kinds[0]}.`,
    mean: 'mean ± SD',
    median: 'median [first quartile, third quartile]',
    count: 'number (%)',
    known: 'number (% of those known)',
  },
  smdNote: 'SMD, standardised mean difference.',
  noSmd: 'No standardised mean difference: the groups differ, and no value varies within them.',
  /** The name of a statistical test, as `statistics/tests` has it, in a footnote. */
  test: (name: string) => `${name}.`,
  testName: (name: string) => name,
  notTested: (reason: string) => `Not tested: ${reason}`,
  measures: {
    n: 'Patients',
    events: 'With the outcome or event',
    auc: 'AUC',
    threshold: 'Threshold (risk)',
    likelihoodRatioPositive: 'Positive likelihood ratio',
    likelihoodRatioNegative: 'Negative likelihood ratio',
    truePositives: 'True positives',
    falsePositives: 'False positives',
    trueNegatives: 'True negatives',
    falseNegatives: 'False negatives',
    eavg: 'Mean calibration error (Eavg)',
    hosmerLemeshow: 'Hosmer–Lemeshow, p',
    spiegelhalter: 'Spiegelhalter’s z, p',
    sensitivity: 'Sensitivity',
    specificity: 'Specificity',
    accuracy: 'Accuracy',
    ppv: 'Positive predictive value',
    npv: 'Negative predictive value',
    brier: 'Brier score',
    calibrationIntercept: 'Calibration intercept',
    calibrationSlope: 'Calibration slope',
    emax: 'Largest calibration error (Emax)',
    r2: 'R² (Nagelkerke)',
    concordance: 'Concordance (C)',
    scaledBrier: 'Scaled Brier score',
    predicted: 'Mean predicted risk',
    observed: 'Observed risk (Kaplan–Meier)',
    ratio: 'Observed over predicted',
  },
}
