import { z } from 'zod'
import { readPattern } from '../../cohort/rules/pattern.ts'
import { isoDate, parseDate } from '../../cohort/tables/parse-date.ts'
import { selectionPresets } from '../../model/plan/presets.ts'
import { selectionStepSchemas } from '../../model/steps/index.ts'
import { languages } from '../../text/locales/index.ts'
import { images } from './image-schema.ts'
import { comparator, comparison, model, regression, survival, validation } from './model-schema.ts'
import { type EventRule, fileName, name, names, oneOrMore, path, value } from './schema-parts.ts'

/** A study file: everything that `nomoscope run` does, in the words of the method section. Paths are relative to it. */

/** How an identifier is found in a column: the first group of a regular expression, compared as text or as a number. */
const idRule = z.union([
  name,
  z.strictObject({
    column: name,
    match: z.string().optional().describe('regular expression whose first group is the identifier'),
    as: z.enum(['text', 'number']).optional().describe('number: 007 and 7 are the same patient'),
  }),
])

const table = z.strictObject({
  file: path,
  sheet: z.string().optional(),
  id: idRule,
})

const cohort = table.extend({
  id: idRule.optional(),
  patient: name.optional().describe('column that names the patient, where a row is a lesion'),
  codebook: path.optional(),
  join: z.array(table).optional(),
  corrections: path
    .optional()
    .describe('corrected cells, one a row: id, column, was, now, who and why; the table itself stays as it is'),
  redcap: path.optional().describe("REDCap's data dictionary"),
  readings: path.optional().describe('structured MRI readings, one row a reader: patient, reader and the items'),
  immune: path.optional().describe('counted cells, one row a field: patient, marker, positive, counted'),
  followUp: z
    .strictObject({
      visits: path.describe('one row a visit: patient, date, new_lesion and the markers'),
      diagnosis: name.describe('column of the date of diagnosis'),
      death: name.optional(),
      lastContact: name.optional(),
      markers: z
        .record(name, z.strictObject({ limit: z.number().gt(0), rise: z.number().min(1).default(1.25) }))
        .optional()
        .describe('upper limit of normal, and by how much (ratio) a marker must have risen since diagnosis'),
    })
    .optional(),
})

const prevalence = z
  .number()
  .gt(0)
  .lt(1)
  .optional()
  .describe('share with the outcome in the population, where patients were sampled by outcome (case and control)')

const outcome = z.union([
  z.strictObject({
    column: name,
    positive: value,
    negative: oneOrMore.optional().describe('what it says of those without it; rows with any other value are left out'),
    label: z.string().optional(),
    prevalence,
  }),
  z.strictObject({
    derive: z.enum(['her2', 'her2-asco-cap-2018']),
    from: z.strictObject({ ihc: name, fish: name.optional(), copies: name.optional() }),
    label: z.string().optional(),
    prevalence,
  }),
])

const rule = z.union([z.string(), z.strictObject({ rule: z.string(), label: z.string() })])

function isPattern(text: string): boolean {
  try {
    readPattern(text)
    return true
  } catch {
    return false
  }
}

const pattern = z
  .string()
  .refine(isPattern, { message: 'this is no regular expression, or one that could take for ever' })

const perturb = z
  .strictObject({
    repeats: z.number().int().min(2).max(100).default(10).describe('how often each region is measured again'),
    rotate: z
      .array(z.number().min(-180).max(180))
      .min(1)
      .optional()
      .describe("degrees within the slice, around the image's centre; one of them a repetition"),
    translate: z
      .array(z.number().min(0).lt(1))
      .min(1)
      .optional()
      .describe(
        'parts of a voxel by which the sampling grid is shifted, with force2D within the slice; one of them an axis and repetition',
      ),
    grow: z
      .array(z.number().min(-0.8).max(2))
      .min(1)
      .optional()
      .describe("parts of the region's volume added, or taken where negative; one of them a repetition"),
    noise: z.boolean().optional().describe("Gaussian noise of the image's own estimated level"),
    contours: z.boolean().optional().describe('a new contour from supervoxels that the region covers in part'),
  })
  .refine((one) => one.rotate ?? one.translate ?? one.grow ?? (one.noise || one.contours || undefined), {
    message: 'a perturbation has at least one of rotate, translate, grow, noise, contours',
  })

