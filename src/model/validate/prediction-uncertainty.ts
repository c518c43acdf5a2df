import { type PredictorTable, rowsOf } from '../data/predictor-table.ts'
import type { FittedModel } from '../fit/fitted-model.ts'
import { flatten } from '../fit/flatten.ts'
import type { TermResult } from '../inference/term-result.ts'
import type { ModelFile } from '../predict/model-schema.ts'
import { projectRefits } from '../predict/refit-ensemble.ts'
import { applyTransforms } from '../steps/pipeline.ts'
import { columnsOf } from '../terms/linear-predictor.ts'
import type { BootstrapRefit } from './bootstrap-optimism.ts'

/** Refits kept in a model: enough for a 95% interval, few enough for a file of a page's weight. */
const maximumMembers = 200
/** Fewer refits than this give no interval. */
const minimumMembers = 40

/**
 * Where the interval of a new patient's risk comes from: the covariance of the estimates where these were fixed beforehand
 * and not penalised, else whole-pipeline refits, which carry the uncertainty of the selection too.
 */
export function uncertaintyOf(
  model: FittedModel,
  terms: readonly TermResult[],
  table: PredictorTable,
  training: Int32Array,
  refits: readonly BootstrapRefit[],
): ModelFile['uncertainty'] {
  if (terms.length > 0 && terms.every((term) => term.validInference) && model.covariance && model.family === 'logistic')
    return { kind: 'wald', covariance: model.covariance }
  const flat = flatten(model)
  if (refits.length < minimumMembers || flat.terms.length === 0) return { kind: 'none' }
  const names = columnsOf(flat.terms)
  const transforms = [...model.transforms, ...model.scores.flatMap((score) => score.transforms)]
  const rows = applyTransforms(transforms, names, rowsOf(table, training, names))
  const used = refits.slice(0, maximumMembers).filter(({ lp }) => training.every((row) => !Number.isNaN(lp[row])))
  const members = projectRefits(
    flat.terms,
    rows,
    used.map(({ lp }) => Float64Array.from(training, (row) => lp[row])),
  )
  return {
    kind: 'refits',
    members: members.map(({ intercept, estimates }, i) => ({
      intercept: rounded(intercept),
      estimates: estimates.map(rounded),
      ...(used[i].survival && { survival: used[i].survival.map(rounded) }),
    })),
  }
}

/** Six significant digits: a thousandth of what refits differ by. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
