import type { Column, Level } from '../../cohort/codebook/variable.ts'
import { type Fault, fault } from '../../cohort/fault.ts'
import {
  type Refusal,
  refuseFeatures,
  refusePredictors,
  suspectFeatures,
  suspectPredictors,
  tracksTime,
  treatmentsAsBaseline,
} from '../../cohort/predictor-guard.ts'
import { readPattern } from '../../cohort/rules/pattern.ts'
import {
  CentresNeeded,
  CentreUnknown,
  ColumnAbsent,
  FeaturesUnmatched,
  GroupsNeedLevels,
  HarmonisedByOutcome,
  NameTaken,
  PredictorRefused,
  TherapyAsBaseline,
} from '../../errors/index.ts'
import { type Predictor, type PredictorTable, predictorsOf, predictorTable } from '../../model/index.ts'
import { columnsNamedBy } from '../../model/plan/resolve.ts'
import { needsOf } from '../../model/steps/index.ts'
import { quantileOfSorted } from '../../statistics/descriptive/descriptive.ts'
import type { RowColumn } from '../../step.ts'
import { closest } from '../../text/closest.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyCohort } from './cohort.ts'
import type { StudyFeatures } from './features.ts'

/** What models may learn from: columns of the cohort and features, without those that tell what is to be predicted. */
export interface StudyPredictors {
  predictors: Predictor[]
  table: PredictorTable
  /** Levels of the centres' column, numbered as the table's batches. */
  centres?: readonly Level[]
  /** All columns of the cohort. */
  columns: string[]
  /** Columns that may predict, and the features that may. */
  usable: string[]
  features: string[]
  /** Columns of the study file's blocks and models that may not predict, with the reason. */
  refused: Refusal[]
  /** Columns that may predict and all but tell the outcome: a person should look. */
  suspected: Refusal[]
  faults: Fault[]
}

/**
 * The predictors of some models of the study. A column that is one of the `targets` (the outcome; the event and its time),
 * comes from one or after it, or is some follow-up of the study, is left out and said.
 * blocks  names of the blocks whose columns are taken
 * Throws NameTaken, ColumnAbsent, GroupsNeedLevels, CentresNeeded, CentreUnknown.
 */
export function studyPredictors(
  study: StudyConfig,
  patients: StudyCohort,
  features: StudyFeatures,
  models: StudyConfig['models'],
  blocks: readonly string[],
  targets: { flag: string; time?: string },
): StudyPredictors {
  const { cohort } = patients
  const { file } = study.cohort
  const inBlocks = blocks.flatMap((name) => {
    const columns = study.blocks[name]
    return Array.isArray(columns) ? columns : []
  })
  const named = [...new Set([...inBlocks, ...columnsNamed(models)])]
  const columns = named.filter((name) => cohort.columns.has(name))
  for (const name of features.names) if (cohort.columns.has(name)) throw NameTaken(name)
  const { flag, time } = targets
  const followUps = followUpColumns(study)
  const refusedOf = (names: readonly string[]): Refusal[] => [
    ...refusePredictors(cohort, flag, names),
    ...names.flatMap((column) =>
      followUps.has(column) ? [{ column, reason: 'it is follow-up, which is known only later' }] : [],
    ),
    ...(time === undefined ? [] : refusePredictors(cohort, time, names)),
  ]
  const refused = unique([
    ...refusedOf(columns),
    ...refuseFeatures(features.names, features.values, cohort.columns.get(flag)!),
    ...(time === undefined
      ? []
      : [
          ...tracksTime(
            [
              ...columns.map((name) => ({ name, values: cohort.columns.get(name)!.values })),
              ...features.names.map((name, j) => ({ name, values: features.values[j] })),
            ],
            time,
            cohort.columns.get(time)!.values,
          ),
        ]),
  ])
  const refusedNames = new Set(refused.map(({ column }) => column))
  const usable = columns.filter((name) => !refusedNames.has(name))
  const kept = [...features.names.keys()].filter((j) => !refusedNames.has(features.names[j]))
  const perOf = (name: string) => study.per[name] ?? cohort.columns.get(name)?.variable.per
  const predictors: Predictor[] = [
    ...predictorsOf(cohort, flag, usable).map((predictor) =>
      withUnit(predictor, perOf(predictor.name), patients.training),
    ),
    ...kept.map((j) => {
      const name = features.names[j]
      const { first, second } = features.readings?.[j] ?? {}
      const values = features.values[j]
      const repeated = features.repeated?.[j]
      return {
        ...{ name, label: name, values },
        ...(second && { second }),
        ...(first && first !== values && { first }),
        ...(repeated && { repeated }),
      }
    }),
  ]
  const centres = centresOf(study, patients)
  const table = predictorTable(
    cohort.ids,
    cohort.patientOf,
    predictors,
    centres && batchOf(centres),
    besideOf(study, patients, refusedOf),
  )
  // From here on the features are the table's own numbers: of a wide one nobody keeps a second copy.
  const n = cohort.ids.length
  const first = predictors.length - kept.length
  for (const [k, j] of kept.entries()) {
    const values = table.values.subarray((first + k) * n, (first + k + 1) * n)
    const readings = features.readings?.[j]
    if (readings?.first === features.values[j]) readings.first = values
    predictors[first + k].values = values
    features.values[j] = values
  }
  return {
    predictors,
    table,
    ...(centres && { centres: centres.variable.levels }),
    columns: [...cohort.columns.keys()],
    usable,
    features: kept.map((j) => features.names[j]),
    refused,
    suspected: [
      ...suspectPredictors(cohort, flag, usable),
      ...suspectFeatures(
        kept.map((j) => features.names[j]),
        kept.map((j) => features.values[j]),
        cohort.columns.get(flag)!,
      ),
    ],
    faults: [
      ...unmatchedBlocks(study, blocks, features.names),
      ...refused.map(({ column, reason }) => fault(PredictorRefused(column, reason), { file, column })),
      ...treatmentsAsBaseline(cohort, usable).map((column) =>
        fault(TherapyAsBaseline(column), { file, column }, 'note'),
      ),
    ],
  }
}

