import {
  compareModels,
  interceptForPrevalence,
  type ModelComparison,
  type ModelResult,
  type PartPerformance,
  predictiveValues,
  type SubgroupPerformance,
  subgroupPerformance,
} from '../../model/index.ts'
import { type DevelopmentSize, developmentSizeBinary } from '../../statistics/sample-size/development.ts'
import type { StudyConfig } from '../file/schema.ts'
import type { PredictedCohort } from './cohort.ts'

/** What is asked of the models beyond how good each is by itself; all of it stands in results.json under these names. */
export interface StudyModelComparisons {
  comparisons: ModelComparison[]
  subgroups: ModelSubgroups[]
  /** Riley's sample size for each model, beside the learning curve. */
  sampleSizes: ModelSize[]
  /** The models in a population with another share of the outcome than the study's. */
  prevalence?: { share: number; studyShare: number; models: ModelAtPrevalence[] }
}

/** A model's performance in groups of patients: on held-out rows and on training rows out of fold, where there are any. */
interface ModelSubgroups {
  model: string
  part: 'heldOut' | 'nested'
  column: string
  label: string
  /** Of a number: the median of all patients, up to which the lower half goes. */
  middle?: number
  groups: SubgroupPerformance[]
}

interface ModelSize extends DevelopmentSize {
  model: string
  /** Candidate parameters, expected C statistic and prevalence that the size is for. */
  parameters: number
  cStatistic: number
  prevalence: number
  /** Training rows that the study has, and how many with the outcome. */
  rows: number
  had: number
}

interface ModelAtPrevalence {
  model: string
  intercept: number
  /** The same after the recommended shrinkage. */
  shrunkenIntercept?: number
  /** At the frozen threshold's sensitivity and specificity (held-out, else out of fold). */
  ppv?: number
  npv?: number
}

/** Comparisons, subgroups, sample sizes and prevalence of the models of a sound study. */
export function studyModelComparisons(
  study: StudyConfig,
  patients: PredictedCohort,
  results: readonly ModelResult[],
): StudyModelComparisons {
  const share = study.outcome?.prevalence
  return {
    comparisons: compareModels(results),
    subgroups: (study.validation.subgroups ?? []).flatMap((column) => subgroupsBy(column, patients, results)),
    sampleSizes: results.flatMap((result) => (result.learningCurve.length > 0 ? sizeFor(result) : [])),
    ...(share !== undefined && { prevalence: atPrevalence(share, results) }),
  }
}

function subgroupsBy(name: string, { cohort }: PredictedCohort, results: readonly ModelResult[]): ModelSubgroups[] {
  const { variable, values } = cohort.columns.get(name)!
  const { levels, label } = variable
  const sorted = Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b)
  const middle = sorted[(sorted.length - 1) >> 1]
  const groupAt = (value: number) => (levels ? levels[value].label : value <= middle ? 'lower half' : 'upper half')
  const groups = new Map(
    cohort.ids.flatMap((id, row) => (Number.isNaN(values[row]) ? [] : [[id, groupAt(values[row])] as const])),
  )
  if (groups.size === 0) return []
  return results.flatMap(({ name: model, performance }) =>
    (['heldOut', 'nested'] as const).flatMap((part) => {
      const judged: PartPerformance | undefined = performance[part]
      const at = { model, part, column: name, label, ...(!levels && { middle }) }
      return judged ? [{ ...at, groups: subgroupPerformance(judged, groups) }] : []
    }),
  )
}

/** Nothing for a model without a nested AUC over 0.5: no number of patients is enough to learn nothing. */
function sizeFor({ name: model, performance, parameters, rows, events }: ModelResult): ModelSize[] {
  const cStatistic = performance.nested?.auc
  if (cStatistic === undefined || !(cStatistic > 0.51 && cStatistic < 0.99)) return []
  const prevalence = events / rows
  const size = developmentSizeBinary({ parameters: Math.max(1, parameters), prevalence, cStatistic })
  return [{ model, parameters, cStatistic, prevalence, rows, had: events, ...size }]
}

function atPrevalence(share: number, results: readonly ModelResult[]): StudyModelComparisons['prevalence'] {
  const studyShare = results.length > 0 ? results[0].events / results[0].rows : Number.NaN
  const models = results.map(({ name: model, intercept, shrinkage, thresholds, rows, events }): ModelAtPrevalence => {
    const at = thresholds?.heldOut ?? thresholds?.outOfFold
    const own = events / rows
    return {
      model,
      intercept: interceptForPrevalence(intercept, own, share),
      ...(shrinkage?.intercept !== undefined && {
        shrunkenIntercept: interceptForPrevalence(shrinkage.intercept, own, share),
      }),
      ...(at && predictiveValues(at.sensitivity.value, at.specificity.value, share)),
    }
  })
  return { share, studyShare, models }
}
