import { z } from 'zod'
import { uncorrelatedColumns } from '../../statistics/kernels/correlated-columns.ts'
import type { Step, TrainingRows } from '../../step.ts'
import { fixedDecimals } from '../../text/format.ts'
import { applySelection, type Selection } from './keep-columns.ts'
import type { PairMemory } from './pair-memory.ts'
import { targetOf } from './relevance.ts'
import { filterStep } from './selection-step.ts'

export const correlationStep = filterStep({
  schema: z.strictObject({ correlation: z.number().gt(0).max(1), keep: z.enum(['outcome', 'first']).optional() }),
  describe: (step, words) => words.correlation(fixedDecimals(step.correlation, 2), step.keep === 'first'),
  create: (step, memory) => correlation(step.correlation, step.keep ?? 'outcome', memory()),
})

/**
 * Of continuous columns whose |Pearson correlation| is above `threshold`, keeps the one more related to the outcome
 * (`keep: outcome`) or the one that comes first (`keep: first`, which needs no outcome). Columns are taken in that
 * order, and one stays unless it is correlated with one that has stayed already; equal ones in the order of the table.
 * Constant columns go.
 *
 * memory  filled by the first fit and used by fits to parts of its rows, which it makes faster and not different
 */
export function correlation(threshold: number, keep: 'outcome' | 'first', memory?: PairMemory): Step<Selection> {
  return {
    name: 'correlation',
    fit: (training) => ({ kept: uncorrelated(training, threshold, keep, memory) }),
    apply: applySelection,
  }
}

function uncorrelated(
  training: TrainingRows,
  threshold: number,
  keep: 'outcome' | 'first',
  memory: PairMemory | undefined,
): string[] {
  const { rows, counts } = training
  const columns = training.columns.filter((column) => !column.levels)
  const known = memory?.whole
  const { kept, pairs } = uncorrelatedColumns(
    { columns, counts },
    keep === 'outcome' ? targetOf(training) : undefined,
    threshold,
    known && {
      pairs: known.pairs,
      columns: Int32Array.from(columns, ({ name }) => known.columns.get(name) ?? -1),
      held: heldPositions(known.rows, rows),
    },
  )
  if (memory && !known && pairs) {
    const places = columns.map(({ name }, j): [string, number] => [name, memory.changing.has(name) ? -1 : j])
    memory.whole = { pairs, columns: new Map(places), rows }
  }
  const stays = new Uint8Array(columns.length)
  for (const j of kept) stays[j] = 1
  let j = 0
  return training.columns.filter((column) => column.levels || stays[j++]).map((column) => column.name)
}

/** Positions of the rows of the whole part that a part of it, in the same order, lacks. */
function heldPositions(positions: Int32Array, part: Int32Array): Int32Array {
  let next = 0
  const held: number[] = []
  positions.forEach((row, i) => {
    if (row === part[next]) next++
    else held.push(i)
  })
  return Int32Array.from(held)
}
