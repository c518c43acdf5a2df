import { Problem } from '../../errors/index.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import { cox } from '../../statistics/survival/cox.ts'
import { proportionalHazards } from '../../statistics/survival/cox-diagnostics.ts'
import { type Outcome, outcomeAt } from '../../step.ts'
import { type PredictorTable, rowsOf } from '../data/predictor-table.ts'
import type { FittedModel } from '../fit/fitted-model.ts'
import { applyTransforms } from '../steps/pipeline.ts'
import { columnsOf, linearPredictorOf, unitOf } from '../terms/linear-predictor.ts'

/** Grambsch and Therneau's tests that hazards are proportional: of each column or interaction, its terms together, and of all. */
export interface Proportionality {
  columns: { column: string; chiSquare: number; df: number; p: number }[]
  global: { chiSquare: number; df: number; p: number }
}

/** The tests for a Cox model of columns on its training rows; undefined for one with a score, or penalised. */
export function proportionalityOf(
  model: FittedModel,
  table: PredictorTable,
  training: Int32Array,
  outcome: Outcome,
): Proportionality | undefined {
  if (outcome.kind === 'binary' || model.scores.length > 0 || model.terms.length === 0) return undefined
  // of a separated model no coefficient is estimated whose trend could be tested
  if (model.estimator !== 'maximum likelihood') return undefined
  const names = columnsOf(model.terms)
  const rows = applyTransforms(model.transforms, names, rowsOf(table, training, names))
  const design = matrixFromColumns(model.terms.map((term) => linearPredictorOf([{ ...term, estimate: 1 }], 0, rows)))
  const { time, event, start } = outcomeAt(outcome, training)
  const units = [...new Set(model.terms.map(unitOf))]
  const positions = units.map((unit) => model.terms.flatMap((term, j) => (unitOf(term) === unit ? [j] : [])))
  try {
    const { terms, global } = proportionalHazards(cox(design, time, event, { start }), design, time, event, positions, {
      start,
    })
    return { columns: terms.map(({ chiSquare, df, p }, i) => ({ column: units[i], chiSquare, df, p })), global }
  } catch (error) {
    // so few events that a trend over time cannot be told: the model stands without this test
    if (error instanceof Problem) return undefined
    throw error
  }
}
