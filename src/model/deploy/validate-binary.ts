import { normal } from '../../statistics/distributions/index.ts'
import { matrixFromColumns } from '../../statistics/numerics/matrix.ts'
import { firthEstimate } from '../../statistics/regression/firth.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { measuresAt } from '../measures/measures.ts'
import type { PartPerformance } from '../measures/part-performance.ts'
import { partPerformance } from '../measures/performance.ts'
import type { ModelFile } from '../predict/model-schema.ts'
import { type Cell, predict } from '../predict/predict.ts'

/** A model on patients of another cohort, and what could be done to make it fit them. */
export interface ExternalValidation {
  performance: PartPerformance
  /** Calibration with intervals: both intercepts that are in use, which differ, and the slope. */
  calibration: {
    /** The slope held at 1 (calibration in the large). */
    interceptAtSlope1: Estimate
    /** The slope left free (val.prob's Intercept). */
    interceptWithSlope: Estimate
    slope: Estimate
  }
  updates: ModelUpdate[]
  /** Rows that could not be predicted, with the reason, and warnings of those that could. */
  rows: { id: string; error?: string; warnings: string[] }[]
}

interface Estimate {
  value: number
  lower: number
  upper: number
}

/** A way of adapting the model to the new cohort. */
export interface ModelUpdate {
  method: 'intercept' | 'logistic recalibration' | 'refit'
  intercept: number
  terms: { name: string; estimate: number }[]
  /** On the very rows it was made from, so it is apparent. */
  apparent: { auc: number; brier: number; calibrationIntercept: number; calibrationSlope: number }
  /** Events of the rarer class for each quantity estimated; under 10 the data does not support the update. */
  eventsPerParameter: number
  supported: boolean
}

const eventsNeeded = 10

/**
 * Validates a logistic model on new rows with known outcomes (0 or 1; NaN where not known) and proposes updates in rising
 * order of what they change (Steyerberg 2004): the intercept, intercept and slope, all coefficients.
 *
 * @param file the model
 * @param ids one a row
 * @param rows cells by column, one object a patient
 * @param positive outcomes, one a row
 * @returns performance, calibration and the proposed updates
 * @throws ColumnsMissing
 */
export function validateExternally(
  file: ModelFile,
  ids: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
  positive: ArrayLike<number>,
): ExternalValidation {
  const predictions = predict(file, rows)
  const lp = Float64Array.from(predictions, (prediction) => prediction.lp ?? Number.NaN)
  const usable = ids.map((_, i) => i).filter((i) => !Number.isNaN(lp[i]) && !Number.isNaN(positive[i]))
  const outcome = { kind: 'binary', positive } as const
  const performance = partPerformance(ids, usable, lp, outcome)
  const x = usable.map((i) => lp[i])
  const y = usable.map((i) => positive[i])
  const atSlope1 = logistic({ rows: x.length, columns: 0, values: new Float64Array(0) }, y, { offset: x })
  const withSlope = logistic(matrixFromColumns([x]), y)
  const interval = (value: number, se: number): Estimate => {
    const half = normal.upperQuantile(0.025) * se
    return { value, lower: value - half, upper: value + half }
  }
  const events = y.reduce((sum, value) => sum + value, 0)
  const rarer = Math.min(events, y.length - events)
  const update = (
    method: ModelUpdate['method'],
    intercept: number,
    estimates: number[],
    parameters: number,
  ): ModelUpdate => {
    const updated = usable.map((i) => predictions[i].x.reduce((sum, value, j) => sum + estimates[j] * value, intercept))
    const column = new Float64Array(ids.length).fill(Number.NaN)
    usable.forEach((i, k) => {
      column[i] = updated[k]
    })
    return {
      method,
      intercept,
      terms: file.terms.map(({ name }, j) => ({ name, estimate: estimates[j] })),
      apparent: measuresAt(usable, column, outcome),
      eventsPerParameter: rarer / parameters,
      supported: rarer / parameters >= eventsNeeded,
    }
  }
  const own = file.terms.map((term) => term.estimate)
  const [a, b] = withSlope.coefficients
  const design = file.terms.map((_, j) => usable.map((i) => predictions[i].x[j]))
  const updates = [
    update('intercept', file.intercept + atSlope1.coefficients[0], own, 1),
    update(
      'logistic recalibration',
      a + b * file.intercept,
      own.map((estimate) => b * estimate),
      2,
    ),
  ]
  const refit = refitted(design, y)
  if (refit) updates.push(update('refit', refit[0], refit.slice(1), file.terms.length + 1))
  return {
    performance,
    calibration: {
      interceptAtSlope1: interval(atSlope1.coefficients[0], atSlope1.standardErrors[0]),
      interceptWithSlope: interval(a, withSlope.standardErrors[0]),
      slope: interval(b, withSlope.standardErrors[1]),
    },
    updates,
    rows: predictions.map(({ error, warnings }, i) => ({
      id: ids[i],
      ...(error !== undefined && { error }),
      warnings,
    })),
  }
}

/** Coefficients of all terms on the new rows, Firth's where these are separated; nothing where some cannot be told apart. */
function refitted(design: number[][], y: number[]): number[] | undefined {
  try {
    const x = matrixFromColumns(design)
    const fit = logistic(x, y)
    return Array.from(fit.separation ? firthEstimate(x, y).coefficients : fit.coefficients)
  } catch {
    return undefined
  }
}
