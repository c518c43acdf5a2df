import { type TextPart, text } from '../../with-numbers.ts'

/** A model on patients that it was not made from. */
export const external = {
  title: 'External validation',
  of: (model: string) => `External validation of ${model}`,
  asIs: 'The model was applied as it is: nothing of it was fitted to these patients.',
  unsupported:
    'An update that the cohort does not support has fewer than 10 events for each quantity estimated; what is shown of an update is apparent, on the patients that it was made from.',
  noRemarks: 'Every row could be read and is within the range of the training data.',
  further: (n: TextPart) => text`${n} more remarks`,
  against: (before: TextPart, nested: boolean) =>
    text` against ${before} ${nested ? 'in nested cross-validation' : 'in the patients of the fit'} at its development`,
  interval: (lower: TextPart, upper: TextPart) => text`95% CI ${lower}–${upper}`,
  noInterval: 'its interval cannot be computed from these data',
  found: (f: {
    model: string
    rows: TextPart
    events: TextPart
    outcome: string
    study: string
    n: TextPart
    cohort: string
    seen: TextPart
    binary: boolean
    measure: string
    value: TextPart
    limits: TextPart
    earlier: TextPart
    slope: TextPart
    meaning: string
    large: TextPart
  }) =>
    text`${f.model}, developed in ${f.rows} patients (${f.events} with ${f.outcome}; ${f.study}), was applied as it is to ${f.n} patients of ${f.cohort}, ${f.seen} of them with ${f.binary ? 'the outcome' : 'the event'}. Its ${f.measure} is ${f.value} (${f.limits})${f.earlier}, its calibration slope ${f.slope}: ${f.meaning}.${f.large}`,
  applied: (f: {
    model: string
    rows: TextPart
    study: string
    n: TextPart
    cohort: string
    counts: TextPart
    found: TextPart
  }) =>
    text`${f.model}, developed in ${f.rows} patients (${f.study}), was applied as it is to ${f.n} patients of ${f.cohort}${f.counts === '' ? '' : text` (${f.counts})`}: ${f.found}.`,
  measured: (measure: string, value: TextPart, lower: TextPart, upper: TextPart) =>
    text`${measure} ${value} (95% CI ${lower}–${upper})`,
  bootstrapNote: 'Intervals: percentiles of 200 bootstrap samples of these patients, the predictions as they are.',
  classesCaption: 'Observed share of each level over its predicted probability, smoothed by lowess.',
  incidenceCaption:
    'Above, calibration at each time: the curve is the incidence by a Fine–Gray regression on a spline of the predicted risk, dots are groups of risk with their Aalen–Johansen estimate and 95% interval. Below, decision curves at the same times, net benefit by Aalen–Johansen estimates.',
  beyond: (at: TextPart) => text`Nobody here was followed for ${at}: of the risk by then nothing can be said.`,
  separates:
    'The model separates these patients better than chance. Whether its risks are right for them is a question of the calibration; an update is used only where the cohort supports it.',
  chance:
    'There is no evidence that the model separates these patients better than chance; it should not be used for such patients.',
  slopes: {
    unknown: 'it cannot be estimated',
    reversed: 'patients with a higher predicted risk did not have the outcome more often',
    extreme: 'predicted risks are too extreme here',
    moderate: 'predicted risks are not extreme enough here',
    fits: 'compatible with an ideal slope of one',
  },
  sides: { high: 'too high', low: 'too low', right: 'right' },
  large: (side: string, interval: TextPart) =>
    text` On the whole its risks are ${side} (calibration in the large ${interval}).`,
  events: (n: TextPart) => text`${n} events`,
  performance: 'Performance on the external cohort',
  heads: ['Measure', 'Development, nested', 'Development, apparent', 'External (95% CI)'],
  concordance: 'Harrell’s C',
  inTheLarge: 'Calibration in the large (slope 1)',
  observedOverExpected: 'Events observed over expected',
  updates: 'Updates of the model for this cohort',
  updateHeads: ['Update', 'Events per quantity', 'Supported', 'AUC or C, apparent'],
  methods: {
    intercept: 'Intercept',
    'logistic recalibration': 'Logistic recalibration',
    refit: 'Refit',
    baseline: 'Baseline',
    'slope and baseline': 'Slope and baseline',
  },
  supported: { yes: 'yes', no: 'no' },
  cohort: 'External cohort',
  slopeNote: (slope: string) => `Slope ${slope}`,
  panels: { discrimination: 'Discrimination', calibration: 'Calibration', netBenefit: 'Net benefit' },
  figure: 'Calibration, discrimination and net benefit on the external cohort',
  caption:
    'A, ROC curve with DeLong’s interval. B, observed shares, smoothed and in groups of risk, where a risk was predicted. C, net benefit against treating everybody and nobody.',
  description: (model: string) => `Calibration, ROC and decision curve of ${model} on the external cohort`,
}
