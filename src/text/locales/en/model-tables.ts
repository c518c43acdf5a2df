import { type TextPart, text } from '../../with-numbers.ts'

/** Tables of what models do at thresholds, and what is said of a whole model. */
export const modelTables = {
  parts: { nested: 'out of fold', heldOut: 'held-out', apparent: 'apparent' },
  model: 'Model',
  measuredOn: 'Measured on',
  threshold: 'Threshold (risk)',
  prespecified: 'Classification at thresholds that were set beforehand',
  truePositives: 'TP',
  falsePositives: 'FP',
  trueNegatives: 'TN',
  falseNegatives: 'FN',
  sensitivity: 'Sensitivity (95% CI)',
  specificity: 'Specificity (95% CI)',
  ppv: 'PPV (95% CI)',
  npv: 'NPV (95% CI)',
  netBenefitTitle: 'Net benefit',
  netBenefit: 'Net benefit (95% CI)',
  treatAll: 'Treat all',
  avoided: 'Interventions avoided per 100',
  called: 'At or above it (with the outcome)',
  netBenefitNote:
    'Net benefit: true positives less false positives weighted by the odds of the threshold, per patient, with the normal interval of that mean. Interventions avoided: fewer than treating all at the same net benefit (Vickers and Elkin).',
  exactNote: 'Intervals of proportions are Clopper and Pearson’s.',
  baselineAt: (survival: TextPart, time: TextPart) => text`${survival} by ${time}`,
  baseline: (shift: TextPart, each: TextPart) =>
    text`Risk by a time = 1 − S₀^exp(Σ β x ${shift}), with baseline survival S₀ ${each}.`,
  pooled: (imputations: TextPart) =>
    text`Estimates and standard errors are pooled over ${imputations} imputations (Rubin).`,
  likelihoodRatio: (chiSquare: TextPart, df: TextPart, p: TextPart) =>
    text`Likelihood-ratio test of the whole model: χ² ${chiSquare} on ${df} df, ${p}.`,
}
