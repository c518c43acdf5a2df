import { columnNamed } from '../../cohort/column-named.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import { HorizonUnreached, LateEntryPenalised, NoEvents, Problem, problemOr } from '../../errors/index.ts'
import {
  type ModelResult,
  type ModelStudy,
  type Predictor,
  type PredictorTable,
  validateModels,
} from '../../model/index.ts'
import { horizonLabel } from '../../report/horizon-label.ts'
import { cumulativeIncidence, incidenceAt } from '../../statistics/survival/cumulative-incidence.ts'
import { survivalAt } from '../../statistics/survival/curve-summaries.ts'
import { kaplanMeier } from '../../statistics/survival/kaplan-meier.ts'
import { type Outcome, outcomeAt } from '../../step.ts'
import { locales } from '../../text/locales/index.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from './cohort.ts'
import { countedFollowUp } from './counted-follow-up.ts'
import { competingName, observedEvents } from './endpoints.ts'
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
  /** Column of the entry of patients who came under observation late, and what it is called. */
  start?: string
  startLabel?: string
  /** From when time and horizons are counted, and how many rows were followed no longer than to it. */
  landmark?: { at: number; before: number }
  /** Patients who had a competing event first, who count as censored, and the risk by the last horizon with and without it. */
  competing?: { label: string; n: number; at: number; kaplanMeier: number; incidence: number }
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
 * Throws NoEvents, HorizonUnreached, LateEntryPenalised and what `countedFollowUp`, `requireRefits` and `planOf` throw.
 */
export function coxModelStudy(study: StudyConfig, models: Models, patients: StudyCohort, features: StudyFeatures) {
  const { cohort } = patients
  const { file } = study.cohort
  const request = Object.values(models)[0].cox!
  const { time, event, start, isKnown } = countedFollowUp(cohort, request, file)
  const late = request.start !== undefined && Object.entries(models).find(([, model]) => !hasColumnsAlone(model))
  if (late) throw LateEntryPenalised(file, request.start!, late[0])
  const analysed = (rows: Int32Array) => rows.filter((row) => isKnown(row) && Number.isFinite(time[row]))
  const [training, validation] = [patients.training, patients.validation].map(analysed)
  const left = [...patients.training, ...patients.validation].filter(isKnown).length
  const followUp = followUpOf(study, patients, request, left - training.length - validation.length)
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
    outcome: { kind: 'survival', time, event, ...(start && { start }) },
    training,
    validation,
    seed: study.seed,
    protocol: study.protocol,
  }
  const rows = [...training, ...validation]
  const competing = start ? undefined : rivalOf(cohort, request.event, outcomeAt(fitted.outcome, rows), rows, horizons)
  return { followUp: { ...followUp, ...(competing && { competing }) }, found, fitted }
}

/** What a competing event that an event's rule names makes of the risk by the last horizon; nothing where nobody has it. */
function rivalOf(
  { columns }: StudyCohort['cohort'],
  event: string,
  outcome: Outcome,
  rows: readonly number[],
  horizons: readonly number[],
): FollowUp['competing'] {
  const rival = columns.get(competingName(event))
  if (!rival || outcome.kind !== 'survival') return undefined
  const other = observedEvents(rival)
  const cause = Float64Array.from(rows, (row, i) => (outcome.event[i] === 1 ? 1 : other[row] === 1 ? 2 : 0))
  const n = cause.filter((value) => value === 2).length
  const at = horizons[horizons.length - 1]
  if (n === 0) return undefined
  const [{ survival }] = survivalAt(kaplanMeier(outcome.time, outcome.event), [at])
  const [{ incidence }] = incidenceAt(cumulativeIncidence(outcome.time, cause), [at])
  return { label: rival.variable.label, n, at, kaplanMeier: 1 - survival, incidence }
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
  const analysed = training.length + validation.length + (followUp.landmark?.before ?? 0)
  const unknown = patients.training.length + patients.validation.length - analysed
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

/** Whether a model is a regression on columns, without a score or a penalty. */
const hasColumnsAlone = (model: Models[string]) =>
  'terms' in model && model.terms.every((term) => !(typeof term === 'object' && 'score' in term))

function followUpOf(study: StudyConfig, { cohort }: StudyCohort, request: CoxRequest, before: number): FollowUp {
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
    ...(request.start !== undefined && {
      start: request.start,
      startLabel: columnNamed(cohort, request.start, file).variable.label,
    }),
    ...(request.landmark !== undefined && { landmark: { at: request.landmark, before } }),
  }
}
