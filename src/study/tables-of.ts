import type { Column } from '../cohort/variable.ts'
import type { Table } from '../report/document.ts'
import { tableOne } from '../report/table-one.ts'
import type { StudyCohort } from './cohort-of.ts'
import { columnNamed } from './columns.ts'
import type { StudyConfig } from './config.ts'

/** The descriptive tables: baseline and MRI features by outcome, training against validation, markers by group. */
export function descriptiveTables(study: StudyConfig, { cohort, outcome, training, validation }: StudyCohort): Table[] {
  const { file } = study.cohort
  const columns = (names: readonly string[]): Column[] => names.map((name) => columnNamed(cohort, name, file))
  const byOutcome = outcomeGroups(outcome)
  const block = (name: string) => {
    const found = study.blocks[name]
    return Array.isArray(found) ? found : []
  }
  const baseline = study.tables?.baseline ?? block('clinical')
  const mri = study.tables?.mri ?? block('mri')
  const tables: Table[] = []
  const add = (
    id: string,
    title: string,
    names: readonly string[],
    groups: Parameters<typeof tableOne>[0]['groups'],
  ) => {
    if (names.length > 0)
      tables.push(tableOne({ id, number: String(tables.length + 1), title, columns: columns(names), groups }))
  }
  add('baseline', `Clinical characteristics by ${outcome.label}`, baseline, byOutcome)
  add('mri', `MRI features by ${outcome.label}`, mri, byOutcome)
  if (validation.length > 0) {
    const parts = [
      { label: 'Training set', rows: training },
      { label: 'Validation set', rows: validation },
    ]
    add('split', 'Training and validation set', unique([...baseline, outcome.column, ...mri]), parts)
  }
  for (const [i, { markers, by, label }] of comparisonsOf(study).entries()) {
    const groups = by === outcome.column ? byOutcome : levelGroups(columnNamed(cohort, by, file))
    add(`markers-${i + 1}`, `${label ?? 'Markers'} by ${columnNamed(cohort, by, file).variable.label}`, markers, groups)
  }
  return tables
}

export function comparisonsOf({ compare }: StudyConfig) {
  return compare === undefined ? [] : Array.isArray(compare) ? compare : [compare]
}

/** The outcome's two groups, those with it first, as the paper prints them. */
export function outcomeGroups({ positive, groups, label }: StudyCohort['outcome']) {
  const rows = (wanted: number) => Array.from(positive.keys()).filter((row) => positive[row] === wanted)
  return [
    { label: `${label} ${groups.positive.toLowerCase()}`, rows: rows(1) },
    { label: `${label} ${groups.negative.toLowerCase()}`, rows: rows(0) },
  ]
}

function levelGroups({ variable, values }: Column) {
  return (variable.levels ?? []).map(({ label }, index) => ({
    label,
    rows: Array.from(values.keys()).filter((row) => values[row] === index),
  }))
}

function unique(names: string[]): string[] {
  return [...new Set(names)]
}
