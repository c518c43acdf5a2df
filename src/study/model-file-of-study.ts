import { type ModelFile, modelFileOf } from '../model/index.ts'
import type { StudyConfig } from './config.ts'
import type { StudyOutput } from './study.ts'

/** The study's leading model as the file that another hospital can predict with and validate. */
export function studyModelFile(study: StudyConfig, { lead, models, cohort }: StudyOutput, version: string): ModelFile {
  const { outcome, training } = cohort
  const origin = {
    software: version,
    study: study.study,
    cohort: study.cohort.file,
    date: study.date ?? '',
    seed: study.seed,
  }
  const asked = study.outcome!
  const positive = 'derive' in asked ? 'positive' : String(asked.positive)
  const { column, label } = outcome!
  return modelFileOf(lead!, models.table, training, origin, { column, label, positive })
}
