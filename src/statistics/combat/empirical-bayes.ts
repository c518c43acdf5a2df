import { mean, variance } from '../descriptive/descriptive.ts'

/** One batch's shift and variance for each feature, on the standardised scale. */
export interface BatchEffect {
  shift: Float64Array
  scale: Float64Array
}

/**
 * Posterior shift and variance of one batch under normal and inverse gamma priors whose moments are the features' own.
 *
 * features  one array a feature of its standardised values in the batch; shift, scale  their means and variances
 * All features step together until none changes by 1e-4. As in sva the change of the shift is divided by the shift with its
 * sign, so negative shifts do not hold the loop: it can end early, and equality with sva depends on it.
 * iterations  so many instead, as longCombat has it
 */
export function parametricEffects(
  features: readonly Float64Array[],
  shift: Float64Array,
  scale: Float64Array,
  iterations?: number,
) {
  const centre = mean(shift)
  const spread = variance(shift)
  const m = mean(scale)
  const s2 = variance(scale)
  const a = (2 * s2 + m * m) / s2
  const b = (m * s2 + m * m * m) / s2
  const oldShift = Float64Array.from(shift)
  const oldScale = Float64Array.from(scale)
  for (let change = 1, done = 0; iterations === undefined ? change > 1e-4 : done < iterations; done++) {
    change = -Infinity
    for (let f = 0; f < features.length; f++) {
      const values = features[f]
      const n = values.length
      const g = (spread * n * shift[f] + oldScale[f] * centre) / (spread * n + oldScale[f])
      let sum = 0
      for (let i = 0; i < n; i++) sum += (values[i] - g) ** 2
      const d = (0.5 * sum + b) / (n / 2 + a - 1)
      change = Math.max(change, Math.abs(g - oldShift[f]) / oldShift[f], Math.abs(d - oldScale[f]) / oldScale[f])
      oldShift[f] = g
      oldScale[f] = d
    }
  }
  return { shift: oldShift, scale: oldScale }
}

/** The shift alone, shrunk as sva's mean-only version does: one row's weight, unit variance. */
export function shrunkenMeans(shift: Float64Array): BatchEffect {
  const centre = mean(shift)
  const spread = variance(shift)
  return {
    shift: shift.map((g) => (spread * g + centre) / (spread + 1)),
    scale: new Float64Array(shift.length).fill(1),
  }
}

/**
 * Posterior means with the other features' shifts and variances as the prior, each weighted by its likelihood of this
 * feature's values. Weights are taken relative to the largest, where sva's underflow and give NaN for large batches.
 * Quadratic in the number of features.
 */
export function nonparametricEffects(features: readonly Float64Array[], shift: Float64Array, scale: Float64Array) {
  const p = features.length
  const posterior = { shift: new Float64Array(p), scale: new Float64Array(p) }
  const log = new Float64Array(p)
  const logScale = scale.map(Math.log)
  for (let f = 0; f < p; f++) {
    const values = features[f]
    const n = values.length
    const own = mean(values)
    let within = 0
    for (let i = 0; i < n; i++) within += (values[i] - own) ** 2
    let most = -Infinity
    for (let k = 0; k < p; k++) {
      if (k === f) continue
      const sum = within + n * (own - shift[k]) ** 2
      log[k] = -0.5 * (n * logScale[k] + sum / scale[k])
      if (log[k] > most) most = log[k]
    }
    let total = 0
    for (let k = 0; k < p; k++) {
      if (k === f) continue
      const weight = Math.exp(log[k] - most)
      total += weight
      posterior.shift[f] += weight * shift[k]
      posterior.scale[f] += weight * scale[k]
    }
    posterior.shift[f] /= total
    posterior.scale[f] /= total
  }
  return posterior
}
