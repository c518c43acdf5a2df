import { UnequalLengths } from '../errors.ts'
import { requireBothClasses } from './arguments.ts'
import { solveBinomialPath } from './kernels/binomial-path.ts'
import type { Matrix } from './matrix.ts'
import {
  assemblePath,
  type PenalisedOptions,
  type PenalisedPath,
  penalisedDesign,
  penaltySequence,
} from './penalised-path.ts'

/**
 * Logistic regression penalised by λ(α |b|₁ + (1 − α)/2 |b|₂²), over a falling path of λ.
 *
 * x  n × p; y  n outcomes 0 or 1. Constant columns stay at 0. More columns than rows, and separated outcomes, are allowed.
 * Cyclic coordinate descent on the weighted least-squares problem of each Newton step (Friedman, Hastie & Tibshirani 2010),
 * with strong rules (Tibshirani 2012) and glmnet's sequence and stopping. Equals glmnet(family = "binomial").
 */
export function lassoBinomial(x: Matrix, y: ArrayLike<number>, options: PenalisedOptions = {}): PenalisedPath {
  if (y.length !== x.rows) throw UnequalLengths('x', x.rows, 'y', y.length)
  requireBothClasses(y, options.weights)
  const design = penalisedDesign(x, options)
  const sequence = penaltySequence(design, options)
  const outcome = new Float64Array(design.stride)
  outcome.set(y)
  const fitted = solveBinomialPath({ ...design, ...sequence, y: outcome })
  return assemblePath('binomial', design, !sequence.given, fitted)
}
