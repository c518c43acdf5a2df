import {
  DuplicatePatient,
  FootnoteRow,
  IdentifiersShortened,
  IdMissing,
  PatientsAlike,
  SummaryRow,
} from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'
import { isFootnote, isSummary } from '../structure/odd-rows.ts'
import { isUnknownWord, usualMissing } from './absent-words.ts'
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
    const absent = isNone(idColumn.cells[row]) ? id : isNone(owner) ? patientColumn.name : undefined
    if (absent) {
      const cell = absent === id ? idColumn.cells[row] : owner
      faults.push(fault(IdMissing(absent, cell), { ...where, column: absent }))
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
  const shortened = ids.filter((name) => /^\d(\.\d+)?E\+\d{2,}$/.test(name))
  if (shortened.length > 0)
    faults.push(fault(IdentifiersShortened(shortened.length, shortened[0]), { file: idColumn.file, column: id }))
  const alike = new Map<string, string>()
  for (const owner of patients) {
    const plain = plainForm(owner)
    const other = alike.get(plain)
    if (other !== undefined) {
      const where = { file: patientColumn.file, column: patientColumn.name, patient: owner }
      faults.push(fault(PatientsAlike(owner, other), where, 'note'))
    } else alike.set(plain, owner)
  }
  return { keep, ids, patients, patientOf: Int32Array.from(patientOf) }
}

const usual = new Set(usualMissing)

/** Whether an identifier is none: empty, or a word or mark for what is not known. */
const isNone = (id: string) => usual.has(id.toLowerCase()) || isUnknownWord(id) || /^[-–—?.]+$/.test(id)

/** An identifier without what a spreadsheet or a hand changes: leading zeros, capitals, blanks, .0 of a number. */
const plainForm = (id: string) =>
  withoutZeros(
    id
      .normalize('NFKC')
      .toLowerCase()
      .replace(/(?<!\d)[\s_]+|[\s_]+(?!\d)/g, '')
      .replace(/^(\d+)\.0+$/, '$1'),
  )

/** A number without its leading zeros, which Excel takes from identifiers; other texts as they are. */
export const withoutZeros = (id: string) => id.replace(/^0+(?=\d+$)/, '')
