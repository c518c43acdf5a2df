export const demoReadme = `SYNTHETIC DATA. None of these patients exists; the images are mathematical phantoms.

The counts of the categorical variables among HER-2 positive and negative patients, and the means of age, tumour volume
and follow-up, are those of Tables 1 and 2 of the paper that the demo is modelled on (Qiu et al., HER-2 status from
breast MRI, Breast Cancer: Targets and Therapy). Everything else is drawn at random. Nothing that is computed from this
folder says anything about breast cancer.

study.yaml         the study; \`nomoscope run study.yaml\` makes the report
codebook.yaml      what the columns of cohort.csv mean and when they are known
cohort.csv         380 patients seen, 320 of them eligible
readings.csv       two readers' structured MRI readings and their consensus
visits.csv         follow-up visits with MRI finding and serum markers
immune-fields.csv  counted cells, five high-power fields a stain
params.yaml        settings of the feature extraction
images/            DCE (before contrast, 2 and 7 minutes after), ADC (10^-6 mm2/s) and T2 phantoms, two readers' masks
`

export const demoStudy = (seed: number) => `# SYNTHETIC DATA: see README.txt.
study: HER-2 status from multimodal breast MRI (synthetic demonstration)
synthetic: true
date: 2024-07-01
seed: ${seed}
unit: patient
cohort:
  file: cohort.csv
  id: patient
  codebook: codebook.yaml
  readings: readings.csv
  immune: immune-fields.csv
  followUp:
    visits: visits.csv
    diagnosis: mri_date
    death: death_date
    lastContact: last_contact
    markers: { cea: { limit: 5 }, ca153: { limit: 30 } }
outcome: { column: her2, positive: positive }
criteria:
  include:
    - { label: Histologically confirmed invasive cancer, rule: histology = 'invasive' }
    - { label: Aged 18 years or over, rule: age >= 18 }
    - { label: Karnofsky score 70 or over, rule: kps >= 70 }
    - { label: 'Complete pre-treatment MRI (DCE, DWI, T2)', rule: sequences = 'complete' }
  exclude:
    - { label: Distant metastasis at diagnosis, rule: metastasis = 'yes' }
    - { label: Other malignancy within 5 years, rule: prior_malignancy = 'yes' }
    - { label: Neoadjuvant therapy before MRI, rule: neoadjuvant = 'yes' }
    - { label: Contraindication to MRI, rule: contraindication = 'yes' }
    - { label: Poor image quality, rule: dce_snr < 10 or dce_motion_mm > 2 or dwi_outline_dice < 0.9 }
    - { label: Severe comorbidity, rule: comorbidity = 'yes' }
    - { label: Active infection or organ failure, rule: infection = 'yes' }
    - { label: Unable to cooperate, rule: cooperation = 'no' }
blocks:
  clinical: [age, menopause, volume]
  mri: [type, edge, nipple, skin, axillary, tic, bpe]
  immune: [cd8, cd4, m1, treg, tam]
  radiomics: features
images:
  dce:
    path: images/{patient}/dce_phase2.nrrd
    masks: { reader1: 'images/{patient}/dce_reader1.nrrd', reader2: 'images/{patient}/dce_reader2.nrrd' }
    curve: { phases: ['images/{patient}/dce_phase0.nrrd', 'images/{patient}/dce_phase2.nrrd', 'images/{patient}/dce_phase7.nrrd'], times: [0, 120, 420] }
  dwi:
    path: images/{patient}/dwi_adc.nrrd
    masks: { reader1: 'images/{patient}/dwi_reader1.nrrd', reader2: 'images/{patient}/dwi_reader2.nrrd' }
    anatomy: t2
  t2:
    path: images/{patient}/t2.nrrd
    masks: { reader1: 'images/{patient}/t2_reader1.nrrd', reader2: 'images/{patient}/t2_reader2.nrrd' }
    normalise: nyul
quality: true
features: { params: params.yaml, sequences: [dce, dwi, t2], reader: reader1 }
centre: centre
split: { training: 0.7, stratify: outcome }
selection: [{ icc: 0.85 }, { variance: 0.1 }, { correlation: 0.8, keep: outcome }, { lasso: { folds: 10, lambda: min } }]
models:
  mri: { label: MRI, terms: [type, edge, skin, axillary], noninvasive: true }
  radiomics: { label: Radiomics, terms: [{ score: radiomics }], noninvasive: true }
  combined: { label: MRI and radiomics, terms: [type, edge, skin, axillary, { score: radiomics }], noninvasive: true }
  immune: { label: 'MRI, radiomics and immune cells', terms: [type, edge, skin, axillary, { score: radiomics }, cd8, tam] }
validation: { nested: { folds: 5, repeats: 1 }, bootstrap: 200, permutations: 20, centres: true, learning: { shares: [0.4, 0.6, 0.8], repeats: 5 }, subgroups: [menopause, age] }
survival:
  - { time: dfs_months, event: dfs, by: her2, label: Disease-free survival, unit: months }
  - { time: os_months, event: os, by: her2, label: Overall survival, unit: months }
compare:
  - { markers: [ca153, cea, ca2729, cyfra211, afp, s100], by: her2, label: Serum tumour markers }
  - { markers: [cd8, cd4, m1, treg, tam], by: her2, label: Immune cells }
  - { markers: [ca153, cea, ca2729, cyfra211, afp, s100, cd8, cd4, m1, treg, tam], by: prognosis, label: Serum markers and immune cells }
  - { markers: [dce_curve_type, dce_curve_washout], by: her2, label: Measured time–signal curve }
tables:
  baseline: [age, menopause, grade, er, pr, ki67, volume, followup_months]
  mri: [type, edge, nipple, skin, axillary, tic, bpe]
`

