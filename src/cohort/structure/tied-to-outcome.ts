import { CentreTellsOutcome, RowOrderTellsOutcome, SiteTellsOutcome } from '../../errors/index.ts'
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
  const alone = levelsOfOneOutcome(counts, totals).map(({ at, having, all }) => {
    const told = `${having === 0 ? 'none' : 'all'} of ${all} have`
    return fault(SiteTellsOutcome(name, outcome, levels[at].label, told), { file, column: name }, 'note')
  })
  const guessed = Math.min(...totals)
  const wrong = counts.reduce((sum, own) => sum + Math.min(...own), 0)
  if (guessed < 8 || wrong > guessed / maximumErrors) return alone
  const told = levels.map(({ label }, at) => `${label} ${counts[at][1]} of ${counts[at][0] + counts[at][1]}`).join(', ')
  return [fault(CentreTellsOutcome(name, outcome, told), { file, column: name }, 'note')]
}

/** Levels whose patients all have the outcome, or none has, which of as many drawn from all happens once in ten thousand. */
function levelsOfOneOutcome(counts: readonly number[][], [without, having]: readonly number[]) {
  const n = without + having
  return counts.flatMap(([no, yes], at) => {
    const all = no + yes
    if (all === 0 || all === n || (no > 0 && yes > 0)) return []
    // Hypergeometric: all of this level drawn from those who are alike.
    const alike = yes > 0 ? having : without
    let p = counts.length
    for (let i = 0; i < all; i++) p *= (alike - i) / (n - i)
    return p < minimumP ? [{ at, having: yes, all }] : []
  })
}

/** Names of what was the same for many patients and has no say in who is ill: where and by what they were examined. */
export const siteName =
  /(^|[\W_])(scanner|scan(ner)?_?id|site|cent(re|er|rum)|zentrum|hospital|clinic|institution|vendor|manufacturer|machine|device|operator|batch|plate|field_?strength|tesla|protocol|klinik|gerät|hersteller|hôpital|appareil)([\W_]|$)|医院|中心|设备|机型|厂家|批次/i
