import { boostedLogOdds, gradientBoosting } from '../../statistics/machine-learning/gradient-boosting.ts'
import { forestRisk, randomForest } from '../../statistics/machine-learning/random-forest.ts'
import { decisionValues, supportVectors } from '../../statistics/machine-learning/support-vectors.ts'
import { type Matrix, selectRows } from '../../statistics/numerics/matrix.ts'
import { logistic } from '../../statistics/regression/logistic.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { foldCount } from '../fit/inner-folds.ts'
import type { ComparatorMethod } from '../plan/comparator.ts'

/** What a comparator learns from: columns, outcomes, how often each row was drawn, its inner fold, and a seed. */
export interface Learning {
  x: Matrix
  y: Float64Array
  counts: Float64Array
  fold: Int32Array
  seed: number
}

/** A tuned learner: the log odds of any rows, and the settings that were chosen. */
export interface Tuned {
  logOdds: (x: Matrix) => Float64Array
  tuning: Record<string, number>
}

const forestTrees = 300
const leafSizes = [1, 5, 10]
const depths = [1, 2, 3]
const mostTrees = 150
const costs = [0.1, 1, 10]
const widths = [0.25, 1, 4]

/** Fits a method with the settings that do best on rows they were not fitted to. */
export function tuned(method: ComparatorMethod, learning: Learning): Tuned {
  return { forest, boosting, svm }[method](learning)
}

/** The size of leaves by the out-of-bag deviance. */
function forest({ x, y, counts, seed }: Learning): Tuned {
  const grown = leafSizes.map((minLeaf) => {
    const own = randomForest(x, y, randomStream(seed, 'forest', minLeaf), { trees: forestTrees, minLeaf, counts })
    return { minLeaf, own, loss: deviance(y, counts, own.outOfBag.map(forestLogOdds)) }
  })
  const best = leastOf(grown)
  return {
    logOdds: (rows) => forestRisk(best.own, rows).map(forestLogOdds),
    tuning: { trees: forestTrees, minLeaf: best.minLeaf },
  }
}

/** A share of trees is never quite 0 or 1: as if half a tree more had voted either way. */
const forestLogOdds = (share: number) => Math.log((share * forestTrees + 0.5) / ((1 - share) * forestTrees + 0.5))

/** Depth and number of trees by the deviance of inner folds. */
function boosting({ x, y, counts, fold }: Learning): Tuned {
  const stages = Array.from({ length: mostTrees / 10 }, (_, s) => 10 * (s + 1))
  const judged = depths.flatMap((depth) => {
    const eta = stages.map(() => new Float64Array(y.length))
    for (const { learnt, held } of partsOf(fold)) {
      const model = gradientBoosting(selectRows(x, learnt), pick(y, learnt), {
        trees: mostTrees,
        depth,
        minLeaf: 3,
        counts: pick(counts, learnt),
      })
      const rows = selectRows(x, held)
      stages.forEach((trees, s) => {
        boostedLogOdds(model, rows, trees).forEach((value, k) => {
          eta[s][held[k]] = value
        })
      })
    }
    return stages.map((trees, s) => ({ depth, trees, loss: deviance(y, counts, eta[s]) }))
  })
  const { depth, trees } = leastOf(judged)
  const model = gradientBoosting(x, y, { trees, depth, minLeaf: 3, counts })
  return { logOdds: (rows) => boostedLogOdds(model, rows), tuning: { trees, depth, rate: 0.1 } }
}

/** Cost and width of the kernel by inner folds, whose decision values give the way to log odds too (Platt 1999). */
function svm({ x, y, counts, fold }: Learning): Tuned {
  const judged = costs.flatMap((cost) =>
    widths.map((width) => {
      const gamma = width / x.columns
      const decision = new Float64Array(y.length)
      for (const { learnt, held } of partsOf(fold)) {
        const machine = supportVectors(selectRows(x, learnt), pick(y, learnt), {
          cost,
          gamma,
          counts: pick(counts, learnt),
        })
        decisionValues(machine, selectRows(x, held)).forEach((value, k) => {
          decision[held[k]] = value
        })
      }
      const scale = plattScale(decision, y, counts)
      return { cost, gamma, scale, loss: deviance(y, counts, decision.map(scale)) }
    }),
  )
  const { cost, gamma, scale } = leastOf(judged)
  const machine = supportVectors(x, y, { cost, gamma, counts })
  return { logOdds: (rows) => decisionValues(machine, rows).map(scale), tuning: { cost, gamma } }
}

/** Log odds by a logistic regression on decision values; the share of events alone where these run against the outcome. */
function plattScale(decision: Float64Array, y: Float64Array, counts: Float64Array): (value: number) => number {
  const x = { rows: decision.length, columns: 1, values: decision }
  const varies = decision.some((value) => Math.abs(value - decision[0]) > 1e-12)
  const fit = varies ? logistic(x, y, { weights: counts }) : undefined
  if (fit && !fit.separation && fit.coefficients[1] > 0) {
    const [intercept, slope] = fit.coefficients
    return (value) => intercept + slope * value
  }
  if (fit?.separation) return (value) => 4 * value
  const mass = counts.reduce((sum, count) => sum + count, 0)
  const share = y.reduce((sum, value, i) => sum + value * counts[i], 0) / mass
  return () => Math.log(share / (1 - share))
}

function partsOf(fold: Int32Array) {
  return Array.from({ length: foldCount(fold) }, (_, f) => {
    const rows = Array.from(fold.keys())
    return { learnt: rows.filter((i) => fold[i] !== f), held: rows.filter((i) => fold[i] === f) }
  })
}

const pick = (values: Float64Array, rows: readonly number[]) => Float64Array.from(rows, (i) => values[i])

function deviance(y: Float64Array, counts: Float64Array, eta: Float64Array): number {
  let sum = 0
  for (let i = 0; i < y.length; i++) {
    // a row that every tree had drawn has no log odds out of bag
    if (Number.isNaN(eta[i])) continue
    const against = y[i] === 1 ? -eta[i] : eta[i]
    sum += counts[i] * (Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against))))
  }
  return sum
}

function leastOf<Judged extends { loss: number }>(judged: readonly Judged[]): Judged {
  return judged.reduce((best, own) => (own.loss < best.loss ? own : best))
}