const yesNo = 'type: binary, levels: { no: No, yes: Yes }'
const receptor = 'type: binary, levels: { positive: Positive, negative: Negative }, measured: tissue'
const marker = 'type: continuous, measured: serum'
const cells = "type: continuous, unit: '%', measured: tissue, range: [0, 100]"

export const demoCodebook = `# SYNTHETIC DATA: see README.txt.
missing: ['']
variables:
  patient: { type: id }
  centre: { label: Centre, type: binary, levels: [A, B], measured: baseline }
  mri_date: { label: Date of MRI, type: date, measured: imaging }
  histology: { label: Histology, type: binary, levels: { invasive: Invasive, in situ: In situ }, measured: tissue }
  kps: { label: Karnofsky score, type: continuous, measured: baseline, range: [0, 100] }
  sequences: { label: MRI sequences, type: binary, levels: { complete: Complete, incomplete: Incomplete }, measured: imaging }
  metastasis: { label: Distant metastasis, ${yesNo}, measured: baseline }
  prior_malignancy: { label: Other malignancy within 5 years, ${yesNo}, measured: baseline }
  neoadjuvant: { label: Neoadjuvant therapy, ${yesNo}, measured: baseline }
  contraindication: { label: Contraindication to MRI, ${yesNo}, measured: baseline }
  image_quality: { label: Image quality, type: binary, levels: { good: Good, poor: Poor }, measured: imaging }
  comorbidity: { label: Severe comorbidity, ${yesNo}, measured: baseline }
  infection: { label: Active infection or organ failure, ${yesNo}, measured: baseline }
  cooperation: { label: Able to cooperate, ${yesNo}, measured: baseline }
  age: { label: Age, type: continuous, unit: years, measured: baseline, range: [0, 120] }
  volume: { label: Tumor volume, type: continuous, unit: cm³, measured: imaging, range: [0, 500] }
  menopause: { label: Menstrual state, type: binary, levels: { postmenopausal: Menopause, premenopausal: Premenopause }, measured: baseline }
  grade: { label: Pathological grade, type: ordinal, levels: [I, II, III], measured: tissue }
  er: { label: ER, ${receptor} }
  pr: { label: PR, ${receptor} }
  ki67: { label: Ki67, ${receptor} }
  # The structured MRI reading (consensus of two readers), in the terms of the BI-RADS lexicon.
  type: { label: Type, type: binary, levels: { nonmass: Non-mass enhancement, mass: Mass }, measured: imaging }
  edge: { label: Edge, type: categorical, levels: { smooth: Smooth (circumscribed), blur: Blur (irregular), burr: Burr (spiculated) }, measured: imaging }
  nipple: { label: Nipple–areola complex, type: binary, levels: { not involved: Not involved, involved: Involved }, measured: imaging }
  skin: { label: Local skin thickening or depression, ${yesNo}, measured: imaging }
  axillary: { label: Axillary lymph node abnormality, ${yesNo}, measured: imaging }
  tic: { label: TIC type, type: ordinal, levels: { persistent: I (persistent), plateau: II (plateau), washout: III (washout) }, measured: imaging }
  bpe: { label: Background parenchymal enhancement, type: ordinal, levels: { minimal: Minimal, mild: Mild, moderate: Moderate, marked: Marked }, measured: imaging }
  ihc_score: { label: HER-2 IHC score, type: ordinal, levels: { 0: '0', 1: 1+, 2: 2+, 3: 3+ }, measured: tissue }
  fish_ratio: { label: HER-2/CEP17 ratio, type: continuous, measured: tissue, range: [0, 50] }
  her2_copies: { label: HER-2 copies a cell, type: continuous, measured: tissue, range: [0, 100] }
  her2: { label: HER-2, type: binary, levels: { negative: Negative, positive: Positive }, measured: tissue, derivedFrom: [ihc_score, fish_ratio, her2_copies] }
  ca153: { label: CA15-3, unit: U/mL, ${marker} }
  cea: { label: CEA, unit: ng/mL, ${marker} }
  ca2729: { label: CA27.29, unit: U/mL, ${marker} }
  cyfra211: { label: CYFRA 21-1, unit: ng/mL, ${marker} }
  afp: { label: AFP, unit: ng/mL, ${marker} }
  s100: { label: S100, unit: µg/L, ${marker} }
  cd8: { label: CD8+ T cells, ${cells} }
  cd4: { label: CD4+ T cells, ${cells} }
  m1: { label: M1 macrophages, ${cells} }
  treg: { label: Regulatory T cells, ${cells} }
  tam: { label: Tumor-associated macrophages, ${cells} }
  followup_months: { label: Follow-up duration, type: continuous, unit: months, measured: after, range: [0, 600] }
  dfs_months: { label: Disease-free survival, type: continuous, unit: months, measured: after, range: [0, 600] }
  dfs: { label: Progression or death, ${yesNo}, measured: after }
  os_months: { label: Overall survival, type: continuous, unit: months, measured: after, range: [0, 600] }
  os: { label: Death, ${yesNo}, measured: after }
  death_date: { label: Date of death, type: date, measured: after }
  last_contact: { label: Last contact, type: date, measured: after }
  data: { label: Data, type: text }
`

export const demoParams = `# Feature extraction of the demonstration: the paper's spacing and bin width, fewer filters than the paper's so that it
# is quick.
imageType:
  Original: {}
  LoG:
    sigma: [2.0]
featureClass:
  firstorder: []
  shape: []
  glcm: []
  glrlm: []
  glszm: []
  gldm: []
  ngtdm: []
setting:
  binWidth: 25
  resampledPixelSpacing: [1, 1, 1]
  interpolator: sitkBSpline
`
