import { describe, expect, test } from 'vitest'
import { readSettings } from '../../../features/settings/settings.ts'
import type { Block } from '../../../report/document.ts'
import { locales } from '../../../text/locales/index.ts'
import { studySchema } from '../../file/schema.ts'
import type { StudyCohort } from '../../stages/cohort.ts'
import { limitationsChapter } from '../limitations.ts'
import { methodsChapter } from './methods.ts'

const study = studySchema.parse({
  study: 'Test',
  seed: 7,
  cohort: { file: 'cohort.csv', id: 'patient', codebook: 'codebook.yaml' },
  outcome: { derive: 'her2', from: { ihc: 'ihc_score', fish: 'fish_ratio' } },
  criteria: { include: [{ label: 'Adults', rule: 'age >= 18' }], exclude: ['metastasis = 1'] },
  blocks: { mri: ['type'], radiomics: 'features' },
  images: {
    dce: { path: 'a', source: 'phase 2', masks: { reader1: 'b', reader2: 'c' } },
    dwi: { path: 'a', b: [0, 800], mask: 'd' },
  },
  features: { params: 'params.yaml' },
  split: { training: 0.7, stratify: 'outcome' },
  selection: [
    { icc: 0.85 },
    { variance: 0.1 },
    { correlation: 0.8, keep: 'outcome' },
    { lasso: { folds: 10, lambda: '1se' } },
  ],
  models: { mri: { terms: ['type'], select: 'backward' }, joint: { lasso: ['radiomics', 'mri'], label: 'Joint' } },
  validation: { nested: { folds: 10, repeats: 5 }, bootstrap: 1000, permutations: 200 },
})

const of = {
  outcome: {
    column: 'her2',
    label: 'HER-2',
    groups: { positive: 'Positive', negative: 'Negative' },
    positive: Float64Array.from({ length: 30 }, (_, row) => Number(row % 2 === 0)),
  },
  cohort: {
    columns: new Map([
      ['type', { variable: { label: 'Lesion type' }, values: Float64Array.from({ length: 30 }, (_, row) => row % 2) }],
    ]),
    patientOf: Int32Array.from({ length: 30 }, (_, row) => row),
  },
  training: Int32Array.from({ length: 20 }, (_, row) => row),
  validation: Int32Array.from({ length: 10 }, (_, row) => 20 + row),
} as unknown as StudyCohort

const settings = readSettings(
  'setting: { binWidth: 25, resampledPixelSpacing: [1, 1, 1], gldm_a: 2 }\nimageType: { Original: {}, LoG: { sigma: [2.0, 3.0] } }\nfeatureClass: { firstorder: , glcm: [Contrast] }',
)

const textOf = (blocks: Block[]) =>
  blocks
    .flatMap((block) =>
      'text' in block
        ? typeof block.text === 'string'
          ? block.text
          : block.text.text
        : 'items' in block
          ? block.items.map((item) => item.text)
          : [],
    )
    .join('\n')

describe('the methods text', () => {
  const text = textOf(
    methodsChapter({
      study,
      patients: of,
      features: { names: new Array(40).fill('f'), settings },
      messages: locales.en,
      tables: [],
      results: [],
      version: '1.2.3',
    }).blocks,
  )

  test.each([
    'read from one table (cohort.csv); the type, levels, unit and missing codes of each variable, and when it becomes known, are set down in codebook.yaml',
    'Inclusion criteria: (1) Adults (age ≥ 18).',
    'Exclusion criteria: (1) metastasis = 1.',
    '3+ or a ratio above 2.0 is positive; 2+ without FISH is undetermined',
    '40 features per patient were extracted from DCE (phase 2) and DWI (b 0, 800 s/mm²)',
    'Regions were drawn by reader 1 and reader 2; features of reader 1 are used.',
    'Images were resampled to 1 × 1 × 1 mm (B-spline) and discretised with a fixed bin width of 25; grey values were not normalised.',
    'Image types: Original, LoG (sigma 2, 3)',
    'first order, GLCM (Contrast)',
    "Further settings: gldm_a 2; all others were left at PyRadiomics' defaults.",
    'split at random, stratified by outcome, into a training set (70%)',
    'ICC(2,1)³ between readers of at least 0.85; variance of at least 0.10; of every pair with |r| above 0.80 the column more correlated with the outcome is kept; LASSO⁴˒⁵ with λ within one standard error of the least cross-validated deviance (10 folds). All steps are fitted anew inside every fold',
    'mri: logistic regression on Lesion type, reduced backwards by AIC in every refit',
    'Joint: one penalised logistic regression over all columns of radiomics, mri',
    'nested cross-validation (10 outer folds, 5 times)',
    'to 1000 bootstrap samples',
    'permuted 200 times; the AUC should then be 0.5',
    'Nomoscope 1.2.3; every random choice derives from the seed 7',
    'Radiology 2020;295(2):328–338. doi:10.1148/radiol.2020191145',
  ])('says: %s', (sentence) => {
    expect(text).toContain(sentence)
  })

  test('says when selection came before validation, as published', () => {
    const published = { ...study, protocol: 'as-published' as const }
    expect(
      textOf(
        methodsChapter({
          study: published,
          patients: of,
          features: { names: [] },
          messages: locales.en,
          tables: [],
          results: [],
          version: '1',
        }).blocks,
      ),
    ).toContain('this was done once, before validation: performance measured afterwards is too good')
  })

  test('says of a feature table that its extraction is not known', () => {
    const table = { ...study, features: { table: 'features.csv', id: 'patient' } }
    expect(
      textOf(
        methodsChapter({
          study: table,
          patients: of,
          features: { names: ['a'] },
          messages: locales.en,
          tables: [],
          results: [],
          version: '1',
        }).blocks,
      ),
    ).toContain('read from the table features.csv; how they were extracted is not known here')
  })
})

