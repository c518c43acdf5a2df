import {
  EventsWithoutTime,
  EventUnclear,
  EventValueAbsent,
  EventValueUnlisted,
  FollowUpNegative,
  OtherValues,
  type Problem,
  TimeNotANumber,
} from '../errors/index.ts'
import { levelIndex } from './codebook/spelling.ts'
import { isAnswer, whatHappened } from './codebook/two-values.ts'
import type { Cohort, Column, Level } from './codebook/variable.ts'
import { type Fault, fault } from './fault.ts'
import { parseNumber } from './tables/parse-cell.ts'

/** Which value of a column is the event, and what its other values are, as a study file says it. */
export interface EventValues {
  column: string
  value: Written | Written[]
  censored?: Written | Written[]
  competing?: Written | Written[]
}
type Written = string | number | boolean

/** How an event was read: the values of its column by what they mean, with how many rows have each. */
export interface EventReading {
  /** What the study calls the event, and the column that it comes from. */
  name: string
  column: string
  event: Counted[]
  censored: Counted[]
  competing: Counted[]
}
export interface Counted {
  value: string
  label: string
  rows: number
}

/** A column as levels: its own, or the few different numbers or texts that it has; undefined where there are many. */
export function asLevels({ variable, values, text }: Column): { levels: Level[]; place: Float64Array } | undefined {
  if (variable.levels) return { levels: variable.levels, place: values }
  const cells = text ?? Array.from(values, (value) => (Number.isNaN(value) ? '' : String(value)))
  const different = [...new Set(cells)].filter((cell) => cell !== '')
  if (different.length === 0 || different.length > 20) return undefined
  different.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1))
  const places = new Map(different.map((cell, i) => [cell, i]))
  return {
    levels: different.map((value) => ({ value, label: value })),
    place: Float64Array.from(cells, (cell) => places.get(cell) ?? Number.NaN),
  }
}

/**
 * The event that a study names by a column alone or by one of its values, as a column of no and yes whose yes is the
 * event. A column alone is taken only where its two values leave no doubt.
 * asked  undefined for a column alone
 * Gives a question in place of the column where somebody has to say which value is meant.
 */
export function eventColumn(
  source: Column,
  name: string,
  asked: EventValues | undefined,
  file: string,
): { column: Column; reading: EventReading; faults: Fault[] } | { question: Problem } {
  const { variable } = source
  const found = asLevels(source)
  if (!found) return { question: EventUnclear(file, variable.name, []) }
  const { levels, place } = found
  const counts = levels.map((_, at) => place.reduce((sum, value) => sum + Number(value === at), 0))
  // Of a column of 0 alone, the event 1 is no level.
  const counted = (at: number): Counted => ({ ...(levels[at] ?? { value: '1', label: '1' }), rows: counts[at] ?? 0 })
  const all = levels.map((_, at) => counted(at))
  const seen = all.filter(({ rows }) => rows > 0)
  const event = new Set<number>()
  const censored = new Set<number>()
  const competing = new Set<number>()
  if (asked) {
    for (const [values, into] of [
      [asked.value, event],
      [asked.censored ?? [], censored],
      [asked.competing ?? [], competing],
    ] as const)
      for (const value of [values].flat()) {
        const at = levelIndex(levels, value)
        if (at < 0)
          return {
            question: EventValueAbsent(
              file,
              variable.name,
              String(value),
              levels.map((l) => l.value),
            ),
          }
        into.add(at)
      }
    const rest = levels.flatMap((_, at) => (event.has(at) || censored.has(at) || competing.has(at) ? [] : [at]))
    const open = rest.filter((at) => counts[at] > 0)
    if (asked.censored === undefined) {
      if (open.length > 1)
        return { question: OtherValues(file, variable.name, open.map(counted), String([asked.value].flat()[0])) }
      for (const at of rest) censored.add(at)
    }
  } else {
    const at = alone(variable, levels)
    if (at === undefined) return { question: EventUnclear(file, variable.name, seen.length > 0 ? seen : all) }
    event.add(at)
    for (const other of levels.keys()) if (other !== at) censored.add(other)
  }
  const left = levels.flatMap((_, at) =>
    event.has(at) || censored.has(at) || competing.has(at) || counts[at] === 0 ? [] : [at],
  )
  const pick = (levels: Set<number>) => [...levels].map(counted)
  return {
    column: {
      variable: {
        ...variable,
        name,
        ...(asked && {
          label: pick(event)
            .map(({ label }) => label)
            .join(' or '),
          derivedFrom: [variable.name],
        }),
        type: 'binary',
        levels: namedLevels(asked, levels, event),
      },
      values: place.map((at) => (event.has(at) ? 1 : censored.has(at) || competing.has(at) ? 0 : Number.NaN)),
    },
    reading: {
      name,
      column: variable.name,
      event: pick(event),
      censored: pick(censored),
      competing: pick(competing),
    },
    faults: left.map((at) => fault(EventValueUnlisted(levels[at].label, counts[at]), { file, column: variable.name })),
  }
}

