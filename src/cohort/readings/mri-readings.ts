import { ReadersDisagree } from '../../errors/index.ts'
import { cohenKappa, crossTable, type Kappa, type KappaWeights } from '../../statistics/index.ts'
import type { Codebook, CodebookVariable } from '../codebook/codebook.ts'
import type { Column, Level, VariableType } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'
import { columnOf, type Table } from '../tables/table.ts'
import { typedColumn } from '../typed-column.ts'

const level = (value: string, label: string): Level => ({ value, label })

/**
 * The structured reading of a breast MRI: the paper's items in the terms of the BI-RADS lexicon (ACR BI-RADS MRI, 2013).
 * The paper's word stands first in a label where it is another.
 */
export const readingItems: { name: string; label: string; type: VariableType; levels: Level[] }[] = [
  {
    name: 'type',
    label: 'Lesion type',
    type: 'binary',
    levels: [level('nonmass', 'Non-mass enhancement'), level('mass', 'Mass')],
  },
  {
    name: 'edge',
    label: 'Edge (margin)',
    type: 'categorical',
    levels: [
      level('smooth', 'Smooth (circumscribed)'),
      level('blur', 'Blur (irregular)'),
      level('burr', 'Burr (spiculated)'),
    ],
  },
  {
    name: 'skin',
    label: 'Skin thickening or retraction',
    type: 'binary',
    levels: [level('no', 'No'), level('yes', 'Yes')],
  },
  {
    name: 'nipple',
    label: 'Nipple–areola complex',
    type: 'binary',
    levels: [level('not involved', 'Not involved'), level('involved', 'Involved')],
  },
  {
    name: 'axillary',
    label: 'Axillary lymph node abnormality',
    type: 'binary',
    levels: [level('no', 'No'), level('yes', 'Yes')],
  },
  {
    name: 'tic',
    label: 'Curve type (TIC)',
    type: 'ordinal',
    levels: [
      level('persistent', 'I (persistent)'),
      level('plateau', 'II (plateau)'),
      level('washout', 'III (washout)'),
    ],
  },
  {
    name: 'bpe',
    label: 'Background parenchymal enhancement',
    type: 'ordinal',
    levels: [
      level('minimal', 'Minimal'),
      level('mild', 'Mild'),
      level('moderate', 'Moderate'),
      level('marked', 'Marked'),
    ],
  },
]

/**
 * The ready codebook of a table of readings: patient, reader and the items, one row a reader.
 *
 * @returns the codebook
 * @example
 * ```ts
 * import { readingCodebook } from 'nomoscope/cohort'
 * readingCodebook().variables.get('patient')?.type // → 'id'
 * ```
 */
export function readingCodebook(): Codebook {
  const variables = new Map<string, CodebookVariable>()
  for (const item of readingItems) variables.set(item.name, { ...item, measured: 'imaging' })
  variables.set('patient', { name: 'patient', type: 'id' })
  variables.set('reader', { name: 'reader', type: 'text' })
  return { file: 'the structured MRI reading', missing: [], variables }
}

/** What several readers said of each patient. */
export interface Readings {
  /** Readers in the order of the file, without `consensus` and without second readings. */
  readers: string[]
  /** Second readings of the file, with whose each is. */
  again: { reader: string; of: string }[]
  /** Each reader's reading of each item, one value a patient; NaN where not read. */
  byReader: Map<string, Map<string, Float64Array>>
  /** The items as columns of the cohort: the consensus row's value, else what all readers agree on. */
  consensus: Column[]
  faults: Fault[]
}

/** How far two readers agree on one item. */
export interface ItemAgreement {
  item: string
  label: string
  /** Patients whom both read. */
  n: number
  /** Share of them on whom both say the same. */
  same: number
  /** Cohen's κ; for ordinal items weighted by the square of the distance. */
  kappa: Kappa
  weights: KappaWeights
}

