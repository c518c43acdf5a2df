import type { Predictor } from '../../../model/index.ts'
import type { ModelFile } from '../../../model/predict/model-schema.ts'
import { baselineShifts } from '../../../model/predict/predict.ts'
import { partsOfFolds } from '../../../model/regressions/column-parts.ts'
import { inTasks } from '../../../model/resample/in-tasks.ts'
import type { ParallelMap } from '../../../parallel.ts'
import type { PageInterval } from '../../../report/html/nomogram-page.ts'
import type { Matrix } from '../../../statistics/numerics/matrix.ts'
import { randomStream } from '../../../statistics/resampling/random.ts'
import { bootstrap } from '../../../statistics/resampling/resampling.ts'
import type { DesignedColumn } from '../regressions/column-models.ts'

/** A model's columns with the rows they are known in, their times and causes. */
export interface FineGrayData {
  x: Matrix
  design: Omit<DesignedColumn, 'values'>[]
  predictors: Predictor[]
  rows: readonly number[]
  /** Patient of each row. */
  patients: number[]
  time: Float64Array
  /** 0 censored, 1 the event, 2 the competing one. */
  cause: Float64Array
}

const refits = 100
/** Fewer refits than this give no interval. */
const fewest = 40
/** Beyond so many rows an interval is narrow, and refits take long. */
const mostRows = 20_000

/** What is asked of the refits: the fold of each row, if there are any, and whether patients are resampled. */
interface AskedRefits {
  horizons: readonly number[]
  fold?: Int32Array
  folds: number
  resampled: boolean
  seed: number
}

/**
 * The refits of a Fine–Gray model: to all folds but one, which foretell that one, and to resamples of patients, each with
 * its own baseline at the horizons, where a risk's interval comes from. `failed` where it could not be fitted to a fold.
 */
export async function fineGrayRefits(
  { x, patients, time, cause }: FineGrayData,
  { horizons, fold, folds, resampled, seed }: AskedRefits,
  map: ParallelMap,
): Promise<{ failed: boolean; foretold: Float64Array[]; uncertainty: ModelFile['uncertainty'] }> {
  const n = time.length
  const random = randomStream(seed, 'fine-gray bootstrap')
  const resamples = resampled && n <= mostRows ? refits : 0
  const ofFolds = fold ? partsOfFolds(fold, folds) : []
  const drawn = Array.from({ length: resamples }, () => bootstrap(n, random, { groups: patients }).rows)
  const parts = [...ofFolds, ...drawn.map((rows) => ({ learnt: Int32Array.from(rows), held: new Int32Array() }))]
  const tasks = inTasks(parts).map((own) => ({ x, time, cause, horizons, parts: own }))
  const done = (await map('model/fine-gray', tasks)).flat()
  const foretold = fold ? horizons.map(() => new Float64Array(n)) : []
  let failed = false
  ofFolds.forEach(({ held }, f) => {
    const own = done[f]
    if ('failed' in own) failed = true
    else
      for (const [h, risks] of own.risks.entries()) for (const [k, risk] of risks.entries()) foretold[h][held[k]] = risk
  })
  const members = done.slice(ofFolds.length).flatMap((own) => {
    if ('failed' in own) return [] // a resample in which a column is constant or nobody has the event
    return [{ intercept: 0, estimates: Array.from(own.coefficients, rounded), survival: own.survival.map(rounded) }]
  })
  return { failed, foretold, uncertainty: members.length < fewest ? { kind: 'none' } : { kind: 'refits', members } }
}

/** The same as a page has it. */
export function intervalOfRefits(
  uncertainty: ModelFile['uncertainty'],
  { baseline, horizons }: Pick<ModelFile, 'baseline' | 'horizons'>,
): PageInterval {
  if (uncertainty.kind !== 'refits') return { method: 'none' }
  return {
    method: 'refits',
    coefficients: uncertainty.members.map(({ intercept, estimates }) => [intercept, ...estimates]),
    shifts: horizons!.map((at) => baselineShifts({ uncertainty, baseline, horizons }, at)),
  }
}

/** Six significant digits: a thousandth of what refits differ by. */
function rounded(value: number): number {
  return Number(value.toPrecision(6))
}
