import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { quantileOfSorted } from '../descriptive/descriptive.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'

/**
 * Mean squared distance of risks from outcomes.
 *
 * @param risks n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @returns the Brier score, 0 (perfect) to 1
 * @throws UnequalLengths where the two differ in length
 * @example
 * ```ts
 * import { brierScore } from 'nomoscope/statistics'
 *
 * brierScore([0.5, 0.5, 1, 0], [0, 1, 1, 0]) // → 0.125
 * ```
 */
export function brierScore(risks: ArrayLike<number>, y: ArrayLike<number>): number {
  if (risks.length !== y.length) throw UnequalLengths('risks', risks.length, 'y', y.length)
  let sum = 0
  for (let i = 0; i < y.length; i++) sum += (risks[i] - y[i]) ** 2
  return sum / y.length
}

/** The Brier score and the parts that it is the sum of. */
export interface BrierDecomposition {
  brier: number
  /** 1 − Brier over that of giving everyone the prevalence (index of prediction accuracy). */
  scaled: number
  /** Miscalibration of groups, spread of the groups' shares, and p(1 − p) of the prevalence. */
  reliability: number
  resolution: number
  uncertainty: number
  /** What the spread of risks inside a group takes away: brier = reliability − resolution + uncertainty + within. */
  within: number
  groups: number
}

/**
 * Murphy's decomposition over groups of equal risk, or over quantile groups of them; with the term that makes the parts
 * add up to the score where a group holds different risks (Stephenson 2008).
 *
 * @param risks n risks, probabilities from 0 to 1
 * @param y n outcomes, 0 or 1
 * @param groups number of quantile groups, or 'distinct' for one a different risk
 * @returns the score, the scaled score and the parts that add up to it
 * @throws UnequalLengths where the two differ in length
 * @throws InvalidArgument for fewer than one group
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { brierDecomposition } from 'nomoscope/statistics'
 *
 * const parts = brierDecomposition([0.25, 0.25, 0.75, 0.75], [0, 0, 1, 1], 'distinct')
 * parts.brier // → 0.0625
 * parts.reliability // → 0.0625
 * parts.resolution // → 0.25
 * parts.uncertainty // → 0.25
 * ```
 */
export function brierDecomposition(
  risks: ArrayLike<number>,
  y: ArrayLike<number>,
  groups: number | 'distinct' = 10,
): BrierDecomposition {
  const { positive, negative } = requireBothClasses(y)
  const brier = brierScore(risks, y)
  const n = y.length
  const share = positive / (positive + negative)
  const sorted = Float64Array.from(risks).sort()
  let cuts: number[]
  if (groups === 'distinct') cuts = [...new Set(sorted)]
  else {
    if (!(groups >= 1)) throw InvalidArgument('groups', 'at least 1')
    cuts = [...new Set(Array.from({ length: groups }, (_, g) => quantileOfSorted(sorted, (g + 1) / groups)))]
  }
  const size = new Float64Array(cuts.length)
  const events = new Float64Array(cuts.length)
  const risk = new Float64Array(cuts.length)
  for (let i = 0; i < n; i++) {
    let low = 0
    let high = cuts.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (risks[i] <= cuts[middle]) high = middle
      else low = middle + 1
    }
    size[low]++
    events[low] += y[i]
    risk[low] += risks[i]
  }
  let reliability = 0
  let resolution = 0
  let used = 0
  for (let g = 0; g < cuts.length; g++) {
    if (size[g] === 0) continue
    used++
    reliability += (size[g] * (risk[g] / size[g] - events[g] / size[g]) ** 2) / n
    resolution += (size[g] * (events[g] / size[g] - share) ** 2) / n
  }
  const uncertainty = share * (1 - share)
  return {
    brier,
    scaled: 1 - brier / uncertainty,
    reliability,
    resolution,
    uncertainty,
    within: brier - reliability + resolution - uncertainty,
    groups: used,
  }
}
