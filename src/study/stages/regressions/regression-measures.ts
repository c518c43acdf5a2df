import { Problem, problemOr } from '../../../errors/index.ts'
import { type ColumnPart, partsOfFolds } from '../../../model/regressions/column-parts.ts'
import type { RegressionFit, RegressionKind } from '../../../model/regressions/fit-regression.ts'
import { inTasks } from '../../../model/resample/in-tasks.ts'
import type { ParallelMap } from '../../../parallel.ts'
import { quantileOfSorted } from '../../../statistics/descriptive/descriptive.ts'
import { type Matrix, selectRows } from '../../../statistics/numerics/matrix.ts'
import { handTill, ordinalConcordance } from '../../../statistics/performance/polytomous.ts'
import { linear } from '../../../statistics/regression/linear.ts'
import { logistic } from '../../../statistics/regression/logistic.ts'
import { randomStream } from '../../../statistics/resampling/random.ts'
import { bootstrap, kFold } from '../../../statistics/resampling/resampling.ts'
import { lowess } from '../../../statistics/smoothing/lowess.ts'

/** What is judged: the columns, outcomes, patients and names of the classes. */
export interface Sample {
  x: Matrix
  y: Float64Array
  patients: number[]
  classes: string[]
}

interface Estimated {
  value: number
  lower: number
  upper: number
}

/** Performance on some predictions. Of classes Hand and Till's M and, where they are ordered, ORC; of a number R² and RMSE. */
export interface RegressionPart {
  handTill?: Estimated
  orc?: Estimated
  r2?: Estimated
  rmse?: Estimated
  /** Slope of the outcome on what was foretold; of classes one each (log odds of the class against the rest). */
  slopes: { label: string; slope: number }[]
  /** Of each class, what was observed where a probability was foretold (lowess). */
  calibration: { label: string; predicted: number[]; observed: number[] }[]
}

export interface RegressionMeasures {
  folds: number
  repeats: number
  apparent: RegressionPart
  /** Out of fold, every repeat's predictions pooled and the values averaged over repeats; absent where a fold failed. */
  nested?: RegressionPart
  failed?: string
}

interface Predicted {
  risk: Matrix
  score?: Float64Array
}

const resamples = 200

/** Apparent and out-of-fold performance; folds are by patient and within the classes. */
export async function judged(
  kind: RegressionKind,
  sample: Sample,
  fit: RegressionFit,
  { folds: asked, repeats }: { folds: number; repeats: number },
  seed: number,
  map: ParallelMap,
): Promise<RegressionMeasures> {
  const { x, y, patients, classes } = sample
  const smallest = Math.min(...classes.map((_, k) => y.filter((value) => value === k).length))
  const folds = Math.min(asked, new Set(patients).size, classes.length > 0 ? smallest : Number.POSITIVE_INFINITY)
  const apparent = measuredPart(kind, sample, [{ risk: fit.predict(x), score: fit.score?.(x) }], seed)
  if (folds < 2) return { folds, repeats, apparent, failed: 'a class has one patient' }
  const parts = Array.from({ length: repeats }, (_, r) => partsOfFolds(regressionFold(sample, folds, seed, r), folds))
  const tasks = inTasks(parts.flat()).map((own) => ({ kind, x, y, parts: own }))
  const refits = (await map('model/regression', tasks)).flat()
  const failed = refits.find((refit) => 'failed' in refit)
  if (failed) return { folds, repeats, apparent, failed: failed.failed }
  const each = parts.map((repeat, r) =>
    joined(repeat, refits.slice(r * folds, (r + 1) * folds) as Predicted[], y.length, Math.max(1, classes.length)),
  )
  return { folds, repeats, apparent, nested: measuredPart(kind, sample, each, seed) }
}

/** The fold of each row in one repeat, from 0: by patient and within the classes. */
export function regressionFold(
  { y, patients, classes }: Omit<Sample, 'x'>,
  folds: number,
  seed: number,
  r: number,
): Int32Array {
  const strata = classes.length > 0 ? { strata: y } : {}
  return kFold(y.length, folds, randomStream(seed, 'regression', r), { groups: patients, ...strata })
}

/** What the folds foretold of the rows that each held out, as of one prediction of all. */
function joined(parts: readonly ColumnPart[], refits: readonly Predicted[], n: number, columns: number): Predicted {
  const values = new Float64Array(n * columns)
  const score = new Float64Array(n)
  parts.forEach(({ held }, f) => {
    const own = refits[f]
    held.forEach((row, k) => {
      for (let c = 0; c < columns; c++) values[c * n + row] = own.risk.values[c * held.length + k]
      if (own.score) score[row] = own.score[k]
    })
  })
  return { risk: { rows: n, columns, values }, ...(refits[0].score && { score }) }
}

