import { levelIndex } from '../../cohort/codebook/spelling.ts'
import type { Cohort } from '../../cohort/codebook/variable.ts'
import { columnNamed } from '../../cohort/column-named.ts'
import { asLevels } from '../../cohort/endpoint.ts'
import type { TestedCriterion } from '../../cohort/rules/criteria.ts'
import {
  OutcomeConstant,
  OutcomeNotBinary,
  OutcomeUnclear,
  OutcomeValueAbsent,
  type Problem,
} from '../../errors/index.ts'
import type { StudyConfig } from '../file/schema.ts'

export interface StudyOutcome {
  column: string
  label: string
  /** What a patient with and without the outcome is called. */
  groups: { positive: string; negative: string }
  coding: { positive: string[]; negative: string[] }
  /** 1 with the outcome, 0 without; one a row. */
  positive: Float64Array
}

type AskedOutcome = NonNullable<StudyConfig['outcome']>

export interface OutcomeValues {
  column: string
  /** 1 with the outcome, 0 without, NaN for neither; one a row of all that were assessed. */
  values: Float64Array
  groups: { positive: string; negative: string }
  /** Values and labels of the column that mean with it, and without it. */
  coding: { positive: string[]; negative: string[] }
  /** What leaves rows with any other value out. */
  leftOut: TestedCriterion[]
}

/**
 * Which values of a column are the outcome and which are without it. A third value is neither: where the study does not
 * say who is without the outcome it is a question, else its rows are left out and counted.
 * Throws ColumnAbsent, OutcomeValueAbsent, OutcomeNotBinary.
 */
export function outcomeValues(
  cohort: Cohort,
  asked: AskedOutcome,
  file: string,
): OutcomeValues | { question: Problem } {
  const name = 'derive' in asked ? 'her2' : asked.column
  const column = columnNamed(cohort, name, file)
  const found = asLevels(column)
  const wanted = 'derive' in asked ? 'positive' : asked.positive
  if (!found) throw OutcomeNotBinary(file, name)
  const { levels, place } = found
  const listedValues = levels.map(({ value }) => value)
  const indexOf = (value: string | number | boolean) => {
    const at = levelIndex(levels, value)
    if (at < 0) throw OutcomeValueAbsent(file, name, String(value), listedValues)
    return at
  }
  const positive = indexOf(wanted)
  const others = levels.flatMap((level, at) => {
    const rows = place.reduce((sum, value) => sum + Number(value === at), 0)
    return at === positive || rows === 0 ? [] : [{ ...level, at, rows }]
  })
  const negative = 'derive' in asked || asked.negative === undefined ? undefined : [asked.negative].flat().map(indexOf)
  if (negative === undefined && others.length > 1)
    return { question: OutcomeUnclear(file, name, levels[positive].value, others) }
  const without = new Set(negative ?? levels.flatMap((_, at) => (at === positive ? [] : [at])))
  const values = place.map((at) => (at === positive ? 1 : without.has(at) ? 0 : Number.NaN))
  const labelled = [...without].map((at) => levels[at].label)
  const groups = {
    positive: levels[positive].label,
    negative: labelled.length === 1 ? labelled[0] : `not ${levels[positive].label}`,
  }
  const written = (places: readonly number[]) => [
    ...new Set(places.flatMap((at) => [levels[at].value, levels[at].label])),
  ]
  const coding = { positive: written([positive]), negative: written([...without]) }
  const rest = others.filter(({ at }) => !without.has(at))
  if (rest.length === 0) return { column: name, values, groups, coding, leftOut: [] }
  const listed = rest.map(({ label, rows }) => `${label} (${rows})`).join(', ')
  const test = (row: number) => (Number.isNaN(place[row]) ? undefined : !Number.isNaN(values[row]))
  // Rows whose value is missing are left to the step that counts them.
  const leftOut: TestedCriterion = {
    name: `${column.variable.label} neither ${groups.positive} nor ${labelled.join(' or ')}: ${listed}`,
    kind: 'exclude',
    when: `\`${name}\` in [${rest.map(({ value }) => JSON.stringify(value)).join(', ')}]`,
    test: (row) => test(row) === false,
  }
  return { column: name, values, groups, coding, leftOut: [leftOut] }
}

/** The outcome of the analysed rows. Throws OutcomeConstant where it does not occur, or nothing else does. */
export function outcomeOf(
  cohort: Cohort,
  read: OutcomeValues,
  asked: AskedOutcome,
  file: string,
  rows: Int32Array,
): StudyOutcome {
  const { variable } = columnNamed(cohort, read.column, file)
  const positive = Float64Array.from(rows, (row) => read.values[row])
  const events = positive.reduce((sum, x) => sum + x, 0)
  if (events === 0 || events === positive.length) throw OutcomeConstant(file, read.column, read.groups.positive, events)
  return {
    column: read.column,
    label: asked.label ?? variable.label,
    groups: read.groups,
    coding: read.coding,
    positive,
  }
}
