import { InvalidArgument } from '../../errors/index.ts'
import { type PathFamily, solvePath } from '../kernels/coordinate-path.ts'
import type { Matrix, MatrixColumns } from '../numerics/matrix.ts'
import { riskSets, survivalTimes } from '../survival/cox-partial.ts'
import {
  assemblePath,
  type PenalisedOptions,
  type PenalisedPath,
  penalisedDesign,
  penaltySequence,
} from './penalised-path.ts'

const minimumRelativeGain = 1e-3
const maximumExplained = 0.99
const lookBack = 4

/**
 * Cox regression (Breslow's ties) penalised over a falling path of λ; the loss is the partial log-likelihood over the sum
 * of the weights. Simon et al. 2011. Equals glmnet(family = "cox").
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param time n follow-up times ≥ 0, in any one unit (months)
 * @param event n flags: 1 the event happened at the time, 0 censored then
 * @param options alpha, penalties, weights and the like; see `PenalisedOptions`
 * @returns the path; coefficients are log hazard ratios per unit of each column
 * @throws UnequalLengths where x and the outcome differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws InvalidArgument for an option outside its range
 * @throws InvalidArgument without an event at which others are at risk
 * @throws NegativeTime for a time below 0
 * @throws NotBinary for a flag other than 0 or 1
 * @example
 * ```ts
 * import { coefficientsOf, lassoCox, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[1, 0, 1]])
 * // without a penalty, as `cox`: log √½
 * const path = lassoCox(x, [1, 2, 3], [1, 1, 1], { lambda: [0] })
 * coefficientsOf(path, 0)[0].toFixed(3) // → '-0.347'
 * ```
 */
export function lassoCox(
  x: Matrix | MatrixColumns,
  time: ArrayLike<number>,
  event: ArrayLike<number>,
  options: PenalisedOptions = {},
): PenalisedPath {
  const { times } = survivalTimes(time, event, x.rows)
  const design = penalisedDesign(x, options)
  const sequence = penaltySequence(design, options)
  const { n, stride, weights: w, offset } = design
  const { order, start, died } = riskSets(times, event, w.subarray(0, n))
  const groups = died.length
  let constant = 0
  for (let k = 0; k < groups; k++) constant -= died[k] * Math.log(died[k])
  const e = new Float64Array(stride)
  const atRisk = new Float64Array(groups)
  let logLikelihood = 0
  const family: PathFamily = {
    intercept: undefined,
    quadratic: false,
    ridgeScale: 1,
    working(eta, v, r) {
      v.fill(0)
      r.fill(0)
      let sum = 0
      logLikelihood = 0
      for (let k = groups - 1; k >= 0; k--) {
        for (let i = start[k + 1] - 1; i >= start[k]; i--) {
          const row = order[i]
          e[row] = w[row] * Math.exp(Math.min(700, Math.max(-700, eta[row])))
          sum += e[row]
          if (event[row]) logLikelihood += w[row] * eta[row]
        }
        atRisk[k] = sum
        logLikelihood -= died[k] * Math.log(sum)
      }
      let first = 0
      let second = 0
      let variance = 0
      for (let k = 0; k < groups; k++) {
        first += died[k] / atRisk[k]
        second += died[k] / (atRisk[k] * atRisk[k])
        for (let i = start[k]; i < start[k + 1]; i++) {
          const row = order[i]
          v[row] = e[row] * (first - e[row] * second)
          if (!(v[row] > 0)) v[row] = 0
          r[row] = (event[row] ? w[row] : 0) - e[row] * first
          variance += v[row]
        }
      }
      return variance
    },
    loss: () => constant - logLikelihood,
    ends: (ratio, l) =>
      (ratio[l] - ratio[l - lookBack]) / ratio[l] < minimumRelativeGain || ratio[l] > maximumExplained,
  }
  let mean = 0
  for (let i = 0; i < n; i++) mean += w[i] * offset[i]
  const centred = offset.map((value) => value - mean)
  const fitted = solvePath({ ...design, ...sequence, offset: centred }, family)
  if (!(fitted.nullLoss > 0))
    throw InvalidArgument('event', 'such that at an event of positive weight others are at risk')
  return assemblePath('cox', design, !sequence.given, fitted, 2 * design.totalWeight * fitted.nullLoss)
}
