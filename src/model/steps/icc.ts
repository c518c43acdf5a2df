import { z } from 'zod'
import {
  absoluteAgreement,
  absoluteLimits,
  nearAbsoluteAgreement,
} from '../../statistics/agreement/absolute-agreement.ts'
import { repeatedAgreement } from '../../statistics/agreement/repeated.ts'
import { pickColumns, type RowColumn, type Step } from '../../step.ts'
import { fixedDecimals } from '../../text/format.ts'
import { filterStep } from './selection-step.ts'

export const iccStep = filterStep({
  schema: z.strictObject({
    icc: z.number().min(0).max(1),
    bound: z.enum(['point', 'lower']).optional(),
    of: z.enum(['readers', 'perturbations']).optional(),
  }),
  describe: (step, words) => words.icc(fixedDecimals(step.icc, 2), step.bound === 'lower', step.of === 'perturbations'),
  acceptsMissing: true,
  create: (step) => icc(step.icc, step.bound ?? 'point', step.of),
})

interface Reliability {
  kept: string[]
  /** Rows that both readers measured, or that were measured under every perturbation. */
  subjects: number
}

/**
 * Keeps the columns on which two readers agree: ICC(2,1) (two-way random, absolute agreement, single reader; Shrout &
 * Fleiss 1979) of at least `least`, as estimated or at the lower bound of its 95% interval. Computed over the training
 * rows that both measured, each once however often a bootstrap drew it. Of `perturbations` it is the ICC(1,1) of the
 * repeated measurements, of which no two rows share one. A column that was not measured so stays.
 */
export function icc(
  least: number,
  bound: 'point' | 'lower',
  of: 'readers' | 'perturbations' = 'readers',
): Step<Reliability> {
  return {
    name: 'ICC',
    fit({ columns }) {
      let subjects = 0
      const kept = columns.filter((column) => {
        const { values, second, first = values, repeated } = column
        if (of === 'perturbations') {
          if (!repeated) return true
          const agreement = repeatedAgreement(repeated.mean, repeated.sd, repeated.count)
          subjects = Math.max(subjects, agreement.subjects)
          return (bound === 'point' ? agreement.icc : agreement.lower) >= least
        }
        if (!second) return true
        const near = bound === 'point' ? nearAbsoluteAgreement(first, second) : undefined
        if (near !== undefined && Math.abs(near - least) > 1e-7) {
          subjects = Math.max(subjects, first.length)
          return near > least
        }
        const agreement = absoluteAgreement(readingsOf(column))
        subjects = Math.max(subjects, agreement.subjects)
        return agreement.icc >= least && (bound === 'point' || absoluteLimits(agreement, 0.025).lower >= least)
      })
      return { kept: kept.map((column) => column.name), subjects }
    },
    apply: ({ kept }, rows) => pickColumns(rows, kept),
  }
}

/** The column's two readings of the rows that have both. */
function readingsOf({ values: own, second, first = own }: RowColumn): [Float64Array, Float64Array] {
  if (!first.some(Number.isNaN) && !second!.some(Number.isNaN)) return [first, second!]
  const both = first.map((value, i) => Number(!Number.isNaN(value) && !Number.isNaN(second![i])))
  return [first.filter((_, i) => both[i]), second!.filter((_, i) => both[i])]
}
