import type { StudyConfig } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import type { StudyFeatures } from '../../stages/features.ts'

/** What the methods section is written from: the study file and what the run made of it. */
export interface MethodsFacts {
  study: StudyConfig
  of: StudyCohort
  /** Features per patient, and their settings where they were extracted here. */
  features: Pick<StudyFeatures, 'names' | 'settings' | 'histograms'>
  version: string
}
