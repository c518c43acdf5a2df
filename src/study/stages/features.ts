import { filesOf } from '../../cases/case-files.ts'
import type { FeatureRow } from '../../cases/feature-table.ts'
import type { Cohort, Column } from '../../cohort/codebook/variable.ts'
import type { Fault } from '../../cohort/fault.ts'
import { featureColumns } from '../../cohort/features.ts'
import { readFurther } from '../../cohort/further-table.ts'
import { parquetFeatures } from '../../cohort/parquet-features.ts'
import { type JoinKey, matchRows } from '../../cohort/tables/join.ts'
import { isParquet, openParquet, type ParquetTable } from '../../cohort/tables/read-parquet.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import type { Table } from '../../cohort/tables/table.ts'
import { wantedColumns } from '../../cohort/wanted-columns.ts'
import { FeatureIdUnnamed } from '../../errors/index.ts'
import { type ParameterFile, readSettings } from '../../features/settings/settings.ts'
import type { RepeatedColumn } from '../../step.ts'
import { extractCases } from '../cases/extract-all.ts'
import { featuresByReader, type Readings } from '../cases/features-by-reader.ts'
import { type LearntHabitats, learnHabitats } from '../cases/learn-habitats.ts'
import { type LearntHistogram, learnHistograms, normalisationFaults } from '../cases/learn-histograms.ts'
import { type StudyNetwork, studyNetwork, withNetwork } from '../cases/network.ts'
import { perturbedCases, perturbOf, repeatedFeatures } from '../cases/perturbed-cases.ts'
import { imageCases, paramsOf } from '../cases/study-cases.ts'
import type { StudyContext } from '../context.ts'
import { ownFeatures } from '../file/own-features.ts'
import type { StudyConfig } from '../file/schema.ts'
import { secondReadings } from '../file/second-readings.ts'
import type { StudyCohort } from './cohort.ts'
import { foreseeMemory } from './table-memory.ts'

/** The study's features, one column each in the order of the cohort's rows; NaN where a row has none. */
export interface StudyFeatures {
  names: string[]
  values: Float64Array[]
  /** By two readers, of the features that two readers' regions gave: what agreement is measured on. */
  readings?: (Readings | undefined)[]
  /** Of each second reading by the same reader: what that agrees with the first on. */
  again?: { reader: string; of: string; readings: (Readings | undefined)[] }[]
  /** Under perturbations, of the features that were measured so. */
  repeated?: (RepeatedColumn | undefined)[]
  faults: Fault[]
  /** What was extracted here, case by case; empty when the features came from a table. */
  rows: FeatureRow[]
  /** What it was extracted with. */
  settings?: ParameterFile
  /** The text of the parameter file that these were read from. */
  params?: string
  /** The histograms that images were brought to, by sequence. */
  histograms?: Record<string, LearntHistogram>
  /** The habitats that regions were parted into, by sequence. */
  habitats?: Record<string, LearntHabitats>
  /** The network that measured them, too. */
  network?: StudyNetwork
}

export interface FeatureTable {
  table: Table
  key: JoinKey
  /** Where the table is the cohort's own: which of its columns are features and no longer columns of the cohort. */
  features?: ReadonlySet<string>
  /** Where it is in Parquet: `table` has its identifiers alone. */
  parquet?: ParquetTable
}

