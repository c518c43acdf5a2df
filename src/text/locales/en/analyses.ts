import { type TextPart, text } from '../../with-numbers.ts'

/** A clinician's analyses without a model: titles, tables and the sentences of the method section. */
export const analyses = {
  roc: {
    title: (outcome: string) => `Receiver operating characteristic of ${outcome}`,
    heads: ['Marker', 'n (with)', 'AUC (95% CI)', 'Cut-off', 'Sensitivity (95% CI)', 'Specificity (95% CI)'],
    cutOff: (sign: '≥' | '≤', value: TextPart) => text`${sign} ${value}`,
    pairs: 'Differences of the areas',
    pairHeads: ['Markers', 'n', 'Difference (95% CI)', 'z', 'p'],
    pair: (first: string, second: string) => `${first} − ${second}`,
    lower: 'Lower values go with the outcome: the median of those with it is below that of those without.',
    several: (values: string) => `Cut-offs ${values} reach the same Youden index; the first is given.`,
    axes: { falsePositives: '1 − specificity', sensitivity: 'Sensitivity' },
    methods: (several: boolean) =>
      `Discrimination was measured by the area under the receiver operating characteristic curve with DeLong's 95% confidence interval. ${
        several ? "Areas of the same patients were compared by DeLong's test for correlated curves. " : ''
      }The cut-off maximises Youden's index and was chosen on the same patients on whom its sensitivity and specificity (exact Clopper–Pearson 95% confidence intervals) are given, which are therefore optimistic. Patients with a missing value were left out of the marker that it is missing of.`,
  },
  groups: {
    methods:
      "Continuous variables are given as mean ± standard deviation or median [quartiles] and compared by Student's or Welch's t-test, analysis of variance, the Mann–Whitney or the Kruskal–Wallis test, as normality (Shapiro–Wilk) and equality of variances (Levene) ask for; categorical ones as counts (%) and compared by the χ² or Fisher's exact test. The test of each p-value is named below the table; p-values are two-sided and, in the table, not adjusted for multiplicity.",
  },
  survival: {
    methods:
      'Survival was estimated by Kaplan and Meier with log–log 95% confidence limits and compared by the log-rank test; hazard ratios are of a Cox regression on the group alone; the median follow-up is by the reverse Kaplan–Meier method.',
  },
  baseline: {
    title: (by?: string) => (by ? `Patients by ${by}` : 'Patients'),
  },
  agreement: {
    title: (first: string, second: string) => `Agreement of ${first} and ${second}`,
    heads: ['Measure', 'Value (95% CI)'],
    n: 'Patients with both',
    kappa: { none: "Cohen's κ", quadratic: "Cohen's κ, quadratic weights" },
    same: 'Same answer',
    icc: 'ICC(2,1), absolute agreement',
    bias: 'Mean difference',
    lower: 'Lower limit of agreement',
    upper: 'Upper limit of agreement',
    counts: (first: string, second: string) => `${first} (rows) by ${second} (columns)`,
    mean: (first: string, second: string) => `Mean of ${first} and ${second}`,
    difference: (first: string, second: string) => `${first} − ${second}`,
    levels: (weighted: boolean) =>
      `Agreement was measured by Cohen's κ${weighted ? ' with quadratic weights' : ''} with its 95% confidence interval.`,
    numbers:
      'Agreement was measured by the intraclass correlation coefficient ICC(2,1) (two-way random effects, absolute agreement, single rating) with its 95% confidence interval, and by the mean difference with 95% limits of agreement (Bland and Altman).',
  },
  plan: {
    all: 'All patients, each in one of the folds',
    training: 'Training set',
    heldOut: 'Held out',
    learnt: 'learnt from',
    judged: 'judged on',
    fold: (number: number) => `Fold ${number}`,
    repeats: (n: number) => `The folds are drawn ${n} times; those of the first are shown.`,
    bootstrap: (n: number) =>
      `${n} bootstrap samples of the training set correct the apparent performance for optimism.`,
    patients: (n: number, events: number) => `${n} (${events} with the outcome)`,
    inside: 'Fitted anew in every blue part, and in no other patient:',
    imputation: 'Imputation of missing values',
    fit: 'The model itself, with the λ of inner folds where it is penalised',
  },
}
