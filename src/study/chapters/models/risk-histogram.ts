import type { PartPerformance } from '../../../model/index.ts'

/** Predicted risks in twenty bins; no single patient's risk can be read from it. */
export function histogram(predictions: PartPerformance['predictions']) {
  const bins = 20
  const edges = Array.from({ length: bins + 1 }, (_, i) => i / bins)
  const count = (outcome: number) => {
    const counts = new Array<number>(bins).fill(0)
    for (const one of predictions)
      if (one.outcome === outcome && Number.isFinite(one.risk))
        counts[Math.min(bins - 1, Math.floor(one.risk * bins))]++
    return counts
  }
  return { edges, events: count(1), nonEvents: count(0) }
}
