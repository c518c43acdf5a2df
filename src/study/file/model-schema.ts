import { z } from 'zod'
import { event, name, names, value } from './schema-parts.ts'

// The settings of models, their validation, and analyses beside them.

const entry = name.describe(
  'column of the time at which a patient came under observation, where that is late (left truncation)',
)
const landmark = z
  .number()
  .positive()
  .describe('time from which survival is counted, of patients followed beyond it, in the unit of `time`')

const cox = z
  .strictObject({
    time: name.describe('column of the time from baseline to the event or the last contact'),
    event,
    horizons: z
      .array(z.number().gt(0))
      .min(1)
      .describe('times at which the risk is reported, in the unit of `time`, from the landmark on where there is one'),
    label: z.string().optional().describe('what the event is called; the label of `event` by default'),
    unit: z.string().optional().describe('of `time`: days, months or years; from the codebook by default'),
    start: entry.optional(),
    landmark: landmark.optional(),
  })
  .describe('time to an event: the model is a Cox regression of it, in place of a logistic one of the outcome')

const term = z.union([
  name,
  z.strictObject({ score: name }),
  z
    .strictObject({ spline: name, knots: z.number().int().min(3).max(7).default(4) })
    .describe("restricted cubic spline of a number, with knots at Harrell's quantiles of the training rows"),
  z
    .strictObject({ interaction: z.tuple([name, name]) })
    .describe('both columns and the products of all their functions, as `a * b` in R'),
])
export const model = z.union([
  z.strictObject({
    terms: z.array(term).min(1),
    select: z.literal('backward').optional(),
    cox: cox.optional(),
    label: z.string().optional(),
    noninvasive: z.boolean().optional(),
  }),
  z.strictObject({
    lasso: names,
    cox: cox.optional(),
    label: z.string().optional(),
    noninvasive: z.boolean().optional(),
  }),
])

export const validation = z.strictObject({
  nested: z
    .strictObject({ folds: z.number().int().min(2).default(10), repeats: z.number().int().min(1).default(1) })
    .optional(),
  bootstrap: z.number().int().min(0).default(200),
  permutations: z.number().int().min(0).default(0),
  thresholds: z
    .array(z.number().gt(0).lt(1))
    .min(1)
    .optional()
    .describe('risks, named beforehand, at which sensitivity, specificity and net benefit are given'),
  centres: z.boolean().optional().describe('leave one centre out, over the centres named by `centre`'),
  learning: z
    .strictObject({ shares: z.array(z.number().gt(0).lt(1)).min(2), repeats: z.number().int().min(2).default(20) })
    .optional()
    .describe('learning curve: fits to random shares of the training rows'),
  subgroups: names
    .optional()
    .describe('columns in whose groups the models are judged (a number: halves at the median)'),
})

export const survival = z.strictObject({
  time: name,
  event,
  by: name,
  competing: event
    .optional()
    .describe('a column of an event that can come first, where `event` names no competing values of its own'),
  terms: names
    .optional()
    .describe(
      'columns of a cause-specific and a Fine–Gray regression where there is a competing event, on complete cases',
    ),
  start: entry.optional(),
  landmark: landmark.optional(),
  label: z.string().optional(),
  unit: z.string().optional(),
})
export const regression = z.strictObject({
  outcome: name,
  kind: z
    .enum(['ordinal', 'multinomial', 'linear'])
    .describe('proportional odds of ordered levels, log odds of unordered ones, or a number'),
  order: z
    .array(value)
    .min(2)
    .optional()
    .describe(
      "the levels from the lowest (or the reference) on; by default the codebook's. Rows of others are left out",
    ),
  terms: names,
  label: z.string().optional(),
})
export const comparison = z.strictObject({ markers: names, by: name, label: z.string().optional() })

export const comparator = z.strictObject({
  method: z.enum(['forest', 'boosting', 'svm']),
  on: names.describe('blocks whose columns it may use'),
  label: z.string().optional(),
})
