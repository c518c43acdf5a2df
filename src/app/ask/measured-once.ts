import { isFailure } from '../../jobs/failure.ts'
import type { ParallelMap } from '../../parallel.ts'

/**
 * A map that measures the quality of an image once, whatever is written into the study's file meanwhile: of some hundred
 * patients it takes a minute, and a criterion that is changed must be counted at once. A failure is tried again.
 */
export function measuredOnce(known: Map<string, unknown>, map: ParallelMap): ParallelMap {
  return async (name, tasks, options) => {
    if (name !== 'quality/measure') return map(name, tasks, options)
    const keys = tasks.map((task) => JSON.stringify(task))
    const open = tasks.filter((_, i) => !known.has(keys[i]))
    const answers = open.length > 0 ? await map(name, open, options) : []
    let next = 0
    return keys.map((key) => {
      if (known.has(key)) return known.get(key) as (typeof answers)[number]
      const answer = answers[next++]
      if (!isFailure(answer as object)) known.set(key, answer)
      return answer
    })
  }
}
