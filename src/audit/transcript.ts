import { z } from 'zod'
import {
  type CountCell,
  count,
  countCell,
  interval,
  type MeanCell,
  type MedianCell,
  meanCell,
  medianCell,
  printed,
  probability,
  share,
  word,
} from './cells.ts'
import type { Printed } from './printed.ts'
import { sampleSize } from './stated-size.ts'
import { agreement, comparison, statement } from './statements.ts'

/*
 * A paper's numbers, each as it is printed: every number is a text ("1.70"), so that its decimals are known. See
 * docs/audit.md for how to transcribe. Sizes are bounded: a transcript comes from anybody.
 */

const group = z.strictObject({
  label: word,
  n: count,
  /** These are the patients with the outcome, or those without it. */
  outcome: z.enum(['with', 'without']).optional(),
  /** Which set of a split this is: the name that `splits` uses. Several groups of one set are a table of their own. */
  set: word.optional(),
  /** The other groups (of the set) together. */
  total: z.boolean().optional(),
})

/** Confidence of the intervals, in percent. */
const confidence = printed.refine(({ value }) => value >= 50 && value < 100, 'a level such as 95%')

const test = z.enum([
  'chi-square',
  'yates',
  'fisher',
  'likelihood-ratio',
  'trend',
  'mcnemar',
  't',
  'welch',
  'paired-t',
  'anova',
  'mann-whitney',
  'wilcoxon',
  'kruskal-wallis',
  'friedman',
  'log-rank',
])

/** One value, or one for each of several sets. */
const oneOrMore = (of: typeof printed) =>
  z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(of).max(8))

const row = z.strictObject({
  variable: word,
  /** What it is, where other tables, models or claims name it differently. */
  is: word.optional(),
  unit: word.optional(),
  /** The single values are whole numbers, so that means and deviations have a grain. */
  whole: z.boolean().optional(),
  /** Least and greatest value that can be: 1–5 of a Likert item, 0–100 of a share. */
  scale: interval.optional(),
  /** Items that each value is the mean of. */
  items: count.optional(),
  /** What stands behind ±; standard deviations if untold. */
  spread: z.enum(['sd', 'se', 'quartiles', 'range']).optional(),
  means: z.array(meanCell).max(16).optional(),
  medians: z.array(medianCell).max(16).optional(),
  levels: z.record(word, z.array(countCell).max(16)).optional(),
  missing: z.array(count).max(16).optional(),
  /** Of the row that counts the outcome itself: the level of those who have it. */
  outcome: word.optional(),
  test: test.optional(),
  statistic: oneOrMore(printed).optional(),
  /** One, or of a table with several sets one for each. */
  p: oneOrMore(probability).optional(),
})

const table = z.strictObject({
  id: word,
  groups: z.array(group).min(1).max(16),
  /** Whether the groups together are all patients. */
  covers: z.enum(['all', 'part']).default('all'),
  /** Cells are weighted or of imputed data: they are not counts and means of patients, and tests of them are not redone. */
  weighted: z.boolean().optional(),
  imputed: z.boolean().optional(),
  /** The groups are the same patients again. */
  paired: z.boolean().optional(),
  rows: z.array(row).max(500),
})

/** Degrees of freedom: whole but of t by Satterthwaite's or Rubin's rule. */
const degrees = printed.refine(({ value, bound }) => value >= 1 && !bound, 'degrees of freedom such as 2')

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
  /** Wald's statistic, z or z²; t of a linear model. */
  wald: printed.optional(),
  /** Degrees of freedom of Wald's statistic; more than 1 without β or a ratio: a test of all levels of a factor together. */
  df: degrees.optional(),
  /** exp(β) by its name: odds ratio, hazard ratio, subdistribution hazard ratio, rate or risk ratio. */
  or: printed.optional(),
  hr: printed.optional(),
  shr: printed.optional(),
  rr: printed.optional(),
  ci: interval.optional(),
  p: probability.optional(),
  /** p of a log-rank test of the same variable. */
  logRank: probability.optional(),
})