/** Of a column alone its own two levels, the event second; of a named value no and yes. */
function namedLevels(asked: EventValues | undefined, levels: Level[], event: Set<number>): Level[] {
  if (asked)
    return [
      { value: 'no', label: 'No' },
      { value: 'yes', label: 'Yes' },
    ]
  const [at] = event
  const other = levels.find((_, i) => i !== at) ?? { value: '0', label: '0' }
  return [other, levels[at] ?? { value: '1', label: '1' }]
}

/** A column that says who had no event: its 1 or yes may be the opposite of one. */
const saysWithout =
  /(^|[\W_])(alive|living|survived|survivors?|cens|censor|censored|censoring|ned|lebt|lebend|überlebt|zensiert|vivant|vivants?|vivo|viva|censuré|censurado|(disease|event|relapse|recurrence|progression)[\W_]?free)([\W_]|$)|存活|生存$|删失|无(病|复发|进展)/i

/**
 * The level that is the event where a column is named alone: of two words that leave no doubt, or the number 1. Of a column
 * called alive or censored only words say it that are an event in themselves.
 */
function alone({ name, label }: Column['variable'], levels: readonly Level[]): number | undefined {
  const ofAnswers = levels.every((level) => isAnswer(level.label))
  if (ofAnswers && (saysWithout.test(name) || saysWithout.test(label))) return undefined
  if (levels.length === 1) {
    const at = ['0', '1'].indexOf(levels[0].value)
    return at < 0 ? undefined : at === 1 ? 0 : 1
  }
  return whatHappened(levels)
}

/**
 * A follow-up time as numbers. Negative times and events without a time are faults of their patient; the time is missing.
 * Gives a question where the column is no number.
 */
export function timeColumn(
  source: Column,
  event: Column | undefined,
  cohort: Pick<Cohort, 'ids'>,
  file: string,
): { column: Column; faults: Fault[] } | { question: Problem } {
  const { variable } = source
  let { values } = source
  if (variable.levels) {
    const numbers = variable.levels.map(({ value }) => (value.trim() === '' ? Number.NaN : Number(value)))
    const word = variable.levels.find((_, at) => Number.isNaN(numbers[at]))
    if (word) return { question: TimeNotANumber(file, variable.name, `has words ("${word.value}")`) }
    values = values.map((at) => (Number.isNaN(at) ? at : numbers[at]))
  } else if (variable.type === 'date') return { question: TimeNotANumber(file, variable.name, 'is a date') }
  else if (source.text) {
    const word = source.text.find((cell) => cell !== '' && Number.isNaN(parseNumber(cell, variable.decimal)))
    return { question: TimeNotANumber(file, variable.name, word ? `has words ("${word}")` : 'is text') }
  }
  const faults: Fault[] = []
  const mended = values.map((time, row) => {
    const where = { file, column: variable.name, patient: cohort.ids[row] }
    if (time < 0) {
      faults.push(fault(FollowUpNegative(time), where))
      return Number.NaN
    }
    if (Number.isNaN(time) && event?.values[row] === 1)
      faults.push(fault(EventsWithoutTime(event.variable.name), where))
    return time
  })
  const { levels: _, ...rest } = variable
  return { column: { variable: { ...rest, type: 'continuous' }, values: mended }, faults }
}
