import { InvalidArgument, SingularDesign, UnequalLengths } from '../../errors/index.ts'
import { normal } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, invertCholesky, quadraticForm, solveCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { type Design, orthogonalised, rawCoefficients, rawCovariance, standardDirection } from '../regression/design.ts'
import { type ChiSquareTest, chiSquareTest } from '../regression/logistic-inference.ts'
import { harrellC } from './concordance.ts'
import { survivalTimes } from './cox-partial.ts'
import { accumulate, type CoxOrder, coxOrder } from './cox-risk-sets.ts'

/** What a Cox regression may be told. */
export interface CoxOptions {
  /** How events of the same time are treated: Efron's approximation (unless said) or Breslow's. */
  ties?: 'efron' | 'breslow'
  /** Stratum of each row, any whole numbers: each has a baseline of its own. */
  strata?: ArrayLike<number>
  weights?: ArrayLike<number>
  offset?: ArrayLike<number>
  /** Time of entry of each row, below its time, of patients who came under observation late: Surv(start, time, event). */
  start?: ArrayLike<number>
}

/** A fitted proportional hazards regression. */
export interface CoxFit {
  coefficients: Float64Array
  standardErrors: Float64Array
  covariance: Float64Array
  /** z, two-sided p and the interval of each coefficient (log hazard ratio). */
  wald: { z: number; p: number; lower: number; upper: number }[]
  /** Of the null model and of the fit. */
  logLikelihood: [number, number]
  likelihoodRatio: ChiSquareTest
  waldTest: ChiSquareTest
  /** With one binary column and no ties, the log-rank test. */
  scoreTest: ChiSquareTest
  /** Xb + offset, not centred. */
  linearPredictor: Float64Array
  events: number
  iterations: number
  converged: boolean
  /** Columns along which the likelihood rises without end (all events on one side): their numbers mean nothing. */
  diverging?: number[]
  ties: 'efron' | 'breslow'
}

const maximumIterations = 60
/** Share of a column that the others leave among those at risk below which the columns are orthogonalised first. */
const obliqueTolerance = 1e-5

/**
 * Cox's proportional hazards regression by Newton's method on standardised columns, to the last digit.
 *
 * Equals survival::coxph.
 *
 * @param x n × p, one column a predictor in its own unit
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param options ties, strata, weights, offset, start
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns coefficients (log hazard ratios per unit), standard errors, tests and the linear predictor
 * @throws SingularDesign for a constant or dependent column
 * @throws InvalidArgument without an event
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where the arrays differ in length
 * @throws NegativeTime for a time below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @example
 * ```ts
 * import { cox, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[1, 0, 1]])
 * // events in the order 1, 0, 1: exp(b) = √½
 * cox(x, [1, 2, 3], [1, 1, 1]).coefficients[0].toFixed(4) // → '-0.3466'
 * ```
 */
export function cox(
  x: Matrix,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: CoxOptions = {},
  level = 0.95,
): CoxFit {
  const { rows: n, columns: p } = x
  let { order, design, offset, events, ties } = coxDesign(x, time, event, options, false)
  const beta = new Float64Array(p)
  let z = design.values
  let sums = accumulate(order, z, p, etaOf(z, p, beta, offset))
  let information = Float64Array.from(sums.information)
  if (cholesky(information, p, obliqueTolerance) >= 0) {
    design = orthogonalised(design, order.once)
    z = design.values
    sums = accumulate(order, z, p, etaOf(z, p, beta, offset))
    information = Float64Array.from(sums.information)
    const collinear = cholesky(information, p, 1e-11)
    if (collinear >= 0)
      throw SingularDesign(collinear, 'it is a linear combination of those before it, or constant at risk')
  }
  const nullLogLikelihood = sums.logLikelihood
  const scoreStatistic = quadraticForm(information, p, sums.score)
  let converged = false
  let iterations = 0
  let diverging: number[] | undefined
  let step = new Float64Array(p)
  while (iterations < maximumIterations && !converged) {
    step = Float64Array.from(sums.score)
    solveCholesky(information, p, step)
    let size = 0
    for (const value of step) size = Math.max(size, Math.abs(value))
    let fraction = 1
    let next = sums
    const trial = new Float64Array(p)
    for (let halving = 0; halving < 40; halving++) {
      for (let j = 0; j < p; j++) trial[j] = beta[j] + fraction * step[j]
      next = accumulate(order, z, p, etaOf(z, p, trial, offset))
      if (next.logLikelihood >= sums.logLikelihood - 1e-11 * Math.abs(sums.logLikelihood)) break
      fraction /= 2
    }
    beta.set(trial)
    sums = next
    iterations++
    converged = size * fraction < 1e-9
    information = Float64Array.from(sums.information)
    if (cholesky(information, p, 0) >= 0) break
    if (iterations > 20 && size > 0.1) break
  }
  if (!converged) {
    const along = standardDirection(design, step)
    let longest = 0
    for (const value of along) longest = Math.max(longest, Math.abs(value))
    diverging = Array.from(along.keys()).filter((j) => Math.abs(along[j]) > 1e-3 * longest)
  }
  const failed = converged ? -1 : cholesky(Float64Array.from(sums.information), p, 0)
  const inverse = failed < 0 ? invertCholesky(information, p) : new Float64Array(p * p).fill(Number.NaN)
  const covariance = rawCovariance(inverse, design)
  const coefficients = rawCoefficients(beta, design)
  const standardErrors = Float64Array.from({ length: p }, (_, j) => Math.sqrt(covariance[j * p + j]))
  const width = normal.upperQuantile((1 - level) / 2)
  const linearPredictor = Float64Array.from(offset)
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) linearPredictor[i] += coefficients[j] * x.values[j * n + i]
  // bᵀ I b with the information at the estimate
  let wald = 0
  for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) wald += beta[j] * sums.information[j * p + k] * beta[k]
  return {
    coefficients,
    standardErrors,
    covariance,
    wald: Array.from(coefficients, (b, j) => ({
      z: b / standardErrors[j],
      p: normal.twoSided(b / standardErrors[j]),
      lower: b - width * standardErrors[j],
      upper: b + width * standardErrors[j],
    })),
    logLikelihood: [nullLogLikelihood, sums.logLikelihood],
    likelihoodRatio: chiSquareTest(Math.max(0, 2 * (sums.logLikelihood - nullLogLikelihood)), p),
    waldTest: chiSquareTest(wald, p),
    scoreTest: chiSquareTest(scoreStatistic, p),
    linearPredictor,
    events,
    iterations,
    converged,
    ...(diverging ? { diverging } : {}),
    ties,
  }
}

