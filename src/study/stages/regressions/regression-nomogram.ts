import type { NomogramNames } from '../../../figures/charts/nomogram-of-model.ts'
import type { PredictorTable } from '../../../model/data/predictor-table.ts'
import type { FittedModel } from '../../../model/fit/fitted-model.ts'
import { type Nomogram, type NomogramModel, nomogram, nomogramOf } from '../../../model/index.ts'
import type { RegressionFit, RegressionKind } from '../../../model/regressions/fit-regression.ts'
import type { FittedTerm } from '../../../model/terms/linear-predictor.ts'
import type { PageInterval } from '../../../report/html/nomogram-page.ts'
import { studentT } from '../../../statistics/distributions/index.ts'
import { columnNamesAndInputs } from '../nomogram.ts'
import type { ColumnPage } from './column-models.ts'

export interface RegressionNomogram {
  model: NomogramModel
  nomogram: Nomogram
  names: NomogramNames
}

const probabilities = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]

/**
 * A regression as it is drawn: of an ordered outcome an axis for the probability of every class or a higher one, of a
 * number the linear predictor itself; unordered classes have no one linear predictor and so no nomogram. Undefined
 * without a term.
 */
export function regressionPage(
  kind: RegressionKind,
  fit: RegressionFit,
  terms: readonly FittedTerm[],
  table: PredictorTable,
  rows: Int32Array,
  classes: readonly { label: string }[],
  label: string,
): Omit<ColumnPage, 'unseen'> | undefined {
  const { thresholds = [], intercepts, covariance } = fit
  const [first = 0] = thresholds
  const fitted: FittedModel = {
    name: label,
    family: 'logistic',
    transforms: [],
    scores: [],
    intercept: kind === 'linear' ? intercepts![0] : -first,
    terms: [...terms],
    estimator: 'maximum likelihood',
  }
  const drawn = nomogramOf(fitted, table, rows, label)
  if (!drawn) return undefined
  const outcomes = thresholds.map((threshold, k) => ({
    label: k + 2 === classes.length ? classes[k + 1].label : `≥ ${classes[k + 1].label}`,
    of: { kind: 'logistic' as const, shift: first - threshold },
    at: probabilities,
  }))
  const model = { ...drawn, outcomes }
  const { names, inputs } = columnNamesAndInputs(model.variables, table, rows)
  return {
    model,
    ...(kind !== 'multinomial' && { nomogram: nomogram(model) }),
    names: { ...names, ...(kind === 'linear' && { linearPredictor: label }) },
    inputs,
    interval:
      kind === 'ordinal'
        ? ofThresholds(thresholds.length, covariance)
        : { method: 'wald', covariance, ...ofValue(fit) },
  }
}

/** Of a number: how far a new patient's value lies from its mean. */
function ofValue({ residual }: RegressionFit) {
  if (!residual) return {}
  const { sd, df } = residual
  return { residual: { variance: sd * sd, quantile: studentT.upperQuantile(0.025, df) } }
}

/** For each threshold, that of the log odds of a class above it: of minus the threshold, and of the terms. */
function ofThresholds(cuts: number, covariance: number[][]): PageInterval {
  const each = Array.from({ length: cuts }, (_, k) => {
    const kept = [k, ...Array.from({ length: covariance.length - cuts }, (_, j) => cuts + j)]
    const sign = (at: number) => (at === k ? -1 : 1)
    return kept.map((a) => kept.map((b) => sign(a) * sign(b) * covariance[a][b]))
  })
  return { method: 'wald', covariance: each[0], each }
}
