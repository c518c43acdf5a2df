import { NoConvergence, UnequalLengths } from '../../errors/index.ts'
import { normal } from '../distributions/index.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, solveCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { type Climbed, climb } from '../numerics/newton.ts'
import { orthogonalised, rawCoefficients, rawCovariance, standardise } from '../regression/design.ts'
import { checked } from './cumulative-incidence.ts'

/** A fit of `fineGray`. */
export interface FineGrayFit {
  /** Log subdistribution hazard ratios. */
  coefficients: Float64Array
  /** Of the sandwich that counts the estimated censoring distribution too. */
  standardErrors: Float64Array
  covariance: Float64Array
  wald: { z: number; p: number; lower: number; upper: number }[]
  logLikelihood: number
  /** Cumulative subdistribution hazard where all columns are 0, at the times of the cause. */
  baseline: { time: Float64Array; hazard: Float64Array }
  events: number
}

/**
 * Fine and Gray's proportional hazards model of the subdistribution of one cause. Who had another cause before stays at
 * risk with the weight G(t−)/G(T−), G being the Kaplan–Meier estimate of staying uncensored; ties are Breslow's.
 *
 * Equals cmprsk::crr, its
 * variance too (survival::finegray weighs ties of censoring and event in another order: the fourth digit differs then).
 *
 * @param x n × p, without an intercept
 * @param time n times, of any unit
 * @param cause as for `cumulativeIncidence`
 * @param level of the intervals
 * @returns coefficients (log subdistribution hazard ratios) with their errors, and the baseline
 * @throws SingularDesign, NoConvergence
 */
export function fineGray(x: Matrix, time: ArrayLike<number>, cause: ArrayLike<number>, level = 0.95): FineGrayFit {
  const { rows: n, columns: p } = x
  if (time.length !== n) throw UnequalLengths('x', n, 'time', time.length)
  requireFinite(x.values, 'x')
  const { at, order } = checked(time, cause)
  const once = new Float64Array(n).fill(1)
  // centred, though there is no intercept: a shift of a column changes the baseline alone
  const whole = orthogonalised(standardise(x, once, true), once)
  const design = {
    ...whole,
    columns: p,
    values: whole.values.subarray(n),
    turn: submatrix(whole.turn!, p),
  }
  const { values: z } = design
  const sets = riskSets(at, cause, order)
  const evaluate = likelihood(sets, z, n, p)
  const { point, converged, iterations } = climb(evaluate, new Float64Array(p))
  if (!converged) throw NoConvergence('The Fine–Gray regression', iterations)
  const coefficients = rawCoefficients(point.parameters, design)
  const covariance = rawCovariance(sandwich(sets, z, n, p, point), design)
  const width = normal.upperQuantile((1 - level) / 2)
  const linear = new Float64Array(n)
  for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) linear[i] += coefficients[j] * x.values[j * n + i]
  const { steps } = sums(sets, z, n, 0, linear)
  let total = 0
  const standardErrors = Float64Array.from({ length: p }, (_, j) => Math.sqrt(covariance[j * p + j]))
  return {
    coefficients,
    standardErrors,
    covariance,
    wald: Array.from(coefficients, (b, j) => {
      const error = standardErrors[j]
      return { z: b / error, p: normal.twoSided(b / error), lower: b - width * error, upper: b + width * error }
    }),
    logLikelihood: point.value,
    baseline: {
      time: Float64Array.from(sets.steps, (step) => step.time),
      hazard: Float64Array.from(steps, ({ size }, k) => (total += sets.steps[k].rows.length / size)),
    },
    events: sets.steps.reduce((sum, { rows }) => sum + rows.length, 0),
  }
}

/**
 * Probability of the cause by a time: 1 − exp(−H(t) exp(xb)).
 *
 * @param fit from `fineGray`
 * @param linearPredictor x b of each row
 * @param horizon in the unit of the times
 * @returns a probability a row
 */
export function fineGrayRisk(
  { baseline }: Pick<FineGrayFit, 'baseline'>,
  linearPredictor: ArrayLike<number>,
  horizon: number,
): Float64Array {
  let hazard = 0
  for (let k = 0; k < baseline.time.length && baseline.time[k] <= horizon; k++) hazard = baseline.hazard[k]
  return Float64Array.from(linearPredictor, (eta) => -Math.expm1(-hazard * Math.exp(eta)))
}

