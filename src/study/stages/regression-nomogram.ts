import type { Cohort } from '../../cohort/codebook/variable.ts'
import type { NomogramNames } from '../../figures/charts/nomogram-of-model.ts'
import { predictorTable } from '../../model/data/predictor-table.ts'
import type { FittedModel } from '../../model/fit/fitted-model.ts'
import { type Nomogram, type NomogramModel, nomogram, nomogramOf } from '../../model/index.ts'
import type { FittedTerm } from '../../model/terms/linear-predictor.ts'
import type { RegressionFit, RegressionKind } from './regression-fit.ts'

export interface RegressionNomogram {
  model: NomogramModel
  nomogram: Nomogram
  names: NomogramNames
}

const probabilities = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

/**
 * The nomogram of an ordered outcome, an axis for the probability of every class or a higher one, or of a number, which is
 * the linear predictor itself. Undefined of unordered classes, which have no one linear predictor.
 */
export function regressionNomogram(
  kind: RegressionKind,
  { estimates, thresholds, intercepts }: RegressionFit,
  shapes: readonly { column: string; value?: string }[],
  { columns, ids, patientOf }: Cohort,
  rows: readonly number[],
  classes: readonly { label: string }[],
  label: string,
): RegressionNomogram | undefined {
  if (kind === 'multinomial') return undefined
  const predictors = [...new Set(shapes.map(({ column }) => column))].map((name) => {
    const { variable, values } = columns.get(name)!
    const { label: called, unit, levels } = variable
    return { name, label: called, unit, values, ...(levels && { levels }) }
  })
  const first = thresholds?.[0] ?? 0
  const model: FittedModel = {
    name: label,
    family: 'logistic',
    transforms: [],
    scores: [],
    intercept: kind === 'linear' ? intercepts![0] : -first,
    terms: shapes.map(({ column, value }, j): FittedTerm => {
      const { estimate } = estimates[0][j]
      return value === undefined
        ? { name: column, column, estimate }
        : { name: `${column}=${value}`, column, level: value, estimate }
    }),
    estimator: 'maximum likelihood',
  }
  const drawn = nomogramOf(model, predictorTable(ids, patientOf, predictors), Int32Array.from(rows), label)
  if (!drawn) return undefined
  const outcomes = (thresholds ?? []).map((threshold, k) => ({
    label: k + 2 === classes.length ? classes[k + 1].label : `≥ ${classes[k + 1].label}`,
    of: { kind: 'logistic' as const, shift: first - threshold },
    at: probabilities,
  }))
  const whole = { ...drawn, outcomes }
  return {
    model: whole,
    nomogram: nomogram(whole),
    names: {
      variables: Object.fromEntries(
        predictors.map(({ name, label: called, unit }) => [name, unit ? `${called}, ${unit}` : called]),
      ),
      levels: Object.fromEntries(
        predictors.flatMap(({ name, levels }) =>
          levels ? [[name, Object.fromEntries(levels.map(({ value, label: text }) => [value, text]))]] : [],
        ),
      ),
      ...(kind === 'linear' && { linearPredictor: label }),
    },
  }
}
