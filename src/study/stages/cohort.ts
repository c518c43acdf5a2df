import { aggregateLesions } from '../../cohort/aggregate.ts'
import type { Cohort, Column } from '../../cohort/codebook/variable.ts'
import { deriveHer2 } from '../../cohort/derive/her2.ts'
import type { EventReading } from '../../cohort/endpoint.ts'
import type { Fault } from '../../cohort/fault.ts'
import { type LoadedCohort, loadCohort } from '../../cohort/load.ts'
import { applyCriteria, type Criterion, type Flow, selectCohort } from '../../cohort/rules/criteria.ts'
import { splitCohort } from '../../cohort/split.ts'
import { centreTellsOutcome, orderedByOutcome, siteName } from '../../cohort/structure/tied-to-outcome.ts'
import type { Supplements } from '../../cohort/supplements.ts'
import { AggregationUnstated, LesionsWithoutPatient, Problem, problemOr } from '../../errors/index.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { secondReadings } from '../file/second-readings.ts'
import { studyEndpoints } from './endpoints.ts'
import { checkQualityAsked, type ImageQuality, qualityColumns, qualityFaults, studyQuality } from './image-quality.ts'
import { type OutcomeValues, outcomeOf, outcomeValues, type StudyOutcome } from './outcome.ts'

export type { StudyOutcome }

/** The rows that are analysed, what is to be predicted of them, and how they were parted. */
export interface StudyCohort {
  cohort: Cohort
  /** Absent from a study that only describes. */
  outcome?: StudyOutcome
  flow: Flow
  /** Identifiers of all rows before the criteria, and which of them `cohort` has. */
  assessed: { ids: string[]; rows: Int32Array }
  /** Rows of the cohort. */
  training: Int32Array
  validation: Int32Array
  faults: Fault[]
  /**
   * What somebody has to answer or mend before anything can be computed, such as an outcome that nobody has; without an
   * outcome where one of them is of it.
   */
  questions: Problem[]
  /** How the events of survival analyses and Cox models were read. */
  events: EventReading[]
  /** Readings and follow-up of everyone who was assessed. */
  supplements: Supplements
  /** The quality of the images of everyone who was assessed, where the study asks for it. */
  quality?: ImageQuality[]
}

/** A cohort whose outcome a model may predict. */
export interface PredictedCohort extends StudyCohort {
  outcome: StudyOutcome
}

export const isPredicted = (patients: StudyCohort): patients is PredictedCohort => patients.outcome !== undefined

/** Everyone in a study's table, typed, with what its further tables say. Throws what `loadCohort` throws. */
export const studyTable = (study: StudyConfig, { read }: Pick<StudyContext, 'read'>): Promise<LoadedCohort> =>
  loadCohort({ ...study.cohort, second: secondReadings(study) }, read)

/**
 * Reads the cohort, derives the outcome, measures the images' quality where that is asked for, applies the criteria in
 * their order and makes the study's one split.
 * available  which rows have features, for the criteria
 * features   columns of the cohort's own table that are features
 * known      the cohort where it was read before; it stays as it is
 */
export async function studyCohort(
  study: StudyConfig,
  available: (cohort: Cohort) => Column | undefined,
  context: StudyContext,
  features: ReadonlySet<string> = new Set(),
  known?: LoadedCohort,
): Promise<StudyCohort> {
  const { file } = study.cohort
  const loaded = known ?? (await studyTable(study, context))
  const faults = loaded.faults.filter(({ column }) => column === undefined || !features.has(column))
  let all: Cohort = { ...loaded.cohort, columns: new Map(loaded.cohort.columns) }
  for (const name of features) all.columns.delete(name)
  if (study.unit === 'lesion' && all.unit === 'patient') throw LesionsWithoutPatient(file)
  if (study.unit === 'patient' && all.unit === 'lesion') {
    if (!study.aggregate) throw AggregationUnstated(file)
    const aggregated = aggregateLesions(all, study.aggregate, file)
    all = aggregated.cohort
    faults.push(...aggregated.faults)
  }
  if (study.outcome && 'derive' in study.outcome) {
    const derived = deriveHer2(all, { rule: study.outcome.derive, ...study.outcome.from }, file)
    for (const column of derived.columns) all.columns.set(column.variable.name, column)
    faults.push(...derived.faults)
  }
  const has = available(all)
  if (has) all.columns.set(has.variable.name, has)
  const { patients } = loaded.supplements
  const quality = study.quality ? await studyQuality(study, all.patients, patients, context) : undefined
  if (quality) {
    const columns = qualityColumns(study, all, quality)
    for (const column of columns) all.columns.set(column.variable.name, column)
    faults.push(...qualityFaults(study, columns, quality))
  } else checkQualityAsked(study, all)
  const endpoints = studyEndpoints(study, all)
  for (const [column, read] of endpoints.columns) all.columns.set(column, read)
  faults.push(...endpoints.faults)
  const questions = [...endpoints.questions]
  const asked = study.outcome
  const values = asked && problemOr(() => outcomeValues(all, asked, file))
  if (values instanceof Problem) questions.push(values)
  else if (values && 'question' in values) questions.push(values.question)
  const read = values && 'column' in values ? values : undefined
  const further = read ? [...read.leftOut] : []
  const { rows, flow } = applyCriteria(all, criteriaOf(study), read ? [read.column] : [], file, further)
  const cohort = selectCohort(all, rows)
  const found = read && problemOr(() => outcomeOf(cohort, read, asked!, file, rows))
  if (found instanceof Problem) questions.push(found)
  const outcome = found instanceof Problem ? undefined : found
  const random = randomStream(study.seed, 'split')
  const parts = splitCohort(
    cohort,
    outcome ? study.split : unstratified(study.split),
    outcome?.column ?? '',
    random,
    file,
  )
  const assessed = { ids: all.ids, rows }
  if (read) faults.push(...tiedToOutcome(study, all, read))
  return {
    cohort,
    outcome,
    flow,
    assessed,
    training: parts.training,
    validation: parts.validation,
    faults: [...faults, ...parts.faults],
    questions,
    events: endpoints.readings,
    supplements: loaded.supplements,
    ...(quality && { quality }),
  }
}

/** What is told of an outcome that goes with the order of the table's rows, or with the centre, the scanner and the like. */
function tiedToOutcome(study: StudyConfig, all: Cohort, { column, values }: OutcomeValues): Fault[] {
  const { centre, split } = study
  const sites = [...all.columns.keys()].filter((name) => siteName.test(name) && name !== column)
  const by = typeof split === 'object' && 'by' in split && 'validation' in split ? split.by : undefined
  const centres = [centre, by, ...sites]
  return [
    ...orderedByOutcome(values, column, study.cohort.file),
    ...[...new Set(centres)].flatMap((name) => {
      const found = name === undefined ? undefined : all.columns.get(name)
      return found ? centreTellsOutcome(found, values, column, study.cohort.file) : []
    }),
  ]
}

/** A split that does not go by an outcome that nobody has settled yet. */
function unstratified(split: StudyConfig['split']): StudyConfig['split'] {
  return split !== 'none' && 'training' in split && split.stratify === 'outcome' ? { training: split.training } : split
}

function criteriaOf({ criteria }: StudyConfig): Criterion[] {
  const named = (kind: Criterion['kind'], rules: NonNullable<typeof criteria>['include']) =>
    (rules ?? []).map(
      (rule): Criterion =>
        typeof rule === 'string' ? { name: rule, kind, when: rule } : { name: rule.label, kind, when: rule.rule },
    )
  return [...named('include', criteria?.include), ...named('exclude', criteria?.exclude)]
}
