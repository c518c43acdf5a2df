import { InvalidArgument, UnequalLengths } from '../../errors/index.ts'
import { requireBothClasses } from '../numerics/check-arguments.ts'

/** Counts and shares of those whom the second model moves up and down, and what they come to. No p-values: see the docs. */
export interface Reclassification {
  events: { up: number; down: number; total: number; net: number }
  nonevents: { up: number; down: number; total: number; net: number }
  /** Net share of events moved up plus net share of non-events moved down: −2 to 2. */
  nri: number
}

/**
 * Net reclassification from one model's risks to another's: by any change (cut-offs empty) or by change of category.
 * Described only: its test calls useless markers useful (Pepe 2015). Equals Hmisc::improveProb's indexes for any change.
 *
 * @param first n risks of the first model, 0 to 1
 * @param second n risks of the second model, of the same rows
 * @param y n outcomes, 0 or 1
 * @param cutOffs bounds of the risk categories, between 0 and 1; none: any change counts
 * @returns how many events and non-events move up and down, and the NRI (−2 to 2)
 * @throws UnequalLengths where the arrays differ in length
 * @throws InvalidArgument for a risk or cut-off outside its range
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { reclassification } from 'nomoscope/statistics'
 *
 * reclassification([0.4, 0.4, 0.6, 0.6], [0.3, 0.5, 0.7, 0.8], [0, 0, 1, 1]).nri // → 1
 * ```
 */
export function reclassification(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  y: ArrayLike<number>,
  cutOffs: readonly number[] = [],
): Reclassification {
  check(first, second, y)
  const sorted = [...cutOffs].sort((a, b) => a - b)
  if (sorted.some((cut) => !(cut > 0 && cut < 1))) throw InvalidArgument('cutOffs', 'between 0 and 1')
  const place = (risk: number) => (sorted.length === 0 ? risk : sorted.reduce((k, cut) => k + (risk >= cut ? 1 : 0), 0))
  const count = [
    { up: 0, down: 0, total: 0 },
    { up: 0, down: 0, total: 0 },
  ]
  for (let i = 0; i < y.length; i++) {
    const group = count[y[i]]
    const before = place(first[i])
    const after = place(second[i])
    group.total++
    if (after > before) group.up++
    if (after < before) group.down++
  }
  const [nonevents, events] = count
  const netEvents = (events.up - events.down) / events.total
  const netNonevents = (nonevents.down - nonevents.up) / nonevents.total
  return {
    events: { ...events, net: netEvents },
    nonevents: { ...nonevents, net: netNonevents },
    nri: netEvents + netNonevents,
  }
}

/**
 * Change of the mean risk of events less that of non-events. Equals Hmisc::improveProb's idi.
 *
 * @param first n risks of the first model, 0 to 1
 * @param second n risks of the second model, of the same rows
 * @param y n outcomes, 0 or 1
 * @returns change of the mean risk of events, of non-events, and the IDI, their difference
 * @throws UnequalLengths where the arrays differ in length
 * @throws InvalidArgument for a risk outside 0 to 1
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws OneClassOnly where a class has no row
 * @example
 * ```ts
 * import { integratedDiscrimination } from 'nomoscope/statistics'
 *
 * integratedDiscrimination([0.5, 0.5, 0.5, 0.5], [0.25, 0.25, 0.75, 0.75], [0, 0, 1, 1]).idi // → 0.5
 * ```
 */
export function integratedDiscrimination(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  y: ArrayLike<number>,
): { events: number; nonevents: number; idi: number } {
  check(first, second, y)
  const sum = [0, 0]
  const count = [0, 0]
  for (let i = 0; i < y.length; i++) {
    sum[y[i]] += second[i] - first[i]
    count[y[i]]++
  }
  const events = sum[1] / count[1]
  const nonevents = sum[0] / count[0]
  return { events, nonevents, idi: events - nonevents }
}

function check(first: ArrayLike<number>, second: ArrayLike<number>, y: ArrayLike<number>): void {
  if (first.length !== y.length) throw UnequalLengths('first', first.length, 'y', y.length)
  if (second.length !== y.length) throw UnequalLengths('second', second.length, 'y', y.length)
  requireBothClasses(y)
  for (const risks of [first, second])
    for (let i = 0; i < risks.length; i++)
      if (!(risks[i] >= 0 && risks[i] <= 1))
        throw InvalidArgument('risks', `from 0 to 1, not ${risks[i]} at position ${i}`)
}
