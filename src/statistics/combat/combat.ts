import { ConstantValues, SingularDesign, TooFewValues, UnequalLengths, UnseenBatch } from '../../errors/index.ts'
import { mean, variance } from '../descriptive/descriptive.ts'
import { cholesky, crossProduct, solveCholesky } from '../numerics/linear-algebra.ts'
import { columnOf, type Matrix } from '../numerics/matrix.ts'
import { type BatchEffect, nonparametricEffects, parametricEffects, shrunkenMeans } from './empirical-bayes.ts'
import { designMatrix, expectedValue, requireRows, variesInEveryBatch } from './model.ts'

/** What ComBat may be told. */
export interface CombatOptions {
  /** What must be kept (age, stage), n × q without an intercept. Never the outcome: its use leaks into new rows. */
  covariates?: Matrix
  /** How the batch effects are shrunk: by normal and inverse gamma priors, or by the features' own distribution. */
  prior?: 'parametric' | 'non-parametric'
  /** Shift only, no scaling; always so when a batch has a single row, as in sva. */
  meanOnly?: boolean
  /** The batch that stays as it is and to which the others are brought; without it their weighted mean. */
  reference?: string
}

/** What ComBat learnt from the training rows; plain data, so that it can be stored with the model. */
export interface CombatFit {
  batches: string[]
  reference?: string
  features: number
  covariates: number
  /** Features whose values are constant within a batch pass unchanged (as in sva); the rest are adjusted. */
  adjusted: number[]
  /** Per adjusted feature: mean without covariates, pooled SD; per covariate, its coefficient (covariate slowest). */
  grandMean: Float64Array
  pooledSd: Float64Array
  coefficients: Float64Array
  /** Per batch, one entry an adjusted feature: shift and variance on the standardised scale. */
  effects: BatchEffect[]
}

/**
 * Learns ComBat's batch effects from training rows. `applyCombat` on the same rows equals sva's ComBat.
 *
 * Source: Johnson, Li & Rabinovic 2007; sva's stopping rule, which ends early on a signed change, is kept.
 *
 * @param data n rows × p features, finite
 * @param batch n labels
 * @param options covariates to keep, priors, reference batch
 * @returns the effects, to be stored with the model
 * @throws UnequalLengths where the arrays differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues below two batches or two features
 * @throws SingularDesign where a covariate is confounded with the batches
 * @throws ConstantValues where no feature varies
 * @throws UnseenBatch for a reference that is no batch
 * @throws InvalidArgument for covariates with an intercept
 * @example
 * ```ts
 * import { fitCombat, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const data = matrixFromColumns([[1, 2, 3, 11, 12, 13], [5, 4, 6, 8, 9, 7]])
 * const fit = fitCombat(data, ['A', 'A', 'A', 'B', 'B', 'B'], { reference: 'A' })
 * fit.batches // → [ 'A', 'B' ]
 * fit.adjusted // → [ 0, 1 ]
 * ```
 */
export function fitCombat(data: Matrix, batch: readonly string[], options: CombatOptions = {}): CombatFit {
  const { covariates, reference, prior = 'parametric' } = options
  const n = data.rows
  requireRows(data, batch, covariates)
  const batches = Array.from(new Set(batch)).sort()
  if (batches.length < 2) throw TooFewValues('ComBat over batches', 2, batches.length)
  const ref = reference === undefined ? undefined : batches.indexOf(reference)
  if (ref === -1) throw UnseenBatch(reference!, batches)
  const rowsOf = batches.map((label) => Uint32Array.from(batch.keys()).filter((i) => batch[i] === label))
  const meanOnly = options.meanOnly || rowsOf.some((rows) => rows.length === 1)
  // a shift alone needs no variance within the batches, only one of the feature
  const varies = options.meanOnly ? [Uint32Array.from(batch.keys())] : rowsOf
  const adjusted = Array.from({ length: data.columns }, (_, j) => j).filter((j) => variesInEveryBatch(data, j, varies))
  if (adjusted.length === 0) throw ConstantValues('every feature within some batch')
  if (adjusted.length < 2) throw TooFewValues('ComBat over features that vary', 2, adjusted.length)

  const design = designMatrix(n, rowsOf, covariates)
  const q = batches.length + (covariates?.columns ?? 0)
  const factor = crossProduct(design, n, q, new Float64Array(n).fill(1))
  const confounded = cholesky(factor, q, 1e-10)
  if (confounded >= 0)
    throw SingularDesign(Math.max(0, confounded - batches.length), 'the covariate is confounded with the batches')

  const p = adjusted.length
  const fit: CombatFit = {
    batches,
    reference,
    features: data.columns,
    covariates: covariates?.columns ?? 0,
    adjusted,
    grandMean: new Float64Array(p),
    pooledSd: new Float64Array(p),
    coefficients: new Float64Array(p * (covariates?.columns ?? 0)),
    effects: [],
  }
  for (let f = 0; f < p; f++) standardise(fit, f, columnOf(data, adjusted[f]), design, factor, q, rowsOf, ref)
  const standardised = rowsOf.map((rows) => standardisedRows(fit, data, rows, covariates))
  const centre = ref === undefined ? undefined : standardised[ref].map((values) => mean(values))
  fit.effects = standardised.map((features, b) => {
    if (b === ref) return { shift: new Float64Array(p), scale: new Float64Array(p).fill(1) }
    const shift = Float64Array.from(features, (values, f) => mean(values) - (centre?.[f] ?? 0))
    const scale = meanOnly ? new Float64Array(p).fill(1) : Float64Array.from(features, (values) => variance(values))
    if (prior === 'non-parametric') return nonparametricEffects(features, shift, scale)
    return meanOnly ? shrunkenMeans(shift) : parametricEffects(features, shift, scale)
  })
  return fit
}

