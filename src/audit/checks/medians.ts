import { normal } from '../../statistics/index.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import type { Interval, Printed } from '../printed.ts'
import { shownP } from '../printed.ts'
import { type Placed, placedRows } from '../rows.ts'

/**
 * Medians with quartiles or ranges: their order; the whole between its parts; whole values with a grain of a half; and the
 * largest p that a test of ranks can have with such quartiles.
 */
export const medians: Check = {
  id: 'medians',
  title: 'Medians, quartiles and ranges',
  question:
    'Medians or quartiles are out of order, outside their parts, or far apart where the test sees nothing. Which are right',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(({ row, table }) => row.medians && !table.weighted)
      .flatMap((placed) => [...order(placed), ...whole(placed), ...tests(placed)]),
}

function order({ table, row, at, name }: Placed): Examination[] {
  return row.medians!.map(({ median, lower, upper, text }, g) => {
    const subject = `${name}, ${table.groups[g].label}`
    const ends = row.spread === 'range' ? ['least', 'greatest'] : ['lower', 'upper']
    if (lower.low <= median.high && median.low <= upper.high) return addsUp(subject, [at], text)
    const end =
      lower.low > median.high ? `the ${ends[0]} end ${lower.text} above` : `the ${ends[1]} end ${upper.text} below`
    const statement = `${subject}: ${text} has ${end} the median ${median.text}.`
    return finding('impossible', subject, [at], statement, `${subject}: ${text}`, [statement])
  })
}

/** The median of all lies between the least and the greatest median of the groups; the range of all is that of the groups. */
function whole({ table, row, at, name }: Placed): Examination[] {
  const all = row.total?.medians
  if (!all || (table.covers === 'part' && table.set === undefined)) return []
  const own = row.medians!
  const low = Math.min(...own.map(({ median }) => median.low))
  const high = Math.max(...own.map(({ median }) => median.high))
  const line = `groups ${own.map(({ text }) => text).join(', ')}; all ${all.text}`
  const found: Examination[] = []
  if (all.median.high >= low - 1e-9 && all.median.low <= high + 1e-9) found.push(addsUp(`${name}, all`, [at], line))
  else {
    const statement = `${name}: the median of all, ${all.median.text}, is not between those of the groups (${own.map(({ median }) => median.text).join(' and ')}).`
    found.push(
      finding(
        'inconsistent',
        `${name}, all`,
        [at],
        statement,
        `${name}: ${all.median.text} of ${own.map(({ median }) => median.text).join(' and ')}`,
        [line],
      ),
    )
  }
  if (row.spread !== 'range') return found
  const extreme = (pick: (cell: Cell) => Printed, most: boolean) => {
    const ends = own.map(pick).sort((a, b) => (most ? b.value - a.value : a.value - b.value))[0]
    const stated = pick(all)
    if (ends.low <= stated.high && stated.low <= ends.high) return
    const statement = `${name}: the ${most ? 'greatest' : 'least'} value of all is ${stated.text}, that of the groups ${ends.text}.`
    found.push(
      finding(
        'inconsistent',
        `${name}, range of all`,
        [at],
        statement,
        `${name}: ${stated.text} against ${ends.text}`,
        [line],
      ),
    )
  }
  extreme(({ lower }) => lower, false)
  extreme(({ upper }) => upper, true)
  return found
}

/** Of two groups: the largest p of Mann and Whitney's test that their quartiles leave. */
function tests({ table, row, at, name }: Placed): Examination[] {
  const [x, y] = row.medians!
  if (table.groups.length !== 2 || !row.p || table.paired || table.imputed || row.spread === 'range') return []
  const [m, n] = table.groups.map((group, g) => group.n.value - (row.missing?.[g].value ?? 0))
  if (m < 8 || n < 8 || [x, y].some(({ lower, median, upper }) => lower.low > median.high || median.low > upper.high))
    return []
  const [below, above] = [surely(x, y), surely(y, x)]
  const away = Math.max(below, above) - 0.5
  const z = away * Math.sqrt((12 * m * n) / (m + n + 1))
  const most = away > 0 ? normal.twoSided(z) : 1
  const line = `quartiles put at least ${(100 * Math.max(below, above)).toFixed(0)}% of pairs in one order: p of Mann-Whitney at most ${shownP(most)}; printed ${row.p.text}`
  if (row.p.low <= most) return [addsUp(`${name}: p`, [at], line)]
  const statement = `${name}: with ${x.text} and ${y.text} a test of ranks gives at most ${shownP(most)}; the printed p is ${row.p.text}.`
  const ranks = row.test === 'mann-whitney'
  return [
    finding(
      ranks ? 'inconsistent' : 'unusual',
      `${name}: p`,
      [at],
      statement,
      `${name} p ${row.p.text}, at most ${shownP(most)}`,
      [line],
    ),
  ]
}

type Cell = NonNullable<Placed['row']['medians']>[number]

/**
 * The share of pairs in which a value of x is surely below one of y. Quartiles of few patients are not exact quarters: two
 * patients' worth is left out of each by taking 23% instead of 25.
 */
function surely(x: Cell, y: Cell): number {
  const tops: Interval[] = [x.lower, x.median, x.upper]
  const floors: Interval[] = [y.lower, y.median, y.upper]
  let pairs = 0
  for (const top of tops) for (const floor of floors) if (top.high < floor.low) pairs++
  return pairs * 0.23 ** 2
}
