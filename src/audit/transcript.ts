import { z } from 'zod'
import { type Printed, readPrinted } from './printed.ts'

/*
 * A paper's numbers, each as it is printed: every number is a text ("1.70"), so that its decimals are known. See
 * docs/audit.md for how to transcribe. Sizes are bounded: a transcript comes from anybody.
 */

const word = z.string().trim().min(1).max(400)

const printed = word.transform((text, context): Printed => {
  const number = readPrinted(text)
  if (number) return number
  context.addIssue({ code: 'custom', message: `${text} is not a number as papers print them` })
  return z.NEVER
})

const count = printed.refine((n) => n.decimals === 0 && n.value >= 0 && n.value < 1e9 && !n.bound, 'a whole number')

/** "21", "21 (34.4%)", "21 (34.4)". */
const countCell = word.transform((text, context) => {
  const found = /^(\d[\d,]*)\s*(?:[(（]\s*([\d.]+)\s*%?\s*[)）])?$/.exec(text)
  const n = found && readPrinted(found[1])
  if (n && n.value < 1e9) return { count: n.value, percent: found[2] ? readPrinted(found[2]) : undefined, text }
  context.addIssue({ code: 'custom', message: `${text} is not a count; write 21 or 21 (34.4%)` })
  return z.NEVER
})

/** "61.2 ± 8.4", "61.2 (8.4)". */
const meanCell = word.transform((text, context) => {
  const found = /^([-−]?[\d.]+)\s*(?:±|\+\/-|[(（])\s*([\d.]+)\s*[)）]?$/.exec(text)
  const mean = found && readPrinted(found[1])
  const sd = found && readPrinted(found[2])
  if (mean && sd) return { mean, sd, text }
  context.addIssue({ code: 'custom', message: `${text} is not a mean with its standard deviation; write 61.2 ± 8.4` })
  return z.NEVER
})

/** "1.12–2.58", "1.12 to 2.58", "[1.12, 2.58]". */
const interval = word.transform((text, context) => {
  const found = /^[[(]?\s*([-−]?[\d.]+)\s*(?:–|—|-|to|,|;)\s*([-−]?[\d.]+)\s*[\])]?$/.exec(text)
  const lower = found && readPrinted(found[1])
  const upper = found && readPrinted(found[2])
  if (lower && upper && lower.value <= upper.value) return { lower, upper, text }
  context.addIssue({ code: 'custom', message: `${text} is not an interval; write 1.12–2.58` })
  return z.NEVER
})

const group = z.strictObject({
  label: word,
  n: count,
  /** These are the patients with the outcome, or those without it. */
  outcome: z.enum(['with', 'without']).optional(),
  /** Which set of a split this is: the name that `splits` uses. */
  set: word.optional(),
})

const row = z.strictObject({
  variable: word,
  /** What it is, where other tables, models or claims name it differently. */
  is: word.optional(),
  unit: word.optional(),
  /** The single values are whole numbers, so that means and deviations have a grain. */
  whole: z.boolean().optional(),
  means: z.array(meanCell).max(12).optional(),
  levels: z.record(word, z.array(countCell).max(12)).optional(),
  missing: z.array(count).max(12).optional(),
  /** Of the row that counts the outcome itself: the level of those who have it. */
  outcome: word.optional(),
  test: z.enum(['chi-square', 'yates', 'fisher', 't', 'welch', 'mann-whitney']).optional(),
  statistic: printed.optional(),
  p: printed.optional(),
})

const table = z.strictObject({
  id: word,
  groups: z.array(group).min(1).max(12),
  /** Whether the groups together are all patients. */
  covers: z.enum(['all', 'part']).default('all'),
  rows: z.array(row).max(500),
})

