import { type TextPart, text } from '../../with-numbers.ts'

/** The models: what they are made of, how good they are, where they hold. `C` is the AUC or the C-index. */
export const models = {
  title: 'Models',
  performance: 'Performance of the models',
  performanceNotes: [
    'Nested: every step, selection included, repeated inside each fold of the training rows; the estimate to rely on. Optimism-corrected: whole-pipeline bootstrap; too high where columns far outnumber patients. Held-out: the validation rows, used for nothing before. Apparent: the rows that the model was fitted to.',
    'Intervals of the AUC: in nested cross-validation LeDell’s, from influence functions, on the logit scale; apparent and held-out DeLong’s; optimism-corrected that of the apparent AUC moved by the optimism (Noma). Of sensitivity, specificity, accuracy and predictive values: Clopper–Pearson’s.',
  ],
  thresholdNote: (thresholds: TextPart) =>
    text`Sensitivity, specificity, accuracy and predictive values are at the threshold of the predicted risk chosen on out-of-fold training predictions and then frozen: ${thresholds}.`,
  threshold: (model: string, share: TextPart) => text`${model} ${share}`,
  refused: (column: string, reason: string) => `${column} was not used as a predictor: ${reason}.`,
  refusedWarning: (column: string, reason: string) => `${column} was refused as a predictor: ${reason}.`,
  refusedOf: (column: string, event: string, reason: string) =>
    `${column} was refused as a predictor of ${event}: ${reason}.`,
  suspected: (column: string, reason: string) => `${column} may be a copy of the outcome: ${reason}.`,
  invasive: (model: string, columns: TextPart) =>
    text`The model ${model} is called non-invasive but needs tissue: ${columns}.`,
  warning: (model: string, message: TextPart) => text`${model}: ${message}`,
  fitted: (rows: TextPart, events: TextPart, cox: boolean) =>
    text`Fitted to ${rows} rows, ${events} of them with the ${cox ? 'event' : 'outcome'}.`,
  steps: { impute: 'imputation', ComBat: 'ComBat', 'z-score': 'z-score', LASSO: 'LASSO' } as Record<string, string>,
  step: (step: string, columnsIn: TextPart, columnsOut: TextPart) => text`${step} ${columnsIn} → ${columnsOut}`,
  selection: (score: string, steps: TextPart) => text`Selection for ${score}: ${steps}.`,
  coefficients: (model: string, cox: boolean) => `Multivariable ${cox ? 'Cox' : 'logistic'} regression: ${model}`,
  noInference:
    'Standard errors, intervals and p-values of terms that were selected or scored on the same rows are not valid inference; they are printed for comparison only.',
  intercept: (intercept: TextPart) => text`Intercept ${intercept}.`,
  knots: (column: string, knots: TextPart) =>
    text`${column}: restricted cubic spline with knots at ${knots}; its coefficients are interpreted together, as the figure of partial effects shows them.`,
  firthInference:
    'The outcome is separated: estimates are Firth’s, and their Wald standard errors, intervals and p-values are only approximate; profile likelihood would give a wider interval on the side of the separation.',
  interactions:
    'Of columns that interact, a coefficient by itself is the effect where the other is zero or at its reference.',
  tests: { all: 'all terms', nonlinear: 'nonlinear terms', interactions: 'interactions' },
  jointTest: (column: string, of: string, chiSquare: TextPart, df: TextPart, p: TextPart) =>
    text`${column}, ${of}: χ² ${chiSquare} on ${df} df, ${p}`,
  jointTests: (tests: TextPart) => text`Joint Wald tests: ${tests}.`,
  permutation: (model: string, times: TextPart, measure: string, mean: TextPart, error: TextPart, p: TextPart) =>
    text`With the outcome permuted ${times} times, the mean nested ${measure} of ${model} is ${mean} (standard error ${error}); ${p}.`,
  permutationBound: (p: TextPart) =>
    text`p ≤ ${p} (no permutation did as well as the model: the smallest p that so many can give)`,
  per: {
    units: (column: string, by: string) => `${column} (per ${by})`,
    iqr: (column: string, by: string) => `${column} (per IQR, ${by})`,
    note: 'Ratios and their intervals are for as many units as given beside the variable (IQR: interquartile range of the training rows); β and SE are of one unit.',
  },
  forest: {
    title: (model: string) => `Odds ratios of ${model}`,
    measure: 'Odds ratio (95% CI)',
    counts: 'With outcome/all',
    lower: 'Lower odds',
    higher: 'Higher odds',
    caption: (invalid: boolean) =>
      `Squares are estimates, lines 95% intervals${invalid ? '; where terms were selected or scored on the same rows, intervals and p-values are for comparison only' : ''}.`,
    description: (terms: number) => `Forest plot of ${terms} terms.`,
  },
  aucForest: {
    title: 'AUC of the models by each way of measuring',
    measure: 'AUC (95% CI)',
    caption:
      'Squares are estimates, lines 95% intervals. Nested cross-validation repeats every step, selection included, inside each fold: the estimate to rely on. The apparent AUC is of the rows that the model was fitted to, and too high. Intervals: nested LeDell’s, apparent and held-out DeLong’s, optimism-corrected Noma’s. Every other measure is in the supplement.',
    description: (models: number) => `Forest plot of the AUC of ${models} models.`,
  },
  details: 'Every measure of every model',
  regressions: (model: string) => `Univariable and multivariable logistic regression (multivariable: ${model})`,
  regressionsNote:
    'Univariable: maximum likelihood on those rows of the fit in which the variable is known, Wald intervals; a dash where no estimate exists. No variable entered or left a model because of these p-values.',
  validation: {
    title: 'Validation',
    noNested: (model: string, measure: string, apparent: TextPart, withheld: boolean) =>
      text`${model}: apparent ${measure} ${apparent}; ${withheld ? 'too many refits of the nested cross-validation failed' : 'no nested cross-validation was requested'}, so there is no estimate for new patients.`,
    empty: (model: string, measure: string, nested: TextPart, interval: TextPart, never: boolean) =>
      text`${model}: nothing was selected, so that the model gives every patient the same risk. Nested cross-validation judges the procedure that led to it, which selected ${never ? 'nothing in any of the folds' : 'something in some of the folds, and not this model'}: ${measure} ${nested} (${interval}).`,
    lead: (model: string, measure: string, nested: TextPart, interval: TextPart, apparent: TextPart, slope: TextPart) =>
      text`${model}: ${measure} ${nested} (${interval}) in nested cross-validation, against ${apparent} on the rows it was fitted to; calibration slope ${slope}.`,
    figure: (decision: boolean): string =>
      decision ? 'Calibration, discrimination and net benefit' : 'Calibration and discrimination, all models',
    caption: (model: string, heldOut: boolean, corrected: boolean, decision: boolean) =>
      `${heldOut ? 'A and B' : 'A'}, calibration of ${model} in the patients of the fit${heldOut ? ' and in those held out' : ''}, smoothed by lowess${corrected ? '; the bias-corrected curve is by whole-pipeline bootstrap' : ''}. ${heldOut ? 'C and D' : 'B'}, ROC curves of all models in the same patients: those of the fit are apparent, and too good.${decision ? ` ${heldOut ? 'E' : 'C'}, decision curves.` : ''}`,
    ofFit: 'patients of the fit',
    ofHeldOut: 'held-out patients',
    calibrationPanel: (part: string) => `Calibration, ${part}`,
    rocPanel: (part: string) => `ROC curves, ${part}`,
    description: (model: string) => `Calibration plots, ROC curves and decision curves; leading model ${model}.`,
    slope: (slope: string) => `Slope ${slope}`,
    brier: (brier: string) => `Brier ${brier}`,
    shrinkage: 'Recommended shrinkage',
    shrinkageParagraph:
      'Before a model is used for new patients, every coefficient should be multiplied by the recommended shrinkage, where it is under one, and the intercept replaced (of a Cox model the baseline survival): extreme risks then move towards the mean risk by as much as overfitting made them too extreme. A factor above one means that a penalty has already shrunk more than that. The nomogram, its page, model.json and predict hold the model in this form where the factor is between nought and one (unless the study file asks for the model as fitted); the coefficient tables hold it as fitted.',
    shrinkageHeads: ['Model', 'Factor', 'Intercept', 'By', 'Refits', 'Refits without a slope'],
    by: { bootstrap: 'bootstrap', nested: 'out of fold' },
    shrinkageNote:
      'Mean calibration slope of whole-pipeline refits on rows that they were not fitted to, on the scale of maximum likelihood (van Houwelingen and Le Cessie; by bootstrap Steyerberg). A refit that gives everyone the same risk has no slope.',
    shrinkageBy: {
      bootstrap: 'By bootstrap: refits to resamples, each evaluated on the training rows.',
      nested:
        'By out of fold: predictions of nested cross-validation, used where there are more candidate columns than training rows or too few bootstrap refits.',
    },
  },
  leading: {
    nested: 'Out of fold',
    heldOut: 'Held-out',
    apparent: 'Apparent',
    logistic: 'Out of fold, 95% CI',
    smoothed: 'Out of fold, smoothed',
    nestedMatrix: 'Out of fold',
    heldOutMatrix: 'Held-out',
    slope: (slope: string) => `Slope ${slope}`,
    threshold: (share: string) => `Threshold ${share}`,
    figure: (model: string) => `${model} in patients that it was not fitted to`,
    caption: ({ heldOut, band, threshold }: { heldOut: boolean; band: boolean; threshold: boolean }) =>
      `Out-of-fold predictions of nested cross-validation in colour; in grey, for comparison only, the ${heldOut ? 'held-out patients and the ' : ''}patients of the fit (apparent). A, ROC curve${threshold ? '; the circle is the threshold' : ''}. B, calibration: ${band ? 'logistic curve with its pointwise 95% interval, smoothed curve by lowess; ' : 'smoothed by lowess; '}dots are groups of predicted risk with exact 95% intervals. C, decision curve. D, predicted risks of the patients with (above) and without the outcome (below).${threshold ? ' E, patients by outcome and by the threshold, which was chosen out of fold and then frozen; the dashed line marks it.' : ''}`,
    panels: {
      roc: 'Discrimination',
      calibration: 'Calibration',
      decision: 'Net benefit',
      risks: 'Predicted risks, out of fold',
      matrix: 'At the threshold',
    },
    description: (model: string) =>
      `ROC curve, calibration curve, decision curve, distribution of risks and confusion matrix of ${model}, out of fold.`,
    slopeIn: {
      nested: (slope: TextPart) => text`${slope} out of fold`,
      optimismCorrected: (slope: TextPart) => text`${slope} optimism-corrected`,
      heldOut: (slope: TextPart) => text`${slope} in the held-out patients`,
      apparent: (slope: TextPart) => text`${slope} in the patients of the fit`,
    },
    slopes: (all: TextPart, events: TextPart, heldOut: boolean) =>
      text`The calibration slopes answer different questions: ${all}. Out of fold, every step of selection and fitting is repeated on fewer patients, so the slope judges the procedure;${heldOut ? ' the held-out slope judges this one model in few patients;' : ''} in the patients of the fit it only shows how far penalties shrank the model. With ${events} patients with the outcome each is imprecise. The out-of-fold slope is the one to plan with.`,
  },
  comparison: {
    title: 'Comparison of the models',
    paragraph:
      'Models are compared on the patients to whom both give a risk. DeLong’s test is of held-out predictions only. Out-of-fold predictions come from a different fit in every fold: their difference is given without a test. The likelihood ratio is in sample, and only of models of which one holds all terms of the other and nothing was selected.',
    panels: { calibration: 'Calibration', decision: 'Net benefit' },
    table: 'Differences between the models',
    heads: [
      'Models',
      'ΔAUC out of fold',
      'ΔAUC held-out (95% CI)',
      'p, DeLong',
      'Patients',
      'Likelihood ratio χ² (df)',
      'p',
      'NRI: with, without the outcome',
      'IDI',
    ],
    reclassification:
      'NRI (any change of the risk, of patients with and without the outcome apart) and IDI describe the risks of the same patients, held-out where there are any, else out of fold. They have no test: a useless marker can look useful by them (Pepe et al. 2015).',
    difference: (large: string, small: string) => `${large} minus ${small}`,
    figure: 'Calibration and net benefit of all models',
    caption: (heldOut: boolean) =>
      `A, calibration (smoothed by lowess); B, decision curves; of ${heldOut ? 'the held-out patients' : 'training patients out of fold'}, whose outcomes no model had used.`,
    description: (models: number, heldOut: boolean) =>
      `Calibration curves and decision curves of ${models} models on ${heldOut ? 'the held-out patients' : 'training patients out of fold'}.`,
  },
  robustness: {
    title: 'Centres, subgroups and sample size',
    centres:
      'Each centre was left out in turn and predicted by models that had not used any of its patients, every learning step repeated without it.',
    subgroups:
      'Performance in subgroups, with DeLong’s intervals. Small groups are uncertain, and a difference between groups is not tested here.',
    learning:
      'Models fitted to random parts of the training rows, evaluated on the remaining training rows: where the curve still rises at its right end, more patients would help. Beside it the sample size that Riley’s criteria require at the nested C statistic, counting every column that the model could choose from.',
    prevalence: (study: TextPart, population: TextPart) =>
      text`Patients were sampled by outcome: ${study} of the training rows have it, ${population} of the population. Odds ratios and the AUC hold unchanged; risks need the intercept below, moved by the difference of the log odds, and predictive values follow from sensitivity and specificity by Bayes’ rule.`,
    heads: ['Patients', 'With the outcome', 'AUC (95% CI)', 'Calibration intercept', 'Calibration slope', 'Brier'],
    centre: 'Centre',
    centreTable: 'Each centre, by models fitted without it',
    group: 'Group',
    subgroupTable: 'Performance in subgroups',
    subgroup: (model: string, column: string, middle: TextPart | undefined, heldOut: boolean) =>
      text`${model}: ${column}${middle ? text`, halves at ${middle}` : ''}, ${heldOut ? 'held-out' : 'training, out of fold'}`,
    everyone: 'All, nested cross-validation',
    counts: 'With outcome/all',
    subgroupOf: (column: string, middle: number | undefined, heldOut: boolean) =>
      `${column}${middle === undefined ? '' : `, halves at ${middle}`}, ${heldOut ? 'held-out' : 'out of fold'}`,
    places: (model: string) => `AUC of ${model} by centre and subgroup`,
    placesCaption:
      'Squares are estimates, lines 95% intervals. No group was looked for: those drawn are the ones that the study file names.',
    placesDescription: (rows: number) => `Forest plot of ${rows} rows.`,
    otherModels: 'The leading model; those of the others are in results.json (further.subgroups).',
    half: { 'lower half': 'lower half', 'upper half': 'upper half' } as Record<string, string>,
    sizeTable: 'Sample size that the models need, by Riley’s criteria',
    sizeHeads: [
      'Model',
      'Candidate parameters',
      'Nested C statistic',
      'Needed (with the outcome)',
      'Available (with the outcome)',
    ],
    prevalenceTable: 'The models at the population’s prevalence',
    prevalenceHeads: [
      'Model',
      'Intercept',
      'Intercept after shrinkage',
      'Positive predictive value',
      'Negative predictive value',
    ],
    noModel: (why: string) => `no model: ${why}`,
    figure: 'Learning curve',
    caption: 'Mean AUC on the remaining training rows, with its standard deviation between random parts.',
    description: (models: string) => `AUC over the number of rows of training, ${models}.`,
  },
  cox: {
    title: (event: string) => `Time to ${event}`,
    left: (rows: TextPart) => text` ${rows} rows without a known time or event were excluded.`,
    horizon: (events: TextPart, time: TextPart, followed: TextPart) =>
      text`${events} had the event by ${time} and ${followed} were followed beyond it`,
    who: (event: string, events: TextPart, rows: TextPart, left: TextPart, horizons: TextPart) =>
      text`${event}: ${events} events among ${rows} rows.${left} Of those in the fit ${horizons}. Hazards are assumed to be proportional; ties are handled by Efron’s method.`,
    proportionality: (all: TextPart, each: TextPart) =>
      text`Proportional hazards (Grambsch and Therneau’s score test): all columns together ${all}; ${each}.`,
    performance: (event: string) => `Performance of the models of ${event}`,
    performanceNote:
      'Concordance: Harrell’s C over the whole follow-up, in nested cross-validation the mean over the folds; its interval there is from the patients’ influence on it (infinitesimal jackknife), on the logit scale. Calibration slope: of a Cox regression on the linear predictor; one is ideal.',
    overTime: (event: string) => `Risk of ${event} over time`,
    modelAt: (model: string, time: TextPart) => text`${model}, ${time}`,
    overTimeNote:
      'AUC: of those with the event by the time against those followed beyond it; AUC and Brier score count patients lost before by inverse probability of censoring. Scaled Brier score: one minus its ratio to that of one risk for everybody. Observed risk: Kaplan–Meier, with its log-log interval.',
    competing: (n: TextPart, other: string, time: TextPart, alone: TextPart, incidence: TextPart) =>
      text` ${n} patients had a competing event first (${other}) and count as censored: the risks here are those of patients who could not have it. By ${time} the event came in ${incidence} of patients (Aalen–Johansen), where one minus Kaplan–Meier has ${alone}; a Fine–Gray model predicts the first.`,
    overTimeLate:
      'Patients came under observation late: AUC and Brier score are not given, as weights by inverse probability of censoring do not make up for those who had the event before they could be seen. Observed risk: Kaplan–Meier of those at risk, with its log-log interval.',
    risks: ['Low risk', 'Middle risk', 'High risk'],
    part: { nested: 'out of fold', apparent: 'apparent', heldOut: 'validation set' },
    partTitle: { nested: 'Out of fold', apparent: 'Apparent', heldOut: 'Validation set' },
    groupsTitle: (model: string) => `Kaplan–Meier estimates by predicted risk: ${model}`,
    groupsCaption: (parts: TextPart, nested: boolean) =>
      text`Thirds of the predicted risk, ${parts}. Bands are pointwise 95% intervals (log-log); ticks are censored patients; pale where fewer than ten are at risk.${nested ? ' Out-of-fold risks depend on one another, so that no log-rank test of them is valid.' : ''}`,
    groupsDescription: (parts: string) => `Survival curves of three groups of predicted risk, ${parts}.`,
    freeOf: (event: string) => `Free of ${event}`,
    riskBy: (part: string) => `risk, ${part}`,
    notCompared: 'the risks were learnt from these patients',
    calibrationTitle: (model: string) => `Calibration and net benefit of the risk of an event: ${model}`,
    calibrationCaption: (corrected: boolean, rows: TextPart, last: TextPart) =>
      text`Observed risk by a Cox regression on a spline of the predicted one${corrected ? ' (the bias-corrected curve by whole-pipeline bootstrap)' : ''}; dots: groups of risk with their Kaplan–Meier estimate and 95% interval. Calibration in this order: ${rows}; last, decision curves of the risk at ${last}.`,
    calibrationDescription: (times: string) => `Calibration curves at ${times} and decision curves.`,
    timeRocTitle: (model: string) => `Time-dependent ROC curves: ${model}`,
    timeRocCaption: (parts: TextPart, until: TextPart, integrals: TextPart) =>
      text`ROC curves at each time, ${parts}: those with the event by the time against those followed beyond it, weighted by inverse probability of censoring; last, the AUC at every time of an event. Its mean up to ${until}, weighted by the fall of the survival curve: ${integrals}. Out of fold, linear predictors of different fits are pooled, so that the AUC can differ from the mean over folds in the table.`,
    integral: (part: string, value: TextPart) => text`${part} ${value}`,
    auc: (auc: string) => `AUC ${auc}`,
    brier: (brier: string) => `Brier ${brier}`,
    predicted: (time: string) => `Predicted risk at ${time}`,
    observed: 'Observed risk',
  },
}
