import { chiSquare, fisherExact, mannWhitney, pearsonChiSquare, trendTest } from '../../statistics/index.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { overlap, type Printed, shownP, widened } from '../printed.ts'
import { countsOf, type Placed, placedRows, sum } from '../rows.ts'

/** χ² and Fisher's tests of the printed counts, with and without Yates' correction, against the printed statistic and p. */
export const testsRecomputed: Check = {
  id: 'tests-recomputed',
  title: 'Tests of counts, recomputed',
  question:
    'The printed p values or statistics are not those of the printed counts. Which test was made of which counts',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(({ table, row }) => row.levels && table.groups.length > 1 && (row.p || row.statistic))
      .flatMap(recompute),
}

/** Patients beyond whom the exact and the ranked tests would cost more than they tell. */
const mostRanked = 100_000

interface Candidate {
  name: string
  statistic?: number
  p: number
}

/** The tests that the counts allow; none where the table is too empty for any. */
export function candidatesOf(counts: number[][]): Candidate[] {
  const rows = counts.filter((row) => row.some((count) => count > 0))
  const columns = rows[0]?.filter((_, c) => rows.some((row) => row[c] > 0)).length ?? 0
  if (rows.length < 2 || columns < 2) return []
  const pearson = pearsonChiSquare(counts)
  const fisher = sum(counts.map(sum)) <= mostRanked ? [{ name: 'Fisher', p: fisherExact(counts).p }] : []
  const yates = pearsonChiSquare(counts, true)
  return [
    { name: 'χ²', statistic: pearson.x2, p: pearson.p },
    ...(yates.correction === 'Yates' ? [{ name: 'χ² with Yates', statistic: yates.x2, p: yates.p }] : []),
    ...fisher,
    { name: 'likelihood ratio χ²', ...likelihoodRatio(counts) },
  ]
}

/** G² = 2 Σ observed ln(observed / expected), the likelihood ratio that SPSS prints beside χ². */
function likelihoodRatio(counts: number[][]) {
  const rows = counts.filter((row) => row.some((count) => count > 0))
  const { expected, df } = pearsonChiSquare(rows)
  const cells = rows.flatMap((row) => row.filter((_, c) => rows.some((other) => other[c] > 0)))
  const statistic =
    2 * cells.reduce((sum, count, i) => sum + (count > 0 ? count * Math.log(count / expected[i]) : 0), 0)
  return { statistic, p: chiSquare.upper(statistic, df) }
}

/** Tests of two groups that take three levels and more as ordered; papers seldom say so. */
function orderedTests(counts: number[][]): Candidate[] {
  const levels = counts.filter(([a, b]) => a + b > 0)
  const [m, n] = [0, 1].map((g) => levels.reduce((sum, level) => sum + level[g], 0))
  if (counts[0].length !== 2 || levels.length < 3 || m === 0 || n === 0 || m + n > mostRanked) return []
  const ranked = (g: number) => levels.flatMap((level, l) => new Array<number>(level[g]).fill(l))
  return [
    {
      name: 'χ² for trend',
      p: trendTest(
        levels.map(([a]) => a),
        levels.map(([a, b]) => a + b),
      ).p,
    },
    { name: 'Mann-Whitney', p: mannWhitney(ranked(0), ranked(1)).p },
  ]
}

const named: Record<string, string> = { 'chi-square': 'χ²', yates: 'χ² with Yates', fisher: 'Fisher' }

function recompute({ row, at, name }: Placed): Examination[] {
  const counts = countsOf(row)
  const all = candidatesOf(counts)
  const candidates = row.test && named[row.test] ? all.filter((one) => one.name === named[row.test!]) : all
  if (candidates.length === 0) return []
  const lines = [
    `counts ${counts.map((line) => line.join(', ')).join(' | ')}`,
    ...candidates.map(({ name: test, statistic, p }) =>
      statistic === undefined ? `${test}: p = ${shownP(p)}` : `${test} = ${statistic.toFixed(3)}, p = ${shownP(p)}`,
    ),
  ]
  const examined: Examination[] = []
  const judge = (what: 'p' | 'statistic', printed: Printed, values: number[], text: (value: number) => string) => {
    const subject = `${name}: ${what}`
    const arithmetic = [...lines, `printed ${what} ${printed.text}`]
    const within = (interval: { low: number; high: number }) =>
      values.some((v) => overlap({ low: v, high: v }, interval))
    if (within(printed)) return examined.push(addsUp(subject, [at], ...arithmetic))
    const cut = !printed.bound && within(widened(printed))
    const ordered =
      what === 'p' ? orderedTests(counts).find((one) => overlap({ low: one.p, high: one.p }, printed)) : undefined
    const first = candidates[0].name
    if (ordered) arithmetic.push(`${ordered.name}: p = ${shownP(ordered.p)}`)
    const none = ordered
      ? `; ${ordered.name}, which takes the levels as ordered, gives it`
      : ' and none of the usual tests gives it'
    const statement = cut
      ? `${name}: the printed ${what} ${printed.text} looks cut off rather than rounded (${first} gives ${text(values[0])}).`
      : `${name}: the printed ${what} is ${printed.text}; the printed counts give ${text(values[0])} by ${first}${values.length > 1 ? none : ''}.`
    const brief = `${name} ${what} ${printed.text} where ${first} gives ${text(values[0])}`
    examined.push(finding(cut || ordered ? 'unusual' : 'inconsistent', subject, [at], statement, brief, arithmetic))
  }
  if (row.p)
    judge(
      'p',
      row.p,
      candidates.map(({ p }) => p),
      shownP,
    )
  const statistics = candidates.flatMap(({ statistic }) => (statistic === undefined ? [] : [statistic]))
  if (row.statistic && statistics.length > 0) judge('statistic', row.statistic, statistics, (value) => value.toFixed(3))
  return examined
}
