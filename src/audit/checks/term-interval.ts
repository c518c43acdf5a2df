import { normal, studentT } from '../../statistics/index.ts'
import { deciding, type Examination, finding } from '../examination.ts'
import { ratioOf } from '../family.ts'
import { parametersOf } from '../joint-tests.ts'
import { corners, type Interval, overlap, type Printed, printInterval, roundingOf } from '../printed.ts'
import type { Model, Term } from '../transcript.ts'
import type { Judge } from './judge.ts'

/** Levels that papers print beside 95%. */
const levels = [0.9, 0.99, 0.8, 0.999]

/** Quantile of the model's intervals: normal, or t of a linear model whose number of patients is told. */
export function quantileOf(model: Model, term: Pick<Term, 'df'>, linear: boolean, level?: number): number {
  const tail = (1 + (level ?? (model.confidence?.value ?? 95) / 100)) / 2
  const df = term.df && term.df.value > 1 ? term.df.value : (model.n?.value ?? 0) - parametersOf(model) - 1
  return linear && df > 0 ? studentT.quantile(tail, df) : normal.quantile(tail)
}

/**
 * Standard errors by which limits by profile likelihood differ from Wald's at most, where the standard error is that large:
 * above what 2,000 simulated terms of R's confint(glm) reached.
 */
export const profileSlack = (error: number) => Math.min(0.9, Math.max(0.3, 0.1 + 0.65 * error))

/** The interval against β and SE; without them the ratio (or β) against the middle of its interval. */
export function intervalOfTerm(
  model: Model,
  term: Term,
  own: Judge,
  slope: Interval | undefined,
  sign: number,
  linear: boolean,
): Examination[] {
  const { beta, se, ci } = term
  const ratio = ratioOf(term)
  const centre = linear ? beta : ratio?.printed
  if (!ci) return []
  const what = linear ? 'β' : (ratio?.name ?? 'ratio')
  if (centre && !centre.bound && (ci.lower.low > centre.high || ci.upper.high < centre.low)) {
    const statement = `${own.name}: ${what} ${centre.text} lies outside its interval ${ci.text}.`
    return [finding('inconsistent', `${own.name}: interval`, [own.at], statement, statement.slice(0, -1), [statement])]
  }
  if (!linear && ci.lower.high < 0) {
    const statement = `${own.name}: the interval ${ci.text} of a ${what} reaches below 0.`
    return [finding('impossible', `${own.name}: interval`, [own.at], statement, statement.slice(0, -1), [statement])]
  }
  if (model.intervals === 'bootstrap' || model.intervals === 'exact') return []
  if (slope && se && beta)
    return limits(model, { beta, se, df: term.df, ci: [ci.lower, ci.upper] }, own, slope, sign, linear)
  if (!centre || (!linear && ci.lower.low <= 0)) return []
  const from = linear ? (x: number) => x : Math.log
  const back = linear ? (x: number) => x : Math.exp
  const middle = corners((l, u) => back((from(l) + from(u)) / 2), ci.lower, ci.upper)
  const error = (from(ci.upper.high) - from(ci.lower.low)) / (2 * quantileOf(model, term, linear))
  const off = profileSlack(error) * error
  const loose = linear
    ? { low: middle.low - off, high: middle.high + off }
    : { low: middle.low * Math.exp(-off), high: middle.high * Math.exp(off) }
  const how = linear ? '(lower + upper) / 2' : '√(lower × upper)'
  const exact = walds(model, term, linear)
  const because = `; the other ${exact} intervals of ${model.id} are Wald’s to the last digit`
  if (exact >= 4 && !roundingOf(middle, centre) && !overlap(middle, centre)) {
    const statement = `${own.name}: ${what} is printed ${centre.text}; ${how} is ${printInterval(middle, centre.decimals + 1)}${because}.`
    const lines = [`${how} = ${printInterval(middle, centre.decimals + 1)}`, `printed ${what} ${centre.text}`]
    const brief = `${own.name}: ${what} ${centre.text}, not ${printInterval(middle, centre.decimals + 1)}`
    return [finding('inconsistent', `${own.name}: ${what}`, [own.at], statement, brief, lines)]
  }
  return [own.judge(what, [{ how, range: middle }], centre, { loose, why: profile })]
}

/**
 * How many of the other terms have an interval so finely printed, and so exactly around the ratio, that Wald's was taken for
 * them; 0 where one has not. By profile likelihood it would miss by a hundredth of its standard error and more.
 */
