import { ModelNotFitted, Problem, problemOr } from '../../errors/index.ts'
import { trainingRows } from '../../step.ts'
import { rowsOf } from '../data/predictor-table.ts'
import { usableRows } from '../fit/fit-models.ts'
import { innerFolds } from '../fit/inner-folds.ts'
import { resolveModel } from '../plan/resolve.ts'
import { seedOf, wholePart } from '../resample/samples.ts'
import type { ModelStudy } from './model-study.ts'

/** The models whose scores cannot be cross-fitted in the training rows, before anything is fitted: too few of a class. */
export function tooFewToFold({ plan, table, outcome, training, seed }: ModelStudy): Problem[] {
  const known = new Set(table.columns.map(({ name }) => name))
  const part = wholePart(training, outcome, seedOf(seed, 'whole'))
  return plan.models.flatMap((model) => {
    const resolved = resolveModel(plan, model, known)
    const scores =
      resolved.kind === 'joint' ? [resolved.groups] : resolved.scores.map((block) => [plan.blocks[block].columns])
    for (const groups of scores) {
      const rows = trainingRows(
        rowsOf(table, part.rows, [...new Set(groups.flat())]),
        part.outcome,
        part.counts,
        part.seed,
      )
      const found = problemOr(() => innerFolds(usableRows(table, groups, rows), 3))
      if (found instanceof Problem) return [ModelNotFitted(model.name, found.message)]
    }
    return []
  })
}
