import { z } from 'zod'

// What several settings of a study file have in common: names, values, events.

export const name = z.string().min(1)
export const path = z.string().min(1)
/** A name that files are called by: no slashes, nothing that a file system refuses. */
export const fileName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} _.+-]{0,79}$/u, {
  message: 'files are named after a model: letters, digits, blanks and _ . + - only, 80 at most',
})
export const names = z.array(name).min(1)

/** A value of a column, as the spreadsheet, the codebook or a message of ours writes it. */
export const value = z.union([z.string(), z.number(), z.boolean()])
export const oneOrMore = z.union([value, z.array(value).min(1)])
export const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one])

/** Which value of a column is the event, and what its other values are. */
export const eventRule = z.strictObject({
  column: name,
  value: oneOrMore.describe('of the column where the event was seen'),
  censored: oneOrMore.optional().describe('of those without it; all other values by default where there is one alone'),
  competing: oneOrMore.optional().describe('of those in whom something else happened that rules the event out'),
})
export type EventRule = z.infer<typeof eventRule>

/** What an event that is named by its value is called in the cohort. */
export const eventName = ({ column, value }: EventRule) => `${column}: ${list(value).join(' or ')}`

export const event = z
  .union([name, eventRule])
  .transform((asked) => (typeof asked === 'string' ? asked : eventName(asked)))
  .describe(
    'column that says whether the event was seen, alone (0 and 1, no and yes, alive and dead) or with its value',
  )