/** Measures of one or several sets of predictions of the same rows, values averaged over the sets. */
export function measuredPart(
  kind: RegressionKind,
  sample: Sample,
  each: readonly Predicted[],
  seed: number,
): RegressionPart {
  const { y, classes, patients } = sample
  const random = randomStream(seed, 'regression bootstrap')
  const drawn = Array.from({ length: resamples }, () => bootstrap(y.length, random, { groups: patients }).rows)
  const estimated = (of: (predicted: Predicted, rows: ArrayLike<number>) => number): Estimated => {
    const all = Int32Array.from(y.keys())
    const value = meanOf(each.map((predicted) => of(predicted, all)))
    const spread = Float64Array.from(drawn, (rows) => of(each[0], rows))
      .filter(Number.isFinite)
      .sort()
    const [lower, upper] = [quantileOfSorted(spread, 0.025), quantileOfSorted(spread, 0.975)]
    // where every resample is told apart without a fault, an interval of no width would be a claim
    return upper > lower ? { value, lower, upper } : { value, lower: Number.NaN, upper: Number.NaN }
  }
  const at = (values: ArrayLike<number>, rows: ArrayLike<number>) => Float64Array.from(rows, (i) => values[i])
  if (kind === 'linear') {
    const squares = ({ risk }: Predicted, rows: ArrayLike<number>) => {
      const own = at(y, rows)
      const mean = meanOf(Array.from(own))
      const foretold = at(risk.values, rows)
      const error = own.reduce((sum, value, i) => sum + (value - foretold[i]) ** 2, 0)
      return { error, whole: own.reduce((sum, value) => sum + (value - mean) ** 2, 0), n: own.length }
    }
    const slope = meanOf(each.map(({ risk }) => slopeOn(risk.values, y)))
    return {
      r2: estimated((predicted, rows) => {
        const { error, whole } = squares(predicted, rows)
        return 1 - error / whole
      }),
      rmse: estimated((predicted, rows) => {
        const { error, n } = squares(predicted, rows)
        return Math.sqrt(error / n)
      }),
      slopes: [{ label: '', slope }],
      calibration: [],
    }
  }
  const taken = (risk: Matrix, rows: ArrayLike<number>): Matrix => selectRows(risk, rows)
  return {
    handTill: estimated(({ risk }, rows) => handTill(taken(risk, rows), at(y, rows))),
    ...(each[0].score && { orc: estimated(({ score }, rows) => ordinalConcordance(at(score!, rows), at(y, rows))) }),
    slopes: classes.map((label, k) => ({
      label,
      slope: meanOf(each.map(({ risk }) => classSlope(columnOf(risk, k), y, k))),
    })),
    calibration: classes.map((label, k) => calibrationOf(label, columnOf(each[0].risk, k), y, k)),
  }
}

const columnOf = ({ rows, values }: Matrix, k: number) => values.subarray(k * rows, (k + 1) * rows)

function slopeOn(foretold: Float64Array, y: Float64Array): number {
  const found = problemOr(() => linear({ rows: y.length, columns: 1, values: foretold }, y).coefficients[1])
  return found instanceof Problem ? Number.NaN : found
}

/** Slope of belonging to a class on the log odds that were foretold of it. */
function classSlope(risk: Float64Array, y: Float64Array, k: number): number {
  const values = risk.map((p) => {
    const kept = Math.min(Math.max(p, 1e-12), 1 - 1e-12)
    return Math.log(kept / (1 - kept))
  })
  const own = y.map((value) => Number(value === k))
  const fit = problemOr(() => logistic({ rows: y.length, columns: 1, values }, own))
  return fit instanceof Problem || fit.separation ? Number.NaN : fit.coefficients[1]
}

function calibrationOf(label: string, risk: Float64Array, y: Float64Array, k: number) {
  const curve = lowess(
    Array.from(risk),
    Array.from(y, (value) => Number(value === k)),
    { iterations: 0 },
  )
  const step = Math.max(1, Math.floor(curve.x.length / 60))
  const kept = Array.from(curve.x.keys()).filter((i) => i % step === 0)
  return { label, predicted: kept.map((i) => curve.x[i]), observed: kept.map((i) => curve.y[i]) }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
