import { type Events, eventsOf, type Performance } from '../events.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import type { Printed } from '../printed.ts'

/** Sensitivity, specificity and accuracy are counts over counts, and the third follows from the first two. */
export const classification: Check = {
  id: 'classification',
  title: 'Sensitivity, specificity and accuracy as counts',
  question:
    'Sensitivity, specificity or accuracy cannot be had from the numbers of patients. How many were classified, and how',
  examine: (transcript) =>
    transcript.performance.flatMap((one, i) => {
      const events = eventsOf(one, transcript)
      return events ? examineSet(one, events, `performance.${i}`) : []
    }),
}

function examineSet(one: Performance, events: Events, at: string): Examination[] {
  const [n, with_] = [one.n.value, events.count]
  const measures = [
    { what: 'sensitivity', printed: one.sensitivity, of: with_ },
    { what: 'specificity', printed: one.specificity, of: n - with_ },
    { what: 'accuracy', printed: one.accuracy, of: n },
  ]
  const grade = events.printed ? 'impossible' : 'inconsistent'
  const counts = measures.map(({ printed, of }) => (printed ? reachable(printed, of) : []))
  const examined = measures.flatMap(({ what, printed, of }, i) => {
    if (!printed) return []
    const name = `${what} of the ${one.set} set`
    const scale = scaleOf(printed)
    const near = Math.round((of * printed.value) / scale)
    const line = `${near} / ${of} = ${((scale * near) / of).toFixed(printed.decimals + 2)}; printed ${printed.text} (${events.how})`
    if (counts[i].length > 0) return [addsUp(name, [at], line)]
    const statement = `${name}: no count of ${of} gives ${printed.text}.`
    return [finding(grade, name, [at], statement, `${one.set} ${what} ${printed.text} of ${of}`, [line])]
  })
  const [hits, rejections, right] = counts
  if (hits.length > 0 && rejections.length > 0 && right.length > 0) {
    const name = `accuracy of the ${one.set} set against sensitivity and specificity`
    const sums = [hits[0] + rejections[0], hits[hits.length - 1] + rejections[rejections.length - 1]]
    const line = `${hits.join(' or ')} right of ${with_} and ${rejections.join(' or ')} of ${n - with_}: ${sums[0]}${sums[1] > sums[0] ? ` to ${sums[1]}` : ''} of ${n}; printed ${one.accuracy!.text}, which is ${right.join(' or ')}`
    const agrees = right.some((count) => count >= sums[0] && count <= sums[1])
    const statement = `${one.set} set: sensitivity and specificity make ${sums[0]} of ${n} right, the accuracy ${one.accuracy!.text} ${right.join(' or ')}.`
    examined.push(
      agrees
        ? addsUp(name, [at], line)
        : finding(grade, name, [at], statement, `${one.set} accuracy ${one.accuracy!.text}`, [line]),
    )
  }
  return examined
}

/** A number above 1, or with a percent sign, is in percent. */
const scaleOf = ({ value, text }: Printed) => (value > 1 || text.includes('%') ? 100 : 1)

/** The counts whose share rounds to what is printed. */
function reachable(printed: Printed, of: number): number[] {
  const scale = scaleOf(printed)
  const first = Math.max(0, Math.ceil((of * printed.low) / scale - 1e-9))
  const last = Math.min(of, Math.floor((of * printed.high) / scale + 1e-9))
  return Array.from({ length: Math.max(0, Math.min(1000, last - first + 1)) }, (_, i) => first + i)
}