const term = z.strictObject({
  term: word,
  is: word.optional(),
  /** The level that the coefficient compares with the rest, as the tables name it. */
  level: word.optional(),
  /** A binary term is coded 0 and 1. Untold, one with a `level` or of a variable with two levels is taken for binary. */
  coding: z.enum(['binary', 'ordinal', 'continuous']).optional(),
  radiomic: z.boolean().optional(),
  beta: printed.optional(),
  se: printed.optional(),
  wald: printed.optional(),
  or: printed.optional(),
  ci: interval.optional(),
  p: printed.optional(),
})

const performance = z.strictObject({
  set: word,
  role: z.enum(['development', 'validation']),
  where: word,
  n: count,
  events: count.optional(),
  auc: printed.optional(),
  ci: interval.optional(),
  sensitivity: printed.optional(),
  specificity: printed.optional(),
  accuracy: printed.optional(),
})

const claim = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('percentages'),
    of: word,
    level: word,
    values: z.array(printed).max(12),
    where: word,
  }),
  /** A level (or a mean) said to be more frequent (or higher) in one group. */
  z.strictObject({ kind: z.literal('higher'), of: word, level: word.optional(), in: word, where: word }),
  z.strictObject({
    kind: z.literal('p'),
    of: z.array(word).max(100),
    p: printed,
    table: word.optional(),
    where: word,
  }),
  z.strictObject({ kind: z.literal('predictor'), of: word, where: word }),
  z.strictObject({ kind: z.literal('effect'), of: word, effect: z.enum(['risk', 'protective']), where: word }),
])

const family = z.strictObject({
  name: word,
  n: count,
  /** The extractor's classes that the paper names for it. */
  classes: z.array(word).max(20).optional(),
  /** Of features of filtered images: the families that each image gives anew. */
  repeats: z.array(word).max(20).optional(),
})

export const transcriptSchema = z.strictObject({
  title: word,
  source: word.optional(),
  /** Day of the audit, for the page: 2030-01-31. */
  date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d$/)
    .optional(),
  patients: z.strictObject({
    n: count,
    where: word,
    outcome: z.strictObject({ label: word, n: count }).optional(),
  }),
  rules: z
    .strictObject({
      where: word,
      /** Fisher's test is taken where an expected count is below this. */
      fisherBelow: printed.optional(),
      means: z.enum(['t', 'welch', 'mann-whitney', 't or mann-whitney']).optional(),
    })
    .optional(),
  splits: z
    .array(
      z.strictObject({
        where: word,
        sizes: z.record(word, count),
        ratio: z
          .string()
          .regex(/^[\d.]+(:[\d.]+)+$/, 'write a ratio as 2:1')
          .optional(),
      }),
    )
    .max(20)
    .default([]),
  validation: z
    .strictObject({
      where: word,
      by: z.enum(['random split', 'time', 'centre']),
      called: z.enum(['internal', 'external']),
    })
    .optional(),
  tables: z.array(table).max(40).default([]),
  models: z
    .array(
      z.strictObject({
        id: word,
        n: count.optional(),
        /** The name says that it holds radiomic features. */
        radiomic: z.boolean().optional(),
        /** Candidates before any selection, where the paper tells. */
        candidates: count.optional(),
        terms: z.array(term).max(200),
      }),
    )
    .max(20)
    .default([]),
  performance: z.array(performance).max(60).default([]),
  features: z
    .strictObject({
      where: word,
      extractor: z.literal('pyradiomics').optional(),
      total: count.optional(),
      families: z.array(family).max(40).default([]),
      selected: z.strictObject({ n: count, families: z.record(word, count).optional(), where: word }).optional(),
    })
    .optional(),
  claims: z.array(claim).max(300).default([]),
  /** What the methods announce or a reader needs; `reported: false` where it is nowhere. */
  announced: z
    .array(z.strictObject({ what: word, where: word, reported: z.boolean() }))
    .max(100)
    .default([]),
})

export type Transcript = z.output<typeof transcriptSchema>
export type PaperTable = Transcript['tables'][number]
export type Row = PaperTable['rows'][number]
export type Term = Transcript['models'][number]['terms'][number]
export type Claim = Transcript['claims'][number]