/**
 * Adjusts rows by what `fitCombat` learnt; the rows need not be those it saw, but their batches must be.
 * A row's result depends on that row alone.
 *
 * @param fit what `fitCombat` learnt
 * @param data k rows × p features, those of the fit
 * @param batch k labels
 * @param covariates k × q, those of the fit
 * @returns k × p adjusted values
 * @throws UnseenBatch for a batch without an effect to remove
 * @throws UnequalLengths where features or covariates are not those of the fit
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { applyCombat, fitCombat, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const data = matrixFromColumns([[1, 2, 3, 11, 12, 13], [5, 4, 6, 8, 9, 7]])
 * const batch = ['A', 'A', 'A', 'B', 'B', 'B']
 * const adjusted = applyCombat(fitCombat(data, batch, { reference: 'A' }), data, batch)
 * // the reference stays as it is
 * Array.from(adjusted.values.subarray(0, 3), (v) => v.toFixed(2)) // → [ '1.00', '2.00', '3.00' ]
 * ```
 */
export function applyCombat(fit: CombatFit, data: Matrix, batch: readonly string[], covariates?: Matrix): Matrix {
  requireRows(data, batch, covariates)
  if (data.columns !== fit.features) throw UnequalLengths('The fit (features)', fit.features, 'the data', data.columns)
  if ((covariates?.columns ?? 0) !== fit.covariates)
    throw UnequalLengths('The fit (covariates)', fit.covariates, 'the data', covariates?.columns ?? 0)
  const batchOf = Int32Array.from(batch, (label) => fit.batches.indexOf(label))
  const unseen = batchOf.indexOf(-1)
  if (unseen >= 0) throw UnseenBatch(batch[unseen], fit.batches)
  const values = Float64Array.from(data.values)
  const p = fit.adjusted.length
  for (let f = 0; f < p; f++) {
    const column = values.subarray(fit.adjusted[f] * data.rows, (fit.adjusted[f] + 1) * data.rows)
    for (let i = 0; i < data.rows; i++) {
      if (fit.batches[batchOf[i]] === fit.reference) continue
      const expected = expectedValue(fit, f, i, covariates)
      const { shift, scale } = fit.effects[batchOf[i]]
      const z = (column[i] - expected) / fit.pooledSd[f]
      column[i] = ((z - shift[f]) / Math.sqrt(scale[f])) * fit.pooledSd[f] + expected
    }
  }
  return { rows: data.rows, columns: data.columns, values }
}

/** Regression of one feature on batches and covariates: its grand mean, coefficients and pooled SD into the fit. */
function standardise(
  fit: CombatFit,
  f: number,
  column: Float64Array,
  design: Float64Array,
  factor: Float64Array,
  q: number,
  rowsOf: Uint32Array[],
  ref: number | undefined,
) {
  const n = column.length
  const right = new Float64Array(q)
  for (let j = 0; j < q; j++) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += design[j * n + i] * column[i]
    right[j] = sum
  }
  const b = solveCholesky(factor, q, right)
  fit.grandMean[f] = ref === undefined ? rowsOf.reduce((sum, rows, k) => sum + (rows.length / n) * b[k], 0) : b[ref]
  for (let j = rowsOf.length; j < q; j++) fit.coefficients[(j - rowsOf.length) * fit.adjusted.length + f] = b[j]
  const rows = ref === undefined ? Uint32Array.from({ length: n }, (_, i) => i) : rowsOf[ref]
  let sum = 0
  for (const i of rows) {
    let residual = column[i]
    for (let j = 0; j < q; j++) residual -= design[j * n + i] * b[j]
    sum += residual * residual
  }
  fit.pooledSd[f] = Math.sqrt(sum / rows.length)
}

/** One array a feature: its standardised values in these rows. */
function standardisedRows(fit: CombatFit, data: Matrix, rows: Uint32Array, covariates?: Matrix) {
  return fit.adjusted.map((feature, f) => {
    const column = columnOf(data, feature)
    return Float64Array.from(rows, (i) => (column[i] - expectedValue(fit, f, i, covariates)) / fit.pooledSd[f])
  })
}
