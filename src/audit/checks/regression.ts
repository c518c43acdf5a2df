import { addsUp, type Check, deciding, type Examination, finding } from '../examination.ts'
import { onSlope, ratioOf } from '../family.ts'
import { corners, eitherWay, type Interval, overlap, type Printed, printInterval } from '../printed.ts'
import type { Model, Term } from '../transcript.ts'
import { type Judge, judgeOf, magnitude } from './judge.ts'
import { intervalOfTerm } from './term-interval.ts'
import { pOfTerm } from './term-p.ts'

/** β, its SE, Wald's statistic, ratio, interval and p of one term are five ways to print two numbers. */
export const regression: Check = {
  id: 'regression',
  title: 'β, standard error, Wald, ratio, interval and p',
  question: 'The columns of the regression table do not belong to one another. Which are right, and what is coded 1',
  examine: (transcript) =>
    transcript.models.flatMap((model, m) =>
      gathered(
        model,
        `models.${m}`,
        model.terms.map((term, t) => {
          const at = `models.${m}.terms.${t}`
          const examined = termOf(model, term, at)
          if (examined.every(({ grade }) => grade !== 'inconsistent')) return examined
          const loose = termOf(model, cutOff(term), at)
          return examined.map((one) => unlessCut(one, loose))
        }),
      ),
    ),
}

/**
 * Rows that profile likelihood explains: none where it is declared, one finding of the whole model where several have it.
 */
function gathered(model: Model, at: string, rows: Examination[][]): Examination[] {
  const marked = rows.filter((row) => row.some(({ explained }) => explained))
  const declared = model.intervals === 'profile'
  if (!declared && marked.length < 2) return rows.flat()
  const kept = rows.flat().map((one) => (one.explained ? addsUp(one.subject, one.at, ...one.arithmetic) : one))
  if (declared) return kept
  const briefs = rows.flat().flatMap(({ explained, brief }) => (explained ? [brief!] : []))
  const statement = `${model.id}: the intervals or p of ${marked.length} of ${rows.length} terms are not Wald's; by profile likelihood, or a likelihood ratio test, they can be right. Which was taken?`
  return [
    ...kept,
    finding('unusual', model.id, [at], statement, `${model.id}: no Wald's intervals`, briefs.slice(0, 8)),
  ]
}

/** The term with every number taken as rounded or cut off. */
function cutOff(term: Term): Term {
  const wider = (printed: Printed) => ({ ...printed, ...eitherWay(printed) })
  const { ci } = term
  const numbers = Object.entries(term).flatMap(([key, value]) =>
    typeof value === 'object' && 'value' in value ? [[key, wider(value)]] : [],
  )
  const wide = ci && { ...ci, lower: wider(ci.lower), upper: wider(ci.upper) }
  return { ...term, ...Object.fromEntries(numbers), ...(wide ? { ci: wide } : {}) }
}

/** A finding that cutting off all numbers would explain is unusual and no more. */
function unlessCut(one: Examination, loose: readonly Examination[]): Examination {
  if (one.grade !== 'inconsistent') return one
  const grave = loose.some(({ subject, grade }) => subject === one.subject && grade && grade !== 'unusual')
  if (grave) return one
  return {
    ...one,
    grade: 'unusual',
    statement: `${one.statement} Were the numbers cut off rather than rounded, it could be.`,
  }
}

function termOf(model: Model, term: Term, at: string): Examination[] {
  const own = judgeOf(`${model.id}, ${term.term}`, at)
  const linear = onSlope(model, term)
  const { beta, se, wald } = term
  const ratio = ratioOf(term)
  const examined: Examination[] = []
  let sign = 1
  if (beta && ratio && !linear) {
    const odds = exponential(beta)
    const inverse = exponential({ low: -beta.high, high: -beta.low })
    if (!overlap(odds, ratio.printed) && overlap(inverse, ratio.printed)) {
      sign = -1
      examined.push(inverted(own, beta, ratio, odds, inverse))
    } else examined.push(own.judge(ratio.name, [{ how: `exp(${beta.text})`, range: odds }], ratio.printed))
  }
  const slope: Interval | undefined = beta && (sign === 1 ? beta : { low: -beta.high, high: -beta.low })
  examined.push(...intervalOfTerm(model, term, own, slope, sign, linear))
  if (slope && se && wald && se.low > 0) {
    const size = magnitude(slope)
    const expected = [
      { how: '(β / SE)²', range: { low: (size.low / se.high) ** 2, high: (size.high / se.low) ** 2 } },
      { how: 'β / SE', range: corners((b, e) => b / e, slope, se) },
      { how: '|β| / SE', range: { low: size.low / se.high, high: size.high / se.low } },
    ]
    examined.push(own.judge('Wald', linear ? expected.slice(1) : expected, wald))
  }
  examined.push(...pOfTerm(model, term, own, slope, linear))
  return examined
}

function inverted(
  { name, at }: Judge,
  beta: Printed,
  ratio: { name: string; printed: Printed },
  odds: Interval,
  inverse: Interval,
): Examination {
  const decimals = ratio.printed.decimals + 1
  const lines = [
    `exp(${beta.text}) = ${printInterval(odds, decimals)}`,
    `exp(−${beta.text}) = ${printInterval(inverse, decimals)}`,
    `printed ${ratio.name} ${ratio.printed.text}`,
  ]
  const statement = `${name}: the printed ${ratio.name} ${ratio.printed.text} is exp(−β) of the printed β ${beta.text}; exp(β) is ${printInterval(odds, decimals)}.`
  const brief = `${name}: ${ratio.name} ${ratio.printed.text} with β ${beta.text}`
  return deciding(finding('inconsistent', `${name}: ${ratio.name}`, [at], statement, brief, lines), true)
}

function exponential({ low, high }: Interval): Interval {
  return { low: Math.exp(low), high: Math.exp(high) }
}
