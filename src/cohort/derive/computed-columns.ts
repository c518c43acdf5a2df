import { ColumnComputed } from '../../errors/index.ts'
import type { Codebook, CodebookVariable } from '../codebook/codebook.ts'
import type { Cohort, Column, Level, Variable } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'
import { columnsIn, compileValue } from '../rules/evaluate.ts'

const shownValues = 4

/**
 * Adds the columns that a codebook computes from others (`derive`), in its order, and cuts numbers into groups (`cut`).
 * Each is told with its first values.
 * Throws ExpressionInvalid and ColumnAbsent for an expression that cannot be computed.
 */
export function computedColumns(cohort: Cohort, codebook: Codebook, file: string): Fault[] {
  const faults: Fault[] = []
  for (const said of codebook.variables.values()) {
    const { name, derive, cut } = said
    if (derive !== undefined) cohort.columns.set(name, derived(said, derive, cohort, file))
    const column = cohort.columns.get(name)
    if (!column) continue
    if (cut !== undefined && !column.variable.levels) cohort.columns.set(name, inGroups(column, cut))
    if (derive === undefined && cut === undefined) continue
    const how = [derive, cut && `cut at ${cut.join(', ')}`].filter(Boolean).join(', ')
    faults.push(fault(ColumnComputed(name, how, examplesOf(cohort, name)), { file, column: name }, 'note'))
  }
  return faults
}

function derived(declared: CodebookVariable, derive: string, cohort: Cohort, file: string): Column {
  const { isVerdict, of } = compileValue(derive, cohort, file)
  const sources = columnsIn(derive)
  const values = Float64Array.from(cohort.ids, (_, row) => {
    const value = of(row)
    return value === undefined ? Number.NaN : Number(value)
  })
  const after = sources.some((name) => cohort.columns.get(name)?.variable.measured === 'after')
  const variable: Variable = {
    label: declared.name,
    missing: [],
    measured: after ? 'after' : 'baseline',
    ...declared,
    type: isVerdict ? 'binary' : (declared.type ?? 'continuous'),
    derivedFrom: [...new Set([...(declared.derivedFrom ?? []), ...sources])],
  }
  if (isVerdict) variable.levels = declared.levels ?? [level('no', 'No'), level('yes', 'Yes')]
  else delete variable.levels
  return { variable, values }
}

const level = (value: string, label: string): Level => ({ value, label })

function inGroups({ variable, values }: Column, cut: readonly number[]): Column {
  const labels = [
    `<${cut[0]}`,
    ...cut.map((from, i) => (i + 1 < cut.length ? `${from} to <${cut[i + 1]}` : `≥${from}`)),
  ]
  const levels = variable.levels ?? labels.map((label) => ({ value: label, label }))
  const place = (value: number) => cut.filter((from) => value >= from).length
  return {
    variable: { ...variable, type: levels.length === 2 ? 'binary' : 'ordinal', levels },
    values: values.map((value) => (Number.isNaN(value) ? value : place(value))),
  }
}

function examplesOf({ ids, columns }: Cohort, name: string): string {
  const { variable, values } = columns.get(name)!
  const known = [...values.keys()].filter((row) => !Number.isNaN(values[row]))
  const told = known.slice(0, shownValues).map((row) => {
    const value = variable.levels ? variable.levels[values[row]].label : Number(values[row].toPrecision(6))
    return `${ids[row]} ${value}`
  })
  return `${told.join(', ')}${known.length < values.length ? `; ${values.length - known.length} missing` : ''}`
}
