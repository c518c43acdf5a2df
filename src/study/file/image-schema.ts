import { z } from 'zod'
import { n4Defaults } from '../../image/bias/n4.ts'
import { curveThresholds } from '../../image/sequences/dynamic.ts'
import { name, path } from './schema-parts.ts'

// The sequences of a study file: where images and masks are, and what happens to them before features.

const millimetres = z.number().min(0)
const normalise = z.union([
  z.literal('whitestripe'),
  z.literal('nyul').describe("a common histogram, learnt once from the training split's images"),
  z.strictObject({ zscore: z.literal('image') }),
  z.strictObject({
    zscore: z.literal('surroundings'),
    from: millimetres.default(3).describe('mm from the region'),
    to: millimetres.default(15).describe('mm from the region'),
  }),
  z.strictObject({
    zscore: z.literal('tissue'),
    mask: path.describe('of the reference tissue; {patient} is replaced by the identifier'),
    label: z.number().int().min(1).optional(),
  }),
])

const count = (least: number, most: number) => z.number().int().min(least).max(most)

/** The settings of N4 by ITK's names; `true` is SimpleITK's own values. */
export const n4Settings = z
  .strictObject({
    numberOfFittingLevels: count(1, 6).default(n4Defaults.numberOfFittingLevels).describe('each of twice the spans'),
    numberOfControlPoints: count(4, 32)
      .default(n4Defaults.numberOfControlPoints)
      .describe('of the first level, along each axis; the splines are cubic'),
    maximumNumberOfIterations: z.array(count(0, 1000)).min(1).optional().describe('of each level; 50 each by default'),
    convergenceThreshold: z.number().min(0).default(n4Defaults.convergenceThreshold),
    biasFieldFullWidthAtHalfMaximum: z.number().gt(0).default(n4Defaults.biasFieldFullWidthAtHalfMaximum),
    wienerFilterNoise: z.number().gt(0).default(n4Defaults.wienerFilterNoise),
    numberOfHistogramBins: count(16, 4096).default(n4Defaults.numberOfHistogramBins),
    shrinkFactor: count(1, 16)
      .default(n4Defaults.shrinkFactor)
      .describe('the field is estimated on every so many-th voxel of an axis, where 16 are left on it'),
    mask: path.optional().describe("where the field is estimated; by default the patient, by Otsu's threshold"),
  })
  .refine(
    ({ numberOfFittingLevels: levels, maximumNumberOfIterations: each = [] }) =>
      each.length === 0 || each.length === levels,
    { message: 'maximumNumberOfIterations has one number for each of numberOfFittingLevels' },
  )
  .transform(({ maximumNumberOfIterations, ...rest }) => ({
    ...rest,
    maximumNumberOfIterations:
      maximumNumberOfIterations ??
      new Array<number>(rest.numberOfFittingLevels).fill(n4Defaults.maximumNumberOfIterations[0]),
  }))

const n4 = z.union([z.literal(true).transform(() => n4Settings.parse({})), n4Settings])

const curve = z.strictObject({
  phases: z
    .array(path)
    .min(3)
    .optional()
    .describe('one image a phase, before contrast first; by default the phases of the DICOM series in `path`'),
  times: z.array(z.number().min(0)).min(3).optional().describe('seconds of each of them after the first'),
  enhancing: z
    .number()
    .min(0)
    .default(curveThresholds.enhancing)
    .describe('% of early enhancement below which there is no type'),
  plateau: z
    .number()
    .min(0)
    .default(curveThresholds.plateau)
    .describe('% of change from the early peak that is still a plateau'),
  early: z.number().gt(0).default(curveThresholds.early).describe('seconds within which the early peak is taken'),
})

const clip = z.union([
  z.literal('air').describe('the air around the patient'),
  z.strictObject({ skin: millimetres.describe('mm under the skin, and the air') }),
  z.strictObject({ mask: path.describe('what is outside this mask; {patient} is replaced by the identifier') }),
])

