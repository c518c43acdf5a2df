import { Contradiction } from '../../errors/index.ts'
import type { Column } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'
import { parseNumber } from '../tables/parse-cell.ts'
import { columnOf, type Table } from '../tables/table.ts'

/** One high-power field of one stain: how many cells were counted and how many of them are positive. */
export interface Field {
  patient: string
  marker: string
  positive: number
  counted: number
}

/** How many representative fields a stain should have. */
export const fieldsExpected = 5

/**
 * Percentage of positive cells of one stain: the mean of the fields' percentages, as each field is one reading.
 * NaN without a field. Source: the paper's "percentage of positive cells per high-power field across five fields".
 *
 * @param fields counts of cells, one entry a field of view
 * @returns 0 to 100
 * @example
 * ```ts
 * import { percentagePositive } from 'nomoscope/cohort'
 * percentagePositive([{ positive: 10, counted: 100 }, { positive: 60, counted: 200 }]) // → 20
 * ```
 */
export function percentagePositive(fields: readonly Pick<Field, 'positive' | 'counted'>[]): number {
  const shares = fields.map(({ positive, counted }) => (100 * positive) / counted)
  return shares.length === 0 ? Number.NaN : shares.reduce((a, b) => a + b, 0) / shares.length
}

/**
 * Tumour-associated macrophages from the two stains: the mean of the percentages of CD68 (all macrophages) and CD163
 * (those turned to M2) where both were done; one of them alone is not a TAM percentage. NaN where one is missing.
 *
 * @param cd68 percentage, 0 to 100
 * @param cd163 percentage, 0 to 100
 * @returns percentage, 0 to 100
 * @example
 * ```ts
 * import { tumourAssociatedMacrophages } from 'nomoscope/cohort'
 * tumourAssociatedMacrophages(30, 10) // → 20
 * ```
 */
export function tumourAssociatedMacrophages(cd68: number, cd163: number): number {
  return (cd68 + cd163) / 2
}

/**
 * A table of fields (columns patient, marker, positive, counted) as one column a marker, and `tam` when there are both
 * `cd68` and `cd163`. A stain with other than five fields is used and noted; a field with more positive cells than
 * counted ones, or none counted, is a fault and not used.
 *
 * @param table one row a field of view
 * @param patients the cohort's, in order
 * @returns percentages (0 to 100), one a patient, and faults
 * @throws ColumnAbsent
 * @example
 * ```ts
 * import { deriveImmune, readTable } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('patient,marker,positive,counted\nP1,cd8,10,100\nP1,cd8,30,100\n')
 * const { columns } = deriveImmune(await readTable(csv, 'fields.csv'), ['P1'])
 * columns[0].values // → Float64Array(1) [ 20 ]
 * ```
 */
export function deriveImmune(table: Table, patients: readonly string[]): { columns: Column[]; faults: Fault[] } {
  const faults: Fault[] = []
  const [patient, marker, positive, counted] = ['patient', 'marker', 'positive', 'counted'].map((name) =>
    columnOf(table, name),
  )
  const fields = new Map<string, Map<string, Field[]>>()
  const known = new Set(patients)
  for (let row = 0; row < table.length; row++) {
    const field: Field = {
      patient: patient.cells[row],
      marker: marker.cells[row].toLowerCase(),
      positive: parseNumber(positive.cells[row]),
      counted: parseNumber(counted.cells[row]),
    }
    if (!known.has(field.patient)) continue
    if (!(field.positive >= 0 && field.counted > 0 && field.positive <= field.counted)) {
      const what = `${field.positive} positive of ${field.counted} counted cells cannot be.`
      const where = { file: table.file, row: patient.rows[row], column: 'positive', patient: field.patient }
      faults.push(fault(Contradiction(what), where))
      continue
    }
    if (!fields.has(field.marker)) fields.set(field.marker, new Map())
    const ofMarker = fields.get(field.marker)!
    ofMarker.set(field.patient, [...(ofMarker.get(field.patient) ?? []), field])
  }
  const values = new Map<string, Float64Array>()
  for (const [name, ofMarker] of fields) {
    for (const [id, list] of ofMarker)
      if (list.length !== fieldsExpected) {
        const what = `${name} has ${list.length} fields where ${fieldsExpected} are expected.`
        faults.push(fault(Contradiction(what), { file: table.file, column: 'marker', patient: id }, 'note'))
      }
    values.set(
      name,
      Float64Array.from(patients, (id) => percentagePositive(ofMarker.get(id) ?? [])),
    )
  }
  const cd68 = values.get('cd68')
  const cd163 = values.get('cd163')
  if (cd68 && cd163)
    values.set(
      'tam',
      cd68.map((value, row) => tumourAssociatedMacrophages(value, cd163[row])),
    )
  const columns = [...values].map(
    ([name, percentages]): Column => ({
      variable: {
        name,
        label: labels[name] ?? name.toUpperCase(),
        type: 'continuous',
        unit: '%',
        missing: [],
        measured: 'tissue',
        range: [0, 100],
        derivedFrom: name === 'tam' ? ['cd68', 'cd163'] : [],
      },
      values: percentages,
    }),
  )
  return { columns, faults }
}

const labels: Record<string, string> = {
  cd8: 'CD8+ T cells',
  cd4: 'CD4+ T cells',
  m1: 'M1 macrophages',
  treg: 'Regulatory T cells',
  tam: 'Tumour-associated macrophages',
}
