import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { type Placed, placedRows } from '../rows.ts'

/**
 * GRIM and GRIMMER: the mean of n whole numbers is a whole number over n, and their sum of squares is whole and as even as
 * their sum. Source: Brown & Heathers 2017; Anaya 2016.
 */
export const grim: Check = {
  id: 'grim',
  title: 'Means and deviations of whole numbers (GRIM, GRIMMER)',
  question:
    'Means or standard deviations are printed that whole numbers cannot have. What was averaged, over how many patients',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(({ row }) => row.whole && row.means)
      .flatMap((placed) => placed.row.means!.flatMap((_, g) => examineCell(placed, g))),
}

function examineCell({ table, row, at, name }: Placed, g: number): Examination[] {
  const n = table.groups[g].n.value - (row.missing?.[g].value ?? 0)
  const { mean, sd, text } = row.means![g]
  const subject = `${name}, ${table.groups[g].label}`
  if (n < 2 || mean.bound || sd.bound) return []
  const first = Math.ceil(n * mean.low - 1e-6)
  const last = Math.floor(n * mean.high + 1e-6)
  const nearest = Math.round(n * mean.value)
  const line = `${n} × ${mean.text} = ${(n * mean.value).toFixed(mean.decimals)}; ${nearest} / ${n} = ${(nearest / n).toFixed(mean.decimals + 2)}`
  if (first > last) {
    const statement = `${subject}: no ${n} whole numbers have the mean ${mean.text}.`
    return [finding('impossible', subject, [at], statement, `${subject} mean ${mean.text} with n = ${n}`, [line])]
  }
  // More sums than this and any deviation is reached.
  if (last - first > 1000) return [addsUp(subject, [at], line)]
  for (let sum = first; sum <= last; sum++) {
    const base = (sum * sum) / n
    const low = Math.max(base, base + (n - 1) * Math.max(0, sd.low) ** 2)
    const high = base + (n - 1) * sd.high ** 2
    let squares = Math.ceil(low - 1e-6)
    if ((((squares - sum) % 2) + 2) % 2 === 1) squares++
    if (squares <= high + 1e-6)
      return [addsUp(subject, [at], line, `sum ${sum}, sum of squares ${squares} give ${text}`)]
  }
  const statement = `${subject}: no ${n} whole numbers with the mean ${mean.text} have the standard deviation ${sd.text}.`
  const why = `sums ${first} to ${last}: (n − 1) SD² + sum² / n holds no whole number as even as the sum`
  return [finding('impossible', subject, [at], statement, `${subject} SD ${sd.text} with n = ${n}`, [line, why])]
}