test('the methods say how intensities were brought to one scale, and what was learnt for it', () => {
  const normalised = (how: object, names: string[] = []) => {
    const images = {
      dce: { path: 'a', mask: 'b', ...how },
      ...Object.fromEntries(names.map((name) => [name, { path: 'a' }])),
    }
    const histograms = { dce: { percentiles: [1, 99], landmarks: [0, 1000], images: 224 } }
    const features = { names: ['a'], settings, histograms }
    return textOf(
      methodsChapter({
        study: { ...study, images },
        patients: of,
        features,
        messages: locales.en,
        tables: [],
        results: [],
        version: '1',
      }).blocks,
    )
  }
  const nyul = normalised({ normalise: 'nyul' })
  expect(nyul).toContain("Intensities of DCE were brought to a common scale before extraction by Nyúl's histogram")
  expect(nyul).toContain('fitted once on the 224 training images, without the outcome; it was not refitted in folds')
  expect(nyul).not.toContain('not normalised')
  expect(normalised({ normalise: { zscore: 'surroundings', from: 3, to: 15 } }, ['t2'])).toMatch(
    /tissue 3 to 15 mm around the region, 100 units to a standard deviation; each image by itself[\s\S]*grey values of the other sequences were not normalised/,
  )
})

test('the methods say how the bias field was taken out', () => {
  const { images } = studySchema.parse({ ...study, images: { dce: { path: 'a', mask: 'b', n4: true } } })
  const facts = { patients: of, features: { names: ['a'], settings }, tables: [], results: [], version: '1' }
  const text = (messages: typeof locales.en) =>
    textOf(methodsChapter({ study: { ...study, images }, messages, ...facts }).blocks)
  expect(text(locales.en)).toMatch(
    /The bias field of DCE was taken out by N4.*in the patient.*shrink factor 4.*4 control points.*4 fitting levels, at most 50, 50, 50, 50 iterations.*threshold 0\.001, 200 histogram bins.*0\.15 and Wiener noise 0\.01/,
  )
  expect(text(locales.zh)).toContain('DCE 的偏置场以 N4')
})

test('limitations come from the data: a small validation, one reader, no other place', () => {
  const text = textOf(limitationsChapter(locales.en, study, of, [])!.blocks)
  expect(text).toContain('Patients with the outcome in the validation set: 5, fewer than the 100')
  expect(text).toContain('Regions of dwi were drawn by one reader')
  expect(text).toContain('No patients from another place or time')
  expect(text).not.toContain('synthetic')
})

test('time–signal curves and their thresholds are said', () => {
  const curve = { phases: ['a', 'b', 'c'], times: [0, 120, 420], plateau: 15 }
  const { images } = studySchema.parse({ ...study, images: { dce: { path: 'a', mask: 'd', curve } } })
  const described = { ...study, images, features: undefined }
  const { blocks } = methodsChapter({
    study: described,
    patients: of,
    features: { names: [] },
    messages: locales.en,
    tables: [],
    results: [],
    version: '1',
  })
  expect(textOf(blocks)).toMatch(
    /each phase \(0, 120, 420 s\)\. .*within 180 s\): I, persistent, where it is more than 15% higher;.*none below 50% of early/,
  )
})
