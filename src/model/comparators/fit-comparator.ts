import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import { trainingRows } from '../../step.ts'
import { completeRows } from '../data/complete-blocks.ts'
import { type PredictorTable, rowsOf } from '../data/predictor-table.ts'
import type { TrainingSample } from '../data/training-sample.ts'
import { usableRows } from '../fit/fit-models.ts'
import { innerFolds } from '../fit/inner-folds.ts'
import type { Comparator } from '../plan/comparator.ts'
import type { ModelPlan } from '../plan/specification.ts'
import { applyTransforms, fitSelection, withImputation } from '../steps/pipeline.ts'
import { designColumns } from '../terms/design-matrix.ts'
import { tuned } from './tune.ts'

const tuningFolds = 5

/** A comparator fitted to one part: its log odds for every row of the table (NaN where a block is absent), and its settings. */
export interface ComparatorFit {
  lp: Float64Array
  rows: number
  events: number
  candidates: number
  tuning: Record<string, number>
}

/**
 * Fits a comparator to one part: imputation and the plan's filters as the models have them (but no LASSO), columns
 * standardised, settings tuned on rows of the part that they were not fitted to. Throws TooFewEvents, OneClassOnly.
 */
export function fitComparator(
  plan: ModelPlan,
  table: PredictorTable,
  part: TrainingSample,
  comparator: Comparator,
): ComparatorFit {
  const blocks = comparator.on.map((name) => plan.blocks[name])
  const groups = blocks.map(({ columns }) => columns)
  const names = [...new Set(groups.flat())]
  const features = new Set(blocks.filter((block) => block.features).flatMap(({ columns }) => columns))
  const training = usableRows(
    table,
    groups,
    trainingRows(rowsOf(table, part.rows, names), part.outcome, part.counts, part.seed),
  )
  const { outcome, counts } = training
  if (outcome.kind !== 'binary') throw new RangeError('a comparator predicts a binary outcome')
  const steps = plan.selection.filter((step) => !('lasso' in step))
  const selection = fitSelection(training, steps, features)
  const design = designColumns(selection.training).filter(({ values }) => values.some((value) => value !== values[0]))
  const y = Float64Array.from(outcome.positive)
  const size = {
    rows: counts.reduce((sum, count) => sum + count, 0),
    events: y.reduce((sum, value, i) => sum + value * counts[i], 0),
    candidates: names.length,
  }
  const n = table.ids.length
  const known = completeRows(table, groups)
  if (design.length === 0) {
    const lp = Math.log(size.events / (size.rows - size.events))
    return { lp: Float64Array.from({ length: n }, (_, i) => (known[i] ? lp : Number.NaN)), ...size, tuning: {} }
  }
  const scales = design.map(({ values }) => scaleOf(values, counts))
  const standardised = (columns: readonly Float64Array[]) =>
    matrixFromColumns(columns.map((values, j) => values.map((value) => (value - scales[j].mean) / scales[j].sd)))
  const fold = innerFolds(training, tuningFolds)
  const learner = tuned(comparator.method, {
    x: standardised(design.map(({ values }) => values)),
    y,
    counts,
    fold,
    seed: part.seed,
  })
  const used = [...new Set(design.map(({ column }) => column))]
  const everywhere = Int32Array.from({ length: n }, (_, i) => i)
  const transforms = withImputation(selection.transforms, training, used)
  const all = designColumns(applyTransforms(transforms, used, rowsOf(table, everywhere, used)))
  const byName = new Map(all.map((column) => [column.name, column.values]))
  const lp = learner.logOdds(standardised(design.map(({ name }) => byName.get(name)!)))
  return { lp: lp.map((value, i) => (known[i] ? value : Number.NaN)), ...size, tuning: learner.tuning }
}

function scaleOf(values: Float64Array, counts: Float64Array): { mean: number; sd: number } {
  const n = counts.reduce((sum, count) => sum + count, 0)
  const mean = values.reduce((sum, value, i) => sum + value * counts[i], 0) / n
  const variance = values.reduce((sum, value, i) => sum + counts[i] * (value - mean) ** 2, 0) / n
  return { mean, sd: Math.sqrt(variance) }
}
