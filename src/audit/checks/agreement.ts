import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { point, roundingOf, roundingWords } from '../printed.ts'
import { sum } from '../rows.ts'
import type { Transcript } from '../transcript.ts'

type Agreement = Transcript['agreement'][number]

/** κ and ICC: at most 1, inside their intervals, and κ as the counts of both readers give it. */
export const agreement: Check = {
  id: 'agreement',
  title: 'κ and ICC',
  question:
    'A measure of agreement is outside its bounds or interval, or is not that of the printed counts. Which is right',
  examine: (transcript) => transcript.agreement.flatMap((one, a) => examineOne(one, `agreement.${a}`)),
}

function examineOne({ of, where, measure, value, ci, counts }: Agreement, at: string): Examination[] {
  const name = `${measure === 'kappa' ? 'κ' : 'ICC'} of ${of}`
  const said = (statement: string): Examination =>
    finding('impossible', name, [at], `${where}, ${name}: ${statement}.`, `${name} ${value.text}`, [statement])
  if (value.low > 1 || value.high < -1) return [said(`${value.text} is beyond 1`)]
  if (ci && (ci.lower.low > value.high || ci.upper.high < value.low))
    return [said(`${value.text} lies outside its interval ${ci.text}`)]
  const found = [addsUp(name, [at], `${value.text}${ci ? ` in ${ci.text}` : ''}`)]
  return counts && measure === 'kappa'
    ? [
        ...found,
        ...ofCounts(
          counts.map((row) => row.map((n) => n.value)),
          { name, at, where },
          value,
        ),
      ]
    : found
}

function ofCounts(
  table: number[][],
  { name, at, where }: { name: string; at: string; where: string },
  value: Agreement['value'],
): Examination[] {
  const n = sum(table.map(sum))
  const k = table.length
  if (n === 0 || table.some((row) => row.length !== k)) return []
  const kappa = (weight: (i: number, j: number) => number) => {
    const seen = sum(table.flatMap((row, i) => row.map((count, j) => count * weight(i, j)))) / n
    const due = sum(
      table.flatMap((row, i) =>
        row.map((_, j) => (sum(row) / n) * (sum(table.map((other) => other[j])) / n) * weight(i, j)),
      ),
    )
    return (seen - due) / (1 - due)
  }
  const ways = [
    { how: 'Cohen’s κ', value: kappa((i, j) => Number(i === j)) },
    ...(k > 2
      ? [
          { how: 'with linear weights', value: kappa((i, j) => 1 - Math.abs(i - j) / (k - 1)) },
          { how: 'with quadratic weights', value: kappa((i, j) => 1 - ((i - j) / (k - 1)) ** 2) },
        ]
      : []),
  ]
  const lines = ways.map((way) => `${way.how} ${way.value.toFixed(value.decimals + 1)}; printed ${value.text}`)
  const rounding = ways.map((way) => roundingOf(point(way.value), value))
  if (rounding.includes('rounded')) return [addsUp(`${name}, counts`, [at], ...lines)]
  const other = rounding.find((one) => one)
  const why = other ? `; it ${roundingWords[other as 'cut off']}` : ''
  const statement = `${where}, ${name}: the counts give ${ways[0].value.toFixed(value.decimals)}, printed is ${value.text}${why}.`
  return [
    finding(other ? 'unusual' : 'inconsistent', `${name}, counts`, [at], statement, `${name} ${value.text}`, lines),
  ]
}
