import type { MeanCell } from '../cells.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import {
  corners,
  eitherWay,
  type Interval,
  overlap,
  type Printed,
  printInterval,
  roundingOf,
  roundingWords,
} from '../printed.ts'
import { identity, type Placed, placedRows, sum } from '../rows.ts'

/** Means of groups, weighted by their sizes, give the mean of all patients: the same in every table of them; so does the SD. */
export const pooledMeans: Check = {
  id: 'pooled-means',
  title: 'Means and standard deviations pooled across tables',
  question: 'Means of the same patients, pooled over the groups, differ between tables. Which are right',
  examine: (transcript) => {
    const rows = placedRows(transcript).filter(
      ({ table, row }) =>
        table.covers === 'all' &&
        row.means &&
        row.spread !== 'se' &&
        !(table.weighted || table.imputed || table.paired) &&
        sum((row.missing ?? []).map((n) => n.value)) === 0,
    )
    return rows.flatMap((first, i) =>
      rows
        .slice(i + 1)
        .filter((second) => second.table !== first.table && identity(second.row) === identity(first.row))
        .flatMap((second) => [compareMeans(first, second), compareDeviations(first, second)]),
    )
  },
}

/** Mean and deviation of all patients, as printed, against those of the groups pooled. */
export function compareTotal(placed: Placed, { mean, sd, text }: MeanCell): Examination[] {
  const pooled: [string, Interval, Printed][] = [
    ['mean', pooledMean(placed), mean],
    ['standard deviation', pooledDeviation(placed), sd],
  ]
  return pooled.map(([what, range, printed]) => {
    const subject = `${what} of ${placed.row.variable}, all`
    const line = `${placed.table.id}, groups pooled: ${printInterval(range, printed.decimals + 1)}; all: ${text}`
    const wide = widened(placed)
    const rounding =
      roundingOf(range, printed) ??
      (overlap(what === 'mean' ? pooledMean(wide) : pooledDeviation(wide), eitherWay(printed)) ? 'cut off' : undefined)
    if (rounding === 'rounded') return addsUp(subject, [placed.at], line)
    const why = rounding ? ` It ${roundingWords[rounding]}.` : ''
    const statement = `${placed.name}: the ${what} of all is printed ${printed.text}; the groups give ${printInterval(range, printed.decimals + 1)}.${why}`
    const brief = `${placed.name}: ${what} ${printed.text}, groups ${printInterval(range, printed.decimals)}`
    return finding(rounding ? 'unusual' : 'inconsistent', subject, [placed.at], statement, brief, [line])
  })
}

/** The row with its numbers taken as rounded or cut off. */
function widened(placed: Placed): Placed {
  const means = placed.row.means!.map((cell) => ({ ...cell, mean: wider(cell.mean), sd: wider(cell.sd) }))
  return { ...placed, row: { ...placed.row, means } }
}

const wider = (printed: Printed): Printed => ({ ...printed, ...eitherWay(printed) })

const sizes = ({ table }: Placed) => table.groups.map((group) => group.n.value)

function pooledMean(placed: Placed): Interval {
  const n = sizes(placed)
  const means = placed.row.means!
  const at = (end: 'low' | 'high') => sum(means.map(({ mean }, g) => n[g] * mean[end])) / sum(n)
  return { low: at('low'), high: at('high') }
}

function compareMeans(first: Placed, second: Placed): Examination {
  const pooled = [first, second].map(pooledMean)
  const places = Math.max(...[first, second].flatMap(({ row }) => row.means!.map(({ mean }) => mean.decimals))) + 1
  const value = (placed: Placed) => {
    const n = sizes(placed)
    return sum(placed.row.means!.map(({ mean }, g) => n[g] * mean.value)) / sum(n)
  }
  const arithmetic = [first, second].map((placed, i) => {
    const n = sizes(placed)
    const terms = placed.row.means!.map(({ mean }, g) => `${n[g]} × ${mean.text}`).join(' + ')
    return `${placed.table.id}: (${terms}) / ${sum(n)} = ${(value(placed) + 1e-9).toFixed(places)} (with rounding ${printInterval(pooled[i], places)})`
  })
  const subject = `mean of ${first.row.variable}`
  const at = [first.at, second.at]
  if (overlap(pooled[0], pooled[1])) return addsUp(subject, at, ...arithmetic)
  const cut = overlap(pooledMean(widened(first)), pooledMean(widened(second)))
  const [a, b] = [first, second].map((placed) => (value(placed) + 1e-9).toFixed(places - 1))
  const statement = `${first.row.variable}: the mean of all patients is ${a} by ${first.table.id} and ${b} by ${second.table.id}${cut ? '; numbers cut off rather than rounded would explain it' : ''}.`
  return finding(
    cut ? 'unusual' : 'inconsistent',
    subject,
    at,
    statement,
    `mean ${first.row.variable} ${a} against ${b}`,
    arithmetic,
  )
}

/** The SD of all: √((Σ (n − 1) SD² + Σ n (mean − M)²) / (N − 1)), M the mean of all. */
function pooledDeviation(placed: Placed): Interval & { value: number } {
  const n = sizes(placed)
  const means = placed.row.means!
  const total = sum(n)
  const spread = (sds: number[], centres: number[]) => {
    const all = sum(centres.map((centre, g) => n[g] * centre)) / total
    const squares = sum(sds.map((sd, g) => (n[g] - 1) * sd ** 2 + n[g] * (centres[g] - all) ** 2))
    return Math.sqrt(squares / (total - 1))
  }
  const k = means.length
  // Rising in each SD; convex in the means, so the most lies in a corner. The least: no more than their own distance less.
  const most = corners(
    (...ends) =>
      spread(
        means.map(({ sd }) => sd.high),
        ends,
      ),
    ...means.map(({ mean }) => mean),
  ).high
  const centre = means.map(({ mean }) => mean.value)
  const all = sum(centre.map((value, g) => n[g] * value)) / total
  const closer = means.map(({ mean }) => clamp(all, mean.low, mean.high))
  const low =
    k === 1
      ? means[0].sd.low
      : Math.min(
          spread(
            means.map(({ sd }) => Math.max(0, sd.low)),
            closer,
          ),
          most,
        )
  return {
    low,
    high: most,
    value: spread(
      means.map(({ sd }) => sd.value),
      centre,
    ),
  }
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

function compareDeviations(first: Placed, second: Placed): Examination {
  const pooled = [first, second].map(pooledDeviation)
  const places = Math.max(...[first, second].flatMap(({ row }) => row.means!.map(({ sd }) => sd.decimals))) + 1
  const arithmetic = [first, second].map(
    ({ table }, i) =>
      `${table.id}: √((Σ (n − 1) SD² + Σ n (mean − M)²) / (N − 1)) = ${pooled[i].value.toFixed(places)} (with rounding ${printInterval(pooled[i], places)})`,
  )
  const subject = `standard deviation of ${first.row.variable}`
  const at = [first.at, second.at]
  if (overlap(pooled[0], pooled[1])) return addsUp(subject, at, ...arithmetic)
  const cut = overlap(pooledDeviation(widened(first)), pooledDeviation(widened(second)))
  const [a, b] = pooled.map(({ value }) => value.toFixed(places - 1))
  const statement = `${first.row.variable}: the standard deviation of all patients is ${a} by ${first.table.id} and ${b} by ${second.table.id}${cut ? '; numbers cut off rather than rounded would explain it' : ''}.`
  return finding(
    cut ? 'unusual' : 'inconsistent',
    subject,
    at,
    statement,
    `SD of ${first.row.variable} ${a} against ${b}`,
    arithmetic,
  )
}
