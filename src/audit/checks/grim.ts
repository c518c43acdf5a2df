import { pow } from '../../portable-math.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { type Interval, type Printed, printInterval, roundingWords } from '../printed.ts'
import { type Placed, placedRows } from '../rows.ts'

/**
 * GRIM and GRIMMER: the mean of n whole numbers is a whole number over n, and their sum of squares is whole and as even as
 * their sum; of n patients with several items each the sum is one of n × items. A percentage of n patients without its
 * count is a whole number over n, too. Source: Brown & Heathers 2017; Anaya 2016.
 */
export const grim: Check = {
  id: 'grim',
  title: 'Means, deviations and percentages of whole numbers (GRIM, GRIMMER)',
  question:
    'Means, standard deviations or percentages are printed that whole numbers cannot have. What was averaged, over how many patients',
  examine: (transcript) => [
    ...placedRows(transcript)
      .filter(
        ({ table, row }) =>
          (row.whole || row.items) && row.means && row.spread !== 'se' && !table.weighted && !table.imputed,
      )
      .flatMap((placed) => placed.row.means!.flatMap((_, g) => examineCell(placed, g))),
    ...placedRows(transcript)
      .filter(({ table, row }) => row.shares && !table.weighted && !table.imputed)
      .flatMap(examineShares),
  ],
}

/** Every value that is cut off to what is printed. */
const cutBox = ({ value, decimals }: Printed): Interval => ({ low: value, high: value + pow(10, -decimals) })

function examineCell({ table, row, at, name }: Placed, g: number): Examination[] {
  const n = table.groups[g].n.value - (row.missing?.[g].value ?? 0)
  const items = row.items?.value ?? 1
  const { mean, sd, text } = row.means![g]
  const subject = `${name}, ${table.groups[g].label}`
  if (n < 2 || mean.bound || sd.bound || items < 1) return []
  const parts = n * items
  const sums = ({ low, high }: Interval) => ({
    first: Math.ceil(parts * low - 1e-6),
    last: Math.floor(parts * high + 1e-6),
  })
  const { first, last } = sums(mean)
  const nearest = Math.round(parts * mean.value)
  const line = `${parts} × ${mean.text} = ${(parts * mean.value).toFixed(mean.decimals)}; ${nearest} / ${parts} = ${(nearest / parts).toFixed(mean.decimals + 2)}`
  const of = items > 1 ? `${n} × ${items}` : `${n}`
  const cut = (what: string, printed: Printed, lines: string[]) =>
    finding(
      'unusual',
      subject,
      [at],
      `${subject}: the ${what} ${printed.text} ${roundingWords['cut off']}.`,
      `${subject} ${what} ${printed.text}`,
      lines,
    )
  if (first > last) {
    const other = sums(cutBox(mean))
    if (mean.value >= 0 && other.first <= other.last) return [cut('mean', mean, [line])]
    const statement = `${subject}: no ${of} whole numbers have the mean ${mean.text}.`
    return [finding('impossible', subject, [at], statement, `${subject} mean ${mean.text} with n = ${n}`, [line])]
  }
  // Of several items the deviation has no such grain; and with more sums than this any deviation is reached.
  if (items > 1 || last - first > 1000) return [addsUp(subject, [at], line)]
  const found = squaresOf(n, first, last, sd)
  if (found) return [addsUp(subject, [at], line, `sum ${found.sum}, sum of squares ${found.squares} give ${text}`)]
  const why = `sums ${first} to ${last}: (n − 1) SD² + sum² / n holds no whole number as even as the sum`
  const widest = sums({ low: Math.min(mean.low, mean.value), high: cutBox(mean).high })
  if (squaresOf(n, widest.first, widest.last, { low: Math.min(sd.low, sd.value), high: cutBox(sd).high }))
    return [cut('deviation', sd, [line, why])]
  const statement = `${subject}: no ${n} whole numbers with the mean ${mean.text} have the standard deviation ${sd.text}.`
  return [finding('impossible', subject, [at], statement, `${subject} SD ${sd.text} with n = ${n}`, [line, why])]
}

/** A sum and a sum of squares of n whole numbers with a deviation in that range. */
function squaresOf(n: number, first: number, last: number, sd: Interval) {
  for (let sum = first; sum <= last; sum++) {
    const base = (sum * sum) / n
    const low = Math.max(base, base + (n - 1) * Math.max(0, sd.low) ** 2)
    const high = base + (n - 1) * sd.high ** 2
    let squares = Math.ceil(low - 1e-6)
    if ((((squares - sum) % 2) + 2) % 2 === 1) squares++
    if (squares <= high + 1e-6) return { sum, squares }
  }
  return undefined
}

function examineShares({ table, row, at, name }: Placed): Examination[] {
  return Object.entries(row.shares!).flatMap(([level, shares]) =>
    shares.flatMap((share, g) => {
      const n = table.groups[g].n.value - (row.missing?.[g].value ?? 0)
      if (share.bound || !Number.isFinite(share.value) || n < 1) return []
      const subject = `${name}, ${level}, ${table.groups[g].label}`
      if (share.low > 100 || share.high < 0) {
        const statement = `${subject}: ${share.text} is no share of patients.`
        return [finding('impossible', subject, [at], statement, `${subject} ${share.text}`, [statement])]
      }
      const fits = (box: Interval, of: number) =>
        Math.ceil((of * box.low) / 100 - 1e-6) <= Math.floor((of * box.high) / 100 + 1e-6)
      const near = Math.round((n * share.value) / 100)
      const line = `${near} / ${n} = ${((100 * near) / n).toFixed(share.decimals + 2)}%; printed ${printInterval(share, share.decimals + 1)}`
      if (fits(share, n)) return [addsUp(subject, [at], line)]
      // Some values may be missing and unmentioned: up to a fifth.
      const fewer = Array.from({ length: Math.floor(n / 5) }, (_, i) => n - 1 - i).find((of) => fits(share, of))
      const cut = fits(cutBox(share), n)
      const why = cut ? `; it ${roundingWords['cut off']}` : fewer ? `; of ${fewer} patients there is one` : ''
      const statement = `${subject}: no count of ${n} gives ${share.text}${why}.`
      return [
        finding(why ? 'unusual' : 'inconsistent', subject, [at], statement, `${subject}: ${share.text} of ${n}`, [
          line,
        ]),
      ]
    }),
  )
}
