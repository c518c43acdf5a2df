import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { type PathFamily, solvePath } from '../kernels/coordinate-path.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import type { Matrix, MatrixColumns } from '../numerics/matrix.ts'
import {
  assemblePath,
  type PenalisedOptions,
  type PenalisedPath,
  penalisedDesign,
  penaltySequence,
} from './penalised-path.ts'

const minimumRelativeGain = 1e-5
const maximumExplained = 0.999

/**
 * Linear regression penalised over a falling path of λ: 1/(2n) RSS + λ(α |b|₁ + (1 − α)/(2 s) |b|₂²), where s is the
 * standard deviation of y (denominator n): glmnet standardises y, and this is what its ridge part comes to.
 * Equals glmnet(family = "gaussian").
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n numbers, any unit, not constant
 * @param options alpha, penalties, weights and the like; see `PenalisedOptions`
 * @returns the path; coefficients per unit of each column
 * @throws UnequalLengths where x and the outcome differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws InvalidArgument for an option outside its range
 * @example
 * ```ts
 * import { coefficientsOf, lassoGaussian, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, 1, -1, 1, -1, 1]])
 * const y = [-2, 2, -2, 2, -2, 2]
 * // one column of variance 1: 2 − λ
 * const path = lassoGaussian(x, y, { lambda: [0.5] })
 * coefficientsOf(path, 0)[0].toFixed(4) // → '1.5000'
 * ```
 */
export function lassoGaussian(
  x: Matrix | MatrixColumns,
  y: ArrayLike<number>,
  options: PenalisedOptions = {},
): PenalisedPath {
  if (y.length !== x.rows) throw UnequalLengths('x', x.rows, 'y', y.length)
  requireFinite(y, 'y')
  const design = penalisedDesign(x, options)
  const sequence = penaltySequence(design, options)
  const { n, stride, weights: w, offset } = design
  const target = new Float64Array(stride)
  let mean = 0
  for (let i = 0; i < n; i++) {
    target[i] = y[i] - offset[i]
    mean += w[i] * target[i]
  }
  let square = 0
  for (let i = 0; i < n; i++) {
    target[i] -= mean
    square += w[i] * target[i] * target[i]
  }
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(y[i] - offset[i]))
  if (!(Math.sqrt(square) > 1e-14 * largest)) throw InvalidArgument('y', 'not constant')
  const residual = new Float64Array(stride)
  const family: PathFamily = {
    intercept: undefined,
    quadratic: true,
    ridgeScale: Math.sqrt(square),
    working(eta, v, r) {
      v.set(w)
      for (let i = 0; i < stride; i++) {
        residual[i] = target[i] - eta[i]
        r[i] = w[i] * residual[i]
      }
      return 1
    },
    loss() {
      let sum = 0
      for (let i = 0; i < stride; i++) sum += w[i] * residual[i] * residual[i]
      return sum
    },
    ends: (ratio, l) =>
      ratio[l] - (l === 0 ? 0 : ratio[l - 1]) < minimumRelativeGain * ratio[l] || ratio[l] > maximumExplained,
  }
  // Columns are centred, so the intercept is the mean and stays out of the descent.
  const fitted = solvePath({ ...design, ...sequence, offset: new Float64Array(stride) }, family)
  fitted.intercepts.fill(mean)
  return assemblePath('gaussian', design, !sequence.given, fitted, design.totalWeight * fitted.nullLoss)
}
