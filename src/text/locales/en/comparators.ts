/** Learners that stand beside the models in the same folds. */
export const comparators = {
  title: 'Models and comparators in the same folds',
  heads: [
    'Name',
    'Method',
    'Nested AUC (95% CI)',
    'Nested calibration slope',
    'Nested Brier',
    'Held-out AUC (95% CI)',
    'Apparent AUC',
  ],
  model: 'model of the study',
  methods: { forest: 'random forest', boosting: 'gradient boosting', svm: 'support vectors, radial kernel' },
  note: 'Comparators have the columns of their blocks, the filters of the selection (no LASSO) and the folds of the models; their settings are chosen inside each fold on rows that the fit had not used (forest: size of leaves by out-of-bag deviance; boosting: depth and number of trees, support vectors: cost and kernel width by inner folds). They are for comparison only and have no nomogram. The apparent AUC of a forest or of boosting is near one whatever it has learnt.',
  tuned: (label: string, settings: string) => `${label}, fitted to all training rows: ${settings}.`,
  failed: (label: string, refits: string, of: string, reason: string) =>
    `${label}: ${refits} of ${of} folds could not be fitted (${reason}).`,
  methodsSentence: (list: string) =>
    `For comparison ${list} were tuned and judged in the same folds; none of them is offered for use.`,
}
