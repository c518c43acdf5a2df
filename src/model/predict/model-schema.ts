import { z } from 'zod'

const fittedTerm = z.object({
  name: z.string(),
  column: z.string(),
  level: z.string().optional(),
  knots: z.array(z.number()).min(3).optional(),
  spline: z.number().int().min(1).optional(),
  /** Of an interaction: its other parts. */
  times: z
    .array(
      z.union([
        z.strictObject({ column: z.string(), level: z.string() }),
        z.strictObject({ column: z.string(), knots: z.array(z.number()).min(3), spline: z.number().int().min(1) }),
        z.strictObject({ column: z.string() }),
      ]),
    )
    .optional(),
  estimate: z.number(),
})

const column = z.object({
  name: z.string(),
  label: z.string(),
  unit: z.string().optional(),
  levels: z.array(z.object({ value: z.string(), label: z.string(), share: z.number() })).optional(),
  /** Of a number: shares of the training rows between round edges. */
  bins: z.object({ edges: z.array(z.number()).min(2), shares: z.array(z.number()) }).optional(),
  /** What stands for a missing value: a rounded median, or the index of the most frequent level. */
  imputed: z.number().optional(),
  /** How the study's table was read, for those of others: its name there, missing codes, other spellings, limits of detection. */
  column: z.string().optional(),
  missing: z.array(z.string()).optional(),
  recode: z.record(z.string(), z.string()).optional(),
  detection: z.enum(['limit', 'half']).optional(),
})

const normalisation = z.union([
  z.literal('whitestripe'),
  z.object({ zscore: z.literal('image') }),
  z.object({ zscore: z.literal('surroundings'), from: z.number(), to: z.number() }),
  /** Its mask is that of the new patient. */
  z.object({ zscore: z.literal('tissue'), label: z.number().optional() }),
  z.object({ nyul: z.object({ percentiles: z.array(z.number()), landmarks: z.array(z.number()) }) }),
])

/** How the region that was measured follows from the drawn one; a mask that it was cut by is the new patient's own. */
const region = z.object({
  largest: z.enum(['lesion', 'slice']).optional(),
  margin: z.number().optional(),
  shell: z.tuple([z.number(), z.number()]).optional(),
  clip: z.union([z.enum(['air', 'mask']), z.object({ skin: z.number() })]).optional(),
})

/** Settings of the bias correction; where it was estimated in a mask, that is the new patient's own. */
const n4 = z.object({
  numberOfFittingLevels: z.number(),
  numberOfControlPoints: z.number(),
  maximumNumberOfIterations: z.array(z.number()),
  convergenceThreshold: z.number(),
  biasFieldFullWidthAtHalfMaximum: z.number(),
  wienerFilterNoise: z.number(),
  numberOfHistogramBins: z.number(),
  shrinkFactor: z.number(),
  inMask: z.boolean(),
})

/** How a region was parted: by the maps of its new patient, and the centres that were learnt. */
const habitats = z.object({
  maps: z.array(
    z.object({
      name: z.string(),
      filter: z.string().optional(),
      /** The map is of the images that are measured; else the new table names its file. */
      own: z.literal(true).optional(),
      source: z.string().optional(),
      n4: n4.optional(),
      normalise: normalisation.optional(),
      register: z.enum(['rigid', 'affine']).optional(),
    }),
  ),
  fit: z.object({
    method: z.enum(['k-means', 'mixture']),
    means: z.array(z.number()),
    deviations: z.array(z.number()),
    centres: z.array(z.array(z.number())),
    weights: z.array(z.number()).optional(),
    covariances: z.array(z.array(z.number())).optional(),
  }),
})

/** The network that measured regions, and how its patch was cut; the new table names its file. */
const deep = z.object({
  hash: z.string(),
  licence: z.string(),
  size: z.union([z.tuple([z.number(), z.number()]), z.tuple([z.number(), z.number(), z.number()])]),
  spacing: z.array(z.number()),
  normalise: z.union([z.enum(['none', 'zscore', 'minmax']), z.tuple([z.number(), z.number()])]),
  masked: z.boolean(),
  output: z.string().optional(),
})

const extraction = z.object({
  /** The text of PyRadiomics' parameter file, and its SHA-256. */
  params: z.string(),
  paramsHash: z.string(),
  /** Whose regions the training patients' features were of: a reader, or the mean of all. */
  reader: z.string().optional(),
  /** By the first part of the columns' names. */
  sequences: z.record(
    z.string(),
    z.object({
      source: z.string().optional(),
      label: z.union([z.number(), z.array(z.number())]).optional(),
      region: region.optional(),
      threshold: z.number().optional(),
      /** The region is drawn on another image of the patient, which is registered; which image of its folder. */
      register: z.object({ transform: z.enum(['rigid', 'affine']), source: z.string().optional() }).optional(),
      n4: n4.optional(),
      normalise: normalisation.optional(),
      habitats: habitats.optional(),
      deep: deep.optional(),
    }),
  ),
})

