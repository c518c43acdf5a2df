import { z } from 'zod'
import { normal } from '../../statistics/distributions/index.ts'
import type { Step } from '../../step.ts'
import { fixedDecimals } from '../../text/format.ts'
import { applySelection, type Selection } from './keep-columns.ts'
import { relevanceOf } from './relevance.ts'
import { filterStep } from './selection-step.ts'
import { totalCount } from './weighted-moments.ts'

export const univariateStep = filterStep({
  schema: z.strictObject({ univariate: z.number().gt(0).max(1) }),
  describe: (step, words) => words.univariate(fixedDecimals(step.univariate, 3)),
  create: (step) => univariate(step.univariate),
})

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
