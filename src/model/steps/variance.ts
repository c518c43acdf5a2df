import { z } from 'zod'
import { rangeOf } from '../../statistics/descriptive/range.ts'
import type { Step } from '../../step.ts'
import { fixedDecimals } from '../../text/format.ts'
import { applySelection, type Selection } from './keep-columns.ts'
import { filterStep } from './selection-step.ts'
import { nearWeightedVariance, totalCount, weightedVariance } from './weighted-moments.ts'

export const varianceStep = filterStep({
  schema: z.strictObject({ variance: z.number().min(0), scaled: z.boolean().optional() }),
  describe: (step, words) => words.variance(fixedDecimals(step.variance, 2), step.scaled === true),
  create: (step) => variance(step.variance, step.scaled ?? false),
})

/**
 * Leaves out continuous columns of little variance over the training rows, constant ones always.
 *
 * threshold  smallest variance that stays
 * scaled     true: of the values scaled to 0…1 by their range, so that the unit of a feature does not decide;
 *            false: of the values as they are, as scikit-learn's VarianceThreshold and the paper do
 */
export function variance(threshold: number, scaled: boolean): Step<Selection> {
  return {
    name: 'variance',
    fit({ columns, counts }) {
      const total = totalCount(counts)
      const kept = columns.filter(({ levels, values }) => {
        if (levels) return true
        if (values.every((value) => value === values[0])) return false
        const near = scaled ? undefined : nearWeightedVariance(values, counts, total)
        if (near !== undefined && Math.abs(near - threshold) > 1e-6 * near) return near > threshold
        const spread = weightedVariance(values, counts)
        const [low, high] = rangeOf(values)
        return (scaled ? spread / (high - low) ** 2 : spread) >= threshold
      })
      return { kept: kept.map((column) => column.name) }
    },
    apply: applySelection,
  }
}
