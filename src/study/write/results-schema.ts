import { z } from 'zod'

/** What results.json holds, as a reader of it may rely on; numbers that JSON lacks are "nan", "inf" and "-inf". */

const number = z.union([z.number(), z.enum(['nan', 'inf', '-inf'])])
const count = z.number().int().min(0)

const quantity = z.object({
  text: z.string().describe('as printed'),
  value: number.describe('at full precision'),
  path: z.string().optional().describe('where in results.json it is'),
})
const cell = z.object({ text: z.string(), numbers: z.array(quantity).optional(), note: z.string().optional() })

const from = z
  .object({
    step: z.string().describe('by its folder and file in the source'),
    random: z
      .object({ seed: count, streams: z.array(z.string()) })
      .optional()
      .describe('where chance took part'),
    inputs: z.array(z.string()).describe('files; provenance.json has their hashes'),
  })
  .describe('what made this part')

const table = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  columns: z.array(z.object({ label: cell, align: z.enum(['left', 'right', 'center']), group: z.string().optional() })),
  rows: z.array(
    z.object({ kind: z.enum(['row', 'heading']), indent: z.number().int().min(0).max(2), cells: z.array(cell) }),
  ),
  footnotes: z.array(z.object({ mark: z.string().optional(), text: cell })),
  from,
})

const figure = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  caption: cell,
  description: z.string(),
  data: z.unknown().optional().describe('what was drawn'),
  from,
})

const estimate = z.object({ value: number, lower: number.optional(), upper: number.optional() })
const performance = z.record(z.string(), estimate)

const term = z.object({
  term: z.string(),
  column: z.string(),
  level: z.string().optional(),
  knots: z.array(number).optional().describe('of a function of a restricted cubic spline'),
  spline: count.optional().describe('which of its nonlinear functions, from 1'),
  times: z.array(z.record(z.string(), z.unknown())).optional().describe('of an interaction: its other parts'),
  estimate: number,
  se: number,
  p: number,
  or: number,
  lower: number,
  upper: number,
  validInference: z.boolean().describe('false after a selection on the same rows'),
})

const kinds = z.object({
  apparent: performance,
  optimismCorrected: performance.optional(),
  nested: performance.optional(),
  heldOut: performance.optional(),
})

const test = z.object({ chiSquare: number, df: number, p: number })

const model = z.object({
  name: z.string(),
  label: z.string(),
  family: z.enum(['logistic', 'cox']).describe('of a Cox model `or` is the hazard ratio'),
  rows: count,
  events: count,
  intercept: number,
  from,
  terms: z.array(term),
  jointTests: z.array(
    z.object({
      column: z.string(),
      of: z.enum(['all', 'nonlinear', 'interactions']),
      chiSquare: number,
      df: number,
      p: number,
    }),
  ),
  performance: kinds,
  candidates: count.describe('columns that the model could choose from'),
  parameters: count.describe('coefficients that these have between them, before any selection'),
  shrinkage: z
    .object({
      factor: number,
      intercept: number.optional(),
      by: z.enum(['bootstrap', 'nested']),
      refits: count,
      withoutSlope: count,
    })
    .optional()
    .describe('what to multiply the coefficients by before use on new patients, and the intercept with it'),
  followUp: z
    .object({
      time: z.string(),
      event: z.string(),
      label: z.string(),
      positive: z.string(),
      unit: z.string(),
      horizons: z.array(z.object({ time: number, label: z.string() })),
    })
    .optional()
    .describe('of a Cox model: the event it predicts'),
  horizons: z
    .array(kinds.extend({ time: number }))
    .optional()
    .describe('of a Cox model: its risks by each horizon'),
  proportionality: z
    .object({ columns: z.array(test.extend({ column: z.string() })), global: test })
    .optional()
    .describe('of a Cox model of columns: Grambsch and Therneau’s tests of proportional hazards'),
  warnings: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      numbers: z.array(quantity).describe('the numbers in the message'),
      parameters: z.array(z.unknown()).describe('what the message of this code is filled with, in any language'),
      value: number,
      limit: number,
    }),
  ),
})

const judged = {
  n: count,
  events: count,
  auc: number,
  brier: number,
  calibrationIntercept: number,
  calibrationSlope: number,
  lower: number,
  upper: number,
}

const subgroup = z.object({
  model: z.string(),
  part: z.enum(['heldOut', 'nested']),
  column: z.string(),
  label: z.string(),
  middle: number.optional().describe('of a number: the median, up to which the lower half goes'),
  groups: z.array(z.object({ group: z.string(), ...judged })),
})

