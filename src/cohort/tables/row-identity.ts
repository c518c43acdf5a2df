import { DuplicatePatient, IdentifiersShortened, IdMissing, NothingKnown, PatientsAlike } from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'
import { rowsOfNoPatient } from '../structure/no-patient.ts'
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
  const noPatient = rowsOfNoPatient(table, idColumn)
  faults.push(...noPatient.kept)
  const measured = table.columns.filter(({ name }) => name !== id && name !== patient)
  const numberedAnew = patient !== undefined && new Set(idColumn.cells).size < table.length
  for (let row = 0; row < table.length; row++) {
    const odd = noPatient.left.get(row)
    if (odd) {
      faults.push(odd)
      continue
    }
    const owner = patientColumn.cells[row]
    const where = { file: idColumn.file, row: idColumn.rows[row], column: id }
    const absent = isNone(idColumn.cells[row]) ? id : isNone(owner) ? patientColumn.name : undefined
    if (absent) {
      const cell = absent === id ? idColumn.cells[row] : owner
      faults.push(fault(IdMissing(absent, cell), { ...where, column: absent }))
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
    if (measured.length > 1 && measured.every(({ cells }) => cells[row] === ''))
      faults.push(fault(NothingKnown(name), { ...where, patient: owner }, 'note'))
    keep.push(row)
    ids.push(name)
    patientOf.push(indexOf.get(owner)!)
  }
  const shortened = shortenedNumbers(ids)
  if (shortened.length > 0)
    faults.push(fault(IdentifiersShortened(shortened.length, shortened[0]), { file: idColumn.file, column: id }))
  const alike = new Map<string, string>()
  for (const owner of patients) {
    const plain = plainIdentifier(owner)
    const other = alike.get(plain)
    if (other !== undefined) {
      const where = { file: patientColumn.file, column: patientColumn.name, patient: owner }
      faults.push(fault(PatientsAlike(owner, other), where, 'note'))
    } else alike.set(plain, owner)
  }
  return { keep, ids, patients, patientOf: Int32Array.from(patientOf) }
}

/** Identifiers that a spreadsheet has made numbers: 1.23E+17, or, as it keeps fifteen digits, zeros behind those of all. */
function shortenedNumbers(ids: readonly string[]): string[] {
  const long = ids.filter((id) => /^\d{16,}$/.test(id))
  const areRounded = long.length >= 3 && long.every((id) => /^\d{15}0+$/.test(id))
  return [...ids.filter((id) => /^\d([.,]\d+)?E\+\d{2,}$/.test(id)), ...(areRounded ? long : [])]
}

const usual = new Set(usualMissing)

/** Whether an identifier is none: empty, or a word or mark for what is not known. */
const isNone = (id: string) => usual.has(id.toLowerCase()) || isUnknownWord(id) || /^[-–—?.]+$/.test(id)

/** Letters of Cyrillic and Greek that look like Latin ones, and those. */
const lookAlikes = new Map(
  [...'авекмнорстухіѕјαβεικμνορτυχ'].map((letter, at) => [letter, 'abekmhopctyxisjabeikmnoptyx'[at]]),
)

/** An identifier without what a spreadsheet or a hand changes: capitals, width, blanks and dashes but between digits, zeros before a number, .0 behind it, letters of another script that look the same. */
export const plainIdentifier = (id: string) =>
  [...id.normalize('NFKC').toLowerCase()]
    .map((letter) => lookAlikes.get(letter) ?? letter)
    .join('')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/(?<!\d)[\s_-]+|[\s_-]+(?!\d)/g, '')
    .replace(/^(\d+)\.0+$/, '$1')
    .replace(/(?<![\d.,])0+(?=\d)/g, '')

/** A number without its leading zeros, which Excel takes from identifiers; other texts as they are. */
export const withoutZeros = (id: string) => id.replace(/^0+(?=\d+$)/, '')