function submatrix(turn: Float64Array, p: number): Float64Array {
  const q = p + 1
  return Float64Array.from({ length: p * p }, (_, at) => turn[(Math.floor(at / p) + 1) * q + (at % p) + 1])
}

interface RiskSets {
  at: Float64Array
  /** Rows by rising time, and G just before each row's own time. */
  order: ArrayLike<number>
  before: Float64Array
  other: Uint8Array
  /** Times of the cause, rising, with its rows and G just before. */
  steps: { time: number; rows: number[]; uncensored: number }[]
  /** Censored rows by their time, rising, with those at risk. */
  censored: { time: number; rows: number[]; atRisk: number }[]
}

function riskSets(at: Float64Array, cause: ArrayLike<number>, order: ArrayLike<number>): RiskSets {
  const n = at.length
  const before = new Float64Array(n)
  const other = Uint8Array.from(cause, (value) => Number(value !== 0 && value !== 1))
  const steps: RiskSets['steps'] = []
  const censored: RiskSets['censored'] = []
  let uncensored = 1
  for (let i = 0; i < n; ) {
    const time = at[order[i]]
    const atRisk = n - i
    const own: number[] = []
    const lost: number[] = []
    for (; i < n && at[order[i]] === time; i++) {
      const row = order[i]
      before[row] = uncensored
      if (cause[row] === 1) own.push(row)
      if (cause[row] === 0) lost.push(row)
    }
    if (own.length > 0) steps.push({ time, rows: own, uncensored })
    if (lost.length > 0) censored.push({ time, rows: lost, atRisk })
    uncensored *= 1 - lost.length / atRisk
  }
  return { at, order, before, other, steps, censored }
}

/** At each time of the cause the weighted sum of exp(eta) over those at risk, with the mean and covariance of the columns. */
function sums({ at, order, before, other, steps }: RiskSets, z: Float64Array, n: number, p: number, eta: Float64Array) {
  const size = p + 1
  const zero = () => ({ first: new Float64Array(size), second: new Float64Array(p * p) })
  const add = (into: ReturnType<typeof zero>, row: number, weight: number) => {
    into.first[p] += weight
    for (let j = 0; j < p; j++) {
      const value = weight * z[j * n + row]
      into.first[j] += value
      for (let k = 0; k <= j; k++) into.second[j * p + k] += value * z[k * n + row]
    }
  }
  // those who had another cause before, each over its own G, from the first time on; those at risk, from the last
  const had = zero()
  const earlier = steps.map(() => zero())
  for (let i = 0, k = 0; k < steps.length; k++) {
    for (; i < n && at[order[i]] < steps[k].time; i++) {
      const row = order[i]
      if (other[row]) add(had, row, Math.exp(eta[row]) / before[row])
    }
    earlier[k].first.set(had.first)
    earlier[k].second.set(had.second)
  }
  const risk = zero()
  const found: { size: number; mean: Float64Array; covariance: Float64Array }[] = new Array(steps.length)
  for (let i = n - 1, k = steps.length - 1; k >= 0; k--) {
    const { time, uncensored } = steps[k]
    for (; i >= 0 && at[order[i]] >= time; i--) add(risk, order[i], Math.exp(eta[order[i]]))
    const total = risk.first[p] + uncensored * earlier[k].first[p]
    const mean = new Float64Array(p)
    for (let j = 0; j < p; j++) mean[j] = (risk.first[j] + uncensored * earlier[k].first[j]) / total
    const covariance = new Float64Array(p * p)
    for (let j = 0; j < p; j++)
      for (let l = 0; l <= j; l++) {
        const value = (risk.second[j * p + l] + uncensored * earlier[k].second[j * p + l]) / total - mean[j] * mean[l]
        covariance[j * p + l] = value
        covariance[l * p + j] = value
      }
    found[k] = { size: total, mean, covariance }
  }
  return { steps: found }
}

