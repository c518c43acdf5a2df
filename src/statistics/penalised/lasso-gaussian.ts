import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { type PathFamily, solvePath } from '../kernels/coordinate-path.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import type { Matrix } from '../numerics/matrix.ts'
import {
  assemblePath,
  type PenalisedOptions,
  type PenalisedPath,
  penalisedDesign,
  penaltySequence,
} from './penalised-path.ts'

const LEAST_RELATIVE_GAIN = 1e-5
const MOST_EXPLAINED = 0.999

/**
 * Linear regression penalised over a falling path of λ: 1/(2n) RSS + λ(α |b|₁ + (1 − α)/(2 s) |b|₂²), where s is the
 * standard deviation of y (denominator n): glmnet standardises y, and this is what its ridge part comes to.
 * x  n × p; y  n numbers, not constant. Equals glmnet(family = "gaussian").
 */
export function lassoGaussian(x: Matrix, y: ArrayLike<number>, options: PenalisedOptions = {}): PenalisedPath {
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
      ratio[l] - (l === 0 ? 0 : ratio[l - 1]) < LEAST_RELATIVE_GAIN * ratio[l] || ratio[l] > MOST_EXPLAINED,
  }
  // Columns are centred, so the intercept is the mean and stays out of the descent.
  const fitted = solvePath({ ...design, ...sequence, offset: new Float64Array(stride) }, family)
  fitted.intercepts.fill(mean)
  return assemblePath('gaussian', design, !sequence.given, fitted, design.totalWeight * fitted.nullLoss)
}
