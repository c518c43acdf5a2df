import type { ParallelMap } from '../parallel.ts'
import { type Case, extractGiven } from '../study/cases/extract-all.ts'
import type { Resources } from './schedulers.ts'

/** How many cases are tried. */
const sampled = 4
/** What a scheduler's node may be slower by, and the least that it is asked for. */
const [margin, leastMinutes, leastMegabytes] = [3, 5, 1024]

/**
 * What a case, or a task of refits, takes here: the mean and the largest seconds of a sample, those of what comes before the
 * first, and the megabytes of a process that did them.
 */
export interface CaseCost {
  before: number
  seconds: number
  longest: number
  megabytes: number
}

/** Computes a few cases from all over the list, in this process. */
export async function sampleCost(cases: readonly Case[], map: ParallelMap): Promise<CaseCost> {
  const count = Math.min(sampled, cases.length)
  const seconds: number[] = []
  for (let i = 0; i < count; i++) {
    const started = performance.now()
    await extractGiven([cases[Math.floor((i * cases.length) / count)]], map)
    seconds.push((performance.now() - started) / 1000)
  }
  const megabytes = process.resourceUsage().maxRSS / 1024
  return {
    before: 0,
    seconds: seconds.reduce((sum, one) => sum + one, 0) / Math.max(1, count),
    longest: Math.max(0, ...seconds),
    megabytes,
  }
}

/** In how many parts: each about ten minutes, and no more than there are cases or a scheduler likes. */
export function partsFor(cases: number, { seconds }: CaseCost): number {
  return Math.max(1, Math.min(cases, 1000, Math.ceil((cases * seconds) / 600)))
}

/** Time and memory of a part, with room for a slower node and a larger case. */
export function resourcesFor(
  cases: number,
  parts: number,
  { before, longest, megabytes }: CaseCost,
): Omit<Resources, 'options'> {
  const each = Math.ceil(cases / Math.max(1, parts))
  return {
    time: Math.max(leastMinutes, Math.ceil((margin * (before + each * longest)) / 60)),
    megabytes: Math.max(leastMegabytes, Math.ceil((2 * megabytes) / 256) * 256),
  }
}
