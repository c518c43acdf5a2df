import type { Checklist, ChecklistItem, Evidence } from './checklist.ts'

/** Categories of METRICS with the published weight of each item, in the order of their numbers, 1 to 30. */
const categories: [category: string, items: [asks: string, weight: string, ...by: Evidence[]][]][] = [
  [
    'Study design',
    [
      ['Adherence to checklists or guidelines for radiomics or machine learning', '0.0368', 'checklists'],
      ['Eligibility criteria that describe a representative population', '0.0735', 'criteria', 'flow'],
      ['High-quality reference standard with a clear definition', '0.0919', 'outcome'],
    ],
  ],
  [
    'Imaging data',
    [
      ['Several centres', '0.0438'],
      ['Clinical translatability of the source of the images', '0.0292'],
      ['Imaging protocol with acquisition parameters', '0.0438', 'imaging'],
      ['Interval between imaging and reference standard', '0.0292'],
    ],
  ],
  [
    'Segmentation (where there is any)',
    [
      ['Transparent description of the segmentation', '0.0337', 'segmentation', 'readers'],
      ['Formal evaluation of fully automated segmentation (only where it is that)', '0.0225'],
      ['Masks of the test set by a single reader or an automated tool', '0.0112', 'readers'],
    ],
  ],
  [
    'Image processing and feature extraction (hand-crafted features)',
    [
      ['Appropriate preprocessing, described', '0.0622', 'preprocessing', 'resampling', 'discretisation'],
      ['Standardised extraction software', '0.0311', 'extraction'],
      ['Extraction parameters, or that the defaults were used', '0.0415', 'parameters', 'defaults'],
    ],
  ],
  [
    'Feature processing (tabular data; the last for end-to-end deep learning)',
    [
      ['Removal of features that are not robust', '0.0200', 'reliability'],
      ['Removal of redundant features', '0.0200', 'selection'],
      ['Dimensionality that suits the size of the data', '0.0300', 'selectedFeatures', 'counts'],
      ['Robustness of an end-to-end deep learning pipeline (only where it is that)', '0.0200'],
    ],
  ],
  [
    'Preparation for modelling',
    [
      ['Proper partitioning of the data', '0.0599', 'split'],
      ['Handling of confounding factors', '0.0300', 'clusters'],
    ],
  ],
  [
    'Metrics and comparison',
    [
      ['Performance metrics that suit the task', '0.0352', 'measures'],
      ['Uncertainty', '0.0234', 'intervals'],
      ['Calibration', '0.0176', 'calibration'],
      ['Uni-parametric imaging, or proof that it is inferior', '0.0117'],
      ['Comparison with a non-radiomic approach, or proof of added clinical value', '0.0293', 'nonRadiomic', 'utility'],
      ['Comparison with simple or classical statistical models', '0.0176', 'nonRadiomic'],
    ],
  ],
  [
    'Testing',
    [
      ['Internal testing', '0.0375', 'internalValidation'],
      ['External testing', '0.0749'],
    ],
  ],
  [
    'Open science',
    [
      ['Availability of the data', '0.0075', 'features'],
      ['Availability of the code', '0.0075', 'code'],
      ['Availability of the model', '0.0075', 'modelFile'],
    ],
  ],
]

/** Items whose quality a reader must judge, whatever the report shows of them. */
const inPart = new Set([2, 3, 8, 10, 16, 19, 25, 28])

/** The 30 items of METRICS by their published numbers; their score is not added up, as most items are a judgement. */
export const metricsChecklist: Checklist = {
  id: 'metrics',
  concerns: 'radiomics',
  name: 'METRICS (METhodological RadiomICs Score)',
  source:
    'Kocak B, Akinci D’Antonoli T, Mercaldo N, et al. METhodological RadiomICs Score (METRICS). Insights Imaging 2024;15:8 (CC BY 4.0), Table 1; wording shortened. The weights are for the reader who scores: conditional items that do not apply are left out of the sum and of its maximum.',
  items: categories
    .flatMap(([section, items]) =>
      items.map(([asks, weight, ...by]) => ({ section, topic: `Weight ${weight}`, asks, by })),
    )
    .map((one, i): ChecklistItem => ({ item: String(i + 1), ...one, ...(inPart.has(i + 1) && { part: true }) })),
}
