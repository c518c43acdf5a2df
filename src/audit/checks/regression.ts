import { normal } from '../../statistics/index.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { corners, type Interval, overlap, type Printed, shown, shownP, widened } from '../printed.ts'
import type { Term, Transcript } from '../transcript.ts'

/** β, its SE, Wald's statistic, odds ratio, interval and p of one term are five ways to print two numbers. */
export const regression: Check = {
  id: 'regression',
  title: 'β, standard error, Wald, odds ratio, interval and p',
  question: 'The columns of the regression table do not belong to one another. Which are right, and what is coded 1',
  examine: (transcript) =>
    transcript.models.flatMap((model, m) =>
      model.terms.flatMap((term, t) => termOf(model, term, `models.${m}.terms.${t}`)),
    ),
}

const quantile = normal.quantile(0.975)
/** Standard errors by which profile likelihood and Wald are taken to differ at most: 0.1 is usual, 0.3 is few events. */
const profileSlack = 0.3

function termOf(model: Transcript['models'][number], term: Term, at: string): Examination[] {
  const name = `${model.id}, ${term.term}`
  const examined: Examination[] = []
  const judge = (
    what: string,
    expected: readonly { how: string; range: Interval }[],
    printed: Printed,
    text = shownFor(printed),
    likelihood?: Interval,
  ) => {
    const subject = `${name}: ${what}`
    const lines = [...expected.map(({ how, range }) => `${how} = ${text(range)}`), `printed ${what} ${printed.text}`]
    if (expected.some(({ range }) => overlap(range, printed))) return examined.push(addsUp(subject, [at], ...lines))
    const cut = !printed.bound && expected.some(({ range }) => overlap(range, widened(printed)))
    const profile = !cut && likelihood !== undefined && overlap(likelihood, printed)
    const why = profile ? '; one by profile likelihood, or a likelihood ratio test, could differ so much' : ''
    const statement = cut
      ? `${subject} ${printed.text} looks cut off rather than rounded (${expected[0].how} is ${text(expected[0].range)}).`
      : `${subject} is printed ${printed.text}; ${expected[0].how} is ${text(expected[0].range)}${why}.`
    const brief = `${subject} ${printed.text}, not ${text(expected[0].range)}`
    examined.push(finding(cut || profile ? 'unusual' : 'inconsistent', subject, [at], statement, brief, lines))
  }
  const { beta, se, wald, or, ci, p } = term
  let sign = 1
  if (beta && or) {
    const odds = exponential(beta)
    const inverse = exponential({ low: -beta.high, high: -beta.low })
    if (!overlap(odds, or) && overlap(inverse, or)) {
      sign = -1
      const decimals = or.decimals + 1
      const lines = [
        `exp(${beta.text}) = ${shown(odds, decimals)}`,
        `exp(−${beta.text}) = ${shown(inverse, decimals)}`,
        `printed OR ${or.text}`,
      ]
      const statement = `${name}: the printed OR ${or.text} is exp(−β) of the printed β ${beta.text}; exp(β) is ${shown(odds, decimals)}.`
      examined.push(
        finding('inconsistent', `${name}: OR`, [at], statement, `${name}: OR ${or.text} with β ${beta.text}`, lines),
      )
    } else judge('OR', [{ how: `exp(${beta.text})`, range: odds }], or)
  }
  const slope: Interval | undefined = beta && (sign === 1 ? beta : { low: -beta.high, high: -beta.low })
  if (slope && se && ci) {
    const error = { low: Math.max(0, se.low), high: se.high }
    const text = `${sign < 0 ? '−' : ''}${beta!.text}`
    for (const [what, side, symbol, printed] of [
      ['lower limit', -1, '−', ci.lower],
      ['upper limit', 1, '+', ci.upper],
    ] as const) {
      const range = corners((b, e) => Math.exp(b + side * quantile * e), slope, error)
      const slack = Math.exp(profileSlack * error.high)
      const profile = { low: range.low / slack, high: range.high * slack }
      judge(what, [{ how: `exp(${text} ${symbol} 1.96 × ${se.text})`, range }], printed, shownFor(printed), profile)
    }
  } else if (or && ci && ci.lower.low > 0) {
    const middle = corners((l, u) => Math.sqrt(l * u), ci.lower, ci.upper)
    judge('OR', [{ how: '√(lower × upper)', range: middle }], or)
  }
  if (slope && se && wald && se.low > 0) {
    const size = magnitude(slope)
    judge(
      'Wald',
      [
        { how: '(β / SE)²', range: { low: (size.low / se.high) ** 2, high: (size.high / se.low) ** 2 } },
        { how: 'β / SE', range: corners((b, e) => b / e, slope, se) },
        { how: '|β| / SE', range: { low: size.low / se.high, high: size.high / se.low } },
      ],
      wald,
    )
  }
  const z = zOf(term, slope)
  if (p && z) {
    const twoSided = (slack: number) => ({
      low: normal.twoSided(z.range.high + slack),
      high: normal.twoSided(Math.max(0, z.range.low - slack)),
    })
    const text = ({ low, high }: Interval) =>
      shownP(low) === shownP(high) ? shownP(low) : `${shownP(low)} to ${shownP(high)}`
    judge('p', [{ how: `two-sided p of z = ${z.how}`, range: twoSided(0) }], p, text, twoSided(profileSlack))
  }
  return examined
}

function exponential({ low, high }: Interval): Interval {
  return { low: Math.exp(low), high: Math.exp(high) }
}

function magnitude({ low, high }: Interval): Interval {
  return {
    low: low <= 0 && high >= 0 ? 0 : Math.min(Math.abs(low), Math.abs(high)),
    high: Math.max(Math.abs(low), Math.abs(high)),
  }
}

/** |z| from what the table gives. */
function zOf({ se, ci }: Term, slope: Interval | undefined): { how: string; range: Interval } | undefined {
  if (slope && se && se.low > 0) {
    const size = magnitude(slope)
    return { how: '|β| / SE', range: { low: size.low / se.high, high: size.high / se.low } }
  }
  if (!ci || ci.lower.low <= 0 || ci.upper.low <= ci.lower.high) return undefined
  const z = corners(
    (l, u) => (quantile * (Math.log(u) + Math.log(l))) / (Math.log(u) - Math.log(l)),
    ci.lower,
    ci.upper,
  )
  return { how: '1.96 × (ln upper + ln lower) / (ln upper − ln lower)', range: magnitude(z) }
}

const shownFor = (printed: Printed) => (range: Interval) => shown(range, printed.decimals + 1)