/**
 * Readings of several readers (columns patient, reader and any of the items; a reader called `consensus` settles what
 * they differ on) as columns in the order of `patients`. Where readers differ and there is no consensus the value is
 * missing, with a fault.
 *
 * @param table one row a patient and reader
 * @param patients the cohort's, in order
 * @param second readers who are another's second reading, with whose: their values settle nothing
 * @returns each reader's values, the consensus as columns, and faults
 * @throws ColumnAbsent without a patient or reader column
 */
export function combineReadings(
  table: Table,
  patients: readonly string[],
  second: ReadonlyMap<string, string> = new Map(),
): Readings {
  const faults: Fault[] = [...table.faults]
  const patientCells = columnOf(table, 'patient').cells
  const readerCells = columnOf(table, 'reader').cells
  const place = new Map(patients.map((id, i) => [id, i]))
  const everyone = [...new Set(readerCells)].filter((reader) => reader !== '' && reader.toLowerCase() !== 'consensus')
  const readers = everyone.filter((reader) => !second.has(reader))
  const book = readingCodebook()
  const byReader = new Map<string, Map<string, Float64Array>>()
  const consensus: Column[] = []
  const ids = patientCells.map((id, row) => `${id} (${readerCells[row]})`)
  for (const { name, label, levels } of readingItems) {
    const raw = table.columns.find((column) => column.name === name)
    if (!raw) continue
    const { variable, values } = typedColumn(raw, book.variables.get(name), [], ids, faults)
    const read = new Map(
      [...everyone, 'consensus'].map((reader) => [reader, new Float64Array(patients.length).fill(Number.NaN)]),
    )
    for (let row = 0; row < values.length; row++) {
      const who = readerCells[row].toLowerCase() === 'consensus' ? 'consensus' : readerCells[row]
      const patient = place.get(patientCells[row])
      if (patient !== undefined && read.has(who)) read.get(who)![patient] = values[row]
    }
    const settled = read.get('consensus')!
    read.delete('consensus')
    const agreed = settled.map((value, patient) => {
      if (!Number.isNaN(value)) return value
      const given = readers.map((reader) => read.get(reader)![patient]).filter((one) => !Number.isNaN(one))
      if (new Set(given).size <= 1) return given[0] ?? Number.NaN
      const words = given.map((one) => levels[one].label).join(', ')
      faults.push(fault(ReadersDisagree(label, words), { file: table.file, column: name, patient: patients[patient] }))
      return Number.NaN
    })
    for (const [reader, one] of read) byReader.set(reader, (byReader.get(reader) ?? new Map()).set(name, one))
    consensus.push({ variable: { ...variable, measured: 'imaging' }, values: agreed })
  }
  const again = everyone.flatMap((reader) => (second.has(reader) ? [{ reader, of: second.get(reader)! }] : []))
  return { readers, again, byReader, consensus, faults }
}

/**
 * Agreement of the first two readers over patients (indices; all where absent), item by item. An item that fewer than
 * two readers read, or on which both say one thing only, has none.
 *
 * @param readings of `combineReadings`
 * @param patients indices
 * @returns κ and the share of agreement, one entry an item
 */
export function readerAgreement({ readers, byReader }: Readings, patients?: readonly number[]): ItemAgreement[] {
  const [one, two] = readers.map((reader) => byReader.get(reader))
  if (!one || !two) return []
  return readingItems.flatMap(({ name, label, type, levels }) => {
    const [first, second] = [one.get(name), two.get(name)].map(
      (values) => values && (patients ? Float64Array.from(patients, (patient) => values[patient]) : values),
    )
    if (!first || !second) return []
    const counts = crossTable(first, second, levels.length, levels.length)
    const n = counts.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0)
    const said = new Set(counts.flatMap((row, i) => [...row].flatMap((count, j) => (count > 0 ? [i, j] : []))))
    if (n === 0 || said.size < 2) return []
    const same = counts.reduce((sum, row, i) => sum + row[i], 0) / n
    const weights = type === 'ordinal' ? 'quadratic' : 'none'
    return [{ item: name, label, n, same, kappa: cohenKappa(counts, weights), weights }]
  })
}
