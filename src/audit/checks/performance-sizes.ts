import { countedEvents } from '../events.ts'
import { addsUp, type Check, type Examination, finding, type Grade } from '../examination.ts'
import { sizesOf, sum } from '../rows.ts'
import { type Performance, setOf } from '../sets.ts'
import type { Transcript } from '../transcript.ts'

/** Patients and events of the performance and of the models against the splits, the tables and the outcome. */
export const performanceSizes: Check = {
  id: 'performance-sizes',
  title: 'Patients and events of the performance and the models',
  question:
    'The performance or a model has other numbers of patients or events than the rest of the paper. Which patients were analysed',
  examine: (transcript) => [
    ...transcript.performance.flatMap((one, i) => ofSet(one, `performance.${i}`, transcript)),
    ...eventsOfSets(transcript),
    ...ofModels(transcript),
    ...sameSet(transcript),
  ],
}

function ofSet(one: Performance, at: string, transcript: Transcript): Examination[] {
  const found: Examination[] = []
  const { patients } = transcript
  const n = one.n.value
  const set = setOf(one, transcript)
  const stated = sizesOf(transcript).filter((size) => size.set === set)
  const subject = `patients of the ${one.set} set`
  if (stated.length > 0) {
    const lines = [`${one.where}: n = ${n}`, ...stated.map((size) => `${size.where}: n = ${size.n}`)]
    const others = [...new Set(stated.map((size) => size.n))]
    const at_ = [at, ...stated.map((size) => size.at)]
    if (others.includes(n)) found.push(addsUp(subject, at_, ...lines))
    else {
      // Fewer may have been left when something was missing; more cannot come from the set.
      const grade: Grade = n > Math.max(...others) ? 'inconsistent' : 'unusual'
      const statement = `The performance of the ${one.set} set is that of ${n} patients (${one.where}); the set has ${others.join(' or ')} (${stated.map(({ where }) => where).join(', ')}).`
      found.push(finding(grade, subject, at_, statement, `${one.set} ${n} against ${others.join(', ')}`, lines))
    }
  } else if (n > patients.n.value) {
    const line = `${one.where}: n = ${n}; ${patients.where}: ${patients.n.text} patients`
    const statement = `The performance of the ${one.set} set is that of ${n} patients, more than the ${patients.n.text} of the study.`
    found.push(
      finding('inconsistent', subject, [at, 'patients'], statement, `${one.set} ${n} of ${patients.n.text}`, [line]),
    )
  }
  if (one.events) found.push(...ofEvents(one, at, transcript))
  return found
}

function ofEvents(one: Performance, at: string, transcript: Transcript): Examination[] {
  const events = one.events!.value
  const n = one.n.value
  const subject = `events of the ${one.set} set`
  if (events > n) {
    const statement = `${subject}: ${events} of ${n} patients.`
    return [finding('impossible', subject, [at], statement, `${one.set}: ${events} events of ${n}`, [statement])]
  }
  const counted = countedEvents(one, transcript)
  const lines = [`${one.where}: ${events}`, ...counted.map(({ count, how }) => `${how}: ${count}`)]
  if (counted.length > 0) {
    if (counted.some(({ count }) => count === events)) return [addsUp(subject, [at], ...lines)]
    const statement = `${one.where} has ${events} patients with the outcome in the ${one.set} set, ${counted.map(({ how, count }) => `${how} ${count}`).join(', ')}.`
    const brief = `${one.set}: ${events} against ${counted[0].count} with the outcome`
    return [finding('inconsistent', subject, [at], statement, brief, lines)]
  }
  const { outcome, n: all } = transcript.patients
  if (!outcome || n > all.value) return []
  const line = `${events} of ${n}; ${outcome.n.text} of ${all.text} in all (${transcript.patients.where})`
  const without = n - events
  if (events <= outcome.n.value && without <= all.value - outcome.n.value) return [addsUp(subject, [at], line)]
  const what = events > outcome.n.value ? `${events} with the outcome` : `${without} without the outcome`
  const has = events > outcome.n.value ? outcome.n.value : all.value - outcome.n.value
  const statement = `The ${one.set} set has ${what}; the whole study has ${has}.`
  return [finding('inconsistent', subject, [at, 'patients'], statement, `${one.set}: ${what}, ${has} in all`, [line])]
}

