import { CoxWithoutMaximum } from '../../errors/index.ts'
import { type Matrix, matrixFromColumns, selectRows } from '../../statistics/numerics/matrix.ts'
import { firthEstimate } from '../../statistics/regression/firth.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { type ChiSquareTest, modelTest } from '../../statistics/regression/logistic-inference.ts'
import { cox } from '../../statistics/survival/cox.ts'
import { firthCoxEstimate } from '../../statistics/survival/firth-cox.ts'
import type { FollowedRows, Outcome } from '../../step.ts'
import { weightedMean } from '../steps/weighted-moments.ts'
import { type DesignColumn, estimable, type LeftOut } from '../terms/design-matrix.ts'
import { columnsOf, unitOf } from '../terms/linear-predictor.ts'

/** A regression on some columns; those that could not be told apart from others are not among `columns`. */
export interface Regression {
  columns: DesignColumn[]
  /** Of a Cox model: minus the mean of the linear predictor. */
  intercept: number
  estimates: number[]
  /** Square; the intercept first, which a Cox model lacks. */
  covariance: number[][]
  /** `firth` where the outcome is separated and maximum likelihood has no finite estimate. */
  method: 'maximum likelihood' | 'firth'
  logLikelihood: number
  aic: number
  /** Test against the model without columns; none where the likelihood has no maximum. */
  likelihoodRatio?: ChiSquareTest
  /** Columns along which the likelihood rises without end, where `method` is firth. */
  separatedBy: string[]
  /** Columns that could not be told apart from those before them, or do not vary. */
  leftOut: LeftOut[]
}

/** Logistic or Cox regression of the outcome on columns without missing values, each row as often as it was drawn. */
export function regress(columns: readonly DesignColumn[], outcome: Outcome, counts: Float64Array): Regression {
  const { kept, leftOut } = estimable(columns, counts)
  const fit = outcome.kind === 'binary' ? binary(kept, outcome.positive, counts) : survival(kept, outcome, counts)
  return { ...fit, leftOut }
}

/**
 * Backward elimination: leaves out, one after the other, the column (with all its levels or spline functions) or the
 * interaction without which the AIC is smallest, until every one left makes it smaller. A column stays as long as it
 * interacts. Equal ones: the later goes.
 */
export function backward(columns: readonly DesignColumn[], outcome: Outcome, counts: Float64Array): Regression {
  let best = regress(columns, outcome, counts)
  const { leftOut } = best
  for (;;) {
    const units = [...new Set(best.columns.map(unitOf))]
    const interacting = new Set(best.columns.flatMap((c) => (c.times ? columnsOf([c]) : [])))
    let without: Regression | undefined
    for (const unit of units.filter((one) => !interacting.has(one))) {
      const reduced = regress(
        best.columns.filter((c) => unitOf(c) !== unit),
        outcome,
        counts,
      )
      if (!without || reduced.aic <= without.aic) without = reduced
    }
    if (!without || without.aic > best.aic) return { ...best, leftOut }
    best = without
  }
}

type Fitted = Omit<Regression, 'leftOut'>

function binary(columns: DesignColumn[], positive: ArrayLike<number>, counts: Float64Array): Fitted {
  const x = matrixOf(columns, counts.length)
  const fit = logistic(x, positive, { weights: counts })
  const common = { columns, aic: fit.aic, logLikelihood: fit.logLikelihood }
  if (!fit.separation)
    return {
      ...common,
      ...coefficientsOf(fit),
      method: 'maximum likelihood',
      separatedBy: [],
      ...(columns.length > 0 && { likelihoodRatio: modelTest(fit) }),
    }
  const separatedBy = fit.separation.columns.map((j) => columns[j].name)
  return { ...common, ...separated(x, positive, counts), method: 'firth', separatedBy }
}

/** Firth's penalised estimate on the rows as drawn, copies written out. */
function separated(x: Matrix, positive: ArrayLike<number>, counts: Float64Array) {
  const drawn: number[] = []
  for (let i = 0; i < counts.length; i++) for (let copy = counts[i]; copy > 0; copy--) drawn.push(i)
  const y = drawn.map((i) => positive[i])
  return coefficientsOf(firthEstimate(selectRows(x, drawn), y))
}

function coefficientsOf({ coefficients, covariance }: { coefficients: Float64Array; covariance: Float64Array }) {
  return {
    intercept: coefficients[0],
    estimates: Array.from(coefficients.subarray(1)),
    covariance: square(covariance, coefficients.length),
  }
}

/**
 * Where columns put the events in order, the likelihood has no maximum and Firth's penalty has. Of more columns it would
 * tell nothing, and its cost grows with their cube.
 */
const mostForFirth = 25

function survival(columns: DesignColumn[], outcome: FollowedRows, counts: Float64Array): Fitted {
  const method = 'maximum likelihood' as const
  const x = matrixOf(columns, counts.length)
  const options = { weights: counts, ...(outcome.start && { start: outcome.start }) }
  const likely = cox(x, outcome.time, outcome.event, options)
  const { diverging } = likely
  if (diverging && columns.length > mostForFirth) {
    const events = counts.reduce((sum, count, i) => sum + Number(count > 0 && outcome.event[i] === 1), 0)
    throw CoxWithoutMaximum(columns.length, events)
  }
  // the likelihood rises without end: Firth's penalty has a maximum
  const fit = diverging ? firthCoxEstimate(x, outcome.time, outcome.event, options) : likely
  const logLikelihood = likely.logLikelihood[1]
  return {
    columns,
    intercept: 0 - weightedMean(fit.linearPredictor, counts),
    estimates: Array.from(fit.coefficients),
    covariance: square(fit.covariance, columns.length),
    method: diverging ? 'firth' : method,
    logLikelihood,
    aic: 2 * columns.length - 2 * logLikelihood,
    ...(!diverging && columns.length > 0 && { likelihoodRatio: likely.likelihoodRatio }),
    separatedBy: (diverging ?? []).map((j) => columns[j].name),
  }
}

function matrixOf(columns: readonly DesignColumn[], rows: number): Matrix {
  return columns.length > 0
    ? matrixFromColumns(columns.map((column) => column.values))
    : { rows, columns: 0, values: new Float64Array(0) }
}

function square(flat: Float64Array, p: number): number[][] {
  return Array.from({ length: p }, (_, i) => Array.from(flat.subarray(i * p, (i + 1) * p)))
}
