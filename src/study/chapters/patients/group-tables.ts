import type { Column } from '../../../cohort/codebook/variable.ts'
import { columnNamed } from '../../../cohort/column-named.ts'
import { columnsNamedBy } from '../../../model/plan/resolve.ts'
import type { Table } from '../../../report/document.ts'
import { type TableGroup, tableOne } from '../../../report/tables/table-one.ts'
import type { Messages } from '../../../text/locales/index.ts'
import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort, StudyOutcome } from '../../stages/cohort.ts'

/** Table 1 (baseline) and Table 2 (MRI features) by outcome, or of all patients; those whose columns the study names. */
export function baselineTables(messages: Messages, study: StudyConfig, patients: StudyCohort): Table[] {
  const { baseline, mri } = tableColumns(study, patients)
  const groups = patients.outcome
    ? outcomeGroups(patients.outcome, messages)
    : [{ label: messages.document.overall, rows: [...patients.cohort.ids.keys()] }]
  const by = patients.outcome?.label
  const { clinicalTable, mriTable } = messages.patients
  return [
    ...table(messages, 'baseline', clinicalTable(by), columns(study, patients, baseline), groups),
    ...table(messages, 'mri', mriTable(by), columns(study, patients, mri), groups),
  ]
}

/** Training against validation set, over the columns of both and the outcome. */
export function splitTable(messages: Messages, study: StudyConfig, patients: StudyCohort): Table | undefined {
  const { baseline, mri } = tableColumns(study, patients)
  const names = [...new Set([...baseline, ...(patients.outcome ? [patients.outcome.column] : []), ...mri])]
  return table(messages, 'split', messages.patients.split.title, columns(study, patients, names), [
    { label: messages.document.trainingSet, rows: patients.training },
    { label: messages.document.validationSet, rows: patients.validation },
  ])[0]
}

/** One table for each comparison that the study asks for. */
export function comparisonTables(messages: Messages, study: StudyConfig, patients: StudyCohort): Table[] {
  return comparisonsOf(study).flatMap(({ markers, by, label }, i) => {
    const groups = groupsOf(messages, study, patients, by)
    const name = columnNamed(patients.cohort, by, study.cohort.file).variable.label
    return table(
      messages,
      `markers-${i + 1}`,
      messages.markers.by(label, name),
      columns(study, patients, markers),
      groups,
    )
  })
}

export function comparisonsOf({ compare }: StudyConfig) {
  return compare === undefined ? [] : Array.isArray(compare) ? compare : [compare]
}

/** The groups that a column makes; the outcome's have those with it first, as the paper prints them. */
export function groupsOf(messages: Messages, study: StudyConfig, patients: StudyCohort, by: string): TableGroup[] {
  if (by === patients.outcome?.column) return outcomeGroups(patients.outcome, messages)
  const { variable, values } = columnNamed(patients.cohort, by, study.cohort.file)
  return (variable.levels ?? []).map(({ label }, index) => ({ label, rows: rowsWhere(values, index) }))
}

function outcomeGroups({ positive, groups, label }: StudyOutcome, { patients: words }: Messages): TableGroup[] {
  return [
    { label: words.group(label, groups.positive), rows: rowsWhere(positive, 1) },
    { label: words.group(label, groups.negative), rows: rowsWhere(positive, 0) },
  ]
}

function tableColumns({ tables, blocks, models }: StudyConfig, { cohort }: StudyCohort) {
  const block = (name: string) => {
    const found = blocks[name]
    return Array.isArray(found) ? found : []
  }
  const mri = tables?.mri ?? block('mri')
  const clinical = tables?.baseline ?? block('clinical')
  if (tables?.baseline || clinical.length > 0) return { baseline: clinical, mri }
  // no block is called clinical: what the models stand on, features aside, has to be described all the same
  const named = [
    ...Object.values(blocks).flatMap((columns) => (Array.isArray(columns) ? columns : [])),
    ...Object.values(models).flatMap((model) => ('terms' in model ? model.terms.flatMap(columnsNamedBy) : [])),
  ]
  const known = new Set([...mri, ...Object.keys(blocks)])
  return { baseline: [...new Set(named)].filter((name) => !known.has(name) && cohort.columns.has(name)), mri }
}

function columns(study: StudyConfig, { cohort }: StudyCohort, names: readonly string[]): Column[] {
  // A date is no number to be averaged; that it is left out is told with the faults.
  return names
    .map((name) => columnNamed(cohort, name, study.cohort.file))
    .filter(({ variable }) => variable.type !== 'date')
}

function table(messages: Messages, id: string, title: string, columns: Column[], groups: TableGroup[]): Table[] {
  return columns.length === 0
    ? []
    : [
        tableOne({
          id,
          number: '',
          title,
          columns: columns,
          groups,
          messages,
          show: { overall: groups.length > 1 && (id === 'baseline' || id === 'mri') },
        }),
      ]
}

function rowsWhere(values: Float64Array, wanted: number): number[] {
  return Array.from(values.keys()).filter((row) => values[row] === wanted)
}
