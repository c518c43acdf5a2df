import { columnNamed } from '../../cohort/column-named.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { HorizonUnreached, NoEvents, Problem, problemOr } from '../../errors/index.ts'
import {
  type ModelResult,
  type ModelStudy,
  type Predictor,
  type PredictorTable,
  validateModels,
} from '../../model/index.ts'
import { horizonLabel } from '../../report/horizon-label.ts'
import { locales } from '../../text/locales/index.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from './cohort.ts'
import { observedEvents } from './endpoints.ts'
import type { StudyFeatures } from './features.ts'
import { blocksNamed, planOf } from './model-plan.ts'
import { invasiveModels, requireRefits } from './outcome-models.ts'
import { studyPredictors } from './predictors.ts'

type Models = StudyConfig['models']
type CoxRequest = NonNullable<Models[string]['cox']>

/** What Cox models foretell: the time to one event. */
export interface FollowUp {
  time: string
  event: string
  /** Of the event, as tables have it, and the value of its column where it was seen. */
  label: string
  positive: string
  unit: string
  horizons: { time: number; label: string }[]
}

/** The Cox models of one event and time, validated on the same resamples. */
export interface CoxModels {
  followUp: FollowUp
  results: ModelResult[]
  /** The model that the nomogram is of: the last. */
  lead: ModelResult
  predictors: Predictor[]
  table: PredictorTable
  /** What the models were fitted to. */
  fitted: ModelStudy
  refused: { column: string; reason: string }[]
  invasive: { model: string; columns: string[] }[]
  /** Rows with known follow-up, and how many of the analysed rows lack it. */
  training: Int32Array
  validation: Int32Array
  unknown: number
  faults: Fault[]
}

/**
 * Fits and validates the Cox models of the study, those of the same event, time and horizons together. Rows without a time
 * or an event take no part; columns that come from either, or are known after baseline, may not predict. Models that
 * cannot be made (no event, a horizon beyond the follow-up) are left out, and why is among the faults.
 */
export async function studyCoxModels(
  study: StudyConfig,
  patients: StudyCohort,
  features: StudyFeatures,
  context: StudyContext,
): Promise<{ models: CoxModels[]; faults: Fault[] }> {
  const models: CoxModels[] = []
  const faults: Fault[] = []
  for (const group of coxGroups(study)) {
    const prepared = problemOr(() => coxModelStudy(study, group, patients, features))
    if (prepared instanceof Problem) {
      faults.push(fault(prepared, { file: study.cohort.file }))
      continue
    }
    const made = await modelsOfEvent(study, group, patients, prepared, context)
    faults.push(...made.faults)
    const lead = made.results.at(-1)
    if (lead) models.push({ ...made, lead })
  }
  return { models, faults }
}

/** The Cox models of a study, those of one event, time and horizons together. */
export function coxGroups(study: StudyConfig): Models[] {
  const groups = new Map<string, Models>()
  for (const [name, model] of Object.entries(study.models)) {
    if (!model.cox) continue
    const key = JSON.stringify(model.cox)
    groups.set(key, { ...groups.get(key), [name]: model })
  }
  return [...groups.values()]
}

/**
 * What the Cox models of one event are fitted to: their follow-up, predictors, plan and rows.
 * Throws NoEvents, HorizonUnreached and what `requireRefits` and `planOf` throw.
 */
export function coxModelStudy(study: StudyConfig, models: Models, patients: StudyCohort, features: StudyFeatures) {
  const { cohort } = patients
  const { file } = study.cohort
  const request = Object.values(models)[0].cox!
  const time = columnNamed(cohort, request.time, file).values
  const event = observedEvents(columnNamed(cohort, request.event, file))
  const followUp = followUpOf(study, patients, request)
  const isKnown = (row: number) => Number.isFinite(time[row]) && Number.isFinite(event[row])
  const training = patients.training.filter(isKnown)
  const validation = patients.validation.filter(isKnown)
  if (!training.some((row) => event[row] > 0)) throw NoEvents(file, request.event)
  const last = training.reduce((most, row) => Math.max(most, time[row]), 0)
  const beyond = request.horizons.find((horizon) => horizon > last)
  if (beyond !== undefined) throw HorizonUnreached(file, request.time, beyond, last)
  requireRefits(study, patients, training, event)
  const found = studyPredictors(study, patients, features, models, blocksNamed(models, study.blocks), {
    flag: request.event,
    time: request.time,
  })
  const horizons = followUp.horizons.map((horizon) => horizon.time)
  const plan = planOf(study, models, found, { family: 'cox', horizons })
  const fitted: ModelStudy = {
    plan,
    table: found.table,
    outcome: { kind: 'survival', time, event },
    training,
    validation,
    seed: study.seed,
    protocol: study.protocol,
  }
  return { followUp, found, fitted }
}

async function modelsOfEvent(
  study: StudyConfig,
  models: Models,
  patients: StudyCohort,
  { followUp, found, fitted }: ReturnType<typeof coxModelStudy>,
  context: StudyContext,
): Promise<Omit<CoxModels, 'lead'>> {
  const { file } = study.cohort
  const { predictors, table, refused, faults } = found
  const { plan, training, validation } = fitted
  const results = await validateModels(fitted, study.validation, context.map, {
    onProgress: context.progress(`model refits, ${followUp.label}`),
    onFailure: (problem) => faults.push(fault(problem, { file })),
  })
  const unknown = patients.training.length + patients.validation.length - training.length - validation.length
  return {
    followUp,
    results,
    predictors,
    table,
    fitted,
    refused,
    invasive: invasiveModels(models, plan, patients),
    training,
    validation,
    unknown,
    faults,
  }
}

function followUpOf(study: StudyConfig, { cohort }: StudyCohort, request: CoxRequest): FollowUp {
  const { file } = study.cohort
  const time = columnNamed(cohort, request.time, file).variable
  const event = columnNamed(cohort, request.event, file).variable
  const unit = request.unit ?? time.unit ?? ''
  return {
    time: request.time,
    event: request.event,
    label: request.label ?? event.label,
    positive: event.levels?.[1]?.value ?? '1',
    unit,
    horizons: [...new Set(request.horizons)]
      .sort((a, b) => a - b)
      .map((at) => ({ time: at, label: horizonLabel(at, unit, locales.en) })),
  }
}
