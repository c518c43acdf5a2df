import { pow } from '../../portable-math.ts'
import { chiSquare, fisherExact, normal, pearsonChiSquare } from '../../statistics/index.ts'
import { type Interval, point } from '../printed.ts'
import { sum } from '../rows.ts'

/** A test of a table of counts: its statistics as programs print them (χ², or z and its square), and p. */
export interface CountTest {
  name: string
  statistics: number[]
  /** An interval where p was had by simulation. */
  p: Interval
}

/** Patients beyond whom the exact tests would cost more than they tell. */
const maximumExact = 100_000

/** Tests that take levels and groups as names; none where the table is too empty for any. */
export function nominalTests(counts: number[][]): CountTest[] {
  const table = withoutEmpty(counts)
  if (table.length < 2 || table[0].length < 2) return []
  const n = sum(table.map(sum))
  const pearson = pearsonChiSquare(table)
  const yates = pearsonChiSquare(table, true)
  const likelihood = likelihoodRatio(table)
  const byTwo = table.length === 2 && table[0].length === 2
  const campbell = (pearson.x2 * (n - 1)) / n
  return [
    { name: 'χ²', statistics: [pearson.x2], p: point(pearson.p) },
    ...(yates.correction === 'Yates' ? [{ name: 'χ² with Yates', statistics: [yates.x2], p: point(yates.p) }] : []),
    ...(n <= maximumExact ? [fisher(table)] : []),
    { name: 'likelihood ratio χ²', statistics: [likelihood.statistic], p: point(likelihood.p) },
    // SPSS calls it linear-by-linear association; of ranks of two groups it is Kruskal and Wallis's as well.
    ...(byTwo
      ? [
          { name: 'linear-by-linear χ²', statistics: [campbell], p: point(chiSquare.upper(campbell, 1)) },
          { name: 'z of two shares', statistics: [Math.sqrt(pearson.x2)], p: point(pearson.p) },
        ]
      : []),
  ]
}

function fisher(table: number[][]): CountTest {
  const found = fisherExact(table)
  const error = found.standardError ?? 0
  return { name: 'Fisher', statistics: [], p: { low: Math.max(0, found.p - 4 * error), high: found.p + 4 * error } }
}

/** G² = 2 Σ observed ln(observed / expected), the likelihood ratio that SPSS prints beside χ². */
function likelihoodRatio(table: number[][]) {
  const { expected, df } = pearsonChiSquare(table)
  const statistic =
    2 * table.flat().reduce((all, count, i) => all + (count > 0 ? count * Math.log(count / expected[i]) : 0), 0)
  return { statistic, p: chiSquare.upper(statistic, df) }
}

/** Tests that take three levels and more as ordered, as they stand: of ranks, and of numbered levels. */
export function orderedTests(counts: number[][]): CountTest[] {
  const table = withoutEmpty(counts)
  if (table.length < 2 || table[0].length < 2) return []
  return [...rankTests(table), ...(table.length > 2 || table[0].length > 2 ? trends(table) : [])]
}

/** Kruskal and Wallis's H with ties; of two groups also Mann and Whitney's z, with and without continuity correction. */
function rankTests(table: number[][]): CountTest[] {
  const sizes = table[0].map((_, g) => sum(table.map((level) => level[g])))
  const n = sum(sizes)
  const rankSums = sizes.map(() => 0)
  let [below, ties] = [0, 0]
  for (const level of table) {
    const size = sum(level)
    level.forEach((count, g) => {
      rankSums[g] += count * (below + (size + 1) / 2)
    })
    ties += pow(size, 3) - size
    below += size
  }
  const h =
    ((12 / (n * (n + 1))) * sum(rankSums.map((total, g) => total ** 2 / sizes[g])) - 3 * (n + 1)) /
    (1 - ties / (pow(n, 3) - n))
  const df = sizes.length - 1
  const kruskal = { name: 'Kruskal-Wallis', statistics: [h], p: point(chiSquare.upper(h, df)) }
  if (df > 1 || !(h >= 0)) return h >= 0 ? [kruskal] : []
  const [a, b] = sizes
  const u = rankSums[0] - (a * (a + 1)) / 2
  const error = Math.sqrt(((a * b) / 12) * (n + 1 - ties / (n * (n - 1))))
  const away = Math.abs(u - (a * b) / 2)
  const corrected = Math.max(0, away - 0.5) / error
  return [
    { name: 'Mann-Whitney', statistics: [Math.sqrt(h), u, a * b - u, ...rankSums], p: kruskal.p },
    {
      name: 'Mann-Whitney with continuity correction',
      statistics: [corrected],
      p: point(normal.twoSided(corrected)),
    },
    kruskal,
  ]
}

/** Linear-by-linear association (n − 1) r², and Cochran and Armitage's n r², of levels and groups numbered in their order. */
function trends(table: number[][]): CountTest[] {
  const n = sum(table.map(sum))
  const total = (f: (level: number, group: number) => number) =>
    sum(table.flatMap((level, l) => level.map((count, g) => count * f(l, g))))
  const [x, y] = [total((l) => l) / n, total((_, g) => g) / n]
  const xy = total((l, g) => (l - x) * (g - y))
  const r2 = xy ** 2 / (total((l) => (l - x) ** 2) * total((_, g) => (g - y) ** 2))
  return (
    [
      ['linear-by-linear χ²', (n - 1) * r2],
      ['χ² for trend', n * r2],
    ] as const
  ).map(([name, x2]) => ({ name, statistics: [x2, Math.sqrt(x2)], p: point(chiSquare.upper(x2, 1)) }))
}

function withoutEmpty(counts: number[][]): number[][] {
  const rows = counts.filter((row) => row.some((count) => count > 0))
  return rows.map((row) => row.filter((_, c) => rows.some((other) => other[c] > 0)))
}
