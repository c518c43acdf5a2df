import { TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { cholesky, quadraticForm } from '../numerics/linear-algebra.ts'
import { type ChiSquareTest, chiSquareTest } from '../regression/logistic-inference.ts'
import { checked } from './cumulative-incidence.ts'

/**
 * Gray's test that groups have the same cumulative incidence of the cause (ρ = 0), Gray 1988. Equals cmprsk's cuminc.
 *
 * @param time n times, of any unit
 * @param cause as for `cumulativeIncidence`
 * @param group n numbers
 * @returns χ², its degrees of freedom and p
 * @throws TooFewValues with fewer than two groups, UnequalLengths
 */
export function grayTest(time: ArrayLike<number>, cause: ArrayLike<number>, group: ArrayLike<number>): ChiSquareTest {
  if (group.length !== time.length) throw UnequalLengths('The times', time.length, 'the groups', group.length)
  const { at, order } = checked(time, cause)
  const levels = [...new Set(Array.from(group))].sort((a, b) => a - b)
  const g = levels.length
  if (g < 2) throw TooFewValues('Gray’s test over groups', 2, g)
  const place = new Map(levels.map((level, k) => [level, k]))
  const groupOf = Int32Array.from(group, (level) => place.get(level)!)
  const steps = stepsByGroup(at, cause, order, groupOf, g)
  const score = new Float64Array(g)
  // c(t), summed so far, at each step; its end is needed before variances can be
  const so = steps.map(() => new Float64Array(g * g))
  const sum = new Float64Array(g * g)
  steps.forEach(({ atRisk, own, before, incidence, weights, total, pooledBefore, events }, k) => {
    let expected = 0
    for (let i = 0; i < g; i++) if (atRisk[i] > 0) expected += (atRisk[i] * (1 - incidence[i])) / before[i]
    for (let i = 0; i < g; i++) {
      if (atRisk[i] === 0) continue
      score[i] += own[i] - (events * atRisk[i] * (1 - incidence[i])) / (before[i] * expected)
      for (let j = 0; j < g; j++)
        sum[i * g + j] += (contrast(weights, total, i, j) * events) / (total * (1 - pooledBefore))
    }
    so[k].set(sum)
  })
  const q = g - 1
  const variance = new Float64Array(q * q)
  steps.forEach(({ atRisk, before, after, weights, total, pooledAfter, events, others }, k) => {
    for (let r = 0; r < g; r++) {
      if (atRisk[r] === 0) continue
      const rest = (i: number) => sum[i * g + r] - so[k][i * g + r]
      const ratio = after[r] > 0 ? (1 - pooledAfter) / after[r] : 0
      const add = (weight: number, part: (i: number) => number) => {
        for (let i = 0; i < q; i++) for (let j = 0; j < q; j++) variance[i * q + j] += weight * part(i) * part(j)
      }
      if (events > 0) {
        const own = after[r] > 0 ? 1 - ratio : 1
        const ties = events > 1 ? 1 - (events - 1) / (total * before[r] - 1) : 1
        add((ties * before[r] * events) / (total * atRisk[r]), (i) => contrast(weights, total, i, r) + own * rest(i))
      }
      const other = others[r]
      if (other > 0 && after[r] > 0) {
        const ties = other > 1 ? 1 - (other - 1) / (atRisk[r] - 1) : 1
        add((ties * before[r] ** 2 * other) / atRisk[r] ** 2, (i) => ratio * rest(i))
      }
    }
  })
  if (cholesky(variance, q, 1e-12) >= 0) return { chiSquare: Number.NaN, df: q, p: Number.NaN }
  return chiSquareTest(quadraticForm(variance, q, score.subarray(0, q)), q)
}

/** How much group i's score takes of a change of group j's subdistribution hazard: h_i (δ_ij − h_j / h). */
function contrast(weights: Float64Array, total: number, i: number, j: number): number {
  return weights[i] * (Number(i === j) - weights[j] / total)
}

/** At each time with an event: of each group those at risk, events, survival and incidence before and survival after. */
function stepsByGroup(
  at: Float64Array,
  cause: ArrayLike<number>,
  order: ArrayLike<number>,
  groupOf: Int32Array,
  g: number,
) {
  const n = at.length
  const left = new Float64Array(g)
  for (const group of groupOf) left[group]++
  const survival = new Float64Array(g).fill(1)
  const incidence = new Float64Array(g)
  let pooled = 0
  const steps = []
  for (let i = 0; i < n; ) {
    const time = at[order[i]]
    const own = new Float64Array(g)
    const others = new Float64Array(g)
    const gone = new Float64Array(g)
    for (; i < n && at[order[i]] === time; i++) {
      const row = order[i]
      gone[groupOf[row]]++
      if (cause[row] === 1) own[groupOf[row]]++
      else if (cause[row] !== 0) others[groupOf[row]]++
    }
    const events = own.reduce((a, b) => a + b, 0)
    if (events + others.reduce((a, b) => a + b, 0) > 0) {
      const before = Float64Array.from(survival)
      const step = { atRisk: Float64Array.from(left), own, others, before, incidence: Float64Array.from(incidence) }
      // as the paper has it, h = Y / S
      const weights = step.atRisk.map((risk, k) => (risk > 0 ? risk / before[k] : 0))
      const total = weights.reduce((a, b) => a + b, 0)
      for (let k = 0; k < g; k++) {
        if (left[k] === 0) continue
        incidence[k] += (survival[k] * own[k]) / left[k]
        survival[k] *= (left[k] - own[k] - others[k]) / left[k]
      }
      const pooledBefore = pooled
      pooled += events / total
      steps.push({
        ...step,
        weights,
        total,
        events,
        pooledBefore,
        pooledAfter: pooled,
        after: Float64Array.from(survival),
      })
    }
    for (let k = 0; k < g; k++) left[k] -= gone[k]
  }
  return steps
}
