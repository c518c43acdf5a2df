import { z } from 'zod'
import { normalise } from '../../statistics/penalised/normalised-columns.ts'
import { mostHeld, type Step, type TrainingRows } from '../../step.ts'
import { wholeNumber } from '../../text/format.ts'
import { applySelection, type Selection } from './keep-columns.ts'
import { relevanceOf } from './relevance.ts'
import { filterStep } from './selection-step.ts'

export const mrmrStep = filterStep({
  schema: z.strictObject({ mrmr: z.number().int().min(1) }),
  describe: (step, words) => words.mrmr(wholeNumber(step.mrmr)),
  create: (step) => mrmr(step.mrmr),
})

/**
 * The `count` continuous columns with the most relevance and the least redundancy, chosen one after the other:
 * the F statistic with the outcome divided by the mean |correlation| with those chosen before (FCQ of Ding & Peng 2005,
 * Zhao 2019). Equal ones in the order of the table; fewer where fewer vary.
 */
export function mrmr(count: number): Step<Selection> {
  return { name: 'mRMR', fit: (training) => ({ kept: choose(training, count) }), apply: applySelection }
}

function choose(training: TrainingRows, count: number): string[] {
  const { columns, counts } = training
  const n = counts.length
  const relevance = relevanceOf(training).map((r) => (r * r) / Math.max(1 - r * r, 1e-12))
  // What would take more than a part may hold is normalised again in each round.
  const isHeld = columns.length * n <= mostHeld && !columns.some(({ isMade }) => isMade)
  const normal = new Float64Array(isHeld ? columns.length * n : n)
  const normalised = (j: number): number => {
    if (!isHeld) normalise(columns[j].values, counts, normal)
    return isHeld ? j * n : 0
  }
  if (isHeld)
    columns.forEach(({ values }, j) => {
      normalise(values, counts, normal, j * n)
    })
  const left = new Set(Array.from(columns.keys()).filter((j) => !columns[j].levels && relevance[j] > 0))
  const redundancy = new Float64Array(columns.length)
  const chosen: number[] = []
  while (chosen.length < count && left.size > 0) {
    let best = -1
    let bestScore = -1
    for (const j of left) {
      const score = chosen.length === 0 ? relevance[j] : relevance[j] / Math.max(redundancy[j] / chosen.length, 1e-12)
      if (score > bestScore) {
        best = j
        bestScore = score
      }
    }
    chosen.push(best)
    left.delete(best)
    const at = normalised(best)
    const last = normal.slice(at, at + n)
    for (const j of left) {
      const own = normalised(j)
      let r = 0
      for (let i = 0; i < n; i++) r += last[i] * normal[own + i]
      redundancy[j] += Math.abs(r)
    }
  }
  const kept = new Set(chosen)
  return columns.filter((c, j) => c.levels || kept.has(j)).map((c) => c.name)
}
