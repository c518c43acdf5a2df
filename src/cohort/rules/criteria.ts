import type { Cohort, Column } from '../codebook/variable.ts'
import { compileRule, type Verdict } from './evaluate.ts'

/** A named rule: `when` must hold for a row to stay (include) or to go (exclude). */
export interface Criterion {
  name: string
  kind: 'include' | 'exclude'
  when: string
}

/** A rule with its test of a row. */
export interface TestedCriterion extends Criterion {
  test: (row: number) => Verdict
}

/** What one rule did, in the order of the rules: a row goes by the first rule that it meets. */
export interface FlowStep {
  name: string
  kind: 'include' | 'exclude' | 'known'
  when: string
  removed: number
  /** Of the removed (include) or kept (exclude): rows whose values are missing, so that the rule cannot be decided. */
  undecided: number
  remaining: number
  /** Identifiers of the removed rows. */
  ids: string[]
}

/** From all rows of the table to those that are analysed. */
export interface Flow {
  assessed: number
  steps: FlowStep[]
  analysed: number
}

/**
 * Applies the rules in order. An include rule that cannot be decided, because a value is missing, removes the row;
 * an exclude rule that cannot be decided keeps it; both are counted. `known` columns (the outcome) come last: rows
 * without a value are removed with that reason. Before them `further` rules, given as tests of a row.
 *
 * @param cohort the rows
 * @param criteria rules in order
 * @param known columns that must have a value
 * @param file the cohort's file, for messages
 * @param further tests of a row that were made elsewhere
 * @returns the rows that stay (indices), and the flow: whom each step removed
 * @throws ColumnAbsent, ExpressionInvalid
 * @example
 * ```ts
 * import { applyCriteria, buildCohort, readTable } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,age\nP1,40\nP2,17\nP3,\nP4,63\n')
 * const { cohort } = buildCohort(await readTable(csv, 'patients.csv'), { id: 'id' })
 * const { rows } = applyCriteria(cohort, [{ name: 'adults', kind: 'include', when: 'age >= 18' }], [], 'patients.csv')
 * rows // → Int32Array(2) [ 0, 3 ]
 * ```
 */
export function applyCriteria(
  cohort: Cohort,
  criteria: readonly Criterion[],
  known: readonly string[],
  file: string,
  further: readonly TestedCriterion[] = [],
) {
  const rules = [
    ...criteria.map((criterion) => ({ ...criterion, test: compileRule(criterion.when, cohort, file) })),
    ...further,
    ...known.map((name) => {
      const label = cohort.columns.get(name)?.variable.label ?? name
      const when = `missing(\`${name}\`)`
      return { name: `${label} not known`, kind: 'known' as const, when, test: compileRule(when, cohort, file) }
    }),
  ]
  const steps: FlowStep[] = []
  let rows = Int32Array.from(cohort.ids, (_, row) => row)
  for (const { name, kind, when, test } of rules) {
    const removed: string[] = []
    let undecided = 0
    rows = rows.filter((row) => {
      const verdict = test(row)
      if (verdict === undefined) undecided++
      const stays = kind === 'include' ? verdict === true : verdict !== true
      if (!stays) removed.push(cohort.ids[row])
      return stays
    })
    steps.push({ name, kind, when, removed: removed.length, undecided, remaining: rows.length, ids: removed })
  }
  const flow: Flow = { assessed: cohort.ids.length, steps, analysed: rows.length }
  return { rows, flow }
}

/**
 * The cohort of these rows alone, in their order; patients without a row are left out.
 *
 * @param cohort the rows
 * @param rows indices
 * @returns a cohort of copies
 * @example
 * ```ts
 * import { buildCohort, readTable, selectCohort } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,age\nP1,40\nP2,51\nP3,49\nP4,63\n')
 * const { cohort } = buildCohort(await readTable(csv, 'patients.csv'), { id: 'id' })
 * selectCohort(cohort, [3, 0]).ids // → [ 'P4', 'P1' ]
 * ```
 */
export function selectCohort(cohort: Cohort, rows: ArrayLike<number>): Cohort {
  const patients: string[] = []
  const place = new Map<number, number>()
  const patientOf = Int32Array.from(rows, (row) => {
    const patient = cohort.patientOf[row]
    if (!place.has(patient)) {
      place.set(patient, patients.length)
      patients.push(cohort.patients[patient])
    }
    return place.get(patient)!
  })
  const columns = new Map<string, Column>()
  for (const [name, { variable, values, text }] of cohort.columns) {
    const column: Column = { variable, values: Float64Array.from(rows, (row) => values[row]) }
    if (text) column.text = Array.from(rows, (row) => text[row])
    columns.set(name, column)
  }
  return { ...cohort, ids: Array.from(rows, (row) => cohort.ids[row]), patients, patientOf, columns }
}