const voxels = z.number().int().min(1).max(512)
const deep = z
  .strictObject({
    model: path.describe('an ONNX file with its weights inside'),
    licence: z.string().min(1).describe('under which the network may be used, for Methods and provenance'),
    size: z
      .union([z.tuple([voxels, voxels]), z.tuple([voxels, voxels, voxels])])
      .describe(
        'voxels of the patch around the region along x, y and z; x and y alone of the slice where it is largest',
      ),
    spacing: z.array(z.number().gt(0)).min(2).max(3).describe('mm between them'),
    normalise: z
      .union([z.enum(['none', 'zscore', 'minmax']), z.tuple([z.number(), z.number()])])
      .default('zscore')
      .describe('the patch by its own mean and deviation, by its own range to 0–1, or from a window to 0–1'),
    masked: z.boolean().default(false).describe('0 outside the region'),
    output: z.string().optional().describe("which of the network's outputs, where it has several"),
  })
  .refine(({ size, spacing }) => size.length === spacing.length, {
    message: 'spacing has as many numbers as size',
  })
  .refine(({ size }) => size.reduce<number>((product, n) => product * n, 1) <= 2 ** 24, {
    message: 'the patch has more than 16 million voxels',
  })
  .refine(({ normalise }) => !Array.isArray(normalise) || normalise[0] < normalise[1], {
    message: 'a window goes from the lower value to the higher',
  })

const features = z.union([
  z.strictObject({
    params: path,
    sequences: names.optional(),
    reader: name.optional().describe("a reader's name, mean or consensus"),
    deep: deep.optional().describe('features of each region by a network of your own, named SEQUENCE_deep_1 and on'),
    perturb: perturb.optional().describe('measures every region again under small changes; see `icc` of `selection`'),
  }),
  z.strictObject({
    table: path.describe('CSV or XLSX, a Parquet file, or a folder of them that `nomoscope gather` wrote'),
    sheet: z.string().optional(),
    id: idRule.optional().describe("by default the cohort's, where the table is the cohort's own"),
    columns: pattern.optional().describe('regular expression that the name of a feature column matches'),
    exclude: z.array(name).optional(),
  }),
])

const block = z.union([
  z.literal('features').describe('every feature'),
  z.strictObject({ features: pattern.describe('regular expression that the name of a feature matches') }),
  z.strictObject({ columns: pattern.describe('regular expression that the name of a column of the cohort matches') }),
  names,
])

const split = z.union([
  z.literal('none'),
  z.strictObject({ training: z.number().gt(0).lt(1), stratify: z.union([z.literal('outcome'), name]).optional() }),
  z.strictObject({ by: name, validation: z.array(value).min(1) }),
  z.strictObject({ by: name, before: z.string() }),
  z.strictObject({ column: name }),
])

const selectionStep = z.union([
  ...selectionStepSchemas,
  z
    .strictObject({ preset: z.enum(Object.keys(selectionPresets) as [keyof typeof selectionPresets]) })
    .describe('the steps of a preset: paper, elastic-net or sparse'),
])

const secondReading = z.strictObject({
  rereads: z.string().describe('the reader whose second reading this is'),
  share: z.number().gt(0).max(1).default(1).describe('of the patients, drawn at random'),
  seed: z.number().int().optional().describe("of that draw; the study's where absent"),
  patients: path.optional().describe('a table whose column `patient` names them, in place of the draw'),
})

