import { countedEvents, eventsOf } from '../events.ts'
import { addsUp, type Check, type Examination, finding } from '../examination.ts'
import { isCounted, type Performance, setOf } from '../sets.ts'
import { type Leniency, waysOf } from '../tests/counts-of-measures.ts'
import type { Transcript } from '../transcript.ts'
import { cellsOf, measuresOf } from './classification.ts'

/**
 * Where no events are printed they follow from sensitivity, specificity and accuracy, which is the mean of the two weighted
 * by the outcome. Models of one set were tried on the same patients, so that one number of events has to give them all.
 */
export const inferredEvents: Check = {
  id: 'inferred-events',
  title: 'Numbers of events that follow from the measures',
  question:
    'No number of patients with the outcome gives the printed sensitivity, specificity and accuracy. How many had it',
  examine: (transcript) => setsOf(transcript).flatMap((own) => examineSet(own)),
}

interface Line {
  one: Performance
  at: string
}

/** More patients than this and almost any measures can be had. */
const maximumPatients = 3000

/** Lines of performance without events, by set and number of patients. */
function setsOf(transcript: Transcript): Line[][] {
  const sets = new Map<string, Line[]>()
  transcript.performance.forEach((one, i) => {
    if (one.events || eventsOf(one, transcript)?.printed || !isCounted(one)) return
    if (countedEvents(one, transcript).length > 0) return
    if (measuresOf(one).length + cellsOf(one).length < 2 || one.n.value > maximumPatients || one.n.value < 2) return
    const key = `${setOf(one, transcript) ?? one.set} ${one.n.value}`
    sets.set(key, [...(sets.get(key) ?? []), { one, at: `performance.${i}` }])
  })
  return [...sets.values()]
}

function examineSet(lines: Line[]): Examination[] {
  const n = lines[0].one.n.value
  const possible = (one: Performance, leniency: Leniency) =>
    Array.from({ length: n - 1 }, (_, i) => i + 1).filter((m) => waysOf(one, m, leniency)?.length !== 0)
  const each = lines.map((line) => ({ ...line, events: possible(line.one, 'rounded') }))
  const alone = each.filter(({ events }) => events.length === 0)
  const found = alone.map(({ one, at }) => without(one, at, possible(one, 'any rounding')))
  const rest = each.filter(({ events }) => events.length > 0)
  const votes = new Map<number, number>()
  for (const { events } of rest) for (const m of events) votes.set(m, (votes.get(m) ?? 0) + 1)
  const most = Math.max(0, ...votes.values())
  const best = [...votes].filter(([, count]) => count === most).map(([m]) => m)
  const common = rest.filter(({ events }) => best.every((m) => events.includes(m)))
  const others = rest.filter((one) => !common.includes(one))
  const names = (those: typeof each) => those.map(({ one }) => one.set).join(', ')
  const range = (events: number[]) => (events.length > 4 ? `${events[0]} to ${events.at(-1)}` : events.join(' or '))
  return [
    ...found,
    ...common.map(({ one, at, events }) =>
      addsUp(`events of the ${one.set} set`, [at], `${printedOf(one)}: ${range(events)} of ${n} with the outcome`),
    ),
    ...others.map(({ one, at, events }) => {
      const strict = most > 1 && best.length === 1
      const arithmetic = [
        `${printedOf(one)}: ${range(events)} of ${n} with the outcome`,
        `${names(common)}: ${range(best)}`,
      ]
      const lenient = best.some((m) => waysOf(one, m, 'any rounding')?.length)
      const statement = `${one.set} set: ${printedOf(one)} need ${range(events)} of ${n} patients with the outcome; ${names(common)}, of the same patients, ${common.length > 1 ? 'need' : 'needs'} ${range(best)}.`
      const brief = `${one.set}: ${range(events)} against ${range(best)} with the outcome`
      const grade = strict && !lenient ? 'inconsistent' : 'unusual'
      return finding(grade, `events of the ${one.set} set`, [at], statement, brief, arithmetic)
    }),
  ]
}

const printedOf = (one: Performance) =>
  [...measuresOf(one), ...cellsOf(one)].map(([what, { text }]) => `${what} ${text}`).join(', ')

function without(one: Performance, at: string, loosely: number[]): Examination {
  const n = one.n.value
  const name = `events of the ${one.set} set`
  const between =
    one.sensitivity && one.specificity && one.accuracy
      ? [
          `the accuracy ${one.accuracy.text} has to lie between ${one.sensitivity.text} and ${one.specificity.text}, and to be whole numbers of ${n} with them`,
        ]
      : []
  const lines = [`no m from 1 to ${n - 1} with the outcome gives ${printedOf(one)}`, ...between]
  const brief = `${one.set}: ${printedOf(one)} of ${n}`
  if (loosely.length > 0) {
    const statement = `${name}: ${printedOf(one)} can be had with ${loosely[0]} of ${n} only if numbers are cut off rather than rounded.`
    return finding('unusual', name, [at], statement, brief, lines)
  }
  const statement = `${name}: no number of patients with the outcome among ${n} gives ${printedOf(one)}.`
  return finding(one.role === 'validation' ? 'impossible' : 'inconsistent', name, [at], statement, brief, lines)
}
