import { type PartialEffect, partialEffects } from '../figures/effects.ts'
import { say } from '../report/say.ts'
import type { DrawnFigure } from './chapter.ts'
import type { StudyNomogram } from './nomogram-of.ts'

const z = 1.959963984540054

/**
 * What each variable adds to the log-odds over the nomogram's axis, against the first level or the typical value.
 * Intervals only where inference is valid: of terms that nothing on the same rows selected or scored.
 */
export function effectsFigure({ model, nomogram, names, inputs, result }: StudyNomogram): DrawnFigure[] {
  const valid = result.vcov !== undefined && result.terms.every((term) => term.validInference)
  const effects = model.variables.flatMap((variable): PartialEffect[] => {
    const own = model.terms.map((_, j) => j).filter((j) => model.terms[j].parts[0].column === variable.name)
    if (own.length === 0 || own.some((j) => model.terms[j].parts.length > 1)) return []
    const errorOf = (j: number) => Math.sqrt(result.vcov![j + 1][j + 1])
    const label = names.variables?.[variable.name] ?? variable.label
    if ('values' in variable) {
      // A number with few values has one term and steps of its own size; a factor one term for each level but the first.
      const steps = variable.values.map((value) => {
        const j = own.find((k) => model.terms[k].parts.some((part) => !('level' in part) || part.level === value))
        if (j === undefined) return { effect: 0, error: 0 }
        const size = 'level' in model.terms[j].parts[0] ? 1 : Number(value) - Number(variable.values[0])
        return { effect: size * model.terms[j].estimate, error: valid ? Math.abs(size) * errorOf(j) : 0 }
      })
      const effect = steps.map((one) => one.effect)
      return [
        {
          label,
          kind: 'levels',
          at: variable.values.map((_, i) => i),
          names: variable.values.map((value) => names.levels?.[variable.name]?.[String(value)] ?? String(value)),
          effect,
          ...(valid &&
            withBounds(
              effect,
              steps.map((one) => one.error),
            )),
        },
      ]
    }
    const axis = nomogram.axes.find((one) => one.variable === variable.name)
    const typical = Number(inputs.find((input) => input.name === variable.name)?.typical)
    if (!axis || own.length !== 1 || !Number.isFinite(typical)) return []
    const at = axis.ticks.map((tick) => Number(tick.value))
    const effect = at.map((value) => model.terms[own[0]].estimate * (value - typical))
    return [
      {
        label,
        kind: 'continuous',
        at,
        effect,
        ...(valid &&
          withBounds(
            effect,
            at.map((value) => errorOf(own[0]) * Math.abs(value - typical)),
          )),
      },
    ]
  })
  if (effects.length === 0) return []
  return [
    {
      id: 'effects',
      title: `Partial effects in ${result.label}`,
      caption: say`What each value adds to the log-odds, the other variables held: factors against their first level, numbers against the median of the training set${valid ? '; bars and bands are 95% intervals' : '; without intervals, as terms were scored or selected on the same rows'}.`,
      description: `Partial effects of ${effects.map((one) => one.label).join(', ')}.`,
      data: effects,
      drawing: partialEffects(effects),
    },
  ]
}

function withBounds(effect: number[], errors: number[]) {
  return {
    lower: effect.map((value, i) => value - z * errors[i]),
    upper: effect.map((value, i) => value + z * errors[i]),
  }
}
