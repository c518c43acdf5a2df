import type { Column } from '../../src/cohort/codebook/variable.ts'
import type { Report } from '../../src/report/document.ts'
import { coefficientTable } from '../../src/report/tables/coefficient-table.ts'
import { performanceTable } from '../../src/report/tables/performance-table.ts'
import { tableOne } from '../../src/report/tables/table-one.ts'
import { fixedDecimals, pValue, wholeNumber, withInterval } from '../../src/text/format.ts'
import { plainText, text } from '../../src/text/with-numbers.ts'
import { drawn } from '../figures/drawn.ts'
import * as figures from '../figures/inputs.ts'
import { expectedStatistics, readCohort } from '../support/statistics.ts'

/** A whole report over the simulated cohort, with R's results in it: what the HTML and Word tests read and look at. */

const cohort = readCohort()
const logistic = expectedStatistics('logistic')

export function fixtureColumn(
  name: string,
  label: string,
  levels?: string[],
  labels?: string[],
  unit?: string,
): Column {
  return {
    variable: {
      name,
      label,
      type: levels ? 'categorical' : 'continuous',
      levels: levels?.map((value, i) => ({ value, label: labels?.[i] ?? value })),
      unit,
      missing: [],
      measured: 'baseline',
      derivedFrom: [],
    },
    values: levels ? Float64Array.from(cohort.text[name], (cell) => levels.indexOf(cell)) : cohort.number[name],
  }
}

const noYes = ['no', 'yes']
export const fixtureColumns = {
  age: fixtureColumn('age', 'Age', undefined, undefined, 'years'),
  size: fixtureColumn('size', 'Size', undefined, undefined, 'cm'),
  cea: fixtureColumn('cea', 'CEA', undefined, undefined, 'ng/mL'),
  grade: fixtureColumn('grade', 'Pathological grade', ['I', 'II', 'III']),
  type: fixtureColumn('type', 'Type', ['0', '1'], ['non-mass', 'mass']),
  edge: fixtureColumn('edge', 'Edge', ['smooth', 'blur', 'burr']),
  skin: fixtureColumn('skin', 'Local skin thickening or depression', ['0', '1'], noYes),
  axillary: fixtureColumn('axillary', 'Axillary lymph nodes', ['0', '1'], noYes),
}

const rowsWith = (flag: number) => cohort.text.her2.map((_, i) => i).filter((i) => cohort.number.her2[i] === flag)
export const fixtureGroups = [
  { label: 'HER-2 positive', rows: rowsWith(1) },
  { label: 'HER-2 negative', rows: rowsWith(0) },
]

const withMissing = (column: Column): Column => ({
  ...column,
  values: column.values.map((v, i) => (i % 40 ? v : Number.NaN)),
})

const terms = [
  ['mass', 'Type'],
  ['blur', 'Edge'],
  ['burr', 'Edge'],
  ['yes', 'Local skin thickening or depression'],
  ['yes', 'Axillary lymph nodes'],
  ['Age, years', undefined],
  ['Size, cm', undefined],
] as const

const estimate = (value: number, half: number) => ({ value, lower: value - half, upper: value + half })

