import { aggregateLesions } from '../../cohort/aggregate.ts'
import type { Cohort, Column } from '../../cohort/codebook/variable.ts'
import { columnNamed } from '../../cohort/column-named.ts'
import { deriveHer2 } from '../../cohort/derive/her2.ts'
import type { Fault } from '../../cohort/fault.ts'
import { loadCohort } from '../../cohort/load.ts'
import { applyCriteria, type Criterion, type Flow, selectCohort } from '../../cohort/rules/criteria.ts'
import { splitCohort } from '../../cohort/split.ts'
import type { Supplements } from '../../cohort/supplements.ts'
import {
  AggregationUnstated,
  LesionsWithoutPatient,
  OutcomeConstant,
  OutcomeNotBinary,
  OutcomeValueAbsent,
} from '../../errors/index.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { checkQualityAsked, type ImageQuality, qualityColumns, qualityFaults, studyQuality } from './image-quality.ts'

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
  /** Readings and follow-up of everyone who was assessed. */
  supplements: Supplements
  /** The quality of the images of everyone who was assessed, where the study asks for it. */
  quality?: ImageQuality[]
}

export interface StudyOutcome {
  column: string
  label: string
  /** What a patient with and without the outcome is called. */
  groups: { positive: string; negative: string }
  /** 1 with the outcome, 0 without; one a row. */
  positive: Float64Array
}

/** A cohort whose outcome a model may predict. */
export interface PredictedCohort extends StudyCohort {
  outcome: StudyOutcome
}

export const isPredicted = (of: StudyCohort): of is PredictedCohort => of.outcome !== undefined

/**
 * Reads the cohort, derives the outcome, measures the images' quality where that is asked for, applies the criteria in
 * their order and makes the study's one split.
 * available  which rows have features, for the criteria
 */
export async function studyCohort(
  study: StudyConfig,
  available: (cohort: Cohort) => Column | undefined,
  context: StudyContext,
): Promise<StudyCohort> {
  const { file } = study.cohort
  const loaded = await loadCohort(study.cohort, context.read)
  const faults = [...loaded.faults]
  let all = loaded.cohort
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
  const name = study.outcome && ('derive' in study.outcome ? 'her2' : study.outcome.column)
  if (name) columnNamed(all, name, file)
  const { rows, flow } = applyCriteria(all, criteriaOf(study), name ? [name] : [], file)
  const cohort = selectCohort(all, rows)
  const outcome = study.outcome && outcomeOf(cohort, study.outcome, file)
  const random = randomStream(study.seed, 'split')
  const parts = splitCohort(cohort, study.split, outcome?.column ?? '', random, file)
  const assessed = { ids: all.ids, rows }
  return {
    cohort,
    outcome,
    flow,
    assessed,
    training: parts.training,
    validation: parts.validation,
    faults: [...faults, ...parts.faults],
    supplements: loaded.supplements,
    ...(quality && { quality }),
  }
}

function criteriaOf({ criteria }: StudyConfig): Criterion[] {
  const named = (kind: Criterion['kind'], rules: NonNullable<typeof criteria>['include']) =>
    (rules ?? []).map(
      (rule): Criterion =>
        typeof rule === 'string' ? { name: rule, kind, when: rule } : { name: rule.label, kind, when: rule.rule },
    )
  return [...named('include', criteria?.include), ...named('exclude', criteria?.exclude)]
}

/** The outcome as 0 and 1. Throws when its positive value does not occur, or nothing else does. */
function outcomeOf(cohort: Cohort, asked: NonNullable<StudyConfig['outcome']>, file: string): StudyOutcome {
  const name = 'derive' in asked ? 'her2' : asked.column
  const { variable, values } = columnNamed(cohort, name, file)
  const wanted = 'derive' in asked ? 'positive' : String(asked.positive)
  const { levels } = variable
  const index = levels ? levels.findIndex(({ value }) => value === wanted) : Number(wanted)
  if (levels && index < 0)
    throw OutcomeValueAbsent(
      file,
      name,
      wanted,
      levels.map(({ value }) => value),
    )
  if (!levels && variable.type !== 'continuous' && variable.type !== 'count') throw OutcomeNotBinary(file, name)
  const positive = values.map((value) => Number(value === index))
  const events = positive.reduce((sum, x) => sum + x, 0)
  if (events === 0 || events === positive.length) throw OutcomeConstant(file, name, wanted, events)
  const others = levels?.filter((_, i) => i !== index) ?? []
  return {
    column: name,
    label: asked.label ?? variable.label,
    groups: {
      positive: levels?.[index].label ?? wanted,
      negative: others.length === 1 ? others[0].label : `not ${levels?.[index].label ?? wanted}`,
    },
    positive,
  }
}
