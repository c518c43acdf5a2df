import { z } from 'zod'
import { fisherF } from '../../statistics/distributions/index.ts'
import { pickColumns, type RowColumn, type Step } from '../../step.ts'
import { fixed } from '../../text/format.ts'
import { filterStep } from './selection-step.ts'

export const iccStep = filterStep({
  schema: z.strictObject({ icc: z.number().min(0).max(1), bound: z.enum(['point', 'lower']).optional() }),
  describe: (step, words) => words.icc(fixed(step.icc, 2), step.bound === 'lower'),
  acceptsMissing: true,
  create: (step) => icc(step.icc, step.bound ?? 'point'),
})

interface Reliability {
  kept: string[]
  /** Rows that both readers measured. */
  subjects: number
}

/**
 * Keeps the columns on which two readers agree: ICC(2,1) (two-way random, absolute agreement, single reader; Shrout &
 * Fleiss 1979) of at least `least`, as estimated or at the lower bound of its 95% interval. Computed over the training
 * rows that both measured, each once however often a bootstrap drew it. A column without a second reading stays.
 */
export function icc(least: number, bound: 'point' | 'lower'): Step<Reliability> {
  return {
    name: 'ICC',
    fit({ columns }) {
      let subjects = 0
      const kept = columns.filter((column) => {
        if (!column.second) return true
        const agreement = agreementOf(column)
        subjects = Math.max(subjects, agreement.n)
        return agreement.point >= least && (bound === 'point' || lowerBound(agreement) >= least)
      })
      return { kept: kept.map((column) => column.name), subjects }
    },
    apply: ({ kept }, rows) => pickColumns(rows, kept),
  }
}

interface Agreement {
  point: number
  n: number
  k: number
  /** Mean squares between subjects, between readers, and of the rest. */
  msb: number
  msj: number
  mse: number
}

/** ICC(2,1) of a column's two readings. */
function agreementOf({ values: own, second, first: values = own }: RowColumn): Agreement {
  const k = 2
  let n = 0
  let sumA = 0
  let sumB = 0
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]) || Number.isNaN(second![i])) continue
    n++
    sumA += values[i]
    sumB += second![i]
  }
  const unknown = Number.NaN
  if (n < 2) return { point: unknown, n, k, msb: unknown, msj: unknown, mse: unknown }
  const [meanA, meanB, mean] = [sumA / n, sumB / n, (sumA + sumB) / (k * n)]
  let total = 0
  let between = 0
  for (let i = 0; i < values.length; i++) {
    const [a, b] = [values[i], second![i]]
    if (Number.isNaN(a) || Number.isNaN(b)) continue
    total += (a - mean) ** 2 + (b - mean) ** 2
    between += k * ((a + b) / k - mean) ** 2
  }
  const readers = n * ((meanA - mean) ** 2 + (meanB - mean) ** 2)
  const msb = between / (n - 1)
  const msj = readers / (k - 1)
  const mse = Math.max(0, total - between - readers) / ((n - 1) * (k - 1))
  const point = (msb - mse) / (msb + (k - 1) * mse + (k * (msj - mse)) / n)
  return { point, n, k, msb, msj, mse }
}

/** Lower bound of the 95% interval. */
function lowerBound({ point, msb, msj, mse, n, k }: Agreement): number {
  if (mse === 0) return point
  const fj = msj / mse
  const a = k * point * fj + n * (1 + (k - 1) * point) - k * point
  const numerator = (k - 1) * (n - 1) * a * a
  const denominator = (n - 1) * (k * point * fj) ** 2 + (n * (1 + (k - 1) * point) - k * point) ** 2
  const f = fisherF.upperQuantile(0.025, n - 1, numerator / denominator)
  return (n * (msb - f * mse)) / (f * (k * msj + (k * n - k - n) * mse) + n * msb)
}
