import { deployed } from '../../model/deploy/deployed-form.ts'
import { type ModelFile, modelFileOf } from '../../model/index.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { StudyOutput } from '../output.ts'
import type { CoxModels } from '../stages/cox-models.ts'
import { withExtraction } from './model-extraction.ts'

/** The study's leading model as the file that another hospital can predict with and validate. */
export async function studyModelFile(
  { study, lead, models, cohort, features }: StudyOutput,
  version: string,
): Promise<ModelFile> {
  const { outcome, training } = cohort
  const asked = study.outcome!
  const positive = 'derive' in asked ? 'positive' : String(asked.positive)
  const { column, label } = outcome!
  const file = modelFileOf(deployed(lead!, study.deploy), models.table, training, originOf(study, version), {
    column,
    label,
    positive,
  })
  return withExtraction(file, study, features)
}

/** The leading model of one event as such a file. */
export async function coxModelFile(
  { study, features }: StudyOutput,
  { lead, table, training, followUp }: CoxModels,
  version: string,
): Promise<ModelFile> {
  const { event, label, positive, time, unit } = followUp
  const outcome = { column: event, label, positive, time, unit }
  return withExtraction(
    modelFileOf(deployed(lead), table, training, originOf(study, version), outcome),
    study,
    features,
  )
}

function originOf(study: StudyConfig, version: string): ModelFile['origin'] {
  return {
    software: version,
    study: study.study,
    cohort: study.cohort.file,
    date: study.date ?? '',
    seed: study.seed,
  }
}
