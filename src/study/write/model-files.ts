import type { Counted } from '../../cohort/endpoint.ts'
import { deployed } from '../../model/deploy/deployed-form.ts'
import { describedColumns } from '../../model/deploy/make-model-file.ts'
import { type ModelFile, modelFileOf, researchUseOnly } from '../../model/index.ts'
import { columnsOf } from '../../model/terms/linear-predictor.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyOutput } from '../output.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import type { CoxModels } from '../stages/cox-models.ts'
import type { ColumnModel } from '../stages/regressions/column-models.ts'
import { withExtraction } from './model-extraction.ts'

/** The study's leading model as the file that another hospital can predict with and validate. */
export async function studyModelFile(
  { study, lead, models, cohort, features }: StudyOutput,
  context: Origin,
): Promise<ModelFile> {
  const { outcome, training } = cohort
  const { column, label, coding: values } = outcome!
  const positive = values.positive[0]
  const file = modelFileOf(deployed(lead!, study.deploy), models.table, training, originOf(study, context), {
    column,
    label,
    positive,
    values,
  })
  return withExtraction(withReading(file, study, cohort), study, features)
}

/** The leading model of one event as such a file. */
export async function coxModelFile(
  { study, features, cohort }: StudyOutput,
  { lead, table, training, followUp }: CoxModels,
  context: Origin,
): Promise<ModelFile> {
  const { event, label, time, unit, start, landmark } = followUp
  const reading = cohort.events.find(({ name }) => name === event)!
  const written = (counted: Counted[]) => [...new Set(counted.flatMap((one) => [one.value, one.label]))]
  const values = {
    positive: written(reading.event),
    negative: written([...reading.censored, ...reading.competing]),
  }
  const outcome = {
    ...{ column: reading.column, label, positive: values.positive[0] ?? '1', time, unit, values },
    ...(start !== undefined && { start }),
    ...(landmark && { landmark: landmark.at }),
  }
  const file = modelFileOf(deployed(lead, study.deploy), table, training, originOf(study, context), outcome)
  return withExtraction(withReading(file, study, cohort), study, features)
}

/** A regression on columns as such a file. */
export function columnModelFile({ study, cohort }: StudyOutput, model: ColumnModel, context: Origin): ModelFile {
  const { name, label, family, outcome, terms, fit, uncertainty, performance, table, rows, events } = model
  const file: ModelFile = {
    schema: 'nomoscope-model',
    version: 1,
    notice: researchUseOnly,
    ...{ name, label, family },
    origin: originOf(study, context),
    outcome: outcome.competing ? withReadings(outcome, cohort) : outcome,
    form: { kind: 'fitted' },
    rows: rows.length,
    events,
    columns: describedColumns(table, rows, columnsOf(terms)),
    terms,
    ...fit,
    uncertainty,
    risks: [],
    performance,
  }
  return withReading(file, study, cohort)
}

/** The event and the competing one by the columns of the table that they were read from, and its words for them. */
function withReadings(outcome: ModelFile['outcome'], { events }: StudyCohort): ModelFile['outcome'] {
  const written = (counted: Counted[]) => [...new Set(counted.flatMap(({ value, label }) => [value, label]))]
  const reading = events.find(({ name }) => name === outcome.column)!
  const rival = events.find(({ name }) => name === outcome.competing!.column)
  return {
    ...outcome,
    column: reading.column,
    positive: written(reading.event)[0] ?? '1',
    values: { positive: written(reading.event), negative: written([...reading.censored, ...reading.competing]) },
    competing: {
      ...outcome.competing!,
      column: rival?.column ?? reading.column,
      values: written(rival?.event ?? reading.competing),
    },
  }
}

/** The model file with how the study's own table was read, so that another's is read alike. */
function withReading(file: ModelFile, { cohort: { id } }: StudyConfig, { cohort }: StudyCohort): ModelFile {
  const identifier = typeof id === 'string' ? id : (id?.column ?? cohort.columns.keys().next().value)
  const columns = file.columns.map((column) => {
    const variable = cohort.columns.get(column.name)?.variable
    if (!variable) return column
    const { missing, recode, detection } = variable
    const codes = missing.filter((code) => code !== '')
    return {
      ...column,
      ...(variable.column !== undefined && { column: variable.column }),
      ...(codes.length > 0 && { missing: codes }),
      ...(recode && { recode }),
      ...(detection && { detection }),
    }
  })
  return { ...file, ...(identifier !== undefined && { identifier }), columns }
}

type Origin = Pick<StudyContext, 'version' | 'hashes'>

function originOf(study: StudyConfig, { version, hashes }: Origin): ModelFile['origin'] {
  const hash = hashes.get(study.cohort.file)
  return {
    software: version,
    study: study.study,
    cohort: study.cohort.file,
    ...(hash && { cohortHash: hash }),
    date: study.date ?? '',
    seed: study.seed,
  }
}
