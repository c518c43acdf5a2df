import { EntryOfNothing, IdMissing, IdNotDerived } from '../errors/index.ts'
import { closest } from '../text/closest.ts'
import { textOf } from '../text/text-of.ts'
import { type Codebook, parseCodebook } from './codebook/codebook.ts'
import type { Cohort } from './codebook/variable.ts'
import { buildCohort } from './cohort.ts'
import { type Fault, fault } from './fault.ts'
import { type ReadBytes, readFurther } from './further-table.ts'
import { codebookFromRedcap, describeExport } from './redcap/redcap.ts'
import { mergeEvents } from './redcap/redcap-events.ts'
import { withoutUnfilledForms } from './redcap/unfilled-forms.ts'
import { addSupplements, type SupplementSource, type Supplements } from './supplements.ts'
import { applyCorrections } from './tables/corrections.ts'
import { type JoinKey, joinTable, keyReader } from './tables/join.ts'
import { readTable } from './tables/read-table.ts'
import { columnOf, type Table } from './tables/table.ts'

/** Where a cohort's tables lie, as the study file says it. */
export interface CohortSource extends SupplementSource {
  file: string
  sheet?: string
  /** Column of the row's identifier, or how to get it out of one; the first column when absent. */
  id?: string | JoinKey
  /** Column of the patient, where a row is a lesion. */
  patient?: string
  codebook?: string
  /** Data dictionary of a REDCap project; `file` is then its export. */
  redcap?: string
  join?: { file: string; sheet?: string; id: string | JoinKey }[]
  /** Table of corrected cells (see `applyCorrections`). */
  corrections?: string
}

/** A cohort as it was read: typed, what is wrong, what its further tables say, and the joined cells that it was made of. */
export interface LoadedCohort {
  cohort: Cohort
  faults: Fault[]
  supplements: Supplements
  table: Table
}

/**
 * Reads, joins, types and checks a study's cohort, and adds what its further tables say.
 *
 * @param source the files of the study file's `cohort`
 * @param read gives the bytes of a file
 * @returns the cohort, its faults, what readings and follow-up say, and the cells before anything was typed
 * @throws what `readTable` and `parseCodebook` throw, ColumnAbsent
 * @example
 * ```ts
 * import { loadCohort } from 'nomoscope/cohort'
 * const read = async () => new TextEncoder().encode('id,age\nP1,40\nP2,51\nP3,49\nP4,63\n')
 * const { cohort } = await loadCohort({ file: 'patients.csv', id: 'id' }, read)
 * cohort.ids // → [ 'P1', 'P2', 'P3', 'P4' ]
 * ```
 */
export async function loadCohort(source: CohortSource, read: ReadBytes): Promise<LoadedCohort> {
  const loaded = await loadTable(source, read)
  const { id } = loaded
  let { table } = loaded
  let codebook = source.codebook
    ? parseCodebook(
        textOf(await readFurther('cohort.codebook', source.codebook, read), source.codebook),
        source.codebook,
      )
    : undefined
  if (source.redcap) {
    const dictionary = await readTable(await readFurther('cohort.redcap', source.redcap, read), source.redcap)
    const described = codebookFromRedcap(dictionary)
    table = withoutUnfilledForms(table, dictionary)
    describeExport(described, table)
    for (const [name, variable] of codebook?.variables ?? [])
      described.variables.set(name, { ...described.variables.get(name), ...variable })
    codebook = { ...described, missing: codebook?.missing ?? described.missing }
  }
  const { cohort, faults } = buildCohort(table, { id, patient: source.patient, codebook })
  if (source.codebook && codebook) faults.push(...entriesOfNothing(codebook, table, cohort, source.codebook))
  const further = await addSupplements(cohort, source, read, table.file)
  return { cohort, faults: [...faults, ...further.faults], supplements: further.supplements, table: loaded.table }
}

/** Entries of the codebook that no column is called by: of another table, or mistyped and so without effect. */
function entriesOfNothing(codebook: Codebook, table: Table, { columns }: Cohort, file: string): Fault[] {
  const names = table.columns.map(({ name }) => name)
  return [...codebook.variables.values()].flatMap(({ name, column }) => {
    const wanted = column ?? name
    if (columns.has(name) || names.includes(wanted)) return []
    const near = closest(
      wanted,
      names.filter((one) => !codebook.variables.has(one)),
    )
    return [fault(EntryOfNothing(wanted, table.file, near), { file, column: name }, 'note')]
  })
}

/**
 * The joined table of a cohort before anything is typed, and its identifier's column.
 *
 * @param source the files of the study file's `cohort`
 * @param read gives the bytes of a file
 * @returns text cells, and the name of the identifier's column
 * @throws what `readTable` throws, ColumnAbsent
 * @example
 * ```ts
 * import { loadTable } from 'nomoscope/cohort'
 * const read = async () => new TextEncoder().encode('id,age\nP1,40\nP2,51\n')
 * const { table } = await loadTable({ file: 'patients.csv', id: 'id' }, read)
 * table.length // → 2
 * ```
 */
export async function loadTable(source: CohortSource, read: ReadBytes): Promise<{ table: Table; id: string }> {
  const key = typeof source.id === 'string' ? { column: source.id } : source.id
  const options = { sheet: source.sheet, id: key?.column }
  let table = await readTable(await read(source.file), source.file, options)
  const id = key?.column ?? table.columns[0].name
  if (key?.match || key?.as) table = withDerivedIds(table, key)
  if (source.redcap) table = mergeEvents(table, id)
  for (const { file, sheet, id: other } of source.join ?? []) {
    const otherKey = typeof other === 'string' ? { column: other } : other
    const joined = await readTable(await readFurther('cohort.join', file, read), file, { sheet, id: otherKey.column })
    table = joinTable(table, id, joined, otherKey)
  }
  if (source.corrections)
    table = applyCorrections(
      table,
      id,
      await readTable(await readFurther('cohort.corrections', source.corrections, read), source.corrections),
    )
  return { table, id }
}

/** The identifiers' column rewritten to what the rule finds in it; a cell without one becomes a fault. */
function withDerivedIds(table: Table, key: JoinKey): Table {
  const { derive } = keyReader(key)
  const faults = [...table.faults]
  const raw = columnOf(table, key.column)
  const cells = raw.cells.map((cell, row) => {
    const id = derive(cell)
    const problem = cell === '' ? IdMissing(key.column) : IdNotDerived(cell, key.match ?? 'a number')
    if (id === undefined && cell !== '')
      faults.push(fault(problem, { file: raw.file, row: raw.rows[row], column: raw.name }))
    return id ?? ''
  })
  return { ...table, faults, columns: table.columns.map((column) => (column === raw ? { ...raw, cells } : column)) }
}
