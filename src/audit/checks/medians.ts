import { normal } from '../../statistics/index.ts'
import { addsUp, type Check, deciding, type Examination, finding } from '../examination.ts'
import { type Printed, shownP } from '../printed.ts'
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
      .flatMap((placed) => [...order(placed), ...examineMedians(placed), ...tests(placed)]),
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
function examineMedians({ table, row, at, name }: Placed): Examination[] {
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

/** Normal quantiles by which a test of ranks may differ from what evenly filled quarters would give. */
const evenlyFilled = (z: number) => 2 + 0.3 * z

/**
 * Of two groups Mann and Whitney's p: the largest that their quartiles leave, whatever lies between them; and the usual one,
 * with quarters evenly filled and the outer ones reaching as far as the whole box, which tells of a p far from it.
 */
function tests({ table, row, at, name }: Placed): Examination[] {
  const [x, y] = row.medians!
  if (table.groups.length !== 2 || !row.p || table.paired || table.imputed || row.spread === 'range') return []
  const [m, n] = table.groups.map((group, g) => group.n.value - (row.missing?.[g].value ?? 0))
  const ordered = [x, y].every(({ lower, median, upper }) => lower.low <= median.high && median.low <= upper.high)
  if (m < 8 || n < 8 || !ordered || row.p.low > 1) return []
  const scale = Math.sqrt((12 * m * n) / (m + n + 1))
  const sure = Math.max(surely(x, y), surely(y, x)) - 2 / Math.min(m, n)
  const most = sure > 0.5 ? normal.twoSided((sure - 0.5) * scale) : 1
  const usual = Math.abs(evenly(x, y) - 0.5) * scale
  const printed = { low: zOf(row.p.high), high: zOf(row.p.low) }
  const line = `quartiles put at least ${(100 * sure).toFixed(0)}% of pairs in one order: p of Mann-Whitney at most ${shownP(most)}, and about ${shownP(normal.twoSided(usual))} with evenly filled quarters; printed ${row.p.text}`
  const far = Math.max(printed.low - usual, usual - printed.high) > evenlyFilled(usual)
  if (row.p.low <= most && !far) return [addsUp(`${name}: p`, [at], line)]
  const beyond = row.p.low > most
  const p = beyond ? most : normal.twoSided(usual)
  const statement = `${name}: with ${x.text} and ${y.text} a test of ranks gives ${beyond ? 'at most' : 'about'} ${shownP(p)}; the printed p is ${row.p.text}.`
  const grade = beyond && row.test === 'mann-whitney' ? 'inconsistent' : 'unusual'
  const brief = `${name} p ${row.p.text}, ${beyond ? 'at most' : 'about'} ${shownP(p)}`
  return [deciding(finding(grade, `${name}: p`, [at], statement, brief, [line]), row.p.low > 0.05 && p < 0.05)]
}

const zOf = (p: number) => normal.quantile(1 - Math.min(1, Math.max(1e-12, p)) / 2)

type Cell = NonNullable<Placed['row']['medians']>[number]

/** The share of pairs in which a value of x is below one of y, whatever lies between the quartiles. */
function surely(x: Cell, y: Cell): number {
  let pairs = 0
  for (const top of [x.lower, x.median, x.upper])
    for (const floor of [y.lower, y.median, y.upper]) if (top.high < floor.low) pairs++
  return pairs / 16
}

/** The same share where each quarter is evenly filled; ties count a half. */
function evenly(x: Cell, y: Cell): number {
  const quarters = ({ lower, median, upper }: Cell) => {
    const box = Math.max(1e-9, upper.value - lower.value)
    const ends = [lower.value - box, lower.value, median.value, upper.value, upper.value + box]
    return ends.slice(1).map((end, i) => [ends[i], end])
  }
  const parts = 8
  const points = (cell: Cell) =>
    quarters(cell).flatMap(([from, to]) =>
      Array.from({ length: parts }, (_, i) => from + ((to - from) * (i + 0.5)) / parts),
    )
  const [a, b] = [points(x), points(y)]
  let below = 0
  for (const one of a) for (const other of b) below += one < other ? 1 : one === other ? 0.5 : 0
  return below / (a.length * b.length)
}
