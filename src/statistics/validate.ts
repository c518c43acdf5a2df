import { InvalidArgument, Problem } from '../errors.ts'
import { requireBothClasses } from './arguments.ts'
import { quantileOfSorted } from './descriptive.ts'
import { interpolate } from './interpolation.ts'
import { estimateLogistic, logistic } from './logistic.ts'
import { lowessSorted } from './lowess.ts'
import { linearPredictor, type Matrix, selectElements, selectRows } from './matrix.ts'
import { sortedOrder } from './ranks.ts'
import { recalibrate } from './recalibration.ts'

/** Rows that a model is fitted to, with their repeats, and those it is judged on (all rows where absent, as a bootstrap does). */
export type Resample = { training: ArrayLike<number>; test?: ArrayLike<number> }

/**
 * Fits the whole model, selection and all, to the rows given and gives the linear predictor (logit of risk) of every row
 * of the data; undefined where it could not be fitted. It must not look at any other row's outcome.
 */
export type Refit = (training: ArrayLike<number>) => Float64Array | undefined

export const VALIDATION_INDEXES = [
  'dxy',
  'r2',
  'intercept',
  'slope',
  'eMax',
  'd',
  'u',
  'q',
  'brier',
  'g',
  'gp',
] as const
export type ValidationIndex = (typeof VALIDATION_INDEXES)[number]

export type ValidationRow = {
  /** Of the model fitted to all rows, on them. */
  original: number
  /** Mean over resamples: on the rows fitted to, and on the test rows. */
  training: number
  test: number
  optimism: number
  corrected: number
  /** Resamples in which the index could be had. */
  resamples: number
}

export type Validation = Record<ValidationIndex, ValidationRow> & {
  /** Resamples in which the model could not be fitted. */
  failed: number
}

/**
 * Optimism-corrected performance: every index on the resample's own rows less on the test rows, averaged, taken off the
 * index of the model on its own data (Harrell 1996). Equals rms::validate for the same resamples and a logistic model.
 *
 * refit  see `Refit`; y  n outcomes 0 or 1.
 */
export function validateModel(refit: Refit, y: ArrayLike<number>, resamples: readonly Resample[]): Validation {
  requireBothClasses(y)
  const n = y.length
  const everyone = Int32Array.from({ length: n }, (_, i) => i)
  const whole = attempt(refit, everyone)
  if (!whole) throw InvalidArgument('the model', 'one that can be fitted to all rows')
  const ones = new Uint8Array(n).fill(1)
  const original = indexesOf(whole, y, ones, sortedOrder(whole))
  const sums = { training: new Float64Array(11), test: new Float64Array(11), used: new Int32Array(11) }
  let failed = 0
  for (const resample of resamples) {
    const eta = attempt(refit, resample.training)
    if (!eta) {
      failed++
      continue
    }
    const order = sortedOrder(eta)
    const training = indexesOf(eta, y, countsOf(resample.training, n), order)
    const test = indexesOf(eta, y, resample.test ? countsOf(resample.test, n) : ones, order)
    for (let k = 0; k < 11; k++) {
      if (Number.isNaN(training[k] + test[k])) continue
      sums.training[k] += training[k]
      sums.test[k] += test[k]
      sums.used[k]++
    }
  }
  const rows = VALIDATION_INDEXES.map((_, k): ValidationRow => {
    const training = sums.training[k] / sums.used[k]
    const test = sums.test[k] / sums.used[k]
    const optimism = training - test
    return {
      original: original[k],
      training,
      test,
      optimism,
      corrected: original[k] - optimism,
      resamples: sums.used[k],
    }
  })
  // The largest miscalibration is that of the averaged and corrected intercept and slope, not an average of its own.
  const largest = (column: 'original' | 'training' | 'corrected') => largestError(rows[2][column], rows[3][column])
  const corrected = largest('corrected')
  rows[4] = {
    original: largest('original'),
    training: largest('training'),
    test: corrected,
    optimism: corrected - largest('original'),
    corrected,
    resamples: rows[0].resamples,
  }
  return {
    ...(Object.fromEntries(VALIDATION_INDEXES.map((name, k) => [name, rows[k]])) as Record<
      ValidationIndex,
      ValidationRow
    >),
    failed,
  }
}

