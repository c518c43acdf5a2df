import type { Fault } from '../../cohort/fault.ts'
import type { PlanFigure, PlanPart } from '../../figures/charts/plan.ts'
import { candidatesOf } from '../../model/plan/parameters.ts'
import { crossValidationFolds } from '../../model/resample/samples.ts'
import type { Messages } from '../../text/locales/index.ts'
import { stepText } from '../chapters/methods/models.ts'
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
    diagram: diagramOf(messages, study, of, found.table.patients, fitted),
  }
}

const noneYet: StudyFeatures = { names: [], values: [], faults: [], rows: [] }

function rarerOf({ outcome, training }: PredictedCohort): number {
  const events = training.reduce((sum, row) => sum + outcome.positive[row], 0)
  return Math.min(events, training.length - events)
}

function diagramOf(
  messages: Messages,
  study: StudyConfig,
  of: PredictedCohort,
  patients: Int32Array,
  fitted: ReturnType<typeof outcomeModelStudy>['fitted'],
): PlanFigure {
  const { plan: words } = messages.analyses
  const { training, validation, outcome } = of
  const part = (rows: ArrayLike<number>): PlanPart => ({
    n: rows.length,
    events: Array.from(rows).reduce((sum, row) => sum + outcome.positive[row], 0),
  })
  const { nested, bootstrap } = study.validation
  // The same folds as the run's: they depend on the training rows, the outcome, the patients and the seed alone.
  const folds = nested
    ? crossValidationFolds(training, fitted.outcome, patients, nested.folds, study.seed, 'nested', 0)
    : []
  const steps = study.selection.map((step) => {
    const said = stepText(messages, step)
    return typeof said === 'string' ? said : said.text
  })
  return {
    training: part(training),
    heldOut: validation.length > 0 ? part(validation) : undefined,
    folds: folds.map(({ part: inside, held }) => ({ learnt: part(inside.rows), held: part(held) })),
    repeats: nested?.repeats ?? 0,
    bootstrap,
    inside: [words.imputation, ...steps, words.fit],
    words: {
      training: words.training,
      heldOut: words.heldOut,
      learnt: words.learnt,
      judged: words.judged,
      fold: words.fold,
      repeats: words.repeats(nested?.repeats ?? 0),
      bootstrap: words.bootstrap(bootstrap),
      patients: words.patients,
      inside: words.inside,
    },
  }
}
