import { normal } from '../../statistics/index.ts'
import { addsUp, type Check, deciding, type Examination, finding } from '../examination.ts'
import {
  type Interval,
  overlap,
  type Printed,
  printInterval,
  roundingOf,
  roundingWords,
  shownP,
  shownPs,
  significanceFlips,
} from '../printed.ts'
import { type Placed, placedRows } from '../rows.ts'
import { anovaOfMeans, type MeansTest, momentsOf, pairedTTest, tTest, welchAnovaOfMeans } from '../tests/means.ts'
import type { Transcript } from '../transcript.ts'

/**
 * t tests and analyses of variance from means and standard deviations, over all values that round to those printed.
 * A test of ranks cannot be had from means: where one may have been made, a disagreement is unusual, unless it is so
 * large that ranks could not bridge it.
 */
export const meansTests: Check = {
  id: 'means-tests',
  title: 'Tests of means, recomputed',
  question: 'The printed p values or statistics are not those of tests of the printed means. Which test was made',
  examine: (transcript) =>
    placedRows(transcript)
      .filter(
        ({ table, row }) =>
          row.means &&
          row.means.length > 1 &&
          (row.p || row.statistic) &&
          !table.weighted &&
          !table.imputed &&
          !['friedman', 'wilcoxon', 'log-rank'].includes(row.test ?? ''),
      )
      .flatMap((placed) => recompute(placed, transcript)),
}

/** In normal quantiles: what a test of ranks has been seen to differ from one of means, of skewed values. */
const ranksDiffer = 4.5
/** The same, which is nothing to speak of where the paper says that it made a test of ranks. */
const ranksUsuallyDiffer = 1

function recompute({ table, row, at, name }: Placed, { rules }: Transcript): Examination[] {
  const sizes = table.groups.map((group, g) => group.n.value - (row.missing?.[g].value ?? 0))
  if (sizes.some((n) => n < 2)) return []
  const stated = row.test ?? rules?.means
  const paired = table.paired || stated === 'paired-t'
  const made = (spread: 'sd' | 'se') => testsFor(momentsOf(row.means!, sizes, spread), stated, row.test, paired)
  const tests = made(row.spread === 'se' ? 'se' : 'sd')
  const byError = row.spread === undefined ? made('se') : []
  if (tests.length === 0) return []
  const cells = row.means!.map(({ text }, g) => `${text} (n = ${sizes[g]})`).join(' and ')
  const lines = tests.map(
    (one) =>
      `${one.name} of ${cells}: ${printInterval(point(one.statistic.value), 3)}, p = ${shownP(one.p.value)} (with rounding ${shownPs(one.p)})`,
  )
  const ranks = !paired && (stated === undefined || /mann-whitney|kruskal/.test(stated))
  const judge = (
    what: 'p' | 'statistic',
    printed: Printed,
    ranges: (test: MeansTest) => Interval[],
    value: (test: MeansTest) => string,
    gap: number,
  ) => {
    const subject = what === 'p' ? name : `${name}: statistic`
    const arithmetic = [...lines, `printed ${what} ${printed.text}`]
    const fitting = tests.find((test) => ranges(test).some((range) => overlap(range, printed)))
    if (fitting) return addsUp(subject, [at], ...arithmetic, `which is ${fitting.name}`)
    if (/^(?:mann-whitney|kruskal-wallis)$/.test(stated ?? '') && !paired && gap < ranksUsuallyDiffer)
      return addsUp(subject, [at], ...arithmetic, 'the paper made a test of ranks, which means cannot tell')
    const near = tests
      .flatMap(ranges)
      .map((range) => roundingOf(range, printed))
      .find((one) => one)
    const error = byError.find((test) => ranges(test).some((range) => overlap(range, printed)))
    if (error) arithmetic.push(`with ± as standard errors: ${error.name}, p = ${shownP(error.p.value)}`)
    const why = near
      ? `; it ${roundingWords[near as 'cut off']}`
      : error
        ? '; it would be right if ± were standard errors'
        : ranks && gap < ranksDiffer
          ? '; a Mann-Whitney or Kruskal-Wallis test may have been made instead, which means cannot tell'
          : ''
    const statement = `${name}: the printed ${what} is ${printed.text}, ${tests[0].name} of the printed means gives ${value(tests[0])}${why}.`
    const brief = `${name} ${what} ${printed.text} where ${tests[0].name} gives ${value(tests[0])}`
    const flips = what === 'p' && tests.every((test) => significanceFlips(test.p, printed))
    return deciding(finding(why ? 'unusual' : 'inconsistent', subject, [at], statement, brief, arithmetic), flips)
  }
  const examined: Examination[] = []
  if (row.p) {
    const gap = Math.min(...tests.map(({ p }) => distance(p, row.p!)))
    examined.push(
      judge(
        'p',
        row.p,
        ({ p }) => [p],
        ({ p }) => shownP(p.value),
        gap,
      ),
    )
  }
  if (row.statistic) {
    const printed = size(row.statistic)
    const squares = (test: MeansTest) => {
      const { low, high } = test.statistic
      return table.groups.length === 2
        ? [
            { low, high },
            { low: low ** 2, high: high ** 2 },
          ]
        : [{ low, high }]
    }
    const gap = Math.min(...tests.map(({ statistic }) => Math.abs(statistic.value - printed.value)))
    // Sums of ranks and U have no bound.
    const ranked = ranks && printed.value > 30
    examined.push(judge('statistic', printed, squares, ({ statistic }) => statistic.value.toFixed(3), ranked ? 0 : gap))
  }
  return examined
}

const point = (value: number): Interval => ({ low: value, high: value })

function testsFor(
  moments: ReturnType<typeof momentsOf>,
  stated: string | undefined,
  own: string | undefined,
  paired: boolean,
): MeansTest[] {
  if (paired) return moments.length === 2 ? [pairedTTest(moments)] : []
  if (moments.length === 2)
    return [
      ...(stated === 'welch' ? [] : [tTest(moments, false)]),
      ...(stated === 't' && own ? [] : [tTest(moments, true)]),
    ]
  const welch = own === 'anova' ? undefined : welchAnovaOfMeans(moments)
  return [anovaOfMeans(moments), ...(welch ? [welch] : [])]
}

/** How far apart two ranges of p are, in normal quantiles of their two sides. */
function distance(range: Interval, printed: Interval): number {
  const z = (p: number) => normal.quantile(1 - Math.min(1, Math.max(1e-15, p)) / 2)
  if (overlap(range, printed)) return 0
  return range.high < printed.low ? z(range.high) - z(printed.low) : z(printed.high) - z(range.low)
}

function size(printed: Printed): Printed {
  if (printed.value >= 0) return printed
  return { ...printed, value: -printed.value, low: -printed.high, high: -printed.low }
}
