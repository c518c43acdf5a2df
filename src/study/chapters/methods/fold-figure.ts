import { type PlanFigure, type PlanPart, planDiagram } from '../../../figures/charts/plan.ts'
import { crossValidationFolds } from '../../../model/resample/samples.ts'
import type { Outcome } from '../../../step.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { StudyConfig } from '../../file/schema.ts'
import { isPredicted, type PredictedCohort } from '../../stages/cohort.ts'
import type { DrawnFigure } from '../chapter.ts'
import { upperFirst } from '../variable-labels.ts'
import type { MethodsFacts } from './facts.ts'
import { stepText } from './models.ts'

/** What was fitted where, as a picture; nothing without nested cross-validation of an outcome. */
export function foldFigure({ study, patients, messages }: MethodsFacts): DrawnFigure[] {
  const { nested } = study.validation
  if (!nested || !isPredicted(patients) || Object.values(study.models).every(({ cox }) => cox)) return []
  const { scheme: words } = messages.methods
  const figure = planFigure(messages, study, patients)
  const { words: _, ...data } = figure
  return [
    {
      id: 'folds',
      title: words.title,
      caption: plainText(words.caption(patients.validation.length > 0)),
      description: words.description(nested.folds),
      data,
      drawing: planDiagram(figure),
    },
  ]
}

/** Who is learnt from and who is judged on: the split, and the folds of the run, with what is fitted anew in each. */
export function planFigure(messages: Messages, study: StudyConfig, of: PredictedCohort): PlanFigure {
  const { plan: words } = messages.analyses
  const { training, validation, outcome, cohort } = of
  const part = (rows: ArrayLike<number>): PlanPart => ({
    n: rows.length,
    events: Array.from(rows).reduce((sum, row) => sum + outcome.positive[row], 0),
  })
  const { nested, bootstrap } = study.validation
  const flags: Outcome = { kind: 'binary', positive: outcome.positive }
  // The same folds as the run's: they depend on the training rows, the outcome, the patients and the seed alone.
  const folds = nested
    ? crossValidationFolds(training, flags, cohort.patientOf, nested.folds, study.seed, 'nested', 0)
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
    inside: [words.imputation, ...steps, words.fit].map((step) => upperFirst(step.replace(/\[@\w+\]/g, ''))),
    words: {
      training: validation.length > 0 ? words.training : words.all,
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
