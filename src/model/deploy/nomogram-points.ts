import type { PredictorTable } from '../data/predictor-table.ts'
import type { FittedModel } from '../fit/fitted-model.ts'
import { nomogramOf } from '../nomogram/from-model.ts'
import { axisGroups, nomogram } from '../nomogram/nomogram.ts'
import type { ModelFile } from '../predict/model-schema.ts'

/**
 * How the model's terms make the nomogram's points: for each variable that has an axis of its own what it adds to the
 * linear predictor (a score multiplied out) and the least that it can add there. Undefined for a model without a term.
 */
export function pointsOf(model: FittedModel, table: PredictorTable, training: Int32Array): ModelFile['points'] {
  const drawable = nomogramOf(model, table, training, '')
  if (!drawable) return undefined
  const drawn = nomogram(drawable)
  const labelOf = (name: string) => drawable.variables.find((variable) => variable.name === name)!.label
  return {
    scale: drawn.scale,
    variables: axisGroups(drawn).map(({ variables, lowest }) => {
      const terms = drawable.terms.filter((term) => variables.includes(term.parts[0].column))
      const score = model.scores.find(({ name }) => name === variables[0] && terms.some((term) => term.name === name))
      const slope = score ? terms[0].estimate : 1
      return {
        name: variables[0],
        label: variables.map(labelOf).join(' × '),
        lowest,
        intercept: score ? slope * score.intercept : 0,
        terms: (score ? score.terms : terms).map(({ name, estimate }) => ({ name, estimate: slope * estimate })),
      }
    }),
  }
}
