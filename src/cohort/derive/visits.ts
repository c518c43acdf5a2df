import { ColumnAbsent, Contradiction } from '../../errors/index.ts'
import { closest } from '../../text/closest.ts'
import type { CodebookVariable } from '../codebook/codebook.ts'
import type { Cohort } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'
import { columnOf, type Table } from '../tables/table.ts'
import { typedColumn } from '../typed-column.ts'
import { followUpColumns, type History, type MarkerLimits, outcomeOf, usualLimits } from './follow-up.ts'

/** Where a patient's follow-up stands: a table of visits, and dates among the cohort's columns. */
export interface FollowUpSource {
  /** Date of diagnosis, a column of the cohort. */
  diagnosis: string
  death?: string
  lastContact?: string
  /** Markers that are columns both of the visits and, at diagnosis, of the cohort; CEA and CA 15-3 by default. */
  markers?: MarkerLimits
}

/**
 * Outcomes from a table of visits (columns patient, date, new_lesion and the markers): one history a patient of the
 * cohort, and the columns that `followUpColumns` makes of them.
 *
 * @param visits one row a visit
 * @param cohort whose columns hold diagnosis, death and last contact
 * @param source names of those columns, and the markers' limits
 * @param file the visits' file, for messages
 * @returns histories, outcomes and columns, one a patient, and faults
 * @throws ColumnAbsent
 */
export function deriveFollowUp(visits: Table, cohort: Cohort, source: FollowUpSource, file: string) {
  const faults: Fault[] = [...visits.faults]
  const limits = source.markers ?? usualLimits
  const own = (name: string) => {
    const column = cohort.columns.get(name)
    if (!column) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
    return column.values
  }
  const diagnosis = own(source.diagnosis)
  const death = source.death === undefined ? undefined : own(source.death)
  const lastContact = source.lastContact === undefined ? undefined : own(source.lastContact)
  const atDiagnosis = Object.keys(limits).map((name) => [name, cohort.columns.get(name)?.values] as const)
  const histories = cohort.patients.map((_, patient): History => {
    const row = cohort.patientOf.indexOf(patient)
    return {
      diagnosis: diagnosis[row],
      baseline: Object.fromEntries(atDiagnosis.map(([name, values]) => [name, values?.[row] ?? Number.NaN])),
      visits: [],
      death: death?.[row] ?? Number.NaN,
      lastContact: lastContact?.[row] ?? Number.NaN,
    }
  })
  const ids = columnOf(visits, 'patient')
  const read = (name: string) => typedColumn(columnOf(visits, name), described[name], [], ids.cells, faults).values
  const dates = read('date')
  const lesions = read('new_lesion')
  const markers = Object.keys(limits).flatMap((name) =>
    visits.columns.some((column) => column.name === name)
      ? [
          [
            name,
            typedColumn(columnOf(visits, name), { name, type: 'continuous' }, [], ids.cells, faults).values,
          ] as const,
        ]
      : [],
  )
  const place = new Map(cohort.patients.map((id, i) => [id, i]))
  for (let row = 0; row < visits.length; row++) {
    const patient = place.get(ids.cells[row])
    if (patient === undefined) {
      const where = { file: visits.file, row: ids.rows[row], column: 'patient', patient: ids.cells[row] }
      faults.push(fault(Contradiction(`${ids.cells[row]} has a visit and no row in ${file}.`), where))
      continue
    }
    histories[patient].visits.push({
      date: dates[row],
      newLesion: Number.isNaN(lesions[row]) ? undefined : lesions[row] === 1,
      markers: Object.fromEntries(markers.map(([name, values]) => [name, values[row]])),
    })
  }
  const outcomes = histories.map((history) => outcomeOf(history, limits))
  const made = followUpColumns(outcomes, cohort.patients, visits.file)
  // A lesion shares what its patient's follow-up says.
  const columns = made.columns.map(({ variable, values }) => ({
    variable,
    values: Float64Array.from(cohort.patientOf, (patient) => values[patient]),
  }))
  return { columns, histories, outcomes, limits, faults: [...faults, ...made.faults] }
}

const described: Record<string, CodebookVariable> = {
  date: { name: 'date', type: 'date' },
  new_lesion: {
    name: 'new_lesion',
    type: 'binary',
    levels: [
      { value: 'no', label: 'No' },
      { value: 'yes', label: 'Yes' },
    ],
  },
}
