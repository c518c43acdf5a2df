import type { SelectionStep } from '../steps/index.ts'

/** Selections by name. All of them are repeated in every fold and resample; none has seen the rows it is judged on. */
export const selectionPresets = {
  /**
   * The three steps of the paper in the order that it states them, reliability first: variance of the raw features, then
   * correlation, then the LASSO at the λ of least deviance.
   */
  paper: [
    { icc: 0.85 },
    { variance: 0.1 },
    { zscore: true },
    { correlation: 0.8, keep: 'outcome' },
    { lasso: { folds: 10, lambda: 'min', alpha: 1 } },
  ],
  /**
   * No filter looks at the outcome, and an elastic net keeps correlated features together instead of choosing one by
   * chance: steadier from sample to sample.
   */
  'elastic-net': [
    { icc: 0.75, bound: 'lower' },
    { variance: 0.001, scaled: true },
    { correlation: 0.95, keep: 'first' },
    { lasso: { folds: 10, lambda: 'min', alpha: 0.5 } },
  ],
  /** As few features as do nearly as well: the LASSO at one standard error, after filters that do not look at the outcome. */
  sparse: [
    { icc: 0.75, bound: 'lower' },
    { variance: 0.001, scaled: true },
    { correlation: 0.9, keep: 'first' },
    { lasso: { folds: 10, lambda: '1se', alpha: 1 } },
  ],
} satisfies Record<string, SelectionStep[]>
