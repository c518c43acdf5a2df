import type { StudyCohort } from '../cohort-of.ts'
import type { StudyConfig } from '../config.ts'
import type { StudyFeatures } from '../features-of.ts'

/** What the methods section is written from: the study file and what the run made of it. */
export interface MethodsFacts {
  study: StudyConfig
  of: StudyCohort
  /** Features per patient, and their settings where they were extracted here. */
  features: Pick<StudyFeatures, 'names' | 'settings' | 'histograms'>
  version: string
}
