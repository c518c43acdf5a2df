import { UnequalLengths } from '../../errors/index.ts'
import { solveBinomialPath } from '../kernels/binomial-path.ts'
import { type PathFamily, solvePath } from '../kernels/coordinate-path.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'
import type { Matrix, MatrixColumns } from '../numerics/matrix.ts'
import {
  assemblePath,
  type PenalisedDesign,
  type PenalisedOptions,
  type PenalisedPath,
  penalisedDesign,
  penaltySequence,
} from './penalised-path.ts'

/**
 * Logistic regression penalised by λ(α |b|₁ + (1 − α)/2 |b|₂²), over a falling path of λ.
 *
 * Constant columns stay at 0. More columns than rows, and separated outcomes, are allowed.
 * Follows glmnet's sequence of penalties, order of coordinates and stopping. Equals glmnet(family = "binomial").
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param options alpha, penalties, weights and the like; see `PenalisedOptions`
 * @returns the path; coefficients are log odds ratios per unit of each column
 * @throws UnequalLengths where x and the outcome differ in rows
 * @throws NotFinite for a value that is NaN or infinite
 * @throws InvalidArgument for an option outside its range
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { coefficientsOf, lassoBinomial, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[-1, -1, -1, -1, 1, 1, 1, 1]])
 * const y = [0, 0, 0, 1, 0, 1, 1, 1]
 * // the risk at x = 1 is 0.75 − λ: log(0.7 / 0.3)
 * const path = lassoBinomial(x, y, { lambda: [0.05] })
 * coefficientsOf(path, 0)[0].toFixed(3) // → '0.847'
 * ```
 */
export function lassoBinomial(
  x: Matrix | MatrixColumns,
  y: ArrayLike<number>,
  options: PenalisedOptions = {},
): PenalisedPath {
  if (y.length !== x.rows) throw UnequalLengths('x', x.rows, 'y', y.length)
  requireBothClasses(y, options.weights)
  const design = penalisedDesign(x, options)
  const sequence = penaltySequence(design, options)
  const outcome = new Float64Array(design.stride)
  outcome.set(y)
  const problem = { ...design, ...sequence }
  const start = startOf(outcome, design.weights, design.hasOffset ? design.offset : undefined)
  const fitted =
    solveBinomialPath({ ...problem, y: outcome, start }) ?? solvePath(problem, binomialFamily(outcome, start, design))
  return assemblePath('binomial', design, !sequence.given, fitted, 2 * design.totalWeight * fitted.nullLoss)
}

const minimumProbability = 1e-9
const minimumGain = 1e-5
const maximumExplained = 0.999

function binomialFamily(y: Float64Array, start: number, { stride, weights: w }: PenalisedDesign): PathFamily {
  const furthest = Math.log(1 / minimumProbability - 1)
  const leastVariance = (1 + minimumProbability) * minimumProbability * (1 - minimumProbability)
  const q = new Float64Array(stride)
  return {
    intercept: start,
    quadratic: false,
    ridgeScale: 1,
    working(eta, v, r) {
      let sum = 0
      for (let i = 0; i < stride; i++) {
        const e = eta[i]
        const probability = e < -furthest ? 0 : e > furthest ? 1 : 1 / (1 + Math.exp(-e))
        q[i] = probability
        v[i] = w[i] * probability * (1 - probability)
        sum += v[i]
      }
      if (sum <= leastVariance) return 0
      for (let i = 0; i < stride; i++) r[i] = w[i] * (y[i] - q[i])
      return sum
    },
    loss() {
      let sum = 0
      for (let i = 0; i < stride; i++) {
        if (w[i] === 0) continue
        const probability = Math.min(Math.max(minimumProbability, q[i]), 1 - minimumProbability)
        sum -= w[i] * Math.log(y[i] === 1 ? probability : 1 - probability)
      }
      return sum
    },
    ends: (ratio, l) => ratio[l] - (l === 0 ? 0 : ratio[l - 1]) < minimumGain || ratio[l] > maximumExplained,
  }
}

/** The intercept of the null model: the logit of the share of positives, or what gives that share with the offset. */
function startOf(y: Float64Array, w: Float64Array, offset: Float64Array | undefined): number {
  let share = 0
  for (let i = 0; i < y.length; i++) share += w[i] * y[i]
  let b0 = Math.log(share / (1 - share))
  if (!offset) return b0
  for (let i = 0; i < y.length; i++) b0 -= w[i] * offset[i]
  for (let iteration = 0; iteration < 100; iteration++) {
    let score = 0
    let information = 0
    for (let i = 0; i < y.length; i++) {
      const probability = 1 / (1 + Math.exp(-(b0 + offset[i])))
      score += w[i] * (y[i] - probability)
      information += w[i] * probability * (1 - probability)
    }
    const change = Math.max(-5, Math.min(5, score / information))
    b0 += change
    if (Math.abs(change) < 1e-12) break
  }
  return b0
}