/** `validateModel` of an ordinary logistic regression. */
export function validateLogistic(x: Matrix, y: ArrayLike<number>, resamples: readonly Resample[]): Validation {
  return validateModel(logisticRefit(x, y), y, resamples)
}

export type CalibrationCurve = {
  /** 50 risks from the fifth smallest to the fifth largest of the model on its own data. */
  risk: Float64Array
  /** Observed share at them: of the model on its own data, and corrected for optimism. */
  apparent: Float64Array
  corrected: Float64Array
  /** Mean over resamples of observed less predicted, on the rows fitted to and on the test rows. */
  training: Float64Array
  test: Float64Array
  optimism: Float64Array
  /** Resamples that reach each risk. */
  resamples: Int32Array
  /** Of the corrected curve against the diagonal over the patients' own risks. */
  meanAbsoluteError: number
  meanSquaredError: number
  absoluteError90: number
  failed: number
}

/** The lowess calibration curve, corrected for optimism. Equals rms::calibrate of lrm for the same resamples. */
export function calibrateModel(refit: Refit, y: ArrayLike<number>, resamples: readonly Resample[]): CalibrationCurve {
  requireBothClasses(y)
  const n = y.length
  if (n < 11) throw InvalidArgument('the data', 'more than 10 rows')
  const everyone = Int32Array.from({ length: n }, (_, i) => i)
  const whole = attempt(refit, everyone)
  if (!whole) throw InvalidArgument('the model', 'one that can be fitted to all rows')
  const predicted = whole.map(risk).sort()
  const [from, to] = [predicted[4], predicted[n - 5]]
  const points = Float64Array.from({ length: 50 }, (_, k) => from + (k * (to - from)) / 49)
  const ones = new Uint8Array(n).fill(1)
  const apparent = curveAt(points, whole, y, ones, sortedOrder(whole))
  const sums = { training: new Float64Array(50), test: new Float64Array(50), used: new Int32Array(50) }
  let failed = 0
  for (const resample of resamples) {
    const eta = attempt(refit, resample.training)
    if (!eta) {
      failed++
      continue
    }
    const order = sortedOrder(eta)
    const training = curveAt(points, eta, y, countsOf(resample.training, n), order)
    const test = curveAt(points, eta, y, resample.test ? countsOf(resample.test, n) : ones, order)
    for (let k = 0; k < 50; k++) {
      if (Number.isNaN(training[k] + test[k])) continue
      sums.training[k] += training[k] - points[k]
      sums.test[k] += test[k] - points[k]
      sums.used[k]++
    }
  }
  const training = sums.training.map((sum, k) => sum / sums.used[k])
  const test = sums.test.map((sum, k) => sum / sums.used[k])
  const optimism = training.map((value, k) => value - test[k])
  const corrected = apparent.map((value, k) => value - optimism[k])
  const errors = predicted.map((p) => p - interpolate(points, corrected, p)).filter((error) => !Number.isNaN(error))
  const absolute = errors.map(Math.abs).sort()
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    risk: points,
    apparent,
    corrected,
    training,
    test,
    optimism,
    resamples: sums.used,
    meanAbsoluteError: mean(absolute),
    meanSquaredError: mean(errors.map((error) => error * error)),
    absoluteError90: quantileOfSorted(absolute, 0.9),
    failed,
  }
}

/** `calibrateModel` of an ordinary logistic regression. */
export function calibrateLogistic(x: Matrix, y: ArrayLike<number>, resamples: readonly Resample[]): CalibrationCurve {
  return calibrateModel(logisticRefit(x, y), y, resamples)
}

/** A fit that finds no unique maximum (one class, dependent columns, separation) counts as failed, not as wrong. */
function logisticRefit(x: Matrix, y: ArrayLike<number>): Refit {
  const outcome = Uint8Array.from(y)
  // Every resample's estimate lies near that of all rows; from there Newton's method has the shortest way.
  const start = logistic(x, y).coefficients
  return (training) => {
    // a row drawn three times is one row that counts three times
    const counts = countsOf(training, x.rows)
    let distinct = 0
    for (let row = 0; row < counts.length; row++) if (counts[row] > 0) distinct++
    const drawn = new Int32Array(distinct)
    const weights = new Float64Array(distinct)
    for (let row = 0, k = 0; row < counts.length; row++) {
      if (counts[row] === 0) continue
      weights[k] = counts[row]
      drawn[k++] = row
    }
    const fit = estimateLogistic(selectRows(x, drawn), selectElements(outcome, drawn), {
      start,
      weights,
    })
    if (fit.separation) return undefined
    return linearPredictor(x, fit.coefficients.subarray(1), fit.coefficients[0])
  }
}

