import { normal } from '../../statistics/distributions/index.ts'
import type { Step } from '../../step.ts'
import { applySelection, type Selection } from './keep-columns.ts'
import { relevanceOf } from './relevance.ts'
import { totalCount } from './weighted-moments.ts'

/**
 * Keeps the continuous columns whose own relation to the outcome has p below `limit` over the training rows: the score
 * test of a logistic (or Cox) model of that column alone, n r² against χ² with one degree of freedom.
 */
export function univariate(limit: number): Step<Selection> {
  return {
    name: 'univariate',
    fit(training) {
      const relevance = relevanceOf(training)
      const root = Math.sqrt(totalCount(training.counts))
      const kept = training.columns.filter(({ levels }, j) => levels || normal.twoSided(relevance[j] * root) < limit)
      return { kept: kept.map((column) => column.name) }
    },
    apply: applySelection,
  }
}
