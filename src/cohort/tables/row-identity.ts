import { DuplicatePatient, FootnoteRow, IdMissing, PatientsAlike, SummaryRow } from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'
import { isFootnote, isSummary } from '../structure/odd-rows.ts'
import { columnOf, type Table } from './table.ts'

/** Which columns say what a row is. */
export interface RowIdentity {
  /** The column that names the row. */
  id: string
  /** The column that names its patient, where a row is a lesion. */
  patient?: string
}

/**
 * The rows that can be used: those with an identifier, the first of each. A row without one and every repeated
 * identifier becomes a fault that says which values differ from the first. Lesions may be numbered anew in every
 * patient: they are repeated only when the patient is the same too.
 */
export function identifyRows(table: Table, { id, patient }: RowIdentity, faults: Fault[]) {
  const idColumn = columnOf(table, id)
  const patientColumn = patient === undefined ? idColumn : columnOf(table, patient)
  const keep: number[] = []
  const ids: string[] = []
  const patients: string[] = []
  const patientOf: number[] = []
  const first = new Map<string, number>()
  const indexOf = new Map<string, number>()
  const numberedAnew = patient !== undefined && new Set(idColumn.cells).size < table.length
  for (let row = 0; row < table.length; row++) {
    const owner = patientColumn.cells[row]
    const where = { file: idColumn.file, row: idColumn.rows[row], column: id }
    const absent = idColumn.cells[row] === '' ? id : owner === '' ? patientColumn.name : undefined
    if (absent) {
      faults.push(fault(IdMissing(absent), { ...where, column: absent }))
      continue
    }
    if (isSummary(idColumn.cells[row])) {
      faults.push(fault(SummaryRow(idColumn.cells[row]), where, 'note'))
      continue
    }
    if (isFootnote(idColumn.cells[row]) && table.columns.every(({ name, cells }) => name === id || cells[row] === '')) {
      faults.push(fault(FootnoteRow(idColumn.cells[row]), where, 'note'))
      continue
    }
    const name = numberedAnew ? `${owner}/${idColumn.cells[row]}` : idColumn.cells[row]
    const before = first.get(name)
    if (before !== undefined) {
      const differing = table.columns.filter(({ cells }) => cells[row] !== cells[before]).map((column) => column.name)
      const told = differing.slice(0, 5).join(', ') + (differing.length > 5 ? ', …' : '')
      faults.push(fault(DuplicatePatient(name, idColumn.rows[before], told), { ...where, patient: owner }))
      continue
    }
    first.set(name, row)
    if (!indexOf.has(owner)) {
      indexOf.set(owner, patients.length)
      patients.push(owner)
    }
    keep.push(row)
    ids.push(name)
    patientOf.push(indexOf.get(owner)!)
  }
  const alike = new Map<string, string>()
  for (const owner of patients) {
    const plain = owner.replace(/^0+(?=\d+$)/, '')
    const other = alike.get(plain)
    if (other !== undefined) {
      const where = { file: patientColumn.file, column: patientColumn.name, patient: owner }
      faults.push(fault(PatientsAlike(owner, other), where, 'note'))
    } else alike.set(plain, owner)
  }
  return { keep, ids, patients, patientOf: Int32Array.from(patientOf) }
}
