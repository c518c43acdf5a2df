/** How a comparator learns: a random forest, gradient-boosted trees, or support vectors with a radial kernel. */
export type ComparatorMethod = 'forest' | 'boosting' | 'svm'

/**
 * A learner that stands beside the models in the same folds, to show what a nomogram gives away. It has no coefficients, and
 * never becomes a nomogram or a model file.
 */
export interface Comparator {
  name: string
  label: string
  method: ComparatorMethod
  /** Blocks whose columns it may use. */
  on: string[]
}
