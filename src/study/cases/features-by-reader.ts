import type { FeatureRow } from '../../cases/feature-table.ts'
import type { Cohort } from '../../cohort/codebook/variable.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { CaseFailed, NoFeatures, ReaderUnknown, RegionCut, RegistrationRejected } from '../../errors/index.ts'
import { columnOf } from '../column-names.ts'

/** One feature by two readers who drew independently, one value a row of the cohort. */
export interface Readings {
  first: Float64Array
  second: Float64Array
}

interface ReadersFeatures {
  names: string[]
  values: Float64Array[]
  readings: (Readings | undefined)[]
  /** Of each second reading, every feature by the first and the second. */
  again: { reader: string; of: string; readings: (Readings | undefined)[] }[]
  faults: Fault[]
}

/** What two readers settled on together is no independent reading. */
const consensus = 'consensus'

/**
 * Extracted cases to columns named SEQUENCE_FEATURE; what a failed case lacks is NaN and a fault.
 *
 * wanted  whose regions count: a reader's name, `mean` of all readers (without a consensus), or the first reader's where
 *         it is absent. A region of which no reader is named counts whoever is wanted.
 * second  readers who are another's second reading, with whose: never one of two who drew independently, unless there is
 *         no other, and never in the mean
 * Throws ReaderUnknown, NoFeatures.
 */
export function featuresByReader(
  rows: FeatureRow[],
  cohort: Cohort,
  wanted: string | undefined,
  second: ReadonlyMap<string, string> = new Map(),
): ReadersFeatures {
  const faults: Fault[] = []
  const readers = [...new Set(rows.map((row) => row.input.reader))].filter((reader) => reader !== '')
  const independent = readers.filter((reader) => reader !== consensus && !second.has(reader))
  const counts = wanted === 'mean' ? independent : [wanted ?? readers[0]]
  if (wanted === 'mean' ? independent.length < 2 : wanted && readers.length > 0 && !readers.includes(wanted))
    throw ReaderUnknown(wanted!, readers)
  const columns = new Map<string, Map<string, Float64Array>>()
  const rowsOf = rowsByPatient(cohort)
  for (const { input, status, reason, values, lost, carried } of rows) {
    const { patient, sequence, reader } = input
    const what = `${sequence}${reader ? ` by ${reader}` : ''}`
    if (lost) faults.push(fault(RegionCut(lost.region, what, lost.share), { file: sequence, patient }, 'note'))
    if (carried?.rejected !== undefined)
      faults.push(fault(RegistrationRejected(what, carried.rejected), { file: sequence, patient }, 'note'))
    if (status === 'failed') {
      faults.push(fault(CaseFailed(patient, what, reason), { file: sequence, patient }))
      continue
    }
    for (const [feature, value] of Object.entries(values)) {
      if (feature.startsWith('diagnostics_') || typeof value !== 'number') continue
      const name = columnOf(sequence, feature)
      let byReader = columns.get(name)
      if (!byReader) columns.set(name, (byReader = new Map()))
      let own = byReader.get(reader)
      if (!own) byReader.set(reader, (own = new Float64Array(cohort.ids.length).fill(Number.NaN)))
      for (const row of rowsOf.get(patient) ?? []) own[row] = value
    }
  }
  if (columns.size === 0) throw NoFeatures(faults[0]?.what ?? 'no case was found')
  const [one, two] = [...counts.filter((reader) => independent.includes(reader!)), ...independent]
    .filter((reader, i, all) => all.indexOf(reader) === i)
    .slice(0, 2)
  const each = [...columns.values()]
  const readingsBy = (a: string | undefined, b: string | undefined) =>
    each.map((byReader): Readings | undefined => {
      const [first, other] = [byReader.get(a ?? ''), byReader.get(b ?? '')]
      return a && b && first && other ? { first, second: other } : undefined
    })
  const again = readers.flatMap((reader) => (second.has(reader) ? [{ reader, of: second.get(reader)! }] : []))
  return {
    names: [...columns.keys()],
    values: each.map((byReader) =>
      meanOf(
        [...counts, ''].flatMap((reader) => byReader.get(reader ?? '') ?? []),
        cohort.ids.length,
      ),
    ),
    readings: readingsBy(one, two ?? again.find(({ of }) => of === one)?.reader),
    again: again.map((pair) => ({ ...pair, readings: readingsBy(pair.of, pair.reader) })),
    faults,
  }
}

function rowsByPatient(cohort: Cohort): Map<string, number[]> {
  const rowsOf = new Map<string, number[]>()
  for (let i = 0; i < cohort.ids.length; i++) {
    const patient = cohort.patients[cohort.patientOf[i]]
    rowsOf.set(patient, [...(rowsOf.get(patient) ?? []), i])
  }
  return rowsOf
}

/** Row by row the mean of those that are known. */
function meanOf(columns: readonly Float64Array[], length: number): Float64Array {
  if (columns.length === 1) return columns[0]
  return Float64Array.from({ length }, (_, row) => {
    const known = columns.map((column) => column[row]).filter((value) => !Number.isNaN(value))
    return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : Number.NaN
  })
}
