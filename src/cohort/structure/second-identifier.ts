import { IdentifierRepeats } from '../../errors/index.ts'
import type { Column } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'

const words =
  /(^|[\W_])(id|ids|pid|mrn|ssn|patient|patients|patient_?(id|no|nr|num|number|code|name)|subject|hospital_?(no|nr|id|number)|record_?(no|nr|id)|case_?(no|nr|id)|study_?(no|nr|id)|medical_?record|病历号|住院号|患者|编号)($|[\W_])/i

/**
 * Other columns that say who somebody is and have one value in several rows: scans or lesions of one person, taken for
 * independent patients. A codebook that calls a column an identifier makes it a fault, a name alone a remark.
 */
export function repeatedIdentifiers(
  columns: Iterable<Column>,
  identifiers: readonly (string | undefined)[],
  where: { file: string },
): Fault[] {
  return [...columns].flatMap(({ variable, text, values }) => {
    const { name, type } = variable
    if (identifiers.includes(name) || identifiers.includes(variable.column)) return []
    const isNamed = words.test(name) && (type === 'text' || type === 'continuous')
    if (type !== 'id' && !isNamed) return []
    const cells = (text ?? Array.from(values, (value) => (Number.isNaN(value) ? '' : String(value)))).filter(
      (cell) => cell !== '',
    )
    const different = new Set(cells).size
    // A few values in many rows are groups, and measurements with decimals are none.
    const names = different >= cells.length / 4 && !cells.some((cell) => /^-?\d+\.\d*[1-9]/.test(cell))
    if (different === cells.length || different < 2 || !names) return []
    const counts = new Map<string, number>()
    for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1)
    const [most, times] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))
    const severity = type === 'id' ? 'error' : 'note'
    return [fault(IdentifierRepeats(name, different, cells.length, most, times), { ...where, column: name }, severity)]
  })
}
