import { type Fault, fault } from '../cohort/fault.ts'
import { featureColumns } from '../cohort/features.ts'
import { matchRows } from '../cohort/join.ts'
import { readTable } from '../cohort/read.ts'
import type { Cohort, Column } from '../cohort/variable.ts'
import { CaseFailed, NoFeatures, RegionCut } from '../errors.ts'
import { readSettings, type Settings } from '../features/settings.ts'
import type { CaseTask } from '../run/case.ts'
import type { StudyCohort } from './cohort-of.ts'
import type { StudyConfig } from './config.ts'
import type { StudyContext } from './context.ts'
import { extractCases } from './extract-cases.ts'
import type { FeatureRow } from './feature-table.ts'
import { imageCases } from './image-cases.ts'
import { type LearntHistogram, learnHistograms, normalisationFaults } from './normalisation-of.ts'

/** The study's features, one column each in the order of the cohort's rows; NaN where a row has none. */
export interface StudyFeatures {
  names: string[]
  values: Float64Array[]
  /** The same by the second reader, where there is one. */
  second?: Float64Array[]
  faults: Fault[]
  /** What was extracted here, case by case; empty when the features came from a table. */
  rows: FeatureRow[]
  /** What it was extracted with. */
  settings?: Settings
  /** The histograms that images were brought to, by sequence. */
  histograms?: Record<string, LearntHistogram>
}

/** The feature table that a study names, if it names one. */
export async function openFeatureTable({ features }: StudyConfig, context: StudyContext) {
  if (!features || !('table' in features)) return undefined
  const key = typeof features.id === 'string' ? { column: features.id } : features.id
  const read = { sheet: features.sheet, id: key.column }
  return { table: await readTable(await context.read(features.table), features.table, read), key }
}

type FeatureTable = Awaited<ReturnType<typeof openFeatureTable>>

/**
 * Which rows have features: a row in the table, or every image and mask of their patient. As the column `has_features`
 * (yes, no) it can be used in criteria; undefined for a study without features.
 */
export function availability(
  study: StudyConfig,
  cohort: Cohort,
  from: FeatureTable,
  context: StudyContext,
): Column | undefined {
  if (!study.features) return undefined
  const present = from
    ? matchRows(cohort.ids, study.cohort.file, from.table, from.key, []).map((row) => Number(row >= 0))
    : imagesThere(study, cohort, context)
  const levels = [
    { value: 'no', label: 'No' },
    { value: 'yes', label: 'Yes' },
  ]
  const variable = { name: 'has_features', label: 'Features available', type: 'binary' as const, levels }
  return {
    variable: { ...variable, missing: [], measured: 'imaging', derivedFrom: [] },
    values: Float64Array.from(present),
  }
}

function imagesThere(study: StudyConfig, cohort: Cohort, context: StudyContext): Int32Array {
  const lacking = new Set<string>()
  for (const { input, task } of imageCases(study, cohort.patients, { file: '' }, context))
    if (!filesOf(task).every(context.exists)) lacking.add(input.patient)
  return cohort.patientOf.map((patient) => Number(!lacking.has(cohort.patients[patient])))
}

/** The files that a case is read from. */
function filesOf({ image, mask, normalise }: CaseTask): string[] {
  return [image, mask, ...(typeof normalise === 'object' && 'mask' in normalise ? [normalise.mask] : [])]
}

/** Takes the features from the study's table, or extracts those of every patient, sequence and reader. */
export async function studyFeatures(
  study: StudyConfig,
  { cohort, assessed, supplements, training }: StudyCohort,
  from: FeatureTable,
  context: StudyContext,
): Promise<StudyFeatures> {
  const { features } = study
  if (!features) return { names: [], values: [], faults: [], rows: [] }
  if ('table' in features) {
    const options = { id: from!.key, columns: features.columns, exclude: features.exclude }
    // Matched to all that were assessed: a feature row of somebody who was then excluded is no fault.
    const found = featureColumns(from!.table, assessed.ids, study.cohort.file, options)
    const values = found.values.map((column) => Float64Array.from(assessed.rows, (row) => column[row]))
    return { names: found.names, values, faults: found.faults, rows: [] }
  }
  const text = new TextDecoder().decode(await context.read(features.params))
  const settings = readSettings(text, features.params)
  const all = imageCases(study, cohort.patients, { text, file: features.params }, context, supplements.patients)
  const { cases, learnt } = await learnHistograms(study, all, patientsOf(cohort, training), context)
  const rows = await extractCases(cases, context.map, context.progress('features'))
  const arranged = arrange(rows, cohort, features.reader)
  const faults = [...normalisationFaults(study, settings), ...arranged.faults]
  return { ...arranged, faults, rows, settings, ...(Object.keys(learnt).length > 0 && { histograms: learnt }) }
}

/** The patients of some rows. */
export function patientsOf(cohort: Cohort, rows: Int32Array): Set<string> {
  return new Set(Array.from(rows, (row) => cohort.patients[cohort.patientOf[row]]))
}

/** Extracted cases to columns named SEQUENCE_FEATURE; what a failed case lacks is NaN and a fault. */
function arrange(
  rows: FeatureRow[],
  cohort: Cohort,
  reader: string | undefined,
): Omit<StudyFeatures, 'rows' | 'settings'> {
  const faults: Fault[] = []
  const readers = [...new Set(rows.map((row) => row.input.reader))]
  const mean = reader === 'mean'
  const first = reader && readers.includes(reader) ? reader : readers[0]
  const other = readers.find((one) => one !== first)
  const names: string[] = []
  const columnOf = new Map<string, number>()
  const byReader = new Map(readers.map((one) => [one, [] as Float64Array[]]))
  const rowsOf = new Map<string, number[]>()
  for (let i = 0; i < cohort.ids.length; i++) {
    const patient = cohort.patients[cohort.patientOf[i]]
    rowsOf.set(patient, [...(rowsOf.get(patient) ?? []), i])
  }
  for (const { input, status, reason, values, lost } of rows) {
    const { patient, sequence } = input
    const what = `${sequence}${input.reader ? ` by ${input.reader}` : ''}`
    if (lost) faults.push(fault(RegionCut(lost.region, what, lost.share), { file: sequence, patient }, 'note'))
    if (status === 'failed') {
      faults.push(fault(CaseFailed(patient, what, reason), { file: sequence, patient }))
      continue
    }
    const columns = byReader.get(input.reader)!
    for (const [feature, value] of Object.entries(values)) {
      if (feature.startsWith('diagnostics_') || typeof value !== 'number') continue
      const name = `${input.sequence}_${feature}`
      let at = columnOf.get(name)
      if (at === undefined) {
        at = names.push(name) - 1
        columnOf.set(name, at)
        for (const all of byReader.values()) all.push(new Float64Array(cohort.ids.length).fill(Number.NaN))
      }
      for (const row of rowsOf.get(input.patient) ?? []) columns[at][row] = value
    }
  }
  if (names.length === 0) throw NoFeatures(faults[0]?.what ?? 'no case was found')
  const one = byReader.get(first)!
  const two = other === undefined ? undefined : byReader.get(other)
  return { names, values: mean && two ? one.map((column, i) => meanOf(column, two[i])) : one, second: two, faults }
}

/** Mean of two readers; of one where the other did not measure. */
function meanOf(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((x, i) => (Number.isNaN(x) ? b[i] : Number.isNaN(b[i]) ? x : (x + b[i]) / 2))
}
