import { randomStream } from '../../statistics/resampling/random.ts'

/**
 * Patients in the order in which a reader meets them: another for each reader, so that learning and fatigue do not fall
 * on the same patients, and the same one each time. The owner (no name) and the consensus see them as they are sorted.
 */
export function readingOrder(patients: readonly string[], reader: string): string[] {
  const order = [...patients]
  if (reader === '' || reader === 'consensus') return order
  const { below } = randomStream(1, 'reading order', reader)
  for (let i = order.length - 1; i > 0; i--) {
    const j = below(i + 1)
    ;[order[i], order[j]] = [order[j], order[i]]
  }
  return order
}
