import { ConstantValues, RowsNotRepeated, SingularDesign, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { mean, variance } from '../descriptive/descriptive.ts'
import { columnOf, type Matrix } from '../numerics/matrix.ts'
import type { CombatFit } from './combat.ts'
import { parametricEffects } from './empirical-bayes.ts'
import { designMatrix, expectedValue, requireRows, variesInEveryBatch } from './model.ts'
import { randomIntercept } from './random-intercept.ts'

/** What longitudinal ComBat learnt: as ComBat, and of each adjusted feature how much patients differ. */
export interface LongitudinalCombatFit extends CombatFit {
  /** Variance between patients over that within them. */
  ratio: Float64Array
  /** Per batch, one entry an adjusted feature: its mean without covariates. */
  batchMeans: Float64Array[]
}

/** longCombat's own number of steps of empirical Bayes. */
const iterations = 30

/**
 * Learns batch effects from rows of which several are of one patient: a random intercept for each patient (restricted
 * maximum likelihood) stands beside the batches, so that what differs between patients is not taken for their scanners.
 * `applyLongitudinalCombat` on the same rows equals longCombat's `longCombat(ranef = "(1|patient)")`.
 *
 * Source: Beer et al. 2020, doi:10.1016/j.neuroimage.2020.117129.
 *
 * @param data n rows × p features, finite
 * @param batch n labels
 * @param patient n indices of patients, some of them more than once
 * @param covariates what must be kept (age, visit), n × q without an intercept; never the outcome
 * @returns the effects, to be stored with the model
 * @throws RowsNotRepeated where every patient has one row
 * @throws UnequalLengths where the arrays differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws TooFewValues below two batches or two features
 * @throws SingularDesign where a covariate is confounded with the batches
 * @throws ConstantValues where no feature varies
 * @example
 * ```ts
 * import { fitLongitudinalCombat, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const data = matrixFromColumns([[1, 2, 5, 13, 12, 16], [5, 4, 6, 8, 9, 7]])
 * const fit = fitLongitudinalCombat(data, ['A', 'A', 'A', 'B', 'B', 'B'], [0, 1, 2, 0, 1, 2])
 * fit.batches // → [ 'A', 'B' ]
 * ```
 */
export function fitLongitudinalCombat(
  data: Matrix,
  batch: readonly string[],
  patient: ArrayLike<number>,
  covariates?: Matrix,
): LongitudinalCombatFit {
  const n = data.rows
  requireRows(data, batch, covariates)
  if (patient.length !== n) throw UnequalLengths('The data', n, 'the patients', patient.length)
  if (new Set(Array.from(patient)).size === n) throw RowsNotRepeated()
  const batches = Array.from(new Set(batch)).sort()
  if (batches.length < 2) throw TooFewValues('ComBat over batches', 2, batches.length)
  const rowsOf = batches.map((label) => Uint32Array.from(batch.keys()).filter((i) => batch[i] === label))
  const small = rowsOf.find((rows) => rows.length < 2)
  if (small) throw TooFewValues('longitudinal ComBat over the rows of a batch', 2, small.length)
  const adjusted = Array.from({ length: data.columns }, (_, j) => j).filter((j) => variesInEveryBatch(data, j, rowsOf))
  if (adjusted.length === 0) throw ConstantValues('every feature within some batch')
  if (adjusted.length < 2) throw TooFewValues('ComBat over features that vary', 2, adjusted.length)
  const q = covariates?.columns ?? 0
  const design = designMatrix(n, rowsOf, covariates)
  const fitOf = randomIntercept(design, n, batches.length + q, patient)
  if ('confounded' in fitOf)
    throw SingularDesign(Math.max(0, fitOf.confounded - batches.length), 'the covariate is confounded with the batches')
  const p = adjusted.length
  const fit: LongitudinalCombatFit = {
    batches,
    features: data.columns,
    covariates: q,
    adjusted,
    grandMean: new Float64Array(p),
    pooledSd: new Float64Array(p),
    coefficients: new Float64Array(p * q),
    effects: [],
    ratio: new Float64Array(p),
    batchMeans: batches.map(() => new Float64Array(p)),
  }
  for (let f = 0; f < p; f++) {
    const { coefficients, ratio, sigma } = fitOf.fit(columnOf(data, adjusted[f]))
    rowsOf.forEach((rows, b) => {
      fit.batchMeans[b][f] = coefficients[b]
      fit.grandMean[f] += (rows.length / n) * coefficients[b]
    })
    for (let j = 0; j < q; j++) fit.coefficients[j * p + f] = coefficients[batches.length + j]
    fit.pooledSd[f] = sigma
    fit.ratio[f] = ratio
  }
  const standard = standardised(fit, data, batch, patient, covariates)
  fit.effects = rowsOf.map((rows) => {
    const own = standard.map((values) => Float64Array.from(rows, (i) => values[i]))
    return parametricEffects(own, Float64Array.from(own, mean), Float64Array.from(own, variance), iterations)
  })
  return fit
}

/**
 * Adjusts rows by what `fitLongitudinalCombat` learnt. A patient's intercept is predicted from all of that patient's rows
 * at hand, so that patients who were not learnt from are adjusted alike; nobody else's rows matter.
 *
 * @param fit what `fitLongitudinalCombat` learnt
 * @param data k rows × p features, those of the fit
 * @param batch k labels; one without an effect of its own counts as the mean of the others until it is adjusted
 * @param patient k indices of patients
 * @param covariates k × q, those of the fit
 * @returns k × p adjusted values
 * @throws UnequalLengths where features or covariates are not those of the fit
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { applyLongitudinalCombat, fitLongitudinalCombat, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const data = matrixFromColumns([[1, 2, 5, 13, 12, 16], [5, 4, 6, 8, 9, 7]])
 * const batch = ['A', 'A', 'A', 'B', 'B', 'B']
 * const who = [0, 1, 2, 0, 1, 2]
 * applyLongitudinalCombat(fitLongitudinalCombat(data, batch, who), data, batch, who).rows // → 6
 * ```
 */
export function applyLongitudinalCombat(
  fit: LongitudinalCombatFit,
  data: Matrix,
  batch: readonly string[],
  patient: ArrayLike<number>,
  covariates?: Matrix,
): Matrix {
  requireRows(data, batch, covariates)
  if (data.columns !== fit.features) throw UnequalLengths('The fit (features)', fit.features, 'the data', data.columns)
  const values = Float64Array.from(data.values)
  const batchOf = Int32Array.from(batch, (label) => fit.batches.indexOf(label))
  standardised(fit, data, batch, patient, covariates).forEach((standard, f) => {
    const at = fit.adjusted[f] * data.rows
    for (let i = 0; i < data.rows; i++) {
      if (batchOf[i] < 0) continue
      const { shift, scale } = fit.effects[batchOf[i]]
      const kept = values[at + i] - standard[i] * fit.pooledSd[f]
      values[at + i] = ((standard[i] - shift[f]) / Math.sqrt(scale[f])) * fit.pooledSd[f] + kept
    }
  })
  return { rows: data.rows, columns: data.columns, values }
}

/** One array a feature: its values less grand mean, covariates and the patient's own intercept, in residual deviations. */
export function standardised(
  fit: LongitudinalCombatFit,
  data: Matrix,
  batch: readonly string[],
  patient: ArrayLike<number>,
  covariates?: Matrix,
): Float64Array[] {
  const batchOf = Int32Array.from(batch, (label) => fit.batches.indexOf(label))
  return fit.adjusted.map((feature, f) => {
    const column = columnOf(data, feature)
    const expected = Float64Array.from(column, (_, i) => expectedValue(fit, f, i, covariates))
    const sums = new Map<number, { sum: number; rows: number }>()
    for (let i = 0; i < column.length; i++) {
      const one = sums.get(patient[i]) ?? { sum: 0, rows: 0 }
      const ofBatch = batchOf[i] < 0 ? 0 : fit.batchMeans[batchOf[i]][f] - fit.grandMean[f]
      one.sum += column[i] - expected[i] - ofBatch
      one.rows++
      sums.set(patient[i], one)
    }
    return Float64Array.from(column, (value, i) => {
      const { sum, rows } = sums.get(patient[i])!
      const intercept = (fit.ratio[f] * sum) / (1 + rows * fit.ratio[f])
      return (value - expected[i] - intercept) / fit.pooledSd[f]
    })
  })
}
