// The sections of docs/study-file.md. A test holds that the examples are valid and that together they show every key.

export const sections = [
  {
    title: 'The study',
    keys: ['study', 'seed', 'date', 'synthetic', 'language', 'word', 'protocol', 'unit', 'aggregate'],
    text: 'The title, and what holds for all of it. `protocol: as-published` validates after selection, as many papers do, and is marked so in every table; everything else is `honest`.',
    examples: [
      `study: HER-2 status from breast MRI
seed: 20240601
date: 2024-07-01
language: en
word: report
protocol: honest
unit: patient`,
      `# Several lesions of a patient: the largest represents the patient.
unit: lesion
aggregate: { largest: volume }
synthetic: true
word: manuscript`,
    ],
  },
  {
    title: 'Patients',
    keys: ['cohort', 'centre'],
    text: 'The spreadsheet, CSV or XLSX, with one row a patient (or a lesion). Types, labels and missing codes of its columns are in the [codebook](codebook.md).',
    examples: [
      `cohort:
  file: cohort.xlsx
  sheet: Patients
  id: patient
  codebook: codebook.yaml
  join:
    - { file: pathology.csv, id: { column: case, match: 'BR-(\\\\d+)', as: number } }
    - { file: markers.xlsx, sheet: Serum, id: patient }
  corrections: corrections.csv
  readings: readings.csv
  immune: immune-fields.csv
  followUp:
    visits: visits.csv
    diagnosis: mri_date
    death: death_date
    lastContact: last_contact
    markers: { cea: { limit: 5, rise: 1.25 } }
centre: hospital`,
      `# One row a lesion, and a data dictionary of REDCap.
cohort: { file: export.csv, id: { column: lesion, match: '(\\\\d+)$', as: text }, patient: record_id, redcap: dictionary.csv }`,
    ],
  },
  {
    title: 'Outcome',
    keys: ['outcome'],
    text: 'What the models predict. Without an outcome the study describes its patients. HER-2 can be derived from IHC and FISH by ASCO/CAP.',
    examples: [
      `outcome: { column: her2, positive: positive, negative: [negative, low], label: HER-2 status, prevalence: 0.15 }`,
      `outcome: { derive: her2, from: { ihc: ihc_score, fish: fish_ratio, copies: her2_copies } }`,
    ],
  },
  {
    title: 'Criteria',
    keys: ['criteria'],
    text: 'Rules over columns (`=`, `!=`, `<`, `>=`, `and`, `or`, `not`, `in`, `is missing`), counted in the flow diagram in this order.',
    examples: [
      `criteria:
  include:
    - { label: Aged 18 years or over, rule: age >= 18 }
  exclude:
    - { label: Poor image quality, rule: dce_snr < 10 or dce_motion_mm > 2 }
    - therapy_before_mri = 'yes'`,
    ],
  },
  {
    title: 'Blocks of variables',
    keys: ['blocks'],
    text: 'Columns under one name, for models, selection and tables. `features` is every feature.',
    examples: [
      `blocks:
  clinical: [age, menopause]
  radiomics: features
  texture: { features: '_glcm_|_glrlm_' }
  serum: { columns: '^marker_' }`,
    ],
  },
  {
    title: 'Images',
    keys: ['images', 'quality'],
    text: 'One entry a sequence: where the image and the masks of each reader are, which image of a DICOM folder or which map of it is meant, and what happens to its intensities ([more](images.md)).',
    examples: [
      `images:
  dce:
    path: images/{patient}/dce
    source: phase 2
    masks: { reader1: 'masks/{patient}/r1.nrrd', reader2: 'masks/{patient}/r2.nrrd' }
    label: 1
    times: [0, 90, 180, 270]
    curve: { enhancing: 50, plateau: 10, early: 180 }
    n4: true
    normalise: { zscore: surroundings, from: 3, to: 15 }
  dwi:
    path: images/{patient}/dwi
    b: [0, 800]
    source: adc
    mask: masks/{patient}/dwi.nii.gz
    anatomy: t2
    register: { from: t2, transform: rigid }
    uneven: 0.05
  t2:
    path: images/{patient}/t2.nrrd
    mask: masks/{patient}/probability.nrrd
    threshold: 0.5
    region: { largest: lesion, margin: 2, clip: { mask: 'masks/{patient}/breast.nrrd' } }
    normalise: { zscore: tissue, mask: 'masks/{patient}/muscle.nrrd', label: 1 }
  t1:
    path: images/{patient}/t1.nrrd
    mask: masks/{patient}/t2.nrrd
    label: [1, 2, 4]
    region: { shell: [0, 5], clip: { skin: 2 } }
    n4:
      numberOfFittingLevels: 4
      numberOfControlPoints: 4
      maximumNumberOfIterations: [50, 50, 50, 50]
      convergenceThreshold: 0.001
      biasFieldFullWidthAtHalfMaximum: 0.15
      wienerFilterNoise: 0.01
      numberOfHistogramBins: 200
      shrinkFactor: 4
      mask: masks/{patient}/brain.nrrd
    normalise: nyul
    curve: { phases: ['images/{patient}/p0.nrrd', 'images/{patient}/p1.nrrd', 'images/{patient}/p2.nrrd'], times: [0, 120, 420] }
quality: true`,
      `# The lesion, and its parts that are alike in two maps and a filtered image, each measured by itself.
images:
  dce: { path: 'images/{patient}/dce', source: phase 2, mask: 'masks/{patient}.nrrd' }
  ser: { path: 'images/{patient}/dce', source: ser }
  adc: { path: 'images/{patient}/dwi', source: adc, register: { from: dce } }
  parts:
    path: images/{patient}/dce
    source: phase 2
    mask: masks/{patient}.nrrd
    region: { habitats: { number: 3, maps: [ser, adc, { of: dce, filter: log-sigma-2-0-mm-3D }], method: mixture } }
features: { params: params.yaml, sequences: [dce, parts] }`,
    ],
  },
  {
    title: 'Readers',
    keys: ['readers'],
    text: 'A reader who reads some patients a second time is a reader of its own, with masks of its own in `images` and rows of its own in the table of readings. A second reading enters no mean, no consensus and no comparison with another reader; the report tells how far it agrees with the first (κ, ICC), and `check` the overlap of the regions (Dice).',
    examples: [
      `readers:
  anna-again: { rereads: anna, share: 0.3, seed: 7 }   # drawn at random
  bo-again: { rereads: bo, patients: read-twice.csv }  # named in a table's column \`patient\``,
    ],
  },
  {
    title: 'Features',
    keys: ['features'],
    text: "Extracted with PyRadiomics' parameter file, or taken from a table, which may be the cohort's own.",
    examples: [
      `features: { params: params.yaml, sequences: [dce, dwi], reader: reader1 }`,
      `# One reader: every region is measured again under small changes, and only features that bear them are selected from.
features:
  params: params.yaml
  perturb: { repeats: 10, noise: true, rotate: [-10, -5, 5, 10], translate: [0.25, 0.5, 0.75], grow: [-0.1, 0, 0.1], contours: true }
selection: [{ icc: 0.85, of: perturbations, bound: lower }, { lasso: { folds: 10 } }]`,
      `# Beside them the numbers that a network of your own gives for a patch around each region.
features:
  params: params.yaml
  deep: { model: encoder.onnx, licence: MIT, size: [48, 48, 32], spacing: [1, 1, 1], normalise: zscore, masked: false, output: features }
blocks: { deep: { features: '_deep_' } }`,
      `features: { table: features.xlsx, sheet: T2, id: { column: Case, match: '(\\\\d+)', as: text }, columns: '^original_', exclude: [original_shape_Sphericity] }`,
      `# What nomoscope gather wrote: a folder of Parquet, read part by part.
features: { table: features, id: ID, columns: '^original_' }`,
    ],
  },
  {
    title: 'Split',
    keys: ['split'],
    text: 'Which rows are held out; none by default, as nested cross-validation leads the report and uses every patient. Hold out another centre or a later time, or enough patients: at least 100 with and 100 without the outcome.',
    examples: [
      `split: { training: 0.7, stratify: outcome }`,
      `split: { by: hospital, validation: [C] }`,
      `split: { by: mri_date, before: 2024-01-01 }`,
      `split: { column: set }`,
      `split: none`,
    ],
  },
  {
    title: 'Selection',
    keys: ['selection'],
    text: 'Steps in the order in which they are fitted; each is fitted again in every fold and every resample ([more](models.md)).',
    examples: [
      `selection:
  - { icc: 0.75, bound: lower }
  - { combat: true }
  - { variance: 0.001, scaled: true }
  - { zscore: true }
  - { univariate: 0.05 }
  - { mrmr: 50 }
  - { correlation: 0.9, keep: first }
  - { lasso: { folds: 10, lambda: min, alpha: 1 } }`,
      `selection: [{ combat: { reference: A } }, { lasso: {} }]`,
      `# Batches of two columns one after the other; what age and grade do to the features stays.
selection: [{ combat: { by: [hospital, scanner], keep: [age, grade] } }, { lasso: {} }]`,
      `# Several visits of a patient: an intercept for each.
unit: lesion
cohort: { file: visits.csv, id: visit, patient: patient }
selection: [{ combat: { keep: [age], longitudinal: true } }, { lasso: {} }]`,
      `selection: [{ preset: paper }]`,
    ],
  },
  {
    title: 'Models',
    keys: ['models', 'comparators', 'per', 'missing', 'deploy'],
    text: 'Terms are columns, blocks, the score of a block (cross-fitted), splines and interactions; or one penalised model over blocks; with `cox`, of the time to an event. `noninvasive` models are compared with each other in the report. `per` says for how many units of a number odds and hazard ratios are told.',
    examples: [
      `models:
  radiomics: { label: Radiomics, terms: [{ score: radiomics }], noninvasive: true }
  combined: { terms: [clinical, { score: radiomics }, { spline: age, knots: 4 }, { interaction: [age, menopause] }], select: backward }
  joint: { lasso: [clinical, radiomics], label: Joint LASSO, noninvasive: true }
  survival:
    terms: [age, { score: radiomics }]
    cox: { time: dfs_months, event: { column: status, value: relapse, censored: alive, competing: death }, horizons: [24, 60], label: Relapse, unit: months }
  survivors:
    terms: [age, grade]
    cox: { time: os_months, event: death, horizons: [60], unit: months, start: registered_months, landmark: 6 }
comparators:
  forest: { method: forest, on: [clinical, radiomics], label: Random forest }
  boosting: { method: boosting, on: [radiomics] }
  svm: { method: svm, on: [radiomics] }
per: { age: 10, size: iqr }
missing: multiple
deploy: fitted`,
    ],
  },
  {
    title: 'Outcomes of several levels, or a number',
    keys: ['regressions'],
    text: 'Proportional-odds, multinomial and linear regressions of further outcomes on fixed columns, with Hand and Till’s AUC, the ordinal c-index or R² out of fold, calibration and, where there is one linear predictor, a nomogram. Complete cases.',
    examples: [
      `regressions:
  - { outcome: her2_level, kind: ordinal, order: [zero, low, positive], terms: [age, size], label: HER2 level }
  - { outcome: subtype, kind: multinomial, terms: [age, size] }
  - { outcome: ki67, kind: linear, terms: [age, size] }`,
    ],
  },
  {
    title: 'Validation',
    keys: ['validation'],
    text: 'How the performance is measured; the whole selection is repeated inside.',
    examples: [
      `validation:
  nested: { folds: 10, repeats: 5 }
  bootstrap: 1000
  permutations: 200
  thresholds: [0.1, 0.2]
  centres: true
  learning: { shares: [0.4, 0.6, 0.8], repeats: 20 }
  subgroups: [menopause, age]`,
    ],
  },
  {
    title: 'Survival, comparisons and tables',
    keys: ['survival', 'compare', 'tables'],
    text: 'What the report describes beside the models.',
    examples: [
      `survival:
  - { time: dfs_months, event: { column: dfs, value: 1, censored: 0, competing: 2 }, by: her2, terms: [age], label: Disease-free survival, unit: months }
  - { time: dfs_months, event: relapse, by: her2, start: registered_months, landmark: 6 }
  - { time: os_months, event: relapse, competing: { column: status, value: death, censored: alive, competing: relapse }, by: her2 }
compare:
  - { markers: [cea, ca153], by: her2, label: Serum tumour markers }
tables: { baseline: [age, menopause], mri: [type, edge] }`,
    ],
  },
]
