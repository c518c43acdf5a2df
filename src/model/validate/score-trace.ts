import { type RowColumn, trainingRows } from '../../step.ts'
import { rowsOf } from '../data/predictor-table.ts'
import { usableRows } from '../fit/fit-models.ts'
import type { FittedScore } from '../fit/fitted-model.ts'
import { fitScore } from '../fit/score.ts'
import { type ResolvedModel, resolveModel, withLasso } from '../plan/resolve.ts'
import { fullSample, seedOf } from '../resample/samples.ts'
import type { SelectionStep } from '../steps/index.ts'
import type { LassoSpecification } from '../steps/lasso.ts'
import { applyTransforms, fitSelection, lassoOf } from '../steps/pipeline.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import type { ModelStudy } from './model-study.ts'

/** Everything by which a score can be fitted again elsewhere. */
export interface ScoreTrace {
  score: FittedScore
  /** Columns it was offered. */
  offered: number
  /** Training rows that it was fitted to, the inner fold of each, and its score by the fit to the other folds. */
  rows: Int32Array
  fold: Int32Array
  crossFitted: Float64Array
  /** Columns that the filters left on all of these rows, and on the rows outside each fold. */
  kept: string[]
  keptOutside: string[][]
  /** Values of these columns over all rows of the table; harmonised where the selection has ComBat. */
  columns: readonly RowColumn[]
  /** They are too many to be written: `columns` are those with a coefficient. */
  isWide: boolean
  harmonised: boolean
  /** Absent where what the filters left enters an ordinary regression. */
  lasso?: LassoSpecification
  /** Whether some ordinary regression of it is Firth's. */
  separated: boolean
}

/** Values of a score's columns that are written for R at most: 100 MB of text. */
const mostTraced = 5e6

/**
 * The scores of a study's models, each once, as `fitModels` makes them of the whole training part; of more than `most` values
 * the columns with a coefficient alone.
 */
export function traceScores(study: ModelStudy, most = mostTraced): ScoreTrace[] {
  const { plan, table } = study
  const known = new Set(table.columns.map((column) => column.name))
  const resolved = plan.models.map((model) => resolveModel(plan, model, known))
  const blocks = [...new Set(resolved.flatMap((model) => (model.kind === 'terms' ? model.scores : [])))]
  const joint = resolved.filter((model): model is ResolvedModel & { kind: 'joint' } => model.kind === 'joint')
  return [
    ...blocks.map((block) => {
      const { columns } = plan.blocks[block]
      return traceScore(study, most, block, columns, [columns], plan.selection)
    }),
    ...joint.map(({ name, columns, groups, features }) =>
      traceScore(study, most, name, columns, groups, withLasso(plan.selection), new Set(features)),
    ),
  ]
}

function traceScore(
  { table, outcome, training, seed }: ModelStudy,
  most: number,
  block: string,
  names: readonly string[],
  groups: readonly (readonly string[])[],
  steps: readonly SelectionStep[],
  features?: ReadonlySet<string>,
): ScoreTrace {
  const part = fullSample(training, outcome, seedOf(seed, 'whole'))
  const whole = trainingRows(rowsOf(table, part.rows, names), part.outcome, part.counts, part.seed)
  const usable = usableRows(table, groups, whole)
  const lasso = lassoOf(steps)
  const { score, crossFitted, inner } = fitScore(usable, steps, block, features)
  const { fold, kept, keptOutside, separated } = inner
  const harmonised = steps.some((step) => 'combat' in step)
  const somewhere = new Set(harmonised ? kept : [...kept, ...keptOutside.flat()])
  const isWide = somewhere.size * table.ids.length > most
  const shown = isWide ? new Set(columnsOf(score.terms)) : somewhere
  const every = names.filter((name) => shown.has(name)) // in their order, on which coordinate descent depends
  const all = rowsOf(
    table,
    Int32Array.from(table.ids, (_, row) => row),
    every,
  )
  const unscaled = () => fitSelection(usable, steps, features).transforms.filter(({ step }) => step !== 'z-score')
  return {
    score,
    offered: names.length,
    rows: usable.rows,
    fold,
    crossFitted,
    kept,
    keptOutside,
    columns: harmonised ? applyTransforms(unscaled(), every, all).columns : all.columns,
    harmonised,
    isWide,
    lasso,
    separated,
  }
}
