import { normal } from '../../statistics/distributions/index.ts'
import type { ModelFile } from './model-schema.ts'

/** What a model says of one class. */
export interface ClassRisk {
  value: string
  label: string
  risk: number
  /** On the logit scale, by the covariance of the estimates (delta method). */
  lower?: number
  upper?: number
}

type Classed = Pick<ModelFile, 'classes' | 'thresholds' | 'equations' | 'uncertainty'>

const logistic = (value: number) => 1 / (1 + Math.exp(-value))

/**
 * Probability of every class of an ordered or unordered outcome, with its interval.
 *
 * lp  of an ordered outcome; x  value of each of the file's terms
 */
export function classRisks(file: Classed, lp: number, x: readonly number[]): ClassRisk[] {
  const { classes, thresholds, equations = [], uncertainty } = file
  const each = thresholds ? ofThresholds(thresholds, lp, x) : ofEquations(equations, x)
  return classes!.map(({ value, label }, c) => {
    const { risk, gradient } = each[c]
    if (uncertainty.kind !== 'wald') return { value, label, risk }
    const { covariance } = uncertainty
    let variance = 0
    for (let j = 0; j < gradient.length; j++)
      for (let k = 0; k < gradient.length; k++) variance += gradient[j] * gradient[k] * covariance[j][k]
    const half = (normal.upperQuantile(0.025) * Math.sqrt(variance)) / (risk * (1 - risk))
    const at = Math.log(risk / (1 - risk))
    return { value, label, risk, lower: logistic(at - half), upper: logistic(at + half) }
  })
}

/** A probability with its derivatives by the estimates, in the order of their covariance. */
interface Slope {
  risk: number
  gradient: number[]
}

function ofThresholds(thresholds: readonly number[], lp: number, x: readonly number[]): Slope[] {
  const below = thresholds.map((threshold) => logistic(threshold - lp))
  return Array.from({ length: thresholds.length + 1 }, (_, c): Slope => {
    const [upper, lower] = [below[c] ?? 1, below[c - 1] ?? 0]
    const gradient = [
      ...thresholds.map(() => 0),
      ...x.map((value) => (lower * (1 - lower) - upper * (1 - upper)) * value),
    ]
    if (c < thresholds.length) gradient[c] = upper * (1 - upper)
    if (c > 0) gradient[c - 1] = -lower * (1 - lower)
    return { risk: upper - lower, gradient }
  })
}

function ofEquations(equations: NonNullable<ModelFile['equations']>, x: readonly number[]): Slope[] {
  const etas = [
    0,
    ...equations.map(({ intercept, estimates }) => estimates.reduce((sum, b, j) => sum + b * x[j], intercept)),
  ]
  const highest = Math.max(...etas)
  const weights = etas.map((eta) => Math.exp(eta - highest))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const risks = weights.map((weight) => weight / total)
  return risks.map((risk, c) => ({
    risk,
    gradient: equations.flatMap((_, d) =>
      [1, ...x].map((value) => risk * (Number(c === d + 1) - risks[d + 1]) * value),
    ),
  }))
}
