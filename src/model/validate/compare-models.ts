import { integratedDiscrimination, reclassification } from '../../statistics/performance/reclassification.ts'
import { compareAucPaired } from '../../statistics/performance/roc.ts'
import { type ChiSquareTest, chiSquareTest } from '../../statistics/regression/logistic-inference.ts'
import { riskOf } from '../measures/measures.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import type { ModelResult } from '../result.ts'

/** Two models of one study on the same patients: what the second adds to the first. */
export interface ModelComparison {
  first: string
  second: string
  /** Difference of AUC, second less first, on held-out predictions of both: DeLong's test. */
  heldOut?: { difference: number; lower: number; upper: number; p: number; n: number }
  /** The same of out-of-fold predictions, without a test: rows of different folds were predicted by different fits. */
  outOfFold?: { difference: number; n: number }
  /**
   * Net reclassification by any change of the risk, and integrated discrimination improvement, of held-out risks where there
   * are any, else out of fold. Described only: their tests are not valid (Pepe 2015).
   */
  reclassification?: { part: 'heldOut' | 'nested'; events: number; nonevents: number; idi: number; n: number }
  /** In sample, where the terms of one are among those of the other and both are unpenalised and prespecified. */
  likelihoodRatio?: ChiSquareTest
}

/**
 * Every pair of models. Rows that one of a pair gives no risk take no part in that pair's comparison.
 *
 * @param results of `validateModels`
 * @returns one comparison a pair, the later model against the earlier
 */
export function compareModels(results: readonly ModelResult[]): ModelComparison[] {
  return results.flatMap((second, j) => results.slice(0, j).map((first) => comparePair(first, second)))
}

function comparePair(first: ModelResult, second: ModelResult): ModelComparison {
  const held = common(first.performance.heldOut, second.performance.heldOut)
  const nested = common(first.performance.nested, second.performance.nested)
  const comparison: ModelComparison = { first: first.name, second: second.name }
  if (held) {
    const { difference, lower, upper, p } = compareAucPaired(held.b, held.a, held.y, { nestedOnTraining: false })
    comparison.heldOut = { difference, lower, upper, p, n: held.y.length }
  }
  if (nested) {
    const { difference } = compareAucPaired(nested.b, nested.a, nested.y, { nestedOnTraining: false })
    comparison.outOfFold = { difference, n: nested.y.length }
  }
  const judged = held ?? nested
  if (judged && first.family === 'logistic' && second.family === 'logistic') {
    const { a, b, y } = judged
    const risks = [a, b].map((lp) => lp.map(riskOf))
    const { events, nonevents } = reclassification(risks[0], risks[1], y)
    const { idi } = integratedDiscrimination(risks[0], risks[1], y)
    comparison.reclassification = {
      part: held ? 'heldOut' : 'nested',
      events: events.net,
      nonevents: nonevents.net,
      idi,
      n: y.length,
    }
  }
  const test = likelihoodRatio(first, second)
  if (test) comparison.likelihoodRatio = test
  return comparison
}

/** Linear predictors and outcomes of the rows that both parts predicted; nothing where a class has under two of them. */
function common(a: PartPerformance | undefined, b: PartPerformance | undefined) {
  if (!a || !b) return undefined
  const other = new Map(b.predictions.map(({ id, lp }) => [id, lp]))
  const shared = a.predictions.filter(({ id }) => other.has(id))
  const y = shared.map(({ outcome }) => outcome)
  const events = y.reduce((sum, value) => sum + value, 0)
  if (Math.min(events, y.length - events) < 2) return undefined
  return { a: shared.map(({ lp }) => lp), b: shared.map(({ id }) => other.get(id)!), y }
}

function likelihoodRatio(first: ModelResult, second: ModelResult): ChiSquareTest | undefined {
  const [small, large] = first.terms.length <= second.terms.length ? [first, second] : [second, first]
  const comparable = [small, large].every(
    ({ terms, logLikelihood, selection }) =>
      logLikelihood !== undefined && selection.length === 0 && terms.every((term) => term.validInference),
  )
  const inLarge = new Set(large.terms.map(({ term }) => term))
  const df = large.terms.length - small.terms.length
  const nested = small.terms.every(({ term }) => inLarge.has(term)) && small.rows === large.rows && df > 0
  if (!comparable || !nested) return undefined
  return chiSquareTest(Math.max(0, 2 * (large.logLikelihood! - small.logLikelihood!)), df)
}
