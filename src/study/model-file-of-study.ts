import { type ModelFile, modelFileOf } from '../model/index.ts'
import type { StudyConfig } from './config.ts'
import type { CoxModels } from './cox-models-of.ts'
import type { StudyOutput } from './study.ts'

/** The study's leading model as the file that another hospital can predict with and validate. */
export function studyModelFile(study: StudyConfig, { lead, models, cohort }: StudyOutput, version: string): ModelFile {
  const { outcome, training } = cohort
  const asked = study.outcome!
  const positive = 'derive' in asked ? 'positive' : String(asked.positive)
  const { column, label } = outcome!
  return modelFileOf(lead!, models.table, training, originOf(study, version), { column, label, positive })
}

/** The leading model of one event as such a file. */
export function coxModelFile(study: StudyConfig, { lead, table, training, followUp }: CoxModels, version: string) {
  const { event, label, positive, time, unit } = followUp
  return modelFileOf(lead, table, training, originOf(study, version), { column: event, label, positive, time, unit })
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