function attempt(refit: Refit, training: ArrayLike<number>): Float64Array | undefined {
  try {
    return refit(training)
  } catch (fault) {
    if (fault instanceof Problem) return undefined
    throw fault
  }
}

/** How often each of n rows is among `rows`. */
function countsOf(rows: ArrayLike<number>, n: number): Uint32Array {
  const counts = new Uint32Array(n)
  for (let i = 0; i < rows.length; i++) counts[rows[i]]++
  return counts
}

/**
 * The indexes in the order of VALIDATION_INDEXES; NaN where they cannot be had.
 * counts  how often each row counts; order  the rows by rising eta.
 */
function indexesOf(
  eta: Float64Array,
  y: ArrayLike<number>,
  counts: ArrayLike<number>,
  order: Uint32Array,
): Float64Array {
  const indexes = new Float64Array(11).fill(Number.NaN)
  let n = 0
  let brier = 0
  for (let i = 0; i < eta.length; i++) {
    n += counts[i]
    if (counts[i] > 0) brier += counts[i] * (y[i] - risk(eta[i])) ** 2
  }
  indexes[8] = brier / n
  let concordant = 0
  let tied = 0
  let positives = 0
  let negatives = 0
  for (let i = 0; i < order.length; ) {
    const here = eta[order[i]]
    let cases = 0
    let controls = 0
    for (; i < order.length && eta[order[i]] === here; i++) {
      if (y[order[i]]) cases += counts[order[i]]
      else controls += counts[order[i]]
    }
    concordant += cases * negatives
    tied += cases * controls
    positives += cases
    negatives += controls
  }
  const pairs = positives * negatives
  if (pairs === 0) return indexes
  indexes[0] = (2 * concordant + tied - pairs) / pairs
  const again = recalibrate(eta, y, counts)
  if (!again) return indexes
  const { intercept, slope, deviance, given, nullDeviance } = again
  const lr = nullDeviance - deviance
  indexes[1] = -Math.expm1(-lr / n) / -Math.expm1(-nullDeviance / n)
  indexes[2] = intercept
  indexes[3] = slope
  indexes[4] = 0
  indexes[5] = (lr - 1) / n
  indexes[6] = (given - deviance - 2) / n
  indexes[7] = indexes[5] - indexes[6]
  // Gini's mean difference from sorted values; recalibration keeps their order, or turns it over.
  let before = 0
  let g = 0
  let gp = 0
  for (const row of order) {
    const count = counts[row]
    if (count === 0) continue
    const weight = count * (2 * before + count - n)
    before += count
    g += weight * eta[row]
    gp += weight * risk(intercept + slope * eta[row])
  }
  indexes[9] = (2 * Math.abs(slope * g)) / (n * (n - 1))
  indexes[10] = (2 * Math.abs(gp)) / (n * (n - 1))
  return indexes
}

/** The lowess curve of outcomes over risks, read at `points`; NaN beyond its ends. */
function curveAt(
  points: Float64Array,
  eta: Float64Array,
  y: ArrayLike<number>,
  counts: ArrayLike<number>,
  order: Uint32Array,
): Float64Array {
  let n = 0
  for (let i = 0; i < eta.length; i++) n += counts[i]
  const risks = new Float64Array(n)
  const outcomes = new Float64Array(n)
  let at = 0
  for (const row of order) {
    const p = risk(eta[row])
    for (let copy = counts[row]; copy > 0; copy--) {
      risks[at] = p
      outcomes[at++] = y[row]
    }
  }
  const smooth = lowessSorted(risks, outcomes, { iterations: 0 })
  // equal risks have equal values, so the table needs no thinning
  return points.map((point) => interpolate(risks, smooth, point))
}

/** The largest |p − recalibrated p| over p = 0, 0.0005, …, 1. */
function largestError(intercept: number, slope: number): number {
  let most = 0
  for (let k = 1; k < 2000; k++) {
    const p = k / 2000
    most = Math.max(most, Math.abs(p - risk(intercept + slope * Math.log(p / (1 - p)))))
  }
  return most
}

const risk = (eta: number): number => 1 / (1 + Math.exp(-eta))
