import { draftVariable } from '../../cohort/codebook/draft-codebook.ts'
import { readTable, tableOf } from '../../cohort/tables/read-table.ts'
import type { Table } from '../../cohort/tables/table.ts'
import { Problem } from '../../errors/index.ts'
import type { PickedColumns } from './draft.ts'
import { radiomicName } from './own-features.ts'
import { isFeatureTable, pickIdentifier, pickOutcome, pickSurvival } from './pick-columns.ts'

export interface OpenedTable {
  file: string
  /** Of a workbook with several. */
  sheet?: string
  table: Table
}

/** The table of a file, or those of a workbook's sheets that have one. Throws what `readTable` throws. */
export async function openTables(bytes: Uint8Array, file: string, sheet?: string): Promise<OpenedTable[]> {
  const isWorkbook = bytes[0] === 0x50 && bytes[1] === 0x4b
  if (!isWorkbook || sheet !== undefined) return [{ file, sheet, table: await readTable(bytes, file, { sheet }) }]
  const { isTable, readSheets } = await import('../../cohort/tables/read-xlsx.ts')
  const sheets = await readSheets(bytes, file)
  const opened = sheets.flatMap((one): OpenedTable[] => {
    if (sheets.length > 1 && !isTable(one.rows, undefined)) return []
    const name = sheets.length > 1 ? one.sheet : undefined
    try {
      return [{ file, sheet: name, table: tableOf(one.rows, file, undefined, []) }]
    } catch (error) {
      // A sheet of notes is no table.
      if (error instanceof Problem) return []
      throw error
    }
  })
  return opened.length > 0 ? opened : [{ file, table: await readTable(bytes, file) }]
}

const columnsOfDictionaries = ['Variable / Field Name', 'field_name']

/**
 * Which of the tables has the patients (the one with an identifier and most columns that are no features, and rows) and
 * which the features, if any has.
 */
export function chooseTables(opened: readonly OpenedTable[]) {
  const able = opened.filter(({ table }) => !table.columns.some(({ name }) => columnsOfDictionaries.includes(name)))
  const isPatients = (one: OpenedTable) => !isFeatureTable(one.table)
  const among = able.some(isPatients) ? able.filter(isPatients) : able
  const rated = among.map((one) => ({
    one,
    size: one.table.length * Math.min(one.table.columns.length, 40),
    ...known(one.table),
  }))
  const [best] = rated.sort(
    (a, b) => Number(b.hasId) - Number(a.hasId) || Number(b.hasOutcome) - Number(a.hasOutcome) || b.size - a.size,
  )
  if (!best) return undefined
  const cohort = best.one
  const features = [cohort, ...able].find(({ table }) => isFeatureTable(table))
  if (!features) return { cohort }
  const count = features.table.columns.filter(({ name }) => radiomicName.test(name)).length
  const { file, sheet } = features
  return { cohort, features: { file, sheet, id: pickIdentifier(features.table).id.name, count } }
}

function known(table: Table) {
  const { id } = pickIdentifier(table)
  return { hasId: id.why.startsWith('called'), hasOutcome: pickOutcome(table, new Set([id.name])) !== undefined }
}

/** As many baseline columns as a first model is offered. */
const maximumClinical = 25

/** What the columns of a table are in a study; features that stand in it too are no clinical columns. */
export function pickColumns(table: Table, hasFeatures: boolean): PickedColumns {
  const { id, patient } = pickIdentifier(table)
  const ids = new Set([id.name, ...(patient ? [patient.name] : [])])
  const survival = pickSurvival(table, ids)
  const followed = survival.flatMap(({ time, event }) => [time.name, event.name])
  const outcome = pickOutcome(table, new Set([...ids, ...followed])) ?? undefined
  const taken = new Set([...ids, ...followed, ...(outcome ? [outcome.name] : [])])
  const described = table.columns
    .filter(
      ({ name }) => !taken.has(name) && !(hasFeatures && radiomicName.test(name)) && !name.startsWith('diagnostics_'),
    )
    .map((column) => ({ name: column.name, ...draftVariable(table, column, [...ids]) }))
  const usable = described.filter(({ said }) => said.measured !== 'after' && predicts.has(String(said.type)))
  const groups = usable.filter(({ said }) => said.type === 'binary').map(({ name }) => name)
  return { id, patient, outcome, survival, clinical: usable.slice(0, maximumClinical).map(({ name }) => name), groups }
}

const predicts = new Set(['continuous', 'count', 'binary', 'categorical', 'ordinal'])