export const studySchema = z
  .strictObject({
    study: z.string().min(1).describe('title'),
    seed: z.number().int().min(0).default(1),
    date: z
      .string()
      .refine((text) => !Number.isNaN(parseDate(text, 'ymd')), { message: 'a date is written as 2024-05-31' })
      .transform((text) => isoDate(parseDate(text, 'ymd')))
      .optional()
      .describe("the study's date, used in place of the clock in every output"),
    synthetic: z.boolean().optional().describe('says everywhere that the data is synthetic'),
    language: z.enum(languages).default('en').describe('of the report; drawings in PNG, PDF and Word stay English'),
    word: z
      .enum(['report', 'manuscript'])
      .default('report')
      .describe('`manuscript` numbers the lines of report.docx and spaces them double'),
    protocol: z.enum(['honest', 'as-published']).default('honest'),
    unit: z.enum(['patient', 'lesion']).default('patient'),
    aggregate: z
      .union([z.enum(['mean', 'first']), z.strictObject({ largest: name })])
      .optional()
      .describe('how the lesions of a patient become one row: the mean, the first, or the one with the largest value'),
    cohort,
    outcome: outcome.optional().describe('what models predict; absent from a study that only describes'),
    criteria: z.strictObject({ include: z.array(rule).optional(), exclude: z.array(rule).optional() }).optional(),
    blocks: z.record(name, block).default({}),
    images: images.optional(),
    quality: z.boolean().optional().describe('measures the quality of every image, for the report and for criteria'),
    features: features.optional(),
    centre: name.optional().describe('column that names the centre or scanner of each row'),
    split: split.default('none'),
    per: z
      .record(name, z.union([z.number().gt(0), z.literal('iqr')]))
      .default({})
      .describe(
        'the increment for which odds and hazard ratios of a number are reported: so many units, or the interquartile range',
      ),
    selection: z.array(selectionStep).default([]),
    models: z.record(fileName, model).default({}),
    comparators: z
      .record(fileName, comparator)
      .default({})
      .describe(
        "random forest, gradient boosting or support vectors in the models' own folds, tuned inside them; for comparison, never a nomogram",
      ),
    validation: validation.default({ nested: { folds: 10, repeats: 1 }, bootstrap: 200, permutations: 0 }),
    missing: z
      .enum(['median', 'multiple'])
      .default('median')
      .describe(
        'of predictors: the median or mode of the training rows, or multiple imputation (chained equations, pooled) inside every refit for models of fixed columns',
      ),
    deploy: z
      .enum(['recommended', 'fitted'])
      .default('recommended')
      .describe(
        'form of nomogram, page and model.json: the recommended shrinkage with its intercept where there is one, or as fitted',
      ),
    readers: z
      .record(z.string(), secondReading)
      .optional()
      .describe('readers who are the second reading of another; all who are not named here read once'),
    survival: z.union([survival, z.array(survival)]).optional(),
    regressions: z
      .array(regression)
      .default([])
      .describe('outcomes of several levels or a number, on fixed columns and complete cases, validated in folds'),
    compare: z.union([comparison, z.array(comparison)]).optional(),
    tables: z
      .strictObject({ baseline: names.optional(), mri: names.optional() })
      .optional()
      .describe('columns of Table 1 and of Table 2; by default the clinical and the mri block'),
  })
  .refine(({ validation }) => validation.permutations === 0 || validation.nested !== undefined, {
    path: ['validation', 'permutations'],
    message:
      'permutations repeat the nested cross-validation, and there is none; add `nested: { folds: 10, repeats: 1 }` or leave them out',
  })
  .refine(
    ({ comparators, outcome, validation }) =>
      Object.keys(comparators).length === 0 || (outcome !== undefined && validation.nested !== undefined),
    {
      path: ['comparators'],
      message:
        'comparators are judged in the nested cross-validation of the outcome; give an outcome and `nested: { folds: 10, repeats: 1 }`, or leave them out',
    },
  )
  .refine(
    ({ features, selection }) =>
      selection.every((step) => !('icc' in step) || step.of !== 'perturbations') ||
      (features && 'params' in features && features.perturb !== undefined),
    {
      path: ['selection'],
      message:
        'a step goes by the agreement under perturbations, and nothing is perturbed; add `perturb` to `features`, or leave out `of: perturbations`',
    },
  )
  .refine(({ readers = {} }) => Object.values(readers).every(({ rereads }) => !Object.hasOwn(readers, rereads)), {
    path: ['readers'],
    message: 'a second reading is of a first one; `rereads` names a reader who is not named under `readers`',
  })
  .refine(({ outcome, models }) => outcome !== undefined || Object.values(models).every((model) => model.cox), {
    path: ['models'],
    message:
      'a model needs an outcome to predict; name its column under `outcome`, or leave the models out and the study describes its patients',
  })

export type StudyConfig = z.infer<typeof studySchema> & {
  /** The events that are named by a value, by what they are called in `survival` and the Cox models. */
  events?: Record<string, EventRule>
}