function walds(model: Model, own: Term, linear: boolean): number {
  let exact = 0
  for (const term of model.terms) {
    const centre = ratioOf(term)?.printed
    if (linear || term.term === own.term || !centre || !term.ci || term.ci.lower.low <= 0) continue
    const middle = corners((l, u) => (Math.log(l) + Math.log(u)) / 2, term.ci.lower, term.ci.upper)
    const printed = { low: Math.log(centre.low), high: Math.log(centre.high) }
    if (!overlap(middle, printed)) return 0
    const arm = Math.log(term.ci.upper.value / term.ci.lower.value) / 3.92
    if (middle.high - middle.low + printed.high - printed.low < 0.02 * arm) exact++
  }
  return exact
}

const profile = '; by profile likelihood, or another unsymmetric interval, it could differ so much'

interface Limits {
  beta: Printed
  se: Printed
  df: Term['df']
  ci: [Printed, Printed]
}

function limits(
  model: Model,
  { beta, se, df, ci }: Limits,
  own: Judge,
  slope: Interval,
  sign: number,
  linear: boolean,
) {
  const error = { low: Math.max(0, se.low), high: se.high }
  const scale = linear ? (x: number) => x : Math.exp
  const at = (side: number, quantile: number) => corners((b, e) => scale(b + side * quantile * e), slope, error)
  const sides = [-1, 1]
  const fits = (quantile: number) => sides.every((side, i) => roundingOf(at(side, quantile), ci[i]))
  const due = quantileOf(model, { df }, linear)
  const text = linear ? beta.text : `${sign < 0 ? '−' : ''}${beta.text}`
  const name = `${own.name}: interval`
  if (!fits(due)) {
    const other = levels.find((level) => fits(quantileOf(model, { df }, linear, level)))
    if (other) {
      const quantile = quantileOf(model, { df }, linear, other)
      const percent = `${100 * other}%`
      const lines = [
        `${text} ∓ ${quantile.toFixed(3)} × ${se.text}: ${sides.map((side, i) => printInterval(at(side, quantile), ci[i].decimals + 1)).join(' to ')}`,
        `at ${model.confidence?.text ?? '95%'}: ${sides.map((side, i) => printInterval(at(side, due), ci[i].decimals + 1)).join(' to ')}`,
        `printed ${ci.map((limit) => limit.text).join(' to ')}`,
      ]
      const statement = `${name} ${ci.map((limit) => limit.text).join('–')} is a ${percent} interval of the printed β and SE${model.confidence ? `, not one of ${model.confidence.text}` : '; is its level stated'}.`
      const grade = model.confidence ? 'inconsistent' : 'unusual'
      return [finding(grade, name, [own.at], statement, `${name}: level ${percent}`, lines)]
    }
  }
  return sides.map((side, i) => {
    const range = at(side, due)
    const slack = profileSlack(error.high) * error.high
    const loose = linear
      ? { low: range.low - slack, high: range.high + slack }
      : { low: range.low / Math.exp(slack), high: range.high * Math.exp(slack) }
    const how = `${linear ? '' : 'exp('}${text} ${side < 0 ? '−' : '+'} ${due.toFixed(2)} × ${se.text}${linear ? '' : ')'}`
    const one = own.judge(side < 0 ? 'lower limit' : 'upper limit', [{ how, range }], ci[i], {
      loose,
      why: '; one by profile likelihood could differ so much',
    })
    const none = linear ? 0 : 1
    const flips = (range.high < none && ci[i].low > none) || (range.low > none && ci[i].high < none)
    return deciding(one, flips)
  })
}

/** z and its standard error from an interval: the middle over the arm, in quantiles. */
export function standardErrorOf(model: Model, { ci, df }: Term, linear: boolean) {
  if (!ci || (!linear && ci.lower.low <= 0) || ci.upper.low <= ci.lower.high) return undefined
  const quantile = quantileOf(model, { df }, linear)
  const from = linear ? (x: number) => x : Math.log
  const range = corners((l, u) => (quantile * (from(u) + from(l))) / (from(u) - from(l)), ci.lower, ci.upper)
  const error = {
    low: (from(ci.upper.low) - from(ci.lower.high)) / (2 * quantile),
    high: (from(ci.upper.high) - from(ci.lower.low)) / (2 * quantile),
  }
  const how = linear ? '(upper + lower) / (upper − lower)' : '(ln upper + ln lower) / (ln upper − ln lower)'
  return { quantile, middle: { how, range }, error }
}