const sampleSize = z.object({
  model: z.string(),
  parameters: count.describe('candidate parameters'),
  cStatistic: number,
  prevalence: number,
  n: number.describe("patients that Riley's criteria ask for"),
  events: number,
  rows: count.describe('training rows that the study has'),
  had: count.describe('of them with the outcome'),
})

const atPrevalence = z.object({
  share: number.describe('of the population'),
  studyShare: number,
  models: z.array(
    z.object({
      model: z.string(),
      intercept: number,
      shrunkenIntercept: number.optional(),
      ppv: number.optional(),
      npv: number.optional(),
    }),
  ),
})

const comparison = z.object({
  first: z.string(),
  second: z.string(),
  heldOut: z
    .object({ difference: number, lower: number, upper: number, p: number, n: count })
    .optional()
    .describe("second less first on held-out predictions, DeLong's test"),
  outOfFold: z.object({ difference: number, n: count }).optional(),
  likelihoodRatio: test.optional().describe('in sample'),
})

const modelComparisons = z
  .object({
    comparisons: z.array(comparison),
    subgroups: z.array(subgroup),
    sampleSizes: z.array(sampleSize),
    prevalence: atPrevalence.optional(),
    from,
  })
  .describe('the models beside each other, in subgroups, and in a population of another prevalence')

const flow = z.object({
  from,
  assessed: count,
  analysed: count,
  steps: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['include', 'exclude', 'known']),
      when: z.string(),
      removed: count,
      undecided: count,
      remaining: count,
      ids: z.array(z.string()),
    }),
  ),
})

const nomogram = z.object({
  from,
  model: z.string(),
  scale: number.describe('points for one unit of the linear predictor'),
  intercept: number.describe('linear predictor at no points'),
  axes: z.array(
    z.object({
      variable: z.string(),
      label: z.string(),
      ticks: z.array(z.object({ value: z.union([number, z.string()]), xbeta: number, points: number })),
    }),
  ),
  totalPoints: z.array(number),
  linearPredictor: z.array(z.object({ value: number, points: number })),
  outcomes: z.array(z.object({ label: z.string(), ticks: z.array(z.object({ value: number, points: number })) })),
})

const fault = z.object({
  code: z.string(),
  severity: z.enum(['error', 'note']),
  file: z.string(),
  row: z.number().optional(),
  column: z.string().optional(),
  patient: z.string().optional(),
  what: z.string(),
  repair: z.string(),
})

export const resultsSchema = z.object({
  schema: z.literal(1),
  study: z.record(z.string(), z.unknown()).describe('the study file as it was run'),
  flow,
  tables: z.array(table),
  figures: z.array(figure),
  models: z.record(z.string(), model),
  comparators: z
    .array(z.looseObject({ name: z.string(), method: z.string(), from }))
    .optional()
    .describe('learners in the folds of the models, for comparison'),
  nomogram: nomogram.optional().describe('axes and totals of the leading model, in points'),
  modelComparisons: modelComparisons.optional(),
  regressions: z
    .array(z.looseObject({ outcome: z.string(), kind: z.string(), n: count, from }))
    .optional()
    .describe('of outcomes of several levels, or a number'),
  survival: z.array(z.looseObject({ label: z.string(), from })),
  histograms: z
    .record(z.string(), z.object({ percentiles: z.array(z.number()), landmarks: z.array(number), images: count }))
    .optional()
    .describe('by sequence, the common histogram that images were brought to and on how many it was learnt'),
  network: z
    .object({
      file: z.string(),
      sha256: z.string(),
      licence: z.string(),
      input: z.string(),
      shape: z.array(count),
      output: z.string(),
      features: count,
    })
    .optional()
    .describe('the network of deep features: its file and licence, what it takes and how many features it gives'),
  habitats: z
    .record(
      z.string(),
      z.object({
        maps: z.array(z.string()),
        method: z.enum(['k-means', 'mixture']),
        means: z.array(number),
        deviations: z.array(number),
        centres: z.array(z.array(number)),
        weights: z.array(number).optional(),
        covariances: z.array(z.array(number)).optional(),
        patients: count,
        voxels: count,
      }),
    )
    .optional()
    .describe('by sequence, the centres by which regions were parted, and on how many patients they were learnt'),
  warnings: z.array(
    z.object({
      severity: z.enum(['serious', 'note']),
      text: cell,
      model: z.string().optional().describe('the model that it is about'),
    }),
  ),
  faults: z.array(fault),
  report: z.record(z.string(), z.unknown()).describe('the report as data: title, summary, sections'),
})
