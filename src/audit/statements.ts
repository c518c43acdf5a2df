import { z } from 'zod'
import { count, interval, printed, probability, word } from './cells.ts'

/** Of a transcript: what is said of agreement, of two AUCs, and the statistics of the running text. */

export const agreement = z.strictObject({
  /** Of what: "reader 1 and 2, margin". */
  of: word,
  where: word,
  measure: z.enum(['kappa', 'icc']),
  value: printed,
  ci: interval.optional(),
  p: probability.optional(),
  /** Both readers' counts, row by row, of which κ follows. */
  counts: z.array(z.array(count).max(12)).max(12).optional(),
})

export const comparison = z.strictObject({
  of: z.tuple([word, word]),
  where: word,
  test: z.enum(['delong', 'bootstrap', 'mcnemar']).optional(),
  /** The same patients, or two sets of them; the same where the AUCs have one n and one role, if untold. */
  paired: z.boolean().optional(),
  statistic: printed.optional(),
  p: probability,
})

export const statement = z.strictObject({ says: word, where: word })
