import { Contradiction } from '../errors/index.ts'
import type { Cohort, Column } from './codebook/variable.ts'
import { displayValue } from './cohort.ts'
import type { History, MarkerLimits, Outcome } from './derive/follow-up.ts'
import { deriveImmune } from './derive/immune.ts'
import { deriveFollowUp, type FollowUpSource } from './derive/visits.ts'
import { type Fault, fault } from './fault.ts'
import { type ReadBytes, readFurther } from './further-table.ts'
import { combineReadings, type Readings } from './readings/mri-readings.ts'
import { readTable } from './tables/read-table.ts'

/** Further tables of several rows a patient that columns of the cohort are derived from. */
export interface SupplementSource {
  /** The readers' structured MRI readings: patient, reader, items. */
  readings?: string
  /** Readers who are another's second reading, with whose. */
  second?: ReadonlyMap<string, string>
  /** Counted cells of each stain and field: patient, marker, positive, counted. */
  immune?: string
  /** Visits: patient, date, new_lesion and markers. */
  followUp?: FollowUpSource & { visits: string }
}

/** What the further tables of a study say, one entry a patient. */
export interface Supplements {
  /** The patients that readings and follow-up are in the order of. */
  patients: string[]
  readings?: Readings
  followUp?: { histories: History[]; outcomes: Outcome[]; limits: MarkerLimits }
}

/**
 * Derives columns from the further tables and adds them to the cohort. A column that the cohort's own table has already
 * stays as it is, and every row that the derivation contradicts is told.
 *
 * @param cohort is added to
 * @param source the further tables
 * @param read gives the bytes of a file
 * @param file the cohort's own file, for messages
 * @returns the faults and what readings and follow-up say
 * @throws what `readTable` throws, ColumnAbsent, TableNotMade
 */
export async function addSupplements(cohort: Cohort, source: SupplementSource, read: ReadBytes, file: string) {
  const faults: Fault[] = []
  const supplements: Supplements = { patients: cohort.patients }
  const ofPatients = (columns: Column[]) =>
    columns.map(({ variable, values }) => ({
      variable,
      values: Float64Array.from(cohort.patientOf, (patient) => values[patient]),
    }))
  const table = async (key: string, path: string) =>
    readTable(await readFurther(`cohort.${key}`, path, read), path, { id: 'patient' })
  if (source.readings) {
    const readings = combineReadings(await table('readings', source.readings), cohort.patients, source.second)
    supplements.readings = readings
    faults.push(...readings.faults, ...merge(cohort, ofPatients(readings.consensus), source.readings, file))
  }
  if (source.immune) {
    const immune = deriveImmune(await table('immune', source.immune), cohort.patients)
    faults.push(...immune.faults, ...merge(cohort, ofPatients(immune.columns), source.immune, file))
  }
  if (source.followUp) {
    const { visits } = source.followUp
    const made = deriveFollowUp(await table('followUp.visits', visits), cohort, source.followUp, file)
    supplements.followUp = { histories: made.histories, outcomes: made.outcomes, limits: made.limits }
    faults.push(...made.faults, ...merge(cohort, made.columns, visits, file))
  }
  return { supplements, faults }
}

/** Percentages and months are written with two decimals as a rule; half a hundredth more is no contradiction. */
const roundedBy = 0.0051

function merge(cohort: Cohort, columns: Column[], from: string, file: string): Fault[] {
  const faults: Fault[] = []
  for (const column of columns) {
    const { name, levels } = column.variable
    const own = cohort.columns.get(name)
    if (!own) {
      cohort.columns.set(name, column)
      continue
    }
    for (let row = 0; row < cohort.ids.length; row++) {
      if (Number.isNaN(own.values[row]) || Number.isNaN(column.values[row])) continue
      const same = levels
        ? own.variable.levels?.[own.values[row]].value === levels[column.values[row]].value
        : Math.abs(own.values[row] - column.values[row]) <= roundedBy
      if (same) continue
      const what = `${name} is ${displayValue(own, row)} here and ${displayValue(column, row)} by ${from}; the former is used.`
      faults.push(fault(Contradiction(what), { file, column: name, patient: cohort.patients[cohort.patientOf[row]] }))
    }
  }
  return faults
}
