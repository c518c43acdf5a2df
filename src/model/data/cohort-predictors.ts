import { type Cohort, refusePredictors } from '../../cohort/index.ts'
import { RefusedPredictor } from '../../errors/index.ts'
import type { Predictor } from './predictor-table.ts'

/**
 * Columns of the cohort as predictors of `outcome`.
 *
 * @param cohort the rows and their codebook
 * @param outcome name of its column
 * @param names of the columns
 * @returns one predictor a name
 * @throws RefusedPredictor for one that comes from the outcome, encodes it, or is known only after it
 * @example
 * ```ts
 * import { buildCohort, readTable } from 'nomoscope/cohort'
 * import { predictorsOf } from 'nomoscope/model'
 * const csv = new TextEncoder().encode('id,age,relapse\nP1,40,yes\nP2,51,no\nP3,49,no\nP4,63,yes\n')
 * const { cohort } = buildCohort(await readTable(csv, 'patients.csv'), { id: 'id' })
 * predictorsOf(cohort, 'relapse', ['age'])[0].values // → Float64Array(4) [ 40, 51, 49, 63 ]
 * ```
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
