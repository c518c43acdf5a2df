import { type Fault, fault } from '../../cohort/fault.ts'
import { HarmonisedModel } from '../../errors/index.ts'
import { isHarmonised, type ModelFile, type ModelResult, modelFileOf } from '../../model/index.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { CoxModels } from '../stages/cox-models.ts'
import type { StudyFeatures } from '../stages/features.ts'
import type { StudyOutput } from '../study.ts'
import { withExtraction } from './model-extraction.ts'

/** The leading models that cannot be handed to others, each with the reason; all else is done with them. */
export function unsharedModels(leads: (ModelResult | undefined)[], file: string): Fault[] {
  return leads.flatMap((lead) =>
    lead && isHarmonised(lead) ? [fault(HarmonisedModel(lead.name), { file }, 'note')] : [],
  )
}

/** The study's leading model as the file that another hospital can predict with and validate. */
export async function studyModelFile(
  study: StudyConfig,
  { lead, models, cohort, features }: StudyOutput,
  version: string,
): Promise<ModelFile> {
  const { outcome, training } = cohort
  const asked = study.outcome!
  const positive = 'derive' in asked ? 'positive' : String(asked.positive)
  const { column, label } = outcome!
  const file = modelFileOf(lead!, models.table, training, originOf(study, version), { column, label, positive })
  return withExtraction(file, study, features)
}

/** The leading model of one event as such a file. */
export async function coxModelFile(
  study: StudyConfig,
  { lead, table, training, followUp }: CoxModels,
  features: StudyFeatures,
  version: string,
): Promise<ModelFile> {
  const { event, label, positive, time, unit } = followUp
  const outcome = { column: event, label, positive, time, unit }
  return withExtraction(modelFileOf(lead, table, training, originOf(study, version), outcome), study, features)
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
