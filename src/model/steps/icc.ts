import { z } from 'zod'
import {
  absoluteAgreement,
  absoluteLimits,
  nearAbsoluteAgreement,
} from '../../statistics/agreement/absolute-agreement.ts'
import { pickColumns, type RowColumn, type Step } from '../../step.ts'
import { fixedDecimals } from '../../text/format.ts'
import { filterStep } from './selection-step.ts'

export const iccStep = filterStep({
  schema: z.strictObject({ icc: z.number().min(0).max(1), bound: z.enum(['point', 'lower']).optional() }),
  describe: (step, words) => words.icc(fixedDecimals(step.icc, 2), step.bound === 'lower'),
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
        const { values, second, first = values } = column
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
