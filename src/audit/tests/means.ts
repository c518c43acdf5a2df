import { pow } from '../../portable-math.ts'
import { fisherF, studentT } from '../../statistics/index.ts'
import type { MeanCell } from '../cells.ts'
import type { Interval } from '../printed.ts'
import { sum } from '../rows.ts'

/** A test of printed means: statistic and p over all values that round to those printed, and at those printed. */
export interface MeansTest {
  name: string
  statistic: Interval & { value: number }
  p: Interval & { value: number }
}

interface Moments {
  n: number
  mean: Interval & { value: number }
  sd: Interval & { value: number }
}

/** ± taken for a standard deviation, or for a standard error of the mean. */
export function momentsOf(cells: readonly MeanCell[], sizes: readonly number[], spread: 'sd' | 'se'): Moments[] {
  return cells.map(({ mean, sd }, g) => {
    const factor = spread === 'se' ? Math.sqrt(sizes[g]) : 1
    const box = { low: factor * Math.max(0, sd.low), high: factor * sd.high, value: factor * sd.value }
    return { n: sizes[g], mean, sd: box }
  })
}

export function tTest([x, y]: readonly Moments[], welch: boolean): MeansTest {
  const [m, n] = [x.n, y.n]
  const low = x.mean.low - y.mean.high
  const high = x.mean.high - y.mean.low
  const least = low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high))
  const most = Math.max(Math.abs(low), Math.abs(high))
  const at = (difference: number, sx: number, sy: number) => {
    const error = welch
      ? Math.sqrt(sx ** 2 / m + sy ** 2 / n)
      : Math.sqrt((((m - 1) * sx ** 2 + (n - 1) * sy ** 2) / (m + n - 2)) * (1 / m + 1 / n))
    const df = welch
      ? (sx ** 2 / m + sy ** 2 / n) ** 2 / ((sx ** 2 / m) ** 2 / (m - 1) + (sy ** 2 / n) ** 2 / (n - 1))
      : m + n - 2
    if (!(error > 0)) return { t: difference > 0 ? Infinity : 0, p: difference > 0 ? 0 : 1 }
    return { t: difference / error, p: studentT.twoSided(difference / error, df) }
  }
  const [far, near] = [at(most, x.sd.low, y.sd.low), at(least, x.sd.high, y.sd.high)]
  const own = at(Math.abs(x.mean.value - y.mean.value), x.sd.value, y.sd.value)
  return {
    name: welch ? "Welch's t" : "Student's t",
    statistic: { low: near.t, high: far.t, value: own.t },
    p: { low: far.p, high: near.p, value: own.p },
  }
}

/** One-way analysis of variance: F of the means that lie closest and widest within their rounding. */
export function anovaOfMeans(groups: readonly Moments[]): MeansTest {
  const n = sum(groups.map((group) => group.n))
  const [df1, df2] = [groups.length - 1, n - groups.length]
  const at = (means: readonly number[], sds: readonly number[]) => {
    const grand = sum(groups.map((group, g) => group.n * means[g])) / n
    const between = sum(groups.map((group, g) => group.n * (means[g] - grand) ** 2)) / df1
    const within = sum(groups.map((group, g) => (group.n - 1) * sds[g] ** 2)) / df2
    const F = within > 0 ? between / within : between > 0 ? Infinity : 0
    return { F, p: Number.isFinite(F) ? fisherF.upper(F, df1, df2) : 0 }
  }
  const values = groups.map(({ mean }) => mean.value)
  const grand = sum(groups.map((group, g) => group.n * values[g])) / n
  const closest = at(
    groups.map(({ mean }) => Math.min(mean.high, Math.max(mean.low, grand))),
    groups.map(({ sd }) => sd.high),
  )
  let far = closest
  for (let corner = 0; corner < pow(2, groups.length); corner++) {
    const ends = groups.map(({ mean }, g) => (corner & (1 << g) ? mean.high : mean.low))
    const one = at(
      ends,
      groups.map(({ sd }) => sd.low),
    )
    if (one.F > far.F) far = one
  }
  const own = at(
    values,
    groups.map(({ sd }) => sd.value),
  )
  return {
    name: 'analysis of variance',
    statistic: { low: closest.F, high: far.F, value: own.F },
    p: { low: far.p, high: closest.p, value: own.p },
  }
}

/** Welch's analysis of variance, at the printed means and, roughly, a rounding to either side. */
export function welchAnovaOfMeans(groups: readonly Moments[]): MeansTest | undefined {
  const k = groups.length
  const at = (shift: number) => {
    const weights = groups.map(({ n, sd }) => n / (shift > 0 ? sd.low : shift < 0 ? sd.high : sd.value) ** 2)
    const total = sum(weights)
    const grand = sum(groups.map(({ mean }, g) => weights[g] * mean.value)) / total
    const means = groups.map(({ mean }) =>
      shift > 0
        ? mean.value >= grand
          ? mean.high
          : mean.low
        : shift < 0
          ? Math.min(mean.high, Math.max(mean.low, grand))
          : mean.value,
    )
    const centre = sum(means.map((mean, g) => weights[g] * mean)) / total
    const spread = sum(groups.map(({ n }, g) => (1 - weights[g] / total) ** 2 / (n - 1))) / (k * k - 1)
    const between = sum(means.map((mean, g) => weights[g] * (mean - centre) ** 2))
    const F = between / ((k - 1) * (1 + 2 * (k - 2) * spread))
    return { F, p: fisherF.upper(F, k - 1, 1 / (3 * spread)) }
  }
  if (groups.some(({ sd }) => !(sd.low > 0))) return undefined
  const [near, own, far] = [at(-1), at(0), at(1)]
  return {
    name: "Welch's analysis of variance",
    statistic: { low: near.F, high: far.F, value: own.F },
    p: { low: far.p, high: near.p, value: own.p },
  }
}

/** A paired t test of two means of n pairs: between the correlations −1 and 1. */
export function pairedTTest([x, y]: readonly Moments[]): MeansTest {
  const n = x.n
  const differences = [x.mean.low - y.mean.high, x.mean.high - y.mean.low]
  const most = Math.max(...differences.map(Math.abs))
  const least = differences[0] <= 0 && differences[1] >= 0 ? 0 : Math.min(...differences.map(Math.abs))
  const narrow = Math.max(0, Math.max(x.sd.low - y.sd.high, y.sd.low - x.sd.high))
  const [near, far] = [(least * Math.sqrt(n)) / (x.sd.high + y.sd.high), (most * Math.sqrt(n)) / narrow]
  const p = (t: number) => (Number.isFinite(t) ? studentT.twoSided(t, n - 1) : 0)
  return {
    name: 'a paired t test, for any correlation',
    statistic: { low: near, high: far, value: near },
    p: { low: p(far), high: p(near), value: p(near) },
  }
}
