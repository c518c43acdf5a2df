import { addsUp, type Check, finding } from '../examination.ts'
import { sum } from '../rows.ts'

/** Sizes of a split against the ratio that is stated with them. Two patients are left for rounding within strata. */
export const splitRatio: Check = {
  id: 'split-ratio',
  title: 'Split against its stated ratio',
  question: 'The sizes of the sets do not have the stated ratio. How were patients divided',
  examine: ({ splits }) =>
    splits.flatMap(({ where, sizes, ratio }, s) => {
      const parts = ratio?.split(':').map(Number)
      const names = Object.keys(sizes)
      if (!parts || parts.length !== names.length || sum(parts) <= 0) return []
      const counts = names.map((name) => sizes[name].value)
      const n = sum(counts)
      const expected = parts.map((part) => (n * part) / sum(parts))
      const at = [`splits.${s}`]
      const line = `${ratio} of ${n} is ${expected.map((e) => tidy(e)).join(' : ')}; printed ${counts.join(' : ')}`
      if (counts.every((count, i) => Math.abs(count - expected[i]) <= 2)) return [addsUp(where, at, line)]
      const divisor = counts.reduce(greatestCommonDivisor)
      const own = counts.map((count) => count / (divisor || 1)).join(':')
      const statement = `${counts.join(' and ')} patients are no split of ${ratio}; they are one of ${own}.`
      return [finding('inconsistent', where, at, statement, `${counts.join('/')} called ${ratio}`, [line])]
    }),
}

const tidy = (value: number) => value.toFixed(1).replace(/\.0$/, '')

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
