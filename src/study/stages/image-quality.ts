import type { FeatureRow } from '../../cases/feature-table.ts'
import type { CaseQuality, QualityName, QualityTask } from '../../cases/image-quality.ts'
import { qualityMeasures, qualityText, standOut } from '../../cases/quality-measures.ts'
import type { Cohort, Column } from '../../cohort/codebook/variable.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { AnatomyUnknown, QualityNotAsked, QualityUnlike, QualityUnmeasured } from '../../errors/index.ts'
import { isFailure } from '../../jobs/failure.ts'
import { imageFolders } from '../cases/image-folders.ts'
import { pathFor } from '../cases/patient-path.ts'
import { columnOf } from '../column-names.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'

/** The quality of one sequence of one patient. */
export interface ImageQuality {
  patient: string
  sequence: string
  task: QualityTask
  values: CaseQuality['values']
  /** Measures that stand out of the cohort at their bad end. */
  flagged: QualityName[]
  /** Why nothing was measured, or not everything that was to be had. */
  reason: string
}

/**
 * Measures the quality of every image of the patients that is there, as the scanner took it, each apart, and compares
 * it within its sequence. Throws AnatomyUnknown.
 */
export async function studyQuality(
  study: StudyConfig,
  patients: readonly string[],
  everyone: readonly string[],
  context: StudyContext,
): Promise<ImageQuality[]> {
  const cases = qualityCases(study, patients, everyone, context)
  const tasks = cases.map(({ task }) => task)
  const answers = await context.map('quality/measure', tasks, {
    onDone: context.progress('image quality'),
  })
  const found = cases.map((one, i): ImageQuality => {
    const answer = answers[i]
    if (isFailure(answer)) return { ...one, values: {}, flagged: [], reason: answer.failed }
    return { ...one, values: answer.values, flagged: [], reason: answer.notes.join(' ') }
  })
  for (const sequence of Object.keys(study.images ?? {})) {
    const own = found.filter((one) => one.sequence === sequence)
    for (const measure of qualityMeasures) {
      const odd = standOut(
        measure,
        own.map(({ values }) => values[measure.name]),
      )
      for (const [i, one] of own.entries()) if (odd[i]) one.flagged.push(measure.name)
    }
  }
  return found
}

function qualityCases(
  study: StudyConfig,
  patients: readonly string[],
  everyone: readonly string[],
  context: StudyContext,
) {
  const { names } = imageFolders(study, everyone, context)
  const images = study.images ?? {}
  const sequences = Object.entries(images)
  for (const [name, { anatomy }] of sequences)
    if (anatomy !== undefined && !Object.hasOwn(images, anatomy)) throw AnatomyUnknown(name, anatomy)
  return patients.flatMap((patient) => {
    const at = (path: string) => context.resolve(pathFor(path, names.get(patient) ?? patient))
    return sequences.flatMap(([sequence, { path, source, curve, anatomy }]) => {
      if (!context.exists(at(path))) return []
      const other = anatomy === undefined ? undefined : images[anatomy]
      const task: QualityTask = {
        image: at(path),
        source,
        phases: curve?.phases?.map(at),
        ...(other && context.exists(at(other.path)) && { anatomy: { image: at(other.path), source: other.source } }),
        cache: context.cache,
      }
      return [{ patient, sequence, task }]
    })
  })
}

/** The measures as columns of the cohort, named `SEQUENCE_measure`; NaN where a patient's image has none. */
export function qualityColumns(study: StudyConfig, cohort: Cohort, quality: readonly ImageQuality[]): Column[] {
  return Object.keys(study.images ?? {}).flatMap((sequence) => {
    const own = new Map(quality.filter((one) => one.sequence === sequence).map((one) => [one.patient, one.values]))
    return qualityMeasures.map(({ name, label, unit }): Column => {
      const values = Float64Array.from(
        cohort.patientOf,
        (patient) => own.get(cohort.patients[patient])?.[name] ?? Number.NaN,
      )
      const words = `${label[0].toUpperCase()}${label.slice(1)}, ${sequence.length <= 4 ? sequence.toUpperCase() : sequence}`
      return {
        variable: {
          name: columnOf(sequence, name),
          label: words,
          type: 'continuous',
          ...(unit && { unit }),
          missing: [],
          measured: 'imaging',
          derivedFrom: [],
        },
        values,
      }
    })
  })
}

/** Columns of quality that the study's rules name. */
function columnsInRules({ criteria, images }: StudyConfig): string[] {
  const rules = [...(criteria?.include ?? []), ...(criteria?.exclude ?? [])]
  const words = new Set(
    rules.flatMap((rule) => (typeof rule === 'string' ? rule : rule.rule).match(/[\p{L}\p{N}_]+/gu)),
  )
  return Object.keys(images ?? {})
    .flatMap((sequence) => qualityMeasures.map(({ name }) => columnOf(sequence, name)))
    .filter((column) => words.has(column))
}

/** Throws QualityNotAsked where a rule names a measure that neither is asked for nor stands in the table. */
export function checkQualityAsked(study: StudyConfig, cohort: Cohort): void {
  const absent = columnsInRules(study).find((column) => !cohort.columns.has(column))
  if (absent && !study.quality) throw QualityNotAsked(absent)
}

/** Rules that decide nothing, since the measure that they name could be made in no image. */
export function qualityFaults(
  study: StudyConfig,
  columns: readonly Column[],
  quality: readonly ImageQuality[],
): Fault[] {
  return columnsInRules(study).flatMap((name) => {
    const column = columns.find(({ variable }) => variable.name === name)
    if (!column || column.values.some((value) => !Number.isNaN(value))) return []
    const reason = quality.find((one) => name.startsWith(columnOf(one.sequence, '')) && one.reason)?.reason
    const why = reason || 'its images show no air around the patient, or hold one phase only, or name no anatomy'
    return [fault(QualityUnmeasured(name, why), { file: study.cohort.file, column: name }, 'note')]
  })
}

/** What stands out, a note for each image and measure. */
export function flaggedFaults(quality: readonly ImageQuality[]): Fault[] {
  return quality.flatMap(({ patient, sequence, task, values, flagged }) =>
    flagged.map((name) => {
      const measure = qualityMeasures.find((one) => one.name === name)!
      const problem = QualityUnlike(sequence, patient, measure.label, qualityText(measure, values[name]!))
      return fault(problem, { file: task.image, patient }, 'note')
    }),
  )
}

/** The measures as rows of a table of values, one an image. */
export function qualityRows(quality: readonly ImageQuality[], analysed: ReadonlySet<string>): FeatureRow[] {
  return quality.map(({ patient, sequence, values, flagged, reason }) => ({
    input: { patient, sequence },
    status: Object.keys(values).length > 0 ? 'done' : 'failed',
    reason,
    values: {
      ...Object.fromEntries(qualityMeasures.flatMap(({ name }) => (name in values ? [[name, values[name]!]] : []))),
      flagged: flagged.join(' '),
      analysed: analysed.has(patient) ? 'yes' : 'no',
    },
  }))
}
