import { chiSquare, fisherF, normal, studentT } from '../../statistics/index.ts'
import { addsUp, type Check, deciding, type Examination, finding } from '../examination.ts'
import {
  eitherWay,
  type Interval,
  overlap,
  printInterval,
  roundingOf,
  roundingWords,
  shownPs,
  significanceFlips,
} from '../printed.ts'
import { type Stated, statementsOf } from '../statement-grammar.ts'
import type { Model } from '../transcript.ts'
import { judgeOf, magnitude } from './judge.ts'
import { intervalOfTerm, standardErrorOf } from './term-interval.ts'

/** Statistics of the running text: p from t, F, χ², r, z, Q and H with their degrees of freedom; ratios against their intervals. */
export const textStatistics: Check = {
  id: 'text-statistics',
  title: 'Statistics in the running text',
  question: 'p values of the text are not those of the statistics beside them. Which are right',
  examine: (transcript) =>
    transcript.statistics.flatMap(({ says, where }, s) =>
      statementsOf(says).flatMap((one) =>
        one.kind === 'test'
          ? [ofTest(one, where, `statistics.${s}`)]
          : one.kind === 'ratio'
            ? ofRatio(one, where, `statistics.${s}`)
            : [ofHeterogeneity(one, where, `statistics.${s}`)],
      ),
    ),
}

type Test = Extract<Stated, { kind: 'test' }>

function tail({ test, df }: Test, x: number): number {
  switch (test) {
    case 't':
      return studentT.twoSided(x, df[0])
    case 'F':
      return fisherF.upper(x, df[0], df[1])
    case 'r':
      return Math.abs(x) >= 1 ? 0 : studentT.twoSided(x * Math.sqrt(df[0] / (1 - x * x)), df[0])
    case 'z':
      return normal.twoSided(x)
    default:
      return chiSquare.upper(x, df[0])
  }
}

function ofTest(one: Test, where: string, at: string): Examination {
  const { value, p, text } = one
  const subject = `${where}: ${text}`
  if (one.test === 'r' && value.low > 1) {
    const statement = `${where}: a correlation of ${value.text}.`
    return finding('impossible', subject, [at], statement, text, [statement])
  }
  const size = magnitude(value)
  const range: Interval = { low: tail(one, size.high), high: tail(one, size.low) }
  const lines = [`p = ${shownPs(range)}; printed ${p.text}`]
  const zero = p.value === 0 && !p.bound
  if (p.low > 1 || p.value < 0)
    return finding('impossible', subject, [at], `${where}: ${text}: no probability.`, text, lines)
  if (overlap(range, p)) {
    if (!zero) return addsUp(subject, [at], ...lines)
    return finding('unusual', subject, [at], `${where}: ${text}: no p is 0.`, text, lines)
  }
  const half = { low: range.low / 2, high: range.high / 2 }
  const cut = magnitude(eitherWay(value))
  const rounding = roundingOf(range, p) ?? roundingOf({ low: tail(one, cut.high), high: tail(one, cut.low) }, p)
  const tailed = ['t', 'z', 'r'].includes(one.test) && overlap(half, p)
  const why = rounding
    ? `; it ${roundingWords[rounding === 'rounded' ? 'cut off' : rounding]}`
    : tailed
      ? '; it is that of a one-sided test'
      : ''
  const statement = `${where}: ${text}: p is ${shownPs(range)}${why}.`
  const grade = why ? 'unusual' : 'inconsistent'
  return deciding(
    finding(grade, subject, [at], statement, `${text} (p ${shownPs(range)})`, lines),
    significanceFlips(range, p),
  )
}

/** Higgins's I² = (Q − df) / Q, never below 0; that of another estimate of τ² differs. Source: Higgins & Thompson 2002. */
function ofHeterogeneity(
  { text, q, df, share }: Extract<Stated, { kind: 'heterogeneity' }>,
  where: string,
  at: string,
): Examination {
  const scale = share.percent || share.value > 1 ? 100 : 1
  const of = (value: number) => (value <= df ? 0 : (scale * (value - df)) / value)
  const range = { low: of(q.low), high: of(q.high) }
  const places = share.decimals + 1
  const line = `I² = (Q − df) / Q = (${q.text} − ${df}) / ${q.text} = ${printInterval(range, places)}${scale === 100 ? '%' : ''}; printed ${share.text}`
  const subject = `${where}: I² of ${text}`
  if (share.low >= scale || share.value < 0) {
    const statement = `${where}: an I² of ${share.text}; it lies between 0 and 100%.`
    return finding('impossible', subject, [at], statement, text, [line])
  }
  if (roundingOf(range, share)) return addsUp(subject, [at], line)
  const statement = `${where}: I² is printed ${share.text}; Q ${q.text} on ${df} degrees of freedom gives ${printInterval(range, places)}${scale === 100 ? '%' : ''}; of another estimate of τ² it could differ.`
  return finding('unusual', subject, [at], statement, `${where}: I² ${share.text}`, [line])
}

type Ratio = Extract<Stated, { kind: 'ratio' }>

function ofRatio({ name, value, lower, upper, level, p, text }: Ratio, where: string, at: string): Examination[] {
  const own = judgeOf(`${where}: ${text.slice(0, 120)}`, at)
  const confidence = { ...value, value: level ?? 95 }
  const term = { term: name, or: value, ci: { lower, upper, text: `${lower.text}–${upper.text}` }, ...(p ? { p } : {}) }
  const model: Model = { id: where, terms: [term], ...(level ? { confidence } : {}) }
  const z = standardErrorOf(model, term, false)
  const found = intervalOfTerm(model, term, own, undefined, 1, false)
  if (!p || !z) return found
  const size = magnitude(z.middle.range)
  const range = (slack: number) => ({
    low: normal.twoSided(size.high + slack),
    high: normal.twoSided(Math.max(0, size.low - slack)),
  })
  const more = { text: shownPs, loose: range(Math.max(0.3, 0.25 * size.high)), why: '; of another test it could be' }
  return [...found, own.judge('p', [{ how: 'two-sided p by the interval', range: range(0) }], p, more)]
}
