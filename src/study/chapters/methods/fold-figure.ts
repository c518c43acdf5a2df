import { foldDiagram } from '../../../figures/charts/fold-diagram.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { DrawnFigure } from '../chapter.ts'
import type { MethodsFacts } from './facts.ts'

/** What was fitted where, as a picture; nothing without nested cross-validation of an outcome. */
export function foldFigure({ study, patients, messages }: MethodsFacts): DrawnFigure[] {
  const { nested, bootstrap } = study.validation
  if (!nested || !patients.outcome || Object.values(study.models).every(({ cox }) => cox)) return []
  const { scheme: words } = messages.methods
  const { training, validation } = patients
  const n = training.length + validation.length
  const sizes = {
    n,
    training: training.length,
    heldOut: validation.length,
    folds: nested.folds,
    repeats: nested.repeats,
    bootstrap,
  }
  return [
    {
      id: 'folds',
      title: words.title,
      caption: plainText(words.caption(validation.length > 0)),
      description: words.description(nested.folds),
      data: { ...sizes, notes: words.notes(sizes) },
      drawing: foldDiagram({
        all: words.all(n),
        training: { label: words.training(training.length, validation.length > 0), n: training.length },
        ...(validation.length > 0 && {
          heldOut: { label: words.heldOut(validation.length), n: validation.length },
        }),
        folds: nested.folds,
        fold: words.fold,
        fitted: words.fitted,
        predicted: words.predicted,
        notes: words.notes(sizes),
      }),
    },
  ]
}