/**
 * Harrell's C of a fit's linear predictor, pairs within strata only where there are strata (then without its error).
 *
 * @param fit a fit of `cox`, or its linear predictor
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param strata n labels; pairs are formed within a stratum
 * @returns C with its standard error (NaN with strata)
 * @throws UnequalLengths where the arrays differ in length
 * @throws NotFinite for a time that is not finite
 * @throws NegativeTime for one below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @throws TooFewValues without patients
 * @throws TooFewValues without a usable pair
 * @example
 * ```ts
 * import { coxConcordance } from 'nomoscope/statistics'
 *
 * const fit = { linearPredictor: Float64Array.of(3, 1, 2) }
 * coxConcordance(fit, [1, 2, 3], [1, 1, 1]).c.toFixed(4) // → '0.6667'
 * ```
 */
export function coxConcordance(
  fit: Pick<CoxFit, 'linearPredictor'>,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  strata?: ArrayLike<number>,
): { c: number; standardError: number } {
  if (!strata) return harrellC(time, event, fit.linearPredictor)
  let [right, pairs] = [0, 0]
  for (const level of new Set(Array.from(strata))) {
    const rows = Array.from({ length: strata.length }, (_, i) => i).filter((i) => strata[i] === level)
    const of = (values: ArrayLike<number>) => rows.map((row) => values[row])
    if (!of(event).some(Boolean)) continue
    const { concordant, discordant, tiedRisk } = harrellC(of(time), of(event), of(fit.linearPredictor))
    right += concordant + tiedRisk / 2
    pairs += concordant + discordant + tiedRisk
  }
  return { c: right / pairs, standardError: Number.NaN }
}

function etaOf(z: Float64Array, p: number, beta: Float64Array, offset: Float64Array): Float64Array {
  const n = offset.length
  const eta = Float64Array.from(offset)
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) eta[i] += beta[j] * z[j * n + i]
  return eta
}

/**
 * Checked arguments of a Cox regression: rows in the order of its sums, and columns with mean 0 and variance 1.
 *
 * @param x n × p, without an intercept
 * @param time n times, of any unit
 * @param event n flags, 1 where the event was seen
 * @param options weights, strata, offset and ties, as of `cox`
 * @param orthogonal whether columns are made orthogonal first
 * @returns the rows in order of time within strata, the design and what it takes to return to the scale of x
 * @throws UnequalLengths, InvalidArgument, NotFinite
 */
export function coxDesign(
  x: Matrix,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: CoxOptions,
  orthogonal: boolean,
) {
  const n = x.rows
  const { times, events, start } = survivalTimes(time, event, n, options.start)
  requireFinite(x.values, 'x')
  const weights = new Float64Array(n).fill(1)
  if (options.weights) {
    if (options.weights.length !== n) throw UnequalLengths('x', n, 'weights', options.weights.length)
    requireFinite(options.weights, 'weights')
    for (let i = 0; i < n; i++) {
      if (options.weights[i] < 0) throw InvalidArgument('weights', `≥ 0, not ${options.weights[i]}`)
      weights[i] = options.weights[i]
    }
  }
  for (const [name, values] of [
    ['strata', options.strata],
    ['offset', options.offset],
  ] as const) {
    if (values && values.length !== n) throw UnequalLengths('x', n, name, values.length)
    if (values) requireFinite(values, name)
  }
  const ties = options.ties ?? 'efron'
  const order = coxOrder(times, event, weights, options.strata, ties, start)
  const once = weights.map((weight) => Number(weight > 0))
  const standard = standardise(x, order)
  const design = orthogonal ? orthogonalised(standard, once) : standard
  const offset = new Float64Array(n)
  if (options.offset) offset.set(options.offset)
  return { order: { ...order, once }, design, offset, events, ties }
}

/** Columns with mean 0 and variance 1 over the rows that count. */
function standardise(x: Matrix, order: CoxOrder): Design {
  const { rows: n, columns: p, values } = x
  const z = new Float64Array(n * p)
  const scale = new Float64Array(p)
  const centre = new Float64Array(p)
  const { rows } = order
  for (let j = 0; j < p; j++) {
    let mean = 0
    for (const row of rows) mean += values[j * n + row]
    mean /= rows.length
    let square = 0
    let largest = 0
    for (const row of rows) {
      square += (values[j * n + row] - mean) ** 2
      largest = Math.max(largest, Math.abs(values[j * n + row]))
    }
    const sd = Math.sqrt(square / rows.length)
    if (!(sd > 1e-14 * largest)) throw SingularDesign(j, 'it is constant')
    for (let i = 0; i < n; i++) z[j * n + i] = (values[j * n + i] - mean) / sd
    scale[j] = sd
    centre[j] = mean
  }
  return { rows: n, columns: p, values: z, centre, scale }
}
