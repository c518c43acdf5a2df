import { studentT } from '../../statistics/index.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { type Interval, overlap, shownP, widened } from '../printed.ts'
import { type Placed, placedRows } from '../rows.ts'
import type { Transcript } from '../transcript.ts'

/**
 * t tests of two groups from means and standard deviations, over all values that round to those printed.
 * Where a Mann-Whitney test may have been made, its p cannot be had from means, so a disagreement is unusual and no more.
 */
export const meansTests: Check = {
  id: 'means-tests',
  title: 'Tests of means, recomputed',
  question: 'The printed p values are not those of t tests of the printed means. Which test was made',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(({ table, row }) => row.means?.length === 2 && row.p && table.groups.every(({ n }) => n.value > 1))
      .flatMap((placed) => recompute(placed, transcript)),
}

function recompute({ table, row, at, name }: Placed, { rules }: Transcript): Examination[] {
  const [m, n] = table.groups.map((group, g) => group.n.value - (row.missing?.[g].value ?? 0))
  if (m < 2 || n < 2) return []
  const [x, y] = row.means!
  const { low, high } = { low: x.mean.low - y.mean.high, high: x.mean.high - y.mean.low }
  const least = low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high))
  const most = Math.max(Math.abs(low), Math.abs(high))
  const t = (difference: number, sx: number, sy: number, welch: boolean) => {
    const error = welch
      ? Math.sqrt(sx ** 2 / m + sy ** 2 / n)
      : Math.sqrt((((m - 1) * sx ** 2 + (n - 1) * sy ** 2) / (m + n - 2)) * (1 / m + 1 / n))
    const df = welch
      ? (sx ** 2 / m + sy ** 2 / n) ** 2 / ((sx ** 2 / m) ** 2 / (m - 1) + (sy ** 2 / n) ** 2 / (n - 1))
      : m + n - 2
    return error > 0 ? studentT.twoSided(difference / error, df) : difference > 0 ? 0 : 1
  }
  const range = (welch: boolean): Interval => ({
    low: t(most, Math.max(0, x.sd.low), Math.max(0, y.sd.low), welch),
    high: t(least, x.sd.high, y.sd.high, welch),
  })
  const stated = row.test ?? rules?.means
  const tests = [
    ...(stated === 'welch' ? [] : [{ test: "Student's t", welch: false }]),
    ...(stated === 't' && row.test ? [] : [{ test: "Welch's t", welch: true }]),
  ].map(({ test, welch }) => ({
    test,
    range: range(welch),
    p: t(Math.abs(x.mean.value - y.mean.value), x.sd.value, y.sd.value, welch),
  }))
  const arithmetic = [
    ...tests.map(
      (one) =>
        `${one.test} of ${x.text} (n = ${m}) and ${y.text} (n = ${n}): p = ${shownP(one.p)} (with rounding ${shownP(one.range.low)} to ${shownP(one.range.high)})`,
    ),
    `printed p ${row.p!.text}`,
  ]
  if (tests.some((one) => overlap(one.range, row.p!))) return [addsUp(name, [at], ...arithmetic)]
  const ranks = stated === undefined || stated.includes('mann-whitney')
  const cut = !row.p!.bound && tests.some((one) => overlap(one.range, widened(row.p!)))
  const possible = ranks ? '; a Mann-Whitney test may have been made instead, which means cannot tell' : ''
  const statement = `${name}: the printed p is ${row.p!.text}, ${tests[0].test} of the printed means gives ${shownP(tests[0].p)}${possible}.`
  const brief = `${name} p ${row.p!.text} where t gives ${shownP(tests[0].p)}`
  return [finding(ranks || cut ? 'unusual' : 'inconsistent', name, [at], statement, brief, arithmetic)]
}