/** The feature table that a study names, if it names one. Throws FeatureIdUnnamed. */
export async function openFeatureTable(study: StudyConfig, context: StudyContext): Promise<FeatureTable | undefined> {
  const { features, cohort } = study
  if (!features || !('table' in features)) return undefined
  const isOwn = features.table === cohort.file && (features.sheet ?? cohort.sheet) === cohort.sheet
  const rule = features.id ?? (isOwn ? cohort.id : undefined)
  const asked = typeof rule === 'string' ? { column: rule } : rule
  if (!asked && !isOwn) throw FeatureIdUnnamed(features.table)
  if (asked && !isOwn && isParquet(features.table, context.exists)) {
    const parquet = await openParquet(features.table, asked.column, context.read)
    return { table: parquet.table, key: asked, parquet }
  }
  // a cohort that is not there is no table of features to make
  const bytes = isOwn
    ? await context.read(features.table)
    : await readFurther('features.table', features.table, context.read)
  const table = await readTable(bytes, features.table, {
    sheet: features.sheet ?? (isOwn ? cohort.sheet : undefined),
    id: asked?.column,
  })
  const key = asked ?? { column: table.columns[0].name }
  const told = isOwn ? { ...table, faults: [] } : table
  return { table: told, key, ...(isOwn && { features: ownFeatures(study, table, key.column) }) }
}

/**
 * Which rows have features: a row in the table, or every image and mask of their patient. As the column `has_features`
 * (yes, no) it can be used in criteria; undefined for a study without features.
 */
export function availability(
  study: StudyConfig,
  cohort: Cohort,
  from: FeatureTable | undefined,
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

/** Takes the features from the study's table, or extracts those of every patient, sequence and reader. */
export async function studyFeatures(
  study: StudyConfig,
  { cohort, assessed, supplements, training }: StudyCohort,
  from: FeatureTable | undefined,
  context: StudyContext,
): Promise<StudyFeatures> {
  const { features } = study
  if (!features) return { names: [], values: [], faults: [], rows: [] }
  if ('table' in features) {
    const { table, key, features: own, parquet } = from!
    const exclude = own ? table.columns.flatMap(({ name }) => (own.has(name) ? [] : [name])) : features.exclude
    const options = { id: key, columns: features.columns, exclude }
    // Matched to all that were assessed: a feature row of somebody who was then excluded is no fault.
    if (parquet) {
      const wanted = wantedColumns(parquet.names, table.file, options, [])
      foreseeMemory(table.file, wanted.length, assessed.rows.length, context)
      const found = await parquetFeatures(parquet, assessed.ids, study.cohort.file, assessed.rows, options)
      return { ...found, rows: [] }
    }
    const found = featureColumns(table, assessed.ids, study.cohort.file, options)
    const values = found.values.map((column) => Float64Array.from(assessed.rows, (row) => column[row]))
    return { names: found.names, values, faults: found.faults, rows: [] }
  }
  const params = await paramsOf(study, context)
  const settings = readSettings(params.text, params.file)
  const all = imageCases(study, cohort.patients, params, context, supplements.patients)
  const ofTraining = patientsOf(cohort, training)
  const { cases: scaled, learnt } = await learnHistograms(study, all, ofTraining, context)
  const { cases, learnt: habitats } = await learnHabitats(study, scaled, ofTraining, context)
  const network = await studyNetwork(study, context)
  const measured = withNetwork(cases, network)
  const rows = await extractCases(measured, context.map, context.progress('features'))
  const arranged = featuresByReader(rows, cohort, features.reader, secondReadings(study))
  const perturbed = perturbedCases(study, measured, settings.setting)
  const again = await extractCases(perturbed, context.map, context.progress('perturbed features'))
  const { repeated, faults: lacking } = repeatedFeatures(arranged.names, again, perturbOf(study)?.repeats ?? 0, cohort)
  const faults = [...normalisationFaults(study, settings), ...arranged.faults, ...lacking]
  return {
    ...arranged,
    ...(again.length > 0 && { repeated }),
    faults,
    rows,
    settings,
    params: params.text,
    ...(Object.keys(learnt).length > 0 && { histograms: learnt }),
    ...(Object.keys(habitats).length > 0 && { habitats }),
    ...(network && { network }),
  }
}

/** The patients of some rows. */
export function patientsOf(cohort: Cohort, rows: Int32Array): Set<string> {
  return new Set(Array.from(rows, (row) => cohort.patients[cohort.patientOf[row]]))
}
