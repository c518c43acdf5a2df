import { ColumnAbsent, NotPlaced, SplitImpossible } from '../errors/index.ts'
import { type RandomStream, type Split, stratifiedSplit } from '../statistics/index.ts'
import { closest } from '../text/closest.ts'
import { identity } from './codebook/spelling.ts'
import type { Cohort, Column } from './codebook/variable.ts'
import { type Fault, fault } from './fault.ts'
import { parseDate } from './tables/parse-date.ts'

/** The study's one split, as the study file says it. */
export type SplitRule =
  | 'none'
  | { training: number; stratify?: string }
  | { by: string; validation: (string | number | boolean)[] }
  | { by: string; before: string }
  | { column: string }

/**
 * Training and validation rows; all rows of a patient travel together, by the first of them where they differ.
 *
 * training  a share of the patients, at random, within the levels of `stratify` (`outcome` or a column)
 * by        centres listed under `validation`, or everyone from the date `before` on, are held out
 * column    the file says it: training (or train) and validation (or test)
 * none      no rows are held out
 *
 * A row that the rule cannot place, because its value is missing, is in neither part and becomes a fault.
 *
 * @param cohort the rows
 * @param rule how they are split
 * @param outcome name of its column
 * @param random the stream of random numbers
 * @param file the cohort's file, for messages
 * @returns row indices of both parts, and faults
 * @throws ColumnAbsent, SplitImpossible
 */
export function splitCohort(cohort: Cohort, rule: SplitRule, outcome: string, random: RandomStream, file: string) {
  const n = cohort.ids.length
  const column = (name: string): Column => {
    const found = cohort.columns.get(name)
    if (!found) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
    return found
  }
  const placed = (by: string, partOf: PartOf) => placedPatients(cohort, by, partOf, file)
  if (rule === 'none') return placed('', () => 'training')
  if ('training' in rule) {
    const by = rule.stratify === 'outcome' ? outcome : rule.stratify
    const strata = by === undefined ? undefined : column(by).values.map((value) => (Number.isNaN(value) ? -1 : value))
    if (strata && new Set(strata).size > 20) throw SplitImpossible(`${by} has too many values to stratify by`)
    const few = tooFewToSplit(cohort, rule.training, strata, file)
    if (few) return { ...placed('', () => 'training'), faults: [few] }
    return {
      ...stratifiedSplit(n, rule.training, random, { groups: cohort.patientOf, strata }),
      faults: [] as Fault[],
    }
  }
  if ('before' in rule) {
    const { values, variable } = column(rule.by)
    const from = parseDate(rule.before, 'ymd')
    if (variable.type !== 'date') throw SplitImpossible(`${rule.by} is no date`)
    if (Number.isNaN(from)) throw SplitImpossible(`${rule.before} is not a date such as 2024-01-01`)
    return placed(rule.by, (row) =>
      Number.isNaN(values[row]) ? undefined : values[row] < from ? 'training' : 'validation',
    )
  }
  if ('by' in rule) {
    const name = levelNames(column(rule.by), rule.by)
    const held = new Set(rule.validation.map((level) => identity(String(level))))
    const there = new Set(cohort.ids.flatMap((_, row) => name(row)))
    const known = new Set([...there].map(identity))
    for (const level of rule.validation)
      if (!known.has(identity(String(level))))
        throw SplitImpossible(`no row has ${rule.by} ${level}, only ${[...there].join(', ')}`)
    return placed(rule.by, (row) => {
      const names = name(row)
      return names.length === 0
        ? undefined
        : names.some((level) => held.has(identity(level)))
          ? 'validation'
          : 'training'
    })
  }
  const name = levelNames(column(rule.column), rule.column)
  return placed(rule.column, (row) => {
    const said = name(row).map((level) => level.toLowerCase())
    if (said.length === 0) return undefined
    const part = said.map((level) => parts[level]).find(Boolean)
    if (!part) throw SplitImpossible(`${rule.column} says ${said[0]}, neither training nor validation`)
    return part
  })
}

const parts: Record<string, 'training' | 'validation'> = {
  training: 'training',
  train: 'training',
  validation: 'validation',
  test: 'validation',
  testing: 'validation',
}

/** What a row is called: value and label of its level, its text, or nothing where missing. */
function levelNames({ variable, values, text }: Column, name: string): (row: number) => string[] {
  if (text) return (row) => (text[row] === '' ? [] : [text[row]])
  const { levels } = variable
  if (!levels) {
    if (variable.type === 'date') throw SplitImpossible(`${name} is a date; split it with \`before\``)
    return (row) => (Number.isNaN(values[row]) ? [] : [String(values[row])])
  }
  return (row) => (Number.isNaN(values[row]) ? [] : [levels[values[row]].value, levels[values[row]].label])
}

type PartOf = (row: number) => 'training' | 'validation' | undefined

function placedPatients(cohort: Cohort, by: string, partOf: PartOf, file: string) {
  const ofPatient = new Map<number, 'training' | 'validation'>()
  for (let row = 0; row < cohort.ids.length; row++) {
    const part = partOf(row)
    if (part && !ofPatient.has(cohort.patientOf[row])) ofPatient.set(cohort.patientOf[row], part)
  }
  const rows = (part: string | undefined) =>
    cohort.ids.flatMap((_, row) => (ofPatient.get(cohort.patientOf[row]) === part ? [row] : []))
  const split: Split = { training: Int32Array.from(rows('training')), validation: Int32Array.from(rows('validation')) }
  if (split.training.length === 0) throw SplitImpossible('no row would be left to train on')
  const faults = rows(undefined).map((row) => {
    const patient = cohort.patients[cohort.patientOf[row]]
    return fault(NotPlaced(cohort.ids[row], by), { file, column: by, patient })
  })
  return { ...split, faults }
}

/** Where rounding leaves one part of the split without a patient: a pilot of two is looked at, not split. */
function tooFewToSplit(
  { patientOf, patients }: Cohort,
  share: number,
  strata: ArrayLike<number> | undefined,
  file: string,
): Fault | undefined {
  const highest = new Map<number, number>()
  for (let row = 0; row < patientOf.length; row++) {
    const stratum = strata?.[row] ?? 0
    highest.set(patientOf[row], Math.max(highest.get(patientOf[row]) ?? -Infinity, stratum))
  }
  const sizes = new Map<number, number>()
  for (const stratum of highest.values()) sizes.set(stratum, (sizes.get(stratum) ?? 0) + 1)
  const training = [...sizes.values()].reduce((sum, size) => sum + Math.round(share * size), 0)
  if (training > 0 && training < highest.size) return undefined
  return fault(SplitImpossible(`${patients.length} patients are too few for a share of ${share}`), { file })
}