function likelihood(sets: RiskSets, z: Float64Array, n: number, p: number) {
  return (at: Float64Array): Climbed & { eta: Float64Array } => {
    const eta = new Float64Array(n)
    for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) eta[i] += at[j] * z[j * n + i]
    const { steps } = sums(sets, z, n, p, eta)
    const gradient = new Float64Array(p)
    const information = new Float64Array(p * p)
    let value = 0
    steps.forEach(({ size, mean, covariance }, k) => {
      const { rows } = sets.steps[k]
      value -= rows.length * Math.log(size)
      for (const row of rows) {
        value += eta[row]
        for (let j = 0; j < p; j++) gradient[j] += z[j * n + row] - mean[j]
      }
      for (let e = 0; e < p * p; e++) information[e] += rows.length * covariance[e]
    })
    return {
      parameters: at,
      value: Number.isFinite(value) ? value : -Infinity,
      gradient,
      curvature: () => Float64Array.from(information),
      eta,
    }
  }
}

/** I⁻¹ (Σ (η + ψ)(η + ψ)ᵀ) I⁻¹ of Fine & Gray 1999: η a row's own residual, ψ what it adds by the estimate of G. */
function sandwich(
  sets: RiskSets,
  z: Float64Array,
  n: number,
  p: number,
  { eta, curvature }: Climbed & { eta: Float64Array },
): Float64Array {
  const { at, before, other, steps, censored } = sets
  const { steps: found } = sums(sets, z, n, p, eta)
  const residual = new Float64Array(n * p)
  // what the hazard at each time takes from each row at risk; of those with another cause, also by censoring time
  const q = censored.map(() => new Float64Array(p))
  const changes = Array.from({ length: censored.length + 1 }, () => new Float64Array(p))
  const countUpTo = (time: number) => {
    let [low, high] = [0, censored.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (censored[middle].time <= time) low = middle + 1
      else high = middle
    }
    return low
  }
  const until = steps.map(({ time }) => countUpTo(time))
  for (let i = 0; i < n; i++) {
    const risk = Math.exp(eta[i])
    const first = other[i] === 1 ? countUpTo(at[i]) : 0
    for (let k = 0; k < steps.length; k++) {
      const { time, uncensored, rows } = steps[k]
      const stays = other[i] === 1 && at[i] < time
      if (!stays && at[i] < time) break
      const weight = stays ? uncensored / before[i] : 1
      const hazard = (rows.length / found[k].size) * weight * risk
      for (let j = 0; j < p; j++) {
        const off = (z[j * n + i] - found[k].mean[j]) * hazard
        residual[i * p + j] -= off
        // the weight would be other if G had fallen at u, after the row's own time and up to this one (the paper's bounds)
        if (stays) {
          changes[first][j] += off
          changes[until[k]][j] -= off
        }
      }
    }
  }
  steps.forEach(({ rows }, k) => {
    for (const row of rows) for (let j = 0; j < p; j++) residual[row * p + j] += z[j * n + row] - found[k].mean[j]
  })
  for (let c = 0; c < q.length; c++) for (let j = 0; j < p; j++) q[c][j] = (c > 0 ? q[c - 1][j] : 0) + changes[c][j]
  censored.forEach(({ rows, time, atRisk }, c) => {
    for (const row of rows) for (let j = 0; j < p; j++) residual[row * p + j] += q[c][j] / atRisk
    const share = rows.length / (atRisk * atRisk)
    for (let i = 0; i < n; i++) if (at[i] >= time) for (let j = 0; j < p; j++) residual[i * p + j] -= q[c][j] * share
  })
  const meat = new Float64Array(p * p)
  for (let i = 0; i < n; i++)
    for (let j = 0; j < p; j++) for (let k = 0; k < p; k++) meat[j * p + k] += residual[i * p + j] * residual[i * p + k]
  const factor = curvature()
  cholesky(factor, p, 0)
  const half = new Float64Array(p * p)
  for (let k = 0; k < p; k++) {
    const column = solveCholesky(
      factor,
      p,
      Float64Array.from({ length: p }, (_, j) => meat[j * p + k]),
    )
    for (let j = 0; j < p; j++) half[k * p + j] = column[j]
  }
  const covariance = new Float64Array(p * p)
  for (let k = 0; k < p; k++) {
    const column = solveCholesky(
      factor,
      p,
      Float64Array.from({ length: p }, (_, j) => half[j * p + k]),
    )
    for (let j = 0; j < p; j++) covariance[j * p + k] = column[j]
  }
  return covariance
}