/** Blocks that ask by a pattern for features and match none. */
function unmatchedBlocks(
  { blocks, cohort: { file } }: StudyConfig,
  asked: readonly string[],
  features: readonly string[],
): Fault[] {
  return asked.flatMap((name) => {
    const block = blocks[name]
    if (typeof block !== 'object' || !('features' in block) || features.length === 0) return []
    if (features.some((one) => readPattern(block.features).test(one))) return []
    return [fault(FeaturesUnmatched(block.features, 'feature', features.slice(0, 3).join(', ')), { file })]
  })
}

/** The predictor with what its ratio is told for, where the study file says so. */
function withUnit(predictor: Predictor, per: number | 'iqr' | undefined, training: Int32Array): Predictor {
  if (per === undefined || predictor.levels) return predictor
  if (per !== 'iqr') return { ...predictor, per: { by: per, iqr: false } }
  const known = Float64Array.from(training, (row) => predictor.values[row])
    .filter((value) => !Number.isNaN(value))
    .sort()
  if (known.length === 0) return predictor
  const by = quantileOfSorted(known, 0.75) - quantileOfSorted(known, 0.25)
  return by > 0 ? { ...predictor, per: { by, iqr: true } } : predictor
}

/** Times and events that the study file speaks of: nothing that is known when a patient is to be predicted. */
function followUpColumns({ survival, models }: StudyConfig): Set<string> {
  const shown = survival === undefined ? [] : Array.isArray(survival) ? survival : [survival]
  const modelled = Object.values(models).flatMap(({ cox }) => (cox ? [cox] : []))
  return new Set([...shown, ...modelled].flatMap(({ time, event }) => [time, event]))
}

/** The first reason of each column. */
function unique(refusals: readonly Refusal[]): Refusal[] {
  return refusals.filter(({ column }, i) => refusals.findIndex((other) => other.column === column) === i)
}

/** The column of centres, where the study names one: of levels, and known in all rows. */
function centresOf({ centre, cohort: { file }, selection, validation }: StudyConfig, { cohort }: StudyCohort) {
  if (centre === undefined) {
    const harmonised = selection.some((step) => !('preset' in step) && needsOf(step).centre)
    if (harmonised || validation.centres) throw CentresNeeded(file)
    return undefined
  }
  return batchColumn(cohort, file, centre)
}

/** A column of levels that is known in all rows. Throws ColumnAbsent, GroupsNeedLevels, CentreUnknown. */
function batchColumn(cohort: StudyCohort['cohort'], file: string, name: string): Column {
  const column = cohort.columns.get(name)
  if (!column) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
  if (!column.variable.levels) throw GroupsNeedLevels(file, name)
  const unknown = column.values.findIndex(Number.isNaN)
  if (unknown >= 0) throw CentreUnknown(file, cohort.ids[unknown], name)
  return column
}

/**
 * The columns that harmonisation goes by beside the centre. What tells the outcome is not kept: the features of a patient to
 * come would be harmonised by what is to be predicted. Throws HarmonisedByOutcome, ColumnAbsent, GroupsNeedLevels, CentreUnknown.
 */
function besideOf(
  { selection, cohort: { file } }: StudyConfig,
  { cohort }: StudyCohort,
  refusedOf: (names: readonly string[]) => Refusal[],
): RowColumn[] {
  const needs = selection.flatMap((step) => ('preset' in step ? [] : [needsOf(step)]))
  const kept = [...new Set(needs.flatMap(({ covariates }) => covariates))]
  for (const name of kept)
    if (!cohort.columns.has(name)) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
  const [refusal] = refusedOf(kept)
  if (refusal) throw HarmonisedByOutcome(file, refusal.column, refusal.reason)
  const batches = [...new Set(needs.flatMap((need) => need.batches))].map((name) => batchColumn(cohort, file, name))
  return [...batches, ...kept.map((name) => cohort.columns.get(name)!)].map(({ variable, values }) => ({
    name: variable.name,
    ...(variable.levels && { levels: variable.levels.map(({ value }) => value) }),
    values,
  }))
}

const batchOf = ({ values, variable }: Column) => ({
  codes: Int32Array.from(values),
  names: variable.levels!.map(({ label }) => label),
})

/** Columns and blocks that the models' terms name outside of scores. */
function columnsNamed(models: StudyConfig['models']): string[] {
  return Object.values(models).flatMap((model) => ('terms' in model ? model.terms.flatMap(columnsNamedBy) : []))
}
