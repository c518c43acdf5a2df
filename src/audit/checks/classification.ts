import { countedEvents, type Events, eventsOf } from '../events.ts'
import { addsUp, type Check, type Examination, finding, type Grade } from '../examination.ts'
import { type Printed, roundingWords } from '../printed.ts'
import { isCounted, type Performance } from '../sets.ts'
import { reachable, scaleOf, waysOf } from '../tests/counts-of-measures.ts'

/** Sensitivity, specificity, accuracy, PPV and NPV are counts over counts of one table of four cells. */
export const classification: Check = {
  id: 'classification',
  title: 'Sensitivity, specificity, accuracy and predictive values as counts',
  question:
    'Sensitivity, specificity, accuracy or predictive values cannot be had from the numbers of patients. How many were classified, and how',
  examine: (transcript) =>
    transcript.performance.flatMap((one, i) => {
      const at = `performance.${i}`
      const beyond = outOfRange(one, at)
      if (beyond.length > 0 || !isCounted(one)) return beyond
      const counted = countedEvents(one, transcript)[0]
      const events = one.events || one.tp ? eventsOf(one, transcript) : counted
      return events ? examineSet(one, events, at) : []
    }),
}

export const measuresOf = (one: Performance): [string, Printed][] =>
  (
    [
      ['sensitivity', one.sensitivity],
      ['specificity', one.specificity],
      ['accuracy', one.accuracy],
      ['PPV', one.ppv],
      ['NPV', one.npv],
      ['F1', one.f1],
    ] as const
  ).flatMap(([what, printed]) => (printed ? [[what, printed]] : []))

function outOfRange(one: Performance, at: string): Examination[] {
  return measuresOf(one).flatMap(([what, printed]) => {
    if (printed.low <= scaleOf(printed) && printed.high >= 0) return []
    const statement = `${what} of the ${one.set} set: ${printed.text} is no share of patients.`
    return [
      finding('impossible', `${what} of the ${one.set} set`, [at], statement, `${one.set} ${what} ${printed.text}`, [
        statement,
      ]),
    ]
  })
}

function examineSet(one: Performance, events: Events, at: string): Examination[] {
  const [n, m] = [one.n.value, events.count]
  // In the set of the development a mean over folds may be meant, which is no count of patients.
  const grade: Grade = events.printed && one.role === 'validation' ? 'impossible' : 'inconsistent'
  const measures = [
    { what: 'sensitivity', printed: one.sensitivity, of: m },
    { what: 'specificity', printed: one.specificity, of: n - m },
    { what: 'accuracy', printed: one.accuracy, of: n },
  ]
  let [broken, cut] = [false, false]
  const examined = measures.flatMap(({ what, printed, of }) => {
    if (!printed || printed.bound) return []
    const name = `${what} of the ${one.set} set`
    const scale = scaleOf(printed)
    const near = Math.round((of * printed.value) / scale)
    const line = `${near} / ${of} = ${((scale * near) / of).toFixed(printed.decimals + 2)}; printed ${printed.text} (${events.how})`
    if (reachable(printed, of).length > 0) return [addsUp(name, [at], line)]
    const loose = reachable(printed, of, 'any rounding')[0]
    broken ||= loose === undefined
    cut ||= loose !== undefined
    const [verdict, why] =
      loose === undefined
        ? ([grade, `no count of ${of} gives ${printed.text}`] as const)
        : ([
            'unusual',
            `${printed.text} ${roundingWords['cut off']} (${loose} of ${of} is ${((scale * loose) / of).toFixed(printed.decimals + 2)})`,
          ] as const)
    return [finding(verdict, name, [at], `${name}: ${why}.`, `${one.set} ${what} ${printed.text} of ${of}`, [line])]
  })
  if (broken) return examined
  return [...examined, ...together(one, events, at, grade).filter((all) => !(cut && all.grade === 'unusual'))]
}

/** All measures of a set from one table of four cells. */
function together(one: Performance, events: Events, at: string, grade: Grade): Examination[] {
  const given = [...measuresOf(one), ...cellsOf(one)]
  if (given.length < 2) return []
  const [n, m] = [one.n.value, events.count]
  const exact = waysOf(one, m, 'rounded')
  if (!exact) return []
  const name = `measures of the ${one.set} set together`
  const printed = given.map(([what, { text }]) => `${what} ${text}`).join(', ')
  const line = `printed ${printed}; ${m} with and ${n - m} without the outcome (${events.how})`
  if (exact.length > 0) {
    const [{ hits, rejections }] = exact
    return [addsUp(name, [at], line, `${hits} of ${m} and ${rejections} of ${n - m} right give all of it`)]
  }
  const loose = (waysOf(one, m, 'any rounding') ?? [])[0]
  const alone = given.filter(([what]) => leavesOut(one, what, m))
  const culprit = alone.length === 1 ? alone[0] : undefined
  const partial = sumOfRight(one, m)
  const lines = partial ? [line, partial] : [line]
  const statement = loose
    ? `${one.set} set: ${printed}: one of them ${roundingWords['cut off']} (${loose.hits} of ${m} and ${loose.rejections} of ${n - m} right).`
    : `${one.set} set: no numbers of right and wrong among ${m} with and ${n - m} without the outcome give ${printed}${culprit ? `; without the ${culprit[0]} ${culprit[1].text} there are some` : ''}.`
  const brief = culprit ? `${one.set} ${culprit[0]} ${culprit[1].text}` : `${one.set} ${printed}`
  return [finding(loose ? 'unusual' : grade, name, [at], statement, brief, lines)]
}

export const cellsOf = (one: Performance): [string, Printed][] =>
  (
    [
      ['TP', one.tp],
      ['FP', one.fp],
      ['TN', one.tn],
      ['FN', one.fn],
    ] as const
  ).flatMap(([what, printed]) => (printed ? [[what, printed]] : []))

const keys: Record<string, keyof Performance> = {
  sensitivity: 'sensitivity',
  specificity: 'specificity',
  accuracy: 'accuracy',
  PPV: 'ppv',
  NPV: 'npv',
  F1: 'f1',
  TP: 'tp',
  FP: 'fp',
  TN: 'tn',
  FN: 'fn',
}

/** Whether the rest of the measures can be had together without this one. */
function leavesOut(one: Performance, what: string, m: number): boolean {
  const ways = waysOf({ ...one, [keys[what]]: undefined }, m, 'rounded')
  return ways !== undefined && ways.length > 0
}

/** "30 or 31 right of 40 and 12 of 20: 42 to 43 of 60; printed 0.900, which is 54". */
function sumOfRight(one: Performance, m: number): string | undefined {
  const { sensitivity, specificity, accuracy } = one
  if (!sensitivity || !specificity || !accuracy) return undefined
  const n = one.n.value
  const [hits, rejections, right] = [reachable(sensitivity, m), reachable(specificity, n - m), reachable(accuracy, n)]
  if (hits.length * rejections.length * right.length === 0) return undefined
  return `${hits.join(' or ')} right of ${m} and ${rejections.join(' or ')} of ${n - m}; the accuracy ${accuracy.text} is ${right.join(' or ')} of ${n}`
}
