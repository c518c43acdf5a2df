import { InvalidArgument, Problem } from '../errors.ts'
import { requireBothClasses } from './arguments.ts'
import { quantileOfSorted } from './descriptive.ts'
import { interpolate, uniqueTable } from './interpolation.ts'
import { binomialDeviance, estimateLogistic, logistic } from './logistic.ts'
import { giniOfSorted } from './logistic-statistics.ts'
import { lowess } from './lowess.ts'
import { linearPredictor, type Matrix, selectElements, selectRows } from './matrix.ts'
import { countSortedPairs } from './ranks.ts'

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
  const original = indexesOf(whole, y)
  const sums = { training: new Float64Array(11), test: new Float64Array(11), used: new Int32Array(11) }
  let failed = 0
  for (const resample of resamples) {
    const eta = attempt(refit, resample.training)
    if (!eta) {
      failed++
      continue
    }
    const of = (rows: ArrayLike<number>) =>
      indexesOf(
        Float64Array.from(rows, (row) => eta[row]),
        Uint8Array.from(rows, (row) => y[row]),
      )
    const training = of(resample.training)
    const test = resample.test ? of(resample.test) : indexesOf(eta, y)
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
  const apparent = curveAt(points, whole, y)
  const sums = { training: new Float64Array(50), test: new Float64Array(50), used: new Int32Array(50) }
  let failed = 0
  for (const resample of resamples) {
    const eta = attempt(refit, resample.training)
    if (!eta) {
      failed++
      continue
    }
    const of = (rows: ArrayLike<number>) =>
      curveAt(
        points,
        Float64Array.from(rows, (row) => eta[row]),
        Uint8Array.from(rows, (row) => y[row]),
      )
    const training = of(resample.training)
    const test = resample.test ? of(resample.test) : curveAt(points, eta, y)
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
    const fit = estimateLogistic(selectRows(x, training), selectElements(outcome, training), { start })
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

/** The indexes in the order of VALIDATION_INDEXES; NaN where they cannot be had. */
function indexesOf(eta: Float64Array, y: ArrayLike<number>): Float64Array {
  const n = y.length
  let positives = 0
  let brier = 0
  for (let i = 0; i < n; i++) {
    positives += y[i]
    brier += (y[i] - risk(eta[i])) ** 2
  }
  const cases = new Float64Array(positives)
  const controls = new Float64Array(n - positives)
  for (let i = 0, a = 0, b = 0; i < n; i++) {
    if (y[i]) cases[a++] = eta[i]
    else controls[b++] = eta[i]
  }
  const { concordant, discordant, tied } = countSortedPairs(cases.sort(), controls.sort())
  const indexes = new Float64Array(11).fill(Number.NaN)
  indexes[8] = brier / n
  const pairs = concordant + discordant + tied
  if (pairs === 0) return indexes
  indexes[0] = (concordant - discordant) / pairs
  const sorted = merge(cases, controls)
  let intercept = Math.log(positives / (n - positives))
  let slope = 1
  let nullDeviance = binomialDeviance(y, new Float64Array(n).fill(intercept))
  let deviance = nullDeviance
  if (sorted[0] < sorted[n - 1]) {
    const refit = estimateLogistic({ rows: n, columns: 1, values: eta }, y, { start: [0, 1] })
    if (refit.separation) return indexes
    intercept = refit.coefficients[0]
    slope = refit.coefficients[1]
    nullDeviance = refit.nullDeviance
    deviance = refit.deviance
  }
  const lr = nullDeviance - deviance
  indexes[1] = -Math.expm1(-lr / n) / -Math.expm1(-nullDeviance / n)
  indexes[2] = intercept
  indexes[3] = slope
  indexes[4] = 0
  indexes[5] = (lr - 1) / n
  indexes[6] = (binomialDeviance(y, eta) - deviance - 2) / n
  indexes[7] = indexes[5] - indexes[6]
  // Recalibration keeps the order (or turns it over), so one sort serves both.
  indexes[9] = Math.abs(slope) * giniOfSorted(sorted)
  for (let i = 0; i < n; i++) sorted[i] = risk(intercept + slope * sorted[i])
  indexes[10] = Math.abs(giniOfSorted(sorted))
  return indexes
}

function merge(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length)
  for (let i = 0, j = 0, k = 0; k < both.length; k++)
    both[k] = j >= b.length || (i < a.length && a[i] <= b[j]) ? a[i++] : b[j++]
  return both
}

/** The lowess curve of outcomes over risks, read at `points`; NaN beyond its ends. */
function curveAt(points: Float64Array, eta: Float64Array, y: ArrayLike<number>): Float64Array {
  const curve = lowess(eta.map(risk), y, { iterations: 0 })
  const table = uniqueTable(curve.x, curve.y, 'first')
  return points.map((point) => interpolate(table.x, table.y, point))
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