/** Events of sets that together are all patients add up to those of all. */
function eventsOfSets(transcript: Transcript): Examination[] {
  const { patients, performance } = transcript
  if (!patients.outcome) return []
  const sets = new Map<string, { n: number; events: number; at: string }>()
  performance.forEach((one, i) => {
    const set = setOf(one, transcript) ?? one.set
    if (one.events && !sets.has(set))
      sets.set(set, { n: one.n.value, events: one.events.value, at: `performance.${i}` })
  })
  const own = [...sets.values()]
  if (own.length < 2 || sum(own.map(({ n }) => n)) !== patients.n.value) return []
  const total = sum(own.map(({ events }) => events))
  const line = `${own.map(({ events }) => events).join(' + ')} = ${total}; ${patients.where}: ${patients.outcome.n.text} of ${patients.n.text}`
  const at = [...own.map((one) => one.at), 'patients']
  if (total === patients.outcome.n.value) return [addsUp('events of the sets', at, line)]
  const statement = `The sets have ${own.map(({ events }) => events).join(' + ')} = ${total} patients with the outcome; ${patients.where} counts ${patients.outcome.n.text}.`
  return [
    finding('inconsistent', 'events of the sets', at, statement, `events ${total} against ${patients.outcome.n.text}`, [
      line,
    ]),
  ]
}

function ofModels({ models, patients, splits }: Transcript): Examination[] {
  return models.flatMap(({ id, n, events }, m) => {
    const at = [`models.${m}`]
    const found: Examination[] = []
    if (n) {
      const most = Math.max(
        patients.n.value,
        ...splits.map(({ sizes }) => sum(Object.values(sizes).map((one) => one.value))),
      )
      const line = `${id}: n = ${n.value}; ${patients.where}: ${patients.n.text} patients`
      if (n.value <= most) found.push(addsUp(`patients of ${id}`, at, line))
      else {
        const statement = `${id} is a model of ${n.value} patients; the study has ${patients.n.text}.`
        found.push(
          finding('inconsistent', `patients of ${id}`, at, statement, `${id}: ${n.value} of ${patients.n.text}`, [
            line,
          ]),
        )
      }
    }
    const of = n?.value ?? patients.n.value
    if (events && events.value > of) {
      const statement = `${id}: ${events.value} events of ${of} patients.`
      found.push(
        finding('impossible', `events of ${id}`, at, statement, `${id}: ${events.value} events of ${of}`, [statement]),
      )
    }
    return found
  })
}

/** Several models of one set have its patients and its events. */
function sameSet(transcript: Transcript): Examination[] {
  const sets = new Map<string, { one: Performance; at: string }[]>()
  transcript.performance.forEach((one, i) => {
    const set = setOf(one, transcript)
    if (set && one.events) sets.set(set, [...(sets.get(set) ?? []), { one, at: `performance.${i}` }])
  })
  return [...sets].flatMap(([set, lines]) => {
    const events = [
      ...new Set(lines.filter(({ one }) => one.n.value === lines[0].one.n.value).map(({ one }) => one.events!.value)),
    ]
    if (lines.length < 2) return []
    const at = lines.map((line) => line.at)
    const arithmetic = lines.map(({ one }) => `${one.set}: ${one.events!.text} of ${one.n.text}`)
    if (events.length === 1) return [addsUp(`events of the ${set} set`, at, ...arithmetic)]
    const statement = `The ${set} set has ${events.join(' events in one line and ')} in another.`
    return [
      finding(
        'inconsistent',
        `events of the ${set} set`,
        at,
        statement,
        `${set}: ${events.join(' against ')} events`,
        arithmetic,
      ),
    ]
  })
}
