import type { Cohort, Column } from '../../cohort/codebook/variable.ts'
import { type EventReading, eventColumn, timeColumn } from '../../cohort/endpoint.ts'
import type { Fault } from '../../cohort/fault.ts'
import { isUnit, unitFactor } from '../../cohort/tables/units.ts'
import { type Problem, TimeUnits, Unanswered } from '../../errors/index.ts'
import type { StudyConfig } from '../file/schema.ts'

export interface Endpoints {
  /** The columns of events and times as the analyses use them, by name. */
  columns: Map<string, Column>
  readings: EventReading[]
  faults: Fault[]
  questions: Problem[]
}

/**
 * The events and times that a study's survival analyses and Cox models name, read once for all of them. A column that
 * is not there is left to those who miss it.
 */
export function studyEndpoints(study: StudyConfig, cohort: Cohort): Endpoints {
  const { file } = study.cohort
  const asked = [
    ...[study.survival ?? []].flat(),
    ...Object.values(study.models).flatMap(({ cox }) => (cox ? [cox] : [])),
  ]
  const made: Endpoints = { columns: new Map(), readings: [], faults: [], questions: [] }
  const rivals = [study.survival ?? []].flat().flatMap(({ competing }) => competing ?? [])
  for (const name of new Set([...asked.map(({ event }) => event), ...rivals])) {
    const rule = study.events?.[name]
    const source = cohort.columns.get(rule?.column ?? name)
    if (!source) continue
    const found = eventColumn(source, name, rule, file)
    if ('question' in found) {
      made.questions.push(found.question)
      continue
    }
    made.columns.set(name, found.column)
    made.readings.push(found.reading)
    const { event, censored, competing } = found.reading
    if (rule && competing.length > 0) {
      const values = (column: typeof event) => column.map(({ value }) => value)
      const rival = { column: rule.column, value: values(competing), censored: [...values(event), ...values(censored)] }
      const read = eventColumn(source, competingName(name), rival, file)
      if ('column' in read) made.columns.set(competingName(name), read.column)
    }
    made.faults.push(...found.faults)
  }
  for (const name of new Set(asked.map(({ time }) => time))) {
    const source = cohort.columns.get(name)
    if (!source) continue
    const event = asked.find(({ time }) => time === name)!.event
    const found = timeColumn(source, made.columns.get(event), cohort, file)
    if ('question' in found) {
      made.questions.push(found.question)
      continue
    }
    const { unit } = found.column.variable
    const other = asked.find((one) => one.time === name && one.unit !== undefined && isOtherUnit(one.unit, unit))
    if (other?.unit && unit) {
      made.questions.push(TimeUnits(file, name, unit, other.unit))
      continue
    }
    made.columns.set(name, found.column)
    made.faults.push(...found.faults)
  }
  return made
}

/** Whether the study file names a time in another unit than the codebook does; unknown words are names of one's own. */
function isOtherUnit(asked: string, unit: string | undefined): boolean {
  if (unit === undefined || !isUnit(asked) || !isUnit(unit)) return false
  return unitFactor(unit, asked) !== 1
}

/** What the competing values of an event are called as a column. */
export const competingName = (event: string) => `${event}, competing`

/** Throws the question, or Unanswered with all where there are several: nothing is computed on a guess. */
export function refuseUnanswered({ questions }: { questions: readonly Problem[] }): void {
  if (questions.length === 1) throw questions[0]
  if (questions.length > 0) throw Unanswered(questions.map(({ code, message }) => `${code} ${message}`))
}

/** 1 where the event happened: the second level of a column as `eventColumn` reads it. */
export function observedEvents({ values }: Column): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? value : Number(value === 1)))
}
