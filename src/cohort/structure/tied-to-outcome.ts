import { CentreTellsOutcome, RowOrderTellsOutcome } from '../../errors/index.ts'
import { normal } from '../../statistics/distributions/index.ts'
import type { Column } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'

/** Sorted by chance less often than once in ten thousand tables, and far enough to matter. */
const minimumP = 1e-4
const minimumAuc = 0.7

/**
 * A remark where the outcome goes with the order of the rows: a table put together from two lists, or sorted. Whatever
 * else goes with the order (a number, a date, a scanner) then tells the outcome. By Mann and Whitney's test of the rows'
 * numbers, whose ranks have no ties.
 */
export function orderedByOutcome(positive: ArrayLike<number>, column: string, file: string): Fault[] {
  const known = Array.from(positive).filter((value) => !Number.isNaN(value))
  const events = known.reduce((sum, value) => sum + value, 0)
  const others = known.length - events
  if (events < 5 || others < 5) return []
  const ranks = known.reduce((sum, value, i) => sum + value * (i + 1), 0)
  const u = ranks - (events * (events + 1)) / 2
  const auc = u / (events * others)
  const z = (u - (events * others) / 2) / Math.sqrt((events * others * (known.length + 1)) / 12)
  const p = 2 * normal.upper(Math.abs(z))
  if (p > minimumP || Math.max(auc, 1 - auc) < minimumAuc) return []
  return [fault(RowOrderTellsOutcome(column, Math.max(auc, 1 - auc)), { file, column }, 'note')]
}

/** Of the errors that guessing the commoner outcome makes, a centre that leaves one in four or fewer is nearly the outcome. */
const maximumErrors = 4

/** A remark where one column (the centre, the scanner) nearly tells the outcome: their effects cannot be told apart. */
export function centreTellsOutcome(
  centre: Column,
  positive: ArrayLike<number>,
  outcome: string,
  file: string,
): Fault[] {
  const { levels, name } = centre.variable
  if (!levels) return []
  const counts = levels.map(() => [0, 0])
  for (let row = 0; row < positive.length; row++) {
    const at = centre.values[row]
    if (!Number.isNaN(at) && !Number.isNaN(positive[row])) counts[at][positive[row]]++
  }
  const totals = counts.reduce(([a, b], [without, having]) => [a + without, b + having], [0, 0])
  const guessed = Math.min(...totals)
  const wrong = counts.reduce((sum, own) => sum + Math.min(...own), 0)
  if (guessed < 8 || wrong > guessed / maximumErrors) return []
  const told = levels.map(({ label }, at) => `${label} ${counts[at][1]} of ${counts[at][0] + counts[at][1]}`).join(', ')
  return [fault(CentreTellsOutcome(name, outcome, told), { file, column: name }, 'note')]
}
