import { type PartialEffect, partialEffects } from '../../../figures/charts/effects.ts'
import { evaluateTerm } from '../../../model/index.ts'
import { sequence } from '../../../statistics/numerics/pretty.ts'
import type { Messages } from '../../../text/locales/index.ts'
import { plainText } from '../../../text/with-numbers.ts'
import type { StudyNomogram } from '../../stages/nomogram.ts'
import type { DrawnFigure } from '../chapter.ts'

const z = 1.959963984540054

/** Points of a curve over a continuous axis: a line needs its ends only, a spline is seen through many. */
const curvePoints = 60

/** Why a model's terms have no valid intervals. */
const whyNot = ({ estimator, terms, selection }: StudyNomogram['result']) =>
  estimator === 'firth' && selection.length === 0 && terms.length > 0 ? 'separated' : 'selected'

/**
 * What each variable adds to the linear predictor over the nomogram's axis, against the first level or the typical value.
 * Variables that interact have no effect of their own and are left out. Intervals only where inference is valid: of terms
 * that nothing on the same rows selected or scored, of an outcome that they do not separate.
 */
export function effectsFigure(
  messages: Messages,
  { model, nomogram, names, inputs, result }: StudyNomogram,
): DrawnFigure[] {
  const { nomogram: words } = messages
  const valid = result.vcov !== undefined && result.terms.every((term) => term.validInference)
  const first = result.family === 'cox' ? 0 : 1
  const effects = model.variables.flatMap((variable): PartialEffect[] => {
    const { name } = variable
    const own = model.terms.map((_, j) => j).filter((j) => model.terms[j].parts.some((part) => part.column === name))
    if (own.length === 0 || own.some((j) => model.terms[j].parts.length > 1)) return []
    const label = names.variables?.[name] ?? variable.label
    /** Effects of values against a reference, with the limits of their intervals. */
    const against = (values: readonly (number | string)[], reference: number | string) => {
      const steps = values.map((value) =>
        own.map(
          (j) => evaluateTerm(model.terms[j], { [name]: value }) - evaluateTerm(model.terms[j], { [name]: reference }),
        ),
      )
      const effect = steps.map((step) => step.reduce((sum, d, k) => sum + d * model.terms[own[k]].estimate, 0))
      if (!valid) return { effect }
      const errors = steps.map((step) => {
        let variance = 0
        for (const [k, d] of step.entries())
          for (const [l, e] of step.entries()) variance += d * e * result.vcov![own[k] + first][own[l] + first]
        return Math.sqrt(variance)
      })
      return { effect, ...withBounds(effect, errors) }
    }
    if ('values' in variable)
      return [
        {
          label,
          kind: 'levels',
          at: variable.values.map((_, i) => i),
          names: variable.values.map((value) => names.levels?.[name]?.[String(value)] ?? String(value)),
          ...against(variable.values, variable.values[0]),
        },
      ]
    const ticks = nomogram.axes.find((one) => one.variable === name)?.ticks.map((tick) => Number(tick.value))
    const typical = Number(inputs.find((input) => input.name === name)?.typical)
    if (!ticks || !Number.isFinite(typical)) return []
    const line = own.length === 1 ? ticks : sequence(ticks[0], ticks[ticks.length - 1], curvePoints)
    const at = [...new Set([...line, typical])].sort((a, b) => a - b)
    return [{ label, kind: 'continuous', at, ...against(at, typical) }]
  })
  if (effects.length === 0) return []
  return [
    {
      id: 'effects',
      title: words.effects(result.label),
      caption: plainText(words.effectsCaption(first === 0, valid ? undefined : whyNot(result))),
      description: words.effectsDescription(effects.map((one) => one.label).join(', ')),
      data: effects,
      drawing: partialEffects(effects, first === 0 ? messages.drawings.logHazard : messages.drawings.logOdds),
    },
  ]
}

function withBounds(effect: number[], errors: number[]) {
  return {
    lower: effect.map((value, i) => value - z * errors[i]),
    upper: effect.map((value, i) => value + z * errors[i]),
  }
}
