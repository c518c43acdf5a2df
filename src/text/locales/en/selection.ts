import { type TextPart, text } from '../../with-numbers.ts'

/** Of `mostMarks` in figures/canvas/evenly.ts. */
const ofMany = ' (of more than 500 in a group, 500 are drawn at equal steps of rank)'

/** How features were selected and scored; the comparison of markers. */
export const selection = {
  title: 'Feature selection',
  paragraph:
    'Selection is repeated in every fold and every bootstrap refit; what is shown here is the final fit, with how often refits selected the same columns.',
  lasso: (score: string) => `LASSO path and cross-validation: ${score}`,
  lassoCaption: (lambda: TextPart, columns: TextPart) =>
    text`Coefficients per standard deviation over log λ, and the cross-validated deviance with its standard error; λ chosen ${lambda}, at which ${columns} columns remain.`,
  lassoDescription: (score: string) => `LASSO path of ${score}.`,
  deviance: { cox: 'Partial likelihood deviance', logistic: 'Binomial deviance' },
  score: (name: string) => name,
  table: (score: string) => `Columns of the ${score}`,
  heads: ['Column', 'Coefficient (per SD)', 'Selected in refits', 'Same sign', 'Mean (SD) where selected'],
  ofRefits: (refits: TextPart) => text`Refits: the ${refits} bootstrap refits that could be made.`,
  largest: (shown: TextPart, all: TextPart) => text`The ${shown} largest of ${all}; all are in model.json.`,
  coefficients: (score: string) => `Coefficients of the ${score}`,
  coefficientsCaption: (refits: boolean) =>
    `Of the final fit, the largest first${refits ? '; bars: in how many bootstrap refits the same column was selected' : ''}.`,
  coefficientsDescription: (columns: number) => `Lollipop chart of ${columns} coefficients.`,
  distributions: (score: string) => `The columns of the ${score} by outcome`,
  distributionsCaption: (thinned: boolean) =>
    `Points are patients within the shape of their density${thinned ? ofMany : ''}; boxes are quartiles, whiskers reach to the last value within one and a half times their distance. No p-values: the columns were selected by the outcome of these patients.`,
  distributionsDescription: (columns: number) => `Violins of ${columns} columns by outcome.`,
  reliability: 'Agreement of the two readers, feature by feature',
  reliabilityCaption:
    'ICC(2,1) with its 95% interval in the patients of the fit; the line is the threshold of selection.',
  perturbed: 'Agreement under perturbations, feature by feature',
  perturbedCaption:
    'ICC(1,1) of the repeated measurements with its 95% interval in the patients of the fit; the line is the threshold of selection.',
  reliabilityDescription: (features: number) => `Intraclass correlations of ${features} features.`,
  readers: (score: string) => `Two readers’ values of the columns of the ${score}`,
  readersCaption:
    'Bland and Altman’s plots in the patients of the fit: the first reader’s value less the second’s over their mean; lines: mean difference and limits of agreement. The columns that weigh most are shown.',
  readersDescription: (columns: number) => `Bland–Altman plots of ${columns} columns.`,
  readersMean: 'Mean of both readers',
  readersDifference: 'Reader 1 − reader 2',
  correlation: (score: string) => `Correlation of the columns of the ${score}`,
  correlationMeasure: (n: number) => `Pearson correlation, n = ${n}`,
  correlationCaption: 'Patients of the fit; columns are ordered by average linkage on 1 − |r|.',
  correlationDescription: (columns: number) => `Heat map of ${columns} columns.`,
  waterfall: (score: string) => `The ${score} of the patients of the fit`,
  waterfallCaption: (patients: TextPart, share: TextPart, thinned: boolean) =>
    text`A bar for each of ${patients} patients${thinned ? ofMany : ''}, by the score as fitted to them: the figure is apparent, not what new patients would show. ${share} have the outcome.`,
  waterfallDescription: (score: string) => `Waterfall of the ${score}.`,
}

export const markers = {
  title: 'Markers',
  paragraph:
    'The tables give the p-value of each comparison by itself; the figures mark what remains of them after adjustment (Holm) for the comparisons of one figure.',
  by: (label: string | undefined, by: string) => `${label ?? 'Markers'} by ${by}`,
  panel: (letter: string | undefined, label: string, p: TextPart) =>
    text`${letter ? `(${letter}) ` : ''}${label}, ${p}`,
  test: (name: string, panels: string | undefined) => `${name}${panels ? ` (${panels})` : ''}`,
  caption: (panels: TextPart, tests: TextPart, thinned: boolean) =>
    text`Points are patients within the shape of their density${thinned ? ofMany : ''}, boxes quartiles with Tukey’s whiskers. ${panels}. ${tests}; p adjusted by Holm: *** below 0.001, ** below 0.01, * below 0.05, ns otherwise.`,
  description: (panels: string, by: string) => `Panels of ${panels} by ${by}.`,
  survival: 'Markers against survival',
  marker: 'Marker',
  survivalHeads: ['Patients (events)', 'HR per SD (95% CI)', 'p', 'p, Holm'],
  survivalNote:
    'Cox regression on each marker by itself, for one standard deviation more of it; Wald intervals and tests. Holm: adjusted for the markers of one column. A dash where there is no estimate.',
}
