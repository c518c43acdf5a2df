import type { ModelResult } from '../result.ts'
import type { Refits } from './model-study.ts'
import { meanOverFolds } from './nested-cross-validation.ts'

/** Of fewer permutations the standard error is too uncertain to be counted in threes. */
const minimumPermutations = 10

/**
 * The nested cross-validated AUC under outcomes dealt out at random, which must be 0.5: more than three standard errors
 * away, something leaks. p  share of permutations that do at least as well as the model (counting it among them; where none does,
 * that is a bound, the least that so many permutations can say: Phipson & Smyth 2010).
 */
export function permutationTest(
  name: string,
  nested: number | undefined,
  permutations: Refits['permutations'],
): ModelResult['permutation'] {
  const auc = permutations
    .map(({ outcome, folds, refits }) => meanOverFolds(name, outcome, folds, refits))
    .filter((value) => !Number.isNaN(value))
  if (auc.length === 0 || nested === undefined) return undefined
  const reached = auc.filter((value) => value >= nested).length
  const mean = auc.reduce((sum, value) => sum + value, 0) / auc.length
  const sd = Math.sqrt(auc.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (auc.length - 1))
  const standardError = sd / Math.sqrt(auc.length)
  return {
    auc,
    mean,
    standardError,
    reached,
    p: (1 + reached) / (1 + auc.length),
    flagged: auc.length >= minimumPermutations && Math.abs(mean - 0.5) > 3 * standardError,
  }
}