/** A model as it travels: what predicts, and what tells whether it may. No patient's row is in it. */
export const modelFileSchema = z.object({
  schema: z.literal('nomoscope-model'),
  version: z.literal(1),
  notice: z.string(),
  name: z.string(),
  label: z.string(),
  /** `fine-gray` is of an event that another can come before; `ordinal` and `multinomial` of classes, `linear` of a number. */
  family: z.enum(['logistic', 'cox', 'fine-gray', 'ordinal', 'multinomial', 'linear']),
  origin: z.object({
    software: z.string(),
    study: z.string(),
    cohort: z.string(),
    /** SHA-256 of the cohort's file. */
    cohortHash: z.string().optional(),
    date: z.string(),
    seed: z.number(),
  }),
  /** Of a Cox model: the column of the event, what it says of a patient with it, and the column of the time. */
  outcome: z.object({
    column: z.string(),
    label: z.string(),
    positive: z.string(),
    time: z.string().optional(),
    unit: z.string().optional(),
    /** Column of the entry of those who came under observation late, and from when time is counted. */
    start: z.string().optional(),
    landmark: z.number().optional(),
    /** Every value and label that means with it, and without it. */
    values: z.object({ positive: z.array(z.string()), negative: z.array(z.string()) }).optional(),
    /** The event that can come before: its column and what it says there of a patient with it. */
    competing: z.object({ column: z.string(), label: z.string(), values: z.array(z.string()) }).optional(),
  }),
  /** Of an ordered outcome from the lowest on, of an unordered one from its reference on; shares of the training rows. */
  classes: z
    .array(z.object({ value: z.string(), label: z.string(), share: z.number() }))
    .min(2)
    .optional(),
  /** Whether the coefficients are as fitted, or multiplied by the recommended shrinkage. */
  form: z
    .union([
      z.object({ kind: z.literal('fitted') }),
      z.object({ kind: z.literal('shrunken'), factor: z.number(), fittedIntercept: z.number() }),
    ])
    .optional(),
  /** The column that identified the study's patients. */
  identifier: z.string().optional(),
  rows: z.number(),
  events: z.number(),
  columns: z.array(column),
  /** How those columns that are features were extracted; absent where none is, or where they came from a table. */
  extraction: extraction.optional(),
  /** The linear predictor on the columns themselves: scores are multiplied out. */
  intercept: z.number(),
  terms: z.array(fittedTerm),
  /** Of an ordered outcome: the log odds of class k or a lower one are thresholds[k] less the linear predictor. */
  thresholds: z.array(z.number()).optional(),
  /** Of unordered classes: the log odds of each but the first against it, in the order of the terms, which have none of their own. */
  equations: z.array(z.object({ intercept: z.number(), estimates: z.array(z.number()) })).optional(),
  /** Of a number: standard deviation about its mean, with its degrees of freedom. */
  residual: z.object({ sd: z.number(), df: z.number() }).optional(),
  /**
   * Of the nomogram: points of a unit of the linear predictor, and what each axis adds to it: intercept + terms, with
   * `lowest` at no points.
   */
  points: z
    .object({
      scale: z.number(),
      variables: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          lowest: z.number(),
          intercept: z.number(),
          terms: z.array(z.object({ name: z.string(), estimate: z.number() })),
        }),
      ),
    })
    .optional(),
  /** Survival at round times where the linear predictor is 0. */
  baseline: z.object({ time: z.array(z.number()), survival: z.array(z.number()) }).optional(),
  /** Times at which a Cox model's risk is told, rising. */
  horizons: z.array(z.number()).optional(),
  /**
   * Where a risk's interval comes from: the covariance of prespecified estimates (the intercept, thresholds or equations
   * as they stand above, the terms after them), or whole-pipeline refits.
   */
  uncertainty: z.union([
    z.object({ kind: z.literal('wald'), covariance: z.array(z.array(z.number())) }),
    z.object({
      kind: z.literal('refits'),
      members: z.array(
        z.object({
          intercept: z.number(),
          estimates: z.array(z.number()),
          /** Of a Cox model: its own survival at each horizon where the linear predictor is 0. */
          survival: z.array(z.number()).optional(),
        }),
      ),
    }),
    z.object({ kind: z.literal('none') }),
  ]),
  /** Shares of the training rows in tenths of risk. */
  risks: z.array(z.number()),
  /** How many training patients had a risk from one value up to another, and how many of them the event; ten at the least. */
  groups: z
    .object({
      /** Risks by models that had not seen the patient, or the model's own. */
      by: z.enum(['out of fold', 'apparent']),
      /** Of a Cox model: the time of the risk and of the event; `unknown` left before it. */
      horizon: z.number().optional(),
      counts: z
        .array(
          z.object({
            from: z.number(),
            to: z.number(),
            patients: z.number(),
            events: z.number(),
            unknown: z.number().optional(),
          }),
        )
        .min(1),
    })
    .optional(),
  threshold: z.number().optional(),
  performance: z.record(z.string(), z.record(z.string(), z.number().nullable())),
  /** SHA-256 of everything above. */
  hash: z.string().optional(),
})

/** A model as others are given it: coefficients, columns with their ranges, baseline, origin. */
export type ModelFile = z.infer<typeof modelFileSchema>
export type ModelExtraction = z.infer<typeof extraction>