const habitats = z.strictObject({
  number: count(2, 9).describe('how many parts'),
  maps: z
    .array(
      z.union([
        name,
        z.strictObject({
          of: name,
          filter: z.string().describe('a filtered image of it, as in the names of features: log-sigma-2-0-mm-3D'),
        }),
      ]),
    )
    .min(1)
    .max(20)
    .describe('entries of `images` by whose values voxels are told apart'),
  method: z
    .enum(['k-means', 'mixture'])
    .default('k-means')
    .describe('nearest centre, or likeliest Gaussian of a mixture with full covariances'),
})

const region = z
  .strictObject({
    largest: z.enum(['lesion', 'slice']).optional().describe('of several lesions, or slices, the one with most voxels'),
    margin: z.number().optional().describe('mm by which the region grows, or shrinks where it is negative'),
    shell: z
      .tuple([z.number(), z.number()])
      .refine(([from, to]) => from < to, { message: 'a shell goes from the smaller distance to the larger' })
      .optional()
      .describe('mm from the drawn edge, inside negative: [0, 5] surrounds the region, [-3, 0] is its rim'),
    clip: clip.optional().describe('what is left out of it'),
    habitats: habitats
      .optional()
      .describe(
        'parts of the region that are alike in some maps, each measured by itself; learnt on training patients',
      ),
  })
  .refine(({ margin, shell }) => margin === undefined || shell === undefined, {
    message: 'a margin and a shell exclude each other',
  })

const sequence = z
  .strictObject({
    path: path.describe('{patient} is replaced by the identifier'),
    mask: path.optional(),
    masks: z.record(name, path).optional().describe("one for each reader, by the reader's name"),
    label: z
      .union([z.number().int().min(1), z.array(z.number().int().min(1)).min(1)])
      .optional()
      .describe('which label of the mask; several are one region'),
    region: region.optional().describe('how the region that is measured follows from the drawn one'),
    register: z
      .strictObject({
        from: name.describe('the sequence on whose images the masks were drawn; its masks, where none are named here'),
        transform: z
          .enum(['rigid', 'affine'])
          .default('rigid')
          .describe('turned and shifted; affine also stretched and sheared'),
      })
      .optional()
      .describe('carries the region from the images that it was drawn on, which are registered to these'),
    threshold: z.number().optional().describe('of a mask of probabilities: from which value on a voxel counts'),
    times: z
      .array(z.number().min(0))
      .min(2)
      .optional()
      .describe('seconds of each phase after the first, where the files do not say or are not to be believed'),
    uneven: z
      .number()
      .gt(0)
      .optional()
      .describe('how far slices may lie from an even grid, in mm, where that is more than rounding'),
    source: z
      .string()
      .optional()
      .describe('phase N, subtraction, pe, ser, b800, adc, suv, …; the image itself by default'),
    b: z.array(z.number().min(0)).optional(),
    curve: curve.optional().describe('the time–signal curve of the region and its type, as columns of the cohort'),
    anatomy: name.optional().describe("the images whose patient's outline should be this one's, such as t2 for dwi"),
    n4: n4
      .optional()
      .describe('takes the bias field out of the signal: N4, by its names in ITK; `true` for its own settings'),
    normalise: normalise.optional().describe('brings signal in arbitrary units to a common scale before features'),
  })
  .refine(({ curve, register }) => curve === undefined || register === undefined, {
    message: 'a time–signal curve is of the phases that the region was drawn on; register another sequence to it',
  })

type Sequence = z.infer<typeof sequence>

/** The images of a study; a sequence to which regions are carried has the masks of the one they were drawn on, where it names none. */
export const images = z.record(name, sequence).transform((written) => {
  const withMasks = (own: Sequence): Sequence => {
    const from = own.register && written[own.register.from]
    if (!from || own.mask !== undefined || own.masks !== undefined) return own
    const { mask, masks, label, threshold } = from
    return {
      ...own,
      ...(mask !== undefined && { mask }),
      ...(masks !== undefined && { masks }),
      label: own.label ?? label,
      threshold: own.threshold ?? threshold,
    }
  }
  return Object.fromEntries(Object.entries(written).map(([key, own]) => [key, withMasks(own)]))
})
