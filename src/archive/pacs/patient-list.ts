import Papa from 'papaparse'
import { PatientListWrong } from '../../errors/index.ts'
import { pseudonymFault } from '../deidentify/pseudonyms.ts'

/**
 * The patients in a table: their numbers in the first column, and in a column `pseudonym` the names that are to stand for
 * them. A list of numbers alone, without a head, is one too. Throws PatientListWrong.
 */
export function readPatientList(content: string, file: string): Map<string, string | undefined> {
  const { data } = Papa.parse<string[]>(content.replace(/^\uFEFF/, ''), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t'],
  })
  const rows = data.map((row) => row.map((cell) => cell.trim()))
  const head = rows[0] ?? []
  const column = head.findIndex((name) => /^pseudonym$/i.test(name))
  const hasHead = column > 0 || /^(id|patient|patient_?id|mrn)$/i.test(head[0] ?? '')
  const list = new Map<string, string | undefined>()
  for (const row of hasHead ? rows.slice(1) : rows)
    if (row[0]) list.set(row[0], (column > 0 && row[column]) || undefined)
  if (list.size === 0) throw PatientListWrong(file, 'it has no number of a patient')
  const why = pseudonymFault([...list].filter((pair): pair is [string, string] => pair[1] !== undefined))
  if (why) throw PatientListWrong(file, why)
  return list
}