export const sampleReport: Report = {
  title: 'HER-2 status from multimodal breast MRI',
  language: 'en',
  synthetic: true,
  asPublished: false,
  origin: { version: '0.1.0', date: '2026-11-22', cohort: 'simulated cohort, 320 patients', seed: 20240601 },
  summary: {
    headlines: [
      {
        label: 'Patients and events',
        value: text`${wholeNumber(320, 'flow.analysed')} patients`,
        detail: text`${wholeNumber(111)} HER-2 positive; 15.9 events per candidate variable`,
      },
      {
        label: 'AUC, nested cross-validation',
        value: text`${withInterval([0.731, 0.675, 0.787], 3)}`,
        detail: text`combined model; apparent ${fixedDecimals(0.748, 3)}, optimism ${fixedDecimals(0.017, 3)}`,
      },
      {
        label: 'Calibration slope',
        value: text`${withInterval([0.93, 0.71, 1.16], 2)}`,
        detail: text`intercept ${fixedDecimals(-0.02, 2)}, Brier ${fixedDecimals(0.195, 3)}`,
      },
      {
        label: 'Label-permutation AUC',
        value: text`${fixedDecimals(0.502, 3)}`,
        detail: text`${wholeNumber(200)} permutations, p ${pValue(0.0004)}`,
      },
    ],
    warnings: [
      {
        severity: 'serious',
        text: text`The radiomics score adds nothing beyond the MRI reading (Δ AUC ${fixedDecimals(-0.003, 3)}, p ${pValue(0.8123)}).`,
      },
      { severity: 'note', text: plainText('One centre, one scanner: nothing is known about other centres.') },
    ],
  },
  sections: [
    {
      id: 'methods',
      title: 'Methods',
      blocks: [
        { kind: 'heading', text: 'Patients' },
        {
          kind: 'paragraph',
          text: text`Consecutive patients were read from cohort.csv (${wholeNumber(371)} rows). Criteria were applied in the order of Figure 1.`,
        },
        {
          kind: 'list',
          items: [
            text`Images resampled to ${fixedDecimals(1, 0)} mm, bin width ${wholeNumber(25)}, z-score.`,
            plainText('Variance, correlation and LASSO fitted inside every fold and every resample.'),
          ],
        },
        { kind: 'figure', id: 'flow' },
      ],
    },
    {
      id: 'patients',
      title: 'Patients',
      blocks: [
        { kind: 'table', id: 'table-1' },
        {
          kind: 'warning',
          warning: {
            severity: 'note',
            text: plainText('CEA is missing in eight patients; they were imputed within each resample.'),
          },
        },
        { kind: 'figure', id: 'kaplan-meier' },
      ],
    },
    {
      id: 'model',
      title: 'Model',
      blocks: [
        { kind: 'table', id: 'table-4' },
        { kind: 'figure', id: 'forest' },
        { kind: 'figure', id: 'nomogram' },
        { kind: 'figure', id: 'lasso' },
      ],
    },
    {
      id: 'performance',
      title: 'Performance',
      blocks: [
        { kind: 'table', id: 'table-5' },
        { kind: 'figure', id: 'panels' },
      ],
    },
  ],
  tables: [
    tableOne({
      id: 'table-1',
      number: '1',
      title: 'Patients by HER-2 status',
      columns: [
        fixtureColumns.age,
        fixtureColumns.size,
        withMissing(fixtureColumns.cea),
        fixtureColumns.grade,
        fixtureColumns.type,
        fixtureColumns.edge,
        fixtureColumns.skin,
        fixtureColumns.axillary,
      ],
      groups: fixtureGroups,
    }),
    coefficientTable({
      id: 'table-4',
      number: '4',
      title: 'Multivariable logistic regression of HER-2 positive status',
      ratio: 'odds',
      references: {
        Type: 'non-mass',
        Edge: 'smooth',
        'Local skin thickening or depression': 'no',
        'Axillary lymph nodes': 'no',
      },
      rows: terms.map(([label, of], i) => {
        const se = logistic.se[i + 1]
        const b = logistic.coef[i + 1]
        return {
          label,
          of,
          estimate: b,
          standardError: se,
          lower: Math.log(logistic.ciWald[i + 1][0]),
          upper: Math.log(logistic.ciWald[i + 1][1]),
          p: logistic.p[i + 1],
        }
      }),
      notes: ['Wald intervals and tests. Prespecified variables, maximum likelihood.'],
      path: 'models.mri.terms',
    }),
    performanceTable({
      id: 'table-5',
      number: '5',
      title: 'Performance of the models',
      models: [
        {
          name: 'mri',
          label: 'MRI reading',
          performance: {
            nested: { auc: estimate(0.731, 0.056), brier: { value: 0.195 }, calibrationSlope: estimate(0.93, 0.22) },
            apparent: { auc: estimate(0.748, 0.055), brier: { value: 0.188 }, calibrationSlope: { value: 1 } },
            optimismCorrected: {
              auc: estimate(0.727, 0.05),
              brier: { value: 0.197 },
              calibrationSlope: { value: 0.91 },
            },
            heldOut: {
              auc: estimate(0.722, 0.1),
              brier: { value: 0.199 },
              calibrationSlope: estimate(0.88, 0.4),
              calibrationIntercept: estimate(-0.12, 0.3),
              sensitivity: { value: 0.6666, lower: 0.45, upper: 0.84 },
            },
          },
        },
        {
          name: 'radiomics',
          label: 'Radiomics',
          performance: {
            nested: { auc: estimate(0.61, 0.07), brier: { value: 0.221 } },
            apparent: { auc: estimate(0.81, 0.05), brier: { value: 0.17 } },
          },
        },
      ],
    }),
  ],
  figures: [
    {
      id: 'flow',
      number: '1',
      title: 'Selection of patients',
      caption: plainText('Criteria in the order of the study file.'),
      description: 'Flow diagram.',
      data: figures.flowInput,
    },
    {
      id: 'kaplan-meier',
      number: '2',
      title: 'Disease-free survival by HER-2 status',
      caption: text`Kaplan–Meier estimates with ${wholeNumber(95)}% bands; ticks are censored patients.`,
      description: 'Survival curves.',
      data: figures.survivalInput,
    },
    {
      id: 'nomogram',
      number: '3',
      title: 'Nomogram for HER-2 positive status',
      caption: plainText('Add the points of all variables; the total gives the probability.'),
      description: 'Nomogram.',
      data: figures.nomogramInput,
    },
    {
      id: 'panels',
      number: '4',
      title: 'Validation',
      caption: plainText('(A) ROC curves. (B) Calibration. (C) Decision curve.'),
      description: 'Three panels.',
    },
    {
      id: 'forest',
      number: '5',
      title: 'Odds ratios',
      caption: plainText('Squares are estimates, lines 95% intervals.'),
      description: 'Forest plot.',
      data: figures.forestInput,
    },
    {
      id: 'lasso',
      number: 'S1',
      title: 'LASSO',
      caption: plainText('(A) Paths. (B) Cross-validation.'),
      description: 'LASSO paths.',
      data: figures.lassoInput,
    },
  ],
  warnings: [],
}

