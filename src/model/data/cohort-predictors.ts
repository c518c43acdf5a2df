import { type Cohort, refusePredictors } from '../../cohort/index.ts'
import { RefusedPredictor } from '../../errors/index.ts'
import type { Predictor } from './predictor-table.ts'

/**
 * Columns of the cohort as predictors of `outcome`. Throws RefusedPredictor for one that comes from the outcome, encodes
 * it, or is known only after it.
 */
export function predictorsOf(cohort: Cohort, outcome: string, names: readonly string[]): Predictor[] {
  const [refused] = refusePredictors(cohort, outcome, names)
  if (refused) throw RefusedPredictor(refused.column, refused.reason)
  return names.map((name) => {
    const column = cohort.columns.get(name)
    if (!column) throw RefusedPredictor(name, 'the cohort has no such column')
    const { label, unit, levels, type } = column.variable
    const factor = levels && (type === 'categorical' || type === 'ordinal' || type === 'binary')
    return { name, label, unit, values: column.values, ...(factor && { levels }) }
  })
}
