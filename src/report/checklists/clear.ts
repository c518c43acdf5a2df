import type { Checklist, ChecklistItem, Evidence } from './checklist.ts'

/** Sections of CLEAR with what each item asks for in short, in the order of their numbers, 1 to 58. */
const sections: [section: string, items: [topic: string, asks: string, ...by: Evidence[]][]][] = [
  ['Title', [['Title', 'Radiomics and its methodology named in the title']]],
  ['Abstract', [['Abstract', 'Structured summary with the relevant information']]],
  ['Keywords', [['Keywords', 'Keywords relevant to radiomics']]],
  [
    'Introduction',
    [
      ['Background', 'Scientific or clinical background'],
      ['Rationale', 'Why a radiomic approach'],
      ['Objectives', 'Objectives of the study'],
    ],
  ],
  [
    'Method: study design',
    [
      ['Guidelines', 'Adherence to guidelines or checklists', 'checklists'],
      ['Ethics', 'Approval, consent, data protection'],
      ['Sample size', 'How the sample size was determined', 'sampleSize'],
      ['Study nature', 'Prospective or retrospective; registration'],
      ['Eligibility', 'Inclusion and exclusion criteria, how patients were selected', 'criteria'],
      ['Pipeline', 'Flowchart of the technical pipeline', 'pipeline'],
    ],
  ],
  [
    'Method: data',
    [
      ['Data source', 'Private or public, by partition', 'dataSource'],
      ['Data overlap', 'Use of the same data in earlier publications'],
      ['Data split', 'Partitions, how assigned, at which level, and how leakage was avoided', 'split'],
      ['Imaging protocol', 'Acquisition and scanner, sequence by sequence', 'imaging'],
      ['Non-radiomic predictors', 'Definition of clinical and other predictors', 'predictors'],
      ['Reference standard', 'Definition of the outcome', 'outcome'],
    ],
  ],
  [
    'Method: segmentation',
    [
      ['Segmentation', 'How the regions were drawn', 'segmentation'],
      ['Operators', 'Who drew the regions, and how several became one', 'readers'],
    ],
  ],
  [
    'Method: pre-processing',
    [
      ['Pre-processing', 'Normalisation and other steps with their parameters', 'preprocessing'],
      ['Resampling', 'Method, parameters and voxel size', 'resampling'],
      ['Discretisation', 'Method and its parameters', 'discretisation'],
      ['Image types', 'Original and filtered images with their parameters', 'imageTypes'],
    ],
  ],
  [
    'Method: feature extraction',
    [
      ['Extraction', 'Software, version, settings, standard; in two or three dimensions', 'extraction'],
      ['Feature classes', 'Classes with the number of features in each', 'featureClasses'],
      ['Number of features', 'Features per patient and per sequence', 'featureCount'],
      ['Defaults', 'That all other parameters were left at their defaults', 'defaults'],
    ],
  ],
  [
    'Method: data preparation',
    [
      ['Missing data', 'How much is missing and how it was handled', 'missing'],
      ['Class imbalance', 'Balance of the classes and how it was handled', 'classBalance'],
      ['Segmentation reliability', 'Reliability of features across readers, on the training set', 'reliability'],
      ['Feature scaling', 'Normalisation or standardisation, learnt on the training set', 'scaling'],
      ['Dimension reduction', 'Methods and cut-offs, learnt on the training set', 'selection'],
    ],
  ],
  [
    'Method: modelling',
    [
      ['Algorithm', 'Software and algorithm in full', 'modelType'],
      ['Training and tuning', 'Training, hyperparameters and how they were tuned', 'tuning'],
      ['Confounders', 'How confounders were detected and handled', 'clusters'],
      ['Model selection', 'How the final model was chosen', 'internalValidation'],
    ],
  ],
  [
    'Method: evaluation',
    [
      ['Testing', 'Internal or external testing', 'split', 'internalValidation'],
      ['Metrics', 'Performance metrics and why these', 'measures'],
      ['Uncertainty', 'Uncertainty and its measures', 'intervals', 'calibration'],
      ['Comparison', 'Statistical comparison of performance', 'comparison'],
      [
        'Other methods',
        'Comparison with non-radiomic and combined approaches; clinical utility',
        'nonRadiomic',
        'utility',
      ],
      ['Explainability', 'Methods of interpretation and explanation', 'explanation'],
    ],
  ],
  [
    'Results',
    [
      ['Characteristics', 'Baseline characteristics by partition and by outcome', 'baseline', 'differences'],
      ['Eligibility flow', 'Flowchart with numbers included and excluded', 'flow'],
      ['Feature statistics', 'Reproducibility and selection of features', 'selectedFeatures', 'reliability'],
      ['Performance', 'Performance in training, validation and test', 'performance', 'calibration'],
      ['Comparison', 'Results of non-radiomic and combined approaches', 'nonRadiomic', 'comparison', 'utility'],
    ],
  ],
  [
    'Discussion',
    [
      ['Overview', 'Overview of important findings'],
      ['Previous works', 'Differences from previous works'],
      ['Practical implications', 'Practical implications'],
      ['Strengths and limitations', 'Bias, uncertainty, reproducibility, generalisability', 'limitations'],
    ],
  ],
  [
    'Open science',
    [
      ['Images', 'Sharing images with segmentations (not essential)'],
      ['Features', 'Sharing radiomic feature data', 'features'],
      ['Pre-processing', 'Sharing pre-processing scripts or settings', 'parameters'],
      ['Modelling code', 'Sharing source code for modelling', 'code'],
      ['Model', 'Sharing the final model', 'modelFile'],
      ['Ready-to-use system', 'Sharing a system that others can use (not essential)', 'tool'],
    ],
  ],
]

/** Items that ask for reasons, people or circumstances beside what the analysis shows. */
const inPart = new Set([9, 13, 16, 17, 18, 19, 20, 36, 39, 43, 52])

/** The 58 items of CLEAR, version 1.0, by their published numbers. */
export const clearChecklist: Checklist = {
  id: 'clear',
  concerns: 'radiomics',
  name: 'CLEAR checklist (CheckList for EvaluAtion of Radiomics research)',
  source:
    'Kocak B, Baessler B, Bakas S, et al. CheckList for EvaluAtion of Radiomics research (CLEAR). Insights Imaging 2023;14:75 (CC BY 4.0), version 1.0; wording shortened.',
  items: sections
    .flatMap(([section, items]) => items.map(([topic, asks, ...by]) => ({ section, topic, asks, by })))
    .map((one, i): ChecklistItem => ({ item: String(i + 1), ...one, ...(inPart.has(i + 1) && { part: true }) })),
}