export const sampleDrawings: Record<string, string> = Object.fromEntries(
  sampleReport.figures.map(({ id }) => [id, drawn[id].svg]),
)

export const sampleResults = {
  flow: { analysed: 320 },
  tables: sampleReport.tables,
  figures: sampleReport.figures,
  models: {
    mri: {
      terms: terms.map((_, i) => ({
        estimate: logistic.coef[i + 1],
        se: logistic.se[i + 1],
        p: logistic.p[i + 1],
      })),
      performance: {
        nested: { auc: estimate(0.731, 0.056), brier: { value: 0.195 }, calibrationSlope: estimate(0.93, 0.22) },
        apparent: { auc: estimate(0.748, 0.055), brier: { value: 0.188 }, calibrationSlope: { value: 1 } },
        optimismCorrected: { auc: estimate(0.727, 0.05), brier: { value: 0.197 }, calibrationSlope: { value: 0.91 } },
        heldOut: {
          auc: estimate(0.722, 0.1),
          brier: { value: 0.199 },
          calibrationSlope: estimate(0.88, 0.4),
          calibrationIntercept: estimate(-0.12, 0.3),
          sensitivity: { value: 0.6666, lower: 0.45, upper: 0.84 },
        },
      },
    },
    radiomics: {
      performance: {
        nested: { auc: estimate(0.61, 0.07), brier: { value: 0.221 } },
        apparent: { auc: estimate(0.81, 0.05), brier: { value: 0.17 } },
      },
    },
  },
  report: { summary: sampleReport.summary, sections: sampleReport.sections },
}
