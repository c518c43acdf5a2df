import { InvalidArgument } from '../../errors/index.ts'
import { type PathFamily, solvePath } from '../kernels/coordinate-path.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { riskSets, survivalTimes } from '../survival/cox-partial.ts'
import {
  assemblePath,
  type PenalisedOptions,
  type PenalisedPath,
  penalisedDesign,
  penaltySequence,
} from './penalised-path.ts'

const LEAST_RELATIVE_GAIN = 1e-3
const MOST_EXPLAINED = 0.99
const LOOK_BACK = 4

/**
 * Cox regression (Breslow's ties) penalised over a falling path of λ; the loss is the partial log-likelihood over the sum
 * of the weights. x  n × p; time  n numbers; event  n flags. Simon et al. 2011. Equals glmnet(family = "cox").
 */
export function lassoCox(
  x: Matrix,
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
    ends: (ratio, l) => (ratio[l] - ratio[l - LOOK_BACK]) / ratio[l] < LEAST_RELATIVE_GAIN || ratio[l] > MOST_EXPLAINED,
  }
  let mean = 0
  for (let i = 0; i < n; i++) mean += w[i] * offset[i]
  const centred = offset.map((value) => value - mean)
  const fitted = solvePath({ ...design, ...sequence, offset: centred }, family)
  if (!(fitted.nullLoss > 0))
    throw InvalidArgument('event', 'such that at an event of positive weight others are at risk')
  return assemblePath('cox', design, !sequence.given, fitted, 2 * design.totalWeight * fitted.nullLoss)
}