const performance = z.strictObject({
  set: word,
  role: z.enum(['development', 'validation']),
  where: word,
  n: count,
  events: count.optional(),
  auc: printed.optional(),
  /** Concordance of times: another grain than an AUC's. */
  cIndex: printed.optional(),
  ci: interval.optional(),
  confidence: confidence.optional(),
  /** A mean over folds or resamples, or corrected for optimism: no count of these patients. */
  over: z.enum(['folds', 'resamples', 'readers', 'optimism']).optional(),
  threshold: printed.optional(),
  sensitivity: share.optional(),
  specificity: share.optional(),
  accuracy: share.optional(),
  ppv: share.optional(),
  npv: share.optional(),
  lrPositive: printed.optional(),
  lrNegative: printed.optional(),
  f1: printed.optional(),
  tp: count.optional(),
  fp: count.optional(),
  tn: count.optional(),
  fn: count.optional(),
  brier: printed.optional(),
  hosmerLemeshow: z.strictObject({ statistic: printed.optional(), df: count.optional(), p: probability }).optional(),
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
    p: probability,
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

/** The schema of a transcript (zod). */
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
        events: count.optional(),
        family: z.enum(['logistic', 'cox', 'fine-gray', 'linear', 'poisson']).optional(),
        /** How the intervals were made, and the errors. */
        intervals: z.enum(['wald', 'profile', 'exact', 'bootstrap', 'score', 'robust']).optional(),
        confidence: confidence.optional(),
        weighted: z.boolean().optional(),
        imputed: z.boolean().optional(),
        penalised: z.boolean().optional(),
        /** Several rows a patient, or clusters. */
        repeated: z.boolean().optional(),
        /** The name says that it holds radiomic features. */
        radiomic: z.boolean().optional(),
        /** Candidates before any selection, where the paper tells. */
        candidates: count.optional(),
        terms: z.array(term).max(200),
      }),
    )
    .max(200)
    .default([]),
  performance: z.array(performance).max(120).default([]),
  /** Two AUCs of `performance`, by the names of their sets, compared. */
  comparisons: z.array(comparison).max(60).default([]),
  /** κ and ICC. */
  agreement: z.array(agreement).max(100).default([]),
  /** How the paper says that it came to its number of patients. */
  sampleSizes: z.array(sampleSize).max(40).default([]),
  /** Statistics of the running text, as they stand there: "t(38) = 2.31, p = .026", "HR 2.1 (95% CI 1.2–3.7; P = .01)". */
  statistics: z.array(statement).max(300).default([]),
  /** Made by `nomoscope audit` of a paper: to be checked by a person, who then deletes this line. */
  draft: z.boolean().optional(),
  /** What a draft was made from: every table as it was read. */
  reading: z.unknown().optional(),
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

export type RawTranscript = z.output<typeof transcriptSchema>
type RawTable = RawTranscript['tables'][number]
type RawRow = RawTable['rows'][number]

/** A row as the checks take it: one p, counts and bare percentages apart, the column of totals apart. */
export type Row = Omit<RawRow, 'levels' | 'p' | 'statistic'> & {
  levels?: Record<string, CountCell[]>
  /** Percentages without counts. */
  shares?: Record<string, Printed[]>
  statistic?: Printed
  p?: Printed
  total?: { means?: MeanCell; medians?: MedianCell; levels?: Record<string, CountCell> }
}
export type PaperTable = Omit<RawTable, 'rows'> & { rows: Row[]; total?: RawTable['groups'][number]; set?: string }
/** The printed numbers of a paper, as they are transcribed. */
export type Transcript = Omit<RawTranscript, 'tables'> & { tables: PaperTable[] }
export type Model = Transcript['models'][number]
export type Term = Model['terms'][number]
export type Claim = Transcript['claims'][number]
