import type { Fault } from '../../cohort/fault.ts'
import type { PlanFigure } from '../../figures/charts/plan.ts'
import { candidatesOf } from '../../model/plan/parameters.ts'
import type { Messages } from '../../text/locales/index.ts'
import { planFigure } from '../chapters/methods/fold-figure.ts'
import type { StudyContext } from '../context.ts'
import type { StudyConfig } from '../file/schema.ts'
import { isPredicted, type PredictedCohort, type StudyCohort } from '../stages/cohort.ts'
import { refuseUnanswered } from '../stages/endpoints.ts'
import { openFeatureTable, type StudyFeatures, studyFeatures } from '../stages/features.ts'
import { outcomeModelStudy } from '../stages/outcome-models.ts'
import { withoutAbsentColumns } from '../stages/without-absent-columns.ts'

/** What a run would fit to whom, before anything is fitted; plain JSON. */
export interface PlanPreview {
  outcome: { column: string; label: string; positive: string; negative: string }
  /** Blocks with the columns that may predict; of features how many there are, where that is known yet. */
  blocks: { name: string; columns: string[]; features: boolean; count?: number }[]
  refused: { column: string; reason: string }[]
  suspected: { column: string; reason: string }[]
  models: PlannedModel[]
  faults: Fault[]
  /** For the diagram of the folds. */
  diagram: PlanFigure
}

export interface PlannedModel {
  name: string
  label: string
  /** Candidate columns and their coefficients; those of features that are not extracted yet are not among them. */
  columns: number
  parameters: number
  /** Patients of the rarer outcome in the training set for each candidate parameter. */
  eventsPerParameter: number
  /** It stands on features whose number is known only when they are extracted. */
  open: boolean
}

/**
 * The plan of a study's logistic models, by the code that the run fits them with: predictors, folds and all. Undefined for a
 * study without an outcome. Throws what stops a run before it fits anything.
 */
export async function previewPlan(
  messages: Messages,
  asked: StudyConfig,
  context: StudyContext,
  of: StudyCohort,
): Promise<PlanPreview | undefined> {
  refuseUnanswered(of)
  if (!isPredicted(of)) return undefined
  const { study } = withoutAbsentColumns(asked, of.cohort)
  const isExtracted = study.features !== undefined && 'params' in study.features
  const features = isExtracted
    ? noneYet
    : await studyFeatures(study, of, await openFeatureTable(study, context), context)
  const { found, fitted } = outcomeModelStudy(study, of, features)
  const { plan } = fitted
  const rarer = rarerOf(of)
  const hasFeatures = (names: readonly string[]) => isExtracted && names.some((name) => plan.blocks[name]?.features)
  return {
    outcome: { column: of.outcome.column, label: of.outcome.label, ...of.outcome.groups },
    blocks: Object.entries(plan.blocks).map(([name, { columns, features: isFeatures }]) => ({
      name,
      columns: isFeatures ? [] : columns,
      features: isFeatures,
      ...(!(isFeatures && isExtracted) && { count: columns.length }),
    })),
    refused: found.refused,
    suspected: found.suspected,
    models: plan.models.map((model) => {
      const { columns, parameters } = candidatesOf(plan, model, fitted.table)
      const named =
        'lasso' in model
          ? model.lasso
          : model.terms.flatMap((term) =>
              typeof term === 'object' && 'score' in term ? [term.score] : typeof term === 'string' ? [term] : [],
            )
      return {
        name: model.name,
        label: model.label ?? model.name,
        columns: columns.length,
        parameters,
        eventsPerParameter: rarer / Math.max(1, parameters),
        open: hasFeatures(named),
      }
    }),
    faults: [...of.faults, ...found.faults],
    diagram: planFigure(messages, study, of),
  }
}

const noneYet: StudyFeatures = { names: [], values: [], faults: [], rows: [] }

function rarerOf({ outcome, training }: PredictedCohort): number {
  const events = training.reduce((sum, row) => sum + outcome.positive[row], 0)
  return Math.min(events, training.length - events)
}
