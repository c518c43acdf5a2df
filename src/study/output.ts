import type { Fault } from '../cohort/fault.ts'
import type { Drawing } from '../figures/canvas/svg.ts'
import type { ModelResult } from '../model/index.ts'
import type { Lineage, Report } from '../report/document.ts'
import type { StudyConfig } from './file/schema.ts'
import type { StudyCohort } from './stages/cohort.ts'
import type { CoxModels } from './stages/cox-models.ts'
import type { FeatureMaps } from './stages/feature-maps.ts'
import type { StudyFeatures } from './stages/features.ts'
import type { StudyModelComparisons } from './stages/model-comparisons.ts'
import type { StudyNomogram } from './stages/nomogram.ts'
import type { StudyModels } from './stages/outcome-models.ts'
import type { HabitatPicture } from './stages/pictures/habitats.ts'
import type { QualityPicture } from './stages/pictures/image-quality.ts'
import type { ColumnModel } from './stages/regressions/column-models.ts'
import type { StudyRegression } from './stages/regressions/regressions.ts'
import type { SurvivalResult } from './stages/survival.ts'
import type { SequenceCurves } from './stages/time-signal-curves.ts'
import type { TypicalPatients } from './stages/typical-patients.ts'

/** What the stages of a run found. */
export interface StudyFindings {
  /** What was done: the study file without the columns that neither the cohort has nor the images give. */
  study: StudyConfig
  /** The analysed rows, their outcome, their split and the flow to them. */
  cohort: StudyCohort
  /** The features of each row, and what was extracted case by case. */
  features: StudyFeatures
  /** Time–signal curves, one entry a sequence that asks for them. */
  curves: SequenceCurves[]
  /** Kaplan–Meier curves and tests, one entry a request of the study file. */
  survival: SurvivalResult[]
  /** The logistic models; none in a study without an outcome. */
  models: StudyModels
  /** Comparisons, subgroups, sample sizes and prevalence; absent from a study without an outcome. */
  modelComparisons?: StudyModelComparisons
  /** The logistic model that the summary and the nomogram show. */
  lead?: ModelResult
  /** Its nomogram, where it has one. */
  nomogram?: StudyNomogram
  /** The Cox models of each event, with the leading one's nomogram. */
  coxModels: (CoxModels & { nomogram: StudyNomogram | undefined })[]
  /** Regressions of outcomes of several levels, or of a number. */
  regressions: StudyRegression[]
  /** These and Fine–Gray models as they are handed on. */
  columnModels: ColumnModel[]
  /** Every issue found in the data, in the order of the stages. */
  faults: Fault[]
}

/** What a run found, and the pictures that only the report shows. */
export interface Findings extends StudyFindings {
  pictures: readonly QualityPicture[]
  habitats: readonly HabitatPicture[]
  maps?: FeatureMaps
  typical?: TypicalPatients
}

/** What was found and what is said of it: every file of the results folder is written from this. */
export interface StudyOutput extends StudyFindings {
  /** The report's text, tables and figures' captions, in the study's language. */
  report: Report
  /** The figures' drawings, by the figure's id. */
  drawings: ReadonlyMap<string, Drawing>
  /** The same where they are printed (PNG, PDF, Word), whose fonts have Latin letters only: in English. */
  printed: ReadonlyMap<string, Drawing>
  /** What made each chapter, by its id. */
  from: (chapter: string) => Lineage
}
