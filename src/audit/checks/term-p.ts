import { chiSquare, normal, studentT } from '../../statistics/index.ts'
import { type Examination, finding } from '../examination.ts'
import { isJointTest, parametersOf } from '../joint-tests.ts'
import { type Interval, overlap, type Printed, shownPs } from '../printed.ts'
import type { Model, Term } from '../transcript.ts'
import { type Judge, magnitude } from './judge.ts'
import { quantileOf, standardErrorOf } from './term-interval.ts'

/** Errors and intervals that are no Wald's: robust, of resamples, of imputed data. */
const otherErrors = ({ intervals, imputed, penalised, weighted }: Model) =>
  Boolean(imputed || penalised || weighted || (intervals && !['wald', 'profile'].includes(intervals)))

/** p against β and SE, against the interval, or against the printed statistic alone. */
export function pOfTerm(
  model: Model,
  term: Term,
  own: Judge,
  slope: Interval | undefined,
  linear: boolean,
): Examination[] {
  const { p, wald } = term
  if (!p) return []
  if (isJointTest(term)) return wald && !linear ? [pOfJointTest(own, wald, term.df!, p)] : []
  const z = zOf(model, term, slope, linear)
  if (z) return [pOf(model, term, own, z, p, linear)]
  return wald ? [pOfWald(model, term, own, wald, p, linear)] : []
}

/** All coefficients of a factor at once: Wald's χ² on its degrees of freedom. */
function pOfJointTest(own: Judge, wald: Printed, df: Printed, p: Printed): Examination {
  const range = { low: chiSquare.upper(wald.high, df.value), high: chiSquare.upper(Math.max(0, wald.low), df.value) }
  return own.judge('p', [{ how: `p of χ² = ${wald.text} on ${df.text} degrees of freedom`, range }], p, {
    text: shownPs,
  })
}

/** A likelihood ratio test may differ from Wald's by this, in normal quantiles. */
const likelihoodSlack = (z: number) => Math.max(0.3, 0.25 * z)

function pOf(model: Model, term: Term, own: Judge, z: Z, p: Printed, linear: boolean): Examination {
  const tail = tailOf(model, term, linear)
  const at = ({ low, high }: Interval, slack = 0) => ({ low: tail(high + slack), high: tail(Math.max(0, low - slack)) })
  const range = (slack: number) => at(z.range, slack)
  const slack = otherErrors(model) ? Math.max(0.7, 0.4 * z.range.high) : likelihoodSlack(z.range.high)
  const why = otherErrors(model)
    ? '; errors that are no Wald’s could differ so much'
    : '; a likelihood ratio test, or an interval by profile likelihood, could differ so much'
  const other = model.confidence ? undefined : [0.9, 0.99].find((level) => z.level && overlap(at(z.level(level)), p))
  if (other && !overlap(range(slack), p)) {
    const statement = `${own.name}: p ${p.text} and the interval belong together if it is one of ${100 * other}%, not of 95%.`
    const lines = [
      `at 95%: p = ${shownPs(range(0))}`,
      `at ${100 * other}%: p = ${shownPs(at(z.level!(other)))}`,
      `printed p ${p.text}`,
    ]
    return finding('unusual', `${own.name}: p`, [own.at], statement, `${own.name}: level ${100 * other}%`, lines)
  }
  const byT = tOf(term)
  const expected = [{ how: `two-sided p of ${linear ? 't' : 'z'} = ${z.how}`, range: range(0) }]
  if (byT) {
    const t = { low: byT(z.range.high), high: byT(z.range.low) }
    expected.push({ how: `two-sided p of t on ${term.df!.text} degrees of freedom = ${z.how}`, range: t })
  }
  return own.judge('p', expected, p, { text: shownPs, loose: range(slack), why })
}

/** p from the printed statistic alone. */
function pOfWald(model: Model, term: Term, own: Judge, wald: Printed, p: Printed, linear: boolean): Examination {
  const size = magnitude(wald)
  const of = (how: string, tail: (statistic: number) => number) => ({
    how,
    range: { low: tail(size.high), high: tail(size.low) },
  })
  const byT = tOf(term)
  const expected = [
    ...(linear ? [] : [of('p of χ² = Wald', (statistic) => normal.twoSided(Math.sqrt(statistic)))]),
    of(`p of ${linear ? 't' : 'z'} = Wald`, tailOf(model, term, linear)),
    ...(byT ? [of(`p of t = Wald on ${term.df!.text} degrees of freedom`, byT)] : []),
  ]
  return own.judge('p', expected, p, { text: shownPs })
}

/** Two-sided p: of a linear model by t, whose degrees of freedom are printed or at most n − 2, else by the normal distribution. */
function tailOf(model: Model, term: Term, linear: boolean): (z: number) => number {
  if (!linear) return (z) => normal.twoSided(z)
  const byT = tOf(term)
  if (byT) return byT
  const df = (model.n?.value ?? 0) - parametersOf(model) - 1
  return df > 0 ? (z) => studentT.twoSided(z, df) : (z) => normal.twoSided(z)
}

/** Degrees of freedom beside one coefficient are those of its t, as mixed models and imputed data print them; 1 is χ²'s. */
function tOf({ df }: Term): ((t: number) => number) | undefined {
  return df && df.value > 1 ? (t) => studentT.twoSided(t, df.value) : undefined
}

interface Z {
  how: string
  range: Interval
  /** The same, were the interval of that level. */
  level?: (level: number) => Interval
}

/** |z| from what the table gives. */
function zOf(model: Model, term: Term, slope: Interval | undefined, linear: boolean): Z | undefined {
  const { se } = term
  if (slope && se && se.low > 0) {
    const size = magnitude(slope)
    return { how: '|β| / SE', range: { low: size.low / se.high, high: size.high / se.low } }
  }
  const error = standardErrorOf(model, term, linear)
  if (!error) return undefined
  const { middle, quantile } = error
  const range = magnitude(middle.range)
  const level = (one: number) => {
    const factor = quantileOf(model, term, linear, one) / quantile
    return { low: factor * range.low, high: factor * range.high }
  }
  return { how: `${quantile.toFixed(2)} × ${middle.how}`, range, level }
}
