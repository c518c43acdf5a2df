import { readFileSync } from 'node:fs'
import type { CalibrationFigure } from '../../src/figures/charts/calibration.ts'
import type { ContributionFigure } from '../../src/figures/charts/contributions.ts'
import type { DecisionCurveFigure } from '../../src/figures/charts/decision-curve.ts'
import type { PartialEffect } from '../../src/figures/charts/effects.ts'
import type { FlowFigure } from '../../src/figures/charts/flow.ts'
import type { ForestFigure } from '../../src/figures/charts/forest.ts'
import type { GroupPanel } from '../../src/figures/charts/groups.ts'
import type { HeatMapFigure } from '../../src/figures/charts/heat-map.ts'
import type { SurvivalFigure } from '../../src/figures/charts/kaplan-meier.ts'
import type { LassoFigure } from '../../src/figures/charts/lasso.ts'
import type { LearningSeries } from '../../src/figures/charts/learning-curve.ts'
import type { NomogramFigure } from '../../src/figures/charts/nomogram.ts'
import type { ReliabilityFigure } from '../../src/figures/charts/reliability.ts'
import type { RocSeries } from '../../src/figures/charts/roc.ts'
import type { TimeSignalFigure } from '../../src/figures/charts/time-signal.ts'
import type { TimelineFigure } from '../../src/figures/charts/timeline.ts'
import type { WaterfallFigure } from '../../src/figures/charts/waterfall.ts'
import { fixture } from '../support/needs.ts'

/** What the reviewed figures are drawn from: R's results on the simulated cohort, and the paper's counts. */

const read = (file: string) => JSON.parse(readFileSync(fixture('statistics', file), 'utf8'))
const logistic = read('logistic.json')
const extra = read('extra.json')
const roc = read('roc.json')
const glmnet = read('glmnet.json')
const survival = read('survival.json')

interface RmsAxis {
  name: string
  values: Record<string, (number | string)[]>
}

/** rms' own nomogram, as it was exported from R, in the shape that is drawn here. */
export function rmsNomogram(
  axes: RmsAxis[],
  levelsOf: Record<string, string[]>,
  labels: Record<string, string>,
): NomogramFigure {
  const named = (name: string) => axes.find((axis) => axis.name === name)!.values
  const outcomeTicks = (name: string) =>
    (named(name)['x.real'] as number[]).map((value, i) => ({ label: String(value), at: named(name).x[i] as number }))
  return {
    maximumPoints: 100,
    variables: axes
      .filter((axis) => 'points' in axis.values)
      .map(({ name, values }) => {
        const column = Object.keys(values)[0]
        const levels = levelsOf[column]
        return {
          label: labels[name] ?? name,
          kind: levels ? ('levels' as const) : ('continuous' as const),
          ticks: values[column].map((value, i) => ({
            label: levels ? (levels[value as number] ?? String(value)) : String(value),
            at: values.points[i] as number,
          })),
        }
      }),
    totalPoints: named('total.points').x as number[],
    outcomes: [
      { label: 'Linear predictor', ticks: outcomeTicks('lp') },
      { label: 'Probability of HER-2 positive', ticks: outcomeTicks('Predicted Value') },
    ],
    note: 'Research use only, not a medical device. Simulated cohort, model fitted by rms 6.5-0.',
  }
}

const yesNo = { type: ['non-mass', 'mass'], skin: ['no', 'yes'], axillary: ['no', 'yes'], edge: [] as string[] }

export const nomogramInput = rmsNomogram(logistic.nomogram, yesNo, {
  type: 'Type',
  edge: 'Edge',
  skin: 'Skin thickening or depression',
  axillary: 'Axillary lymph nodes',
  age: 'Age, years',
  size: 'Size, cm',
})

export const splineNomogramInput = rmsNomogram(extra.spline.nomogram, yesNo, {
  age: 'Age, years (spline)',
  edge: 'Edge',
})

/** Fifteen variables, some of them with hardly any weight and many levels: the crowded case. */
export const crowdedNomogramInput: NomogramFigure = {
  maximumPoints: 100,
  variables: Array.from({ length: 15 }, (_, k) => {
    const reach = [100, 4, 61, 33, 12, 88, 2, 45, 27, 71, 9, 55, 18, 38, 6][k]
    const levels = k % 3 === 1
    const count = levels ? 3 + (k % 4) : 11
    return {
      label: levels ? `Lesion characteristic number ${k + 1} as read on MRI` : `Marker ${k + 1}, U/mL`,
      kind: levels ? ('levels' as const) : ('continuous' as const),
      ticks: Array.from({ length: count }, (_, i) => ({
        label: levels ? ['absent', 'minimal', 'mild', 'moderate', 'marked', 'very marked'][i] : String(i * 250),
        at: (reach * (k % 2 ? count - 1 - i : i)) / (count - 1),
      })),
    }
  }),
  totalPoints: [0, 50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 550],
  outcomes: [
    {
      label: 'Probability of recurrence',
      ticks: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95].map((p) => ({
        label: String(p),
        at: 270 + 50 * Math.log(p / (1 - p)),
      })),
      minor: [0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85].map((p) => 270 + 50 * Math.log(p / (1 - p))),
    },
  ],
}

export const workedNomogramInput: NomogramFigure = {
  ...nomogramInput,
  patient: {
    values: [
      { label: 'mass', at: 100 },
      { label: 'burr', at: 42.9453425910604 },
      { label: 'no', at: 0 },
      { label: 'yes', at: 45.4746281285802 },
      { label: '50', at: 45.2904437499639 },
      { label: '3', at: 39.5980358228724 },
    ],
    totalPoints: 273.3084505,
    outcomes: ['', 'risk 0.57'],
  },
}

export const rocInput: RocSeries[] = [
  {
    label: 'Combined',
    falsePositiveRate: roc.curve.specificities.map((s: number) => 1 - s).reverse(),
    sensitivity: roc.curve.sensitivities.toReversed(),
    auc: roc.auc[0],
    lower: roc.ci[0][0],
    upper: roc.ci[0][2],
    operating: { falsePositiveRate: 1 - roc.youden.specificity, sensitivity: roc.youden.sensitivity },
  },
  {
    label: 'Radiomics',
    ...empiricalRoc(roc.scores[1], her2()),
    auc: roc.auc[1],
    lower: roc.ci[1][0],
    upper: roc.ci[1][2],
  },
]

export function cohortColumn(name: string): string[] {
  const lines = readFileSync(fixture('statistics/cohort.csv'), 'utf8').trim().split('\n')
  const at = lines[0].split(',').indexOf(`"${name}"`)
  return lines.slice(1).map((row) => row.split(',')[at].replaceAll('"', ''))
}

function her2() {
  return cohortColumn('her2').map(Number)
}

function empiricalRoc(scores: number[], positive: number[]) {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b] - scores[a])
  const falsePositiveRate = [0]
  const sensitivity = [0]
  let hits = 0
  let alarms = 0
  const events = positive.reduce((sum, one) => sum + one, 0)
  for (const i of order) {
    if (positive[i]) hits++
    else alarms++
    falsePositiveRate.push(alarms / (positive.length - events))
    sensitivity.push(hits / events)
  }
  return { falsePositiveRate, sensitivity }
}

export const calibrationInput: CalibrationFigure = (() => {
  const { columns, values } = logistic.calibrate
  const column = (name: string) => values.map((row: number[]) => row[columns.indexOf(name)])
  const edges = Array.from({ length: 21 }, (_, i) => i / 20)
  const counts = (flag: number) => {
    const bins = new Array(20).fill(0)
    const outcome = her2()
    logistic.fitted.forEach((p: number, i: number) => {
      if (outcome[i] === flag) bins[Math.min(19, Math.floor(p * 20))]++
    })
    return bins
  }
  return {
    apparent: { predicted: column('predy'), observed: column('calibrated.orig') },
    biasCorrected: { predicted: column('predy'), observed: column('calibrated.corrected') },
    predictions: { edges, events: counts(1), nonEvents: counts(0) },
    notes: [
      `Hosmer–Lemeshow p = ${logistic.hosmerLemeshow.p.toFixed(3)}`,
      `Brier score ${logistic.valProb.Brier.toFixed(3)}`,
    ],
  }
})()

/** rms' apparent and corrected curve as if of two models, and one that gives everyone the same risk. */
export const calibrationComparisonInput = [
  { label: 'Clinical', ...calibrationInput.apparent },
  { label: 'Combined', ...calibrationInput.biasCorrected! },
  { label: 'Radiomics', predicted: [0.25, 0.25], observed: [0.25, 0.25] },
]

export const learningInput: LearningSeries[] = [
  {
    label: 'Radiomics',
    points: [
      { rows: 90, auc: 0.58, sd: 0.06 },
      { rows: 134, auc: 0.64, sd: 0.05 },
      { rows: 179, auc: 0.69, sd: 0.07 },
    ],
  },
  {
    label: 'Combined',
    points: [
      { rows: 90, auc: Number.NaN, sd: Number.NaN },
      { rows: 134, auc: 0.78, sd: 0.04 },
      { rows: 179, auc: 0.8, sd: Number.NaN },
    ],
  },
]

export const decisionCurveInput: DecisionCurveFigure = {
  thresholds: extra.decisionCurve.thresholds,
  models: [{ label: 'Combined', netBenefit: extra.decisionCurve.netBenefit }],
  treatAll: extra.decisionCurve.treatAll,
  best: [0.2, 0.6],
}

export const survivalInput: SurvivalFigure = (() => {
  const km = survival.km.log
  const time = cohortColumn('time').map(Number)
  const event = cohortColumn('event').map(Number)
  const group = her2()
  const marks = [0, 6, 12, 18, 24, 30, 36]
  const series = [1, 0].map((flag) => {
    const rows = km.strata.map((s: string, i: number) => (s === `her2=${flag}` ? i : -1)).filter((i: number) => i >= 0)
    const at = (name: string) => rows.map((i: number) => Number(km[name][i]))
    const mine = time.map((_, i) => i).filter((i) => group[i] === flag)
    return {
      label: flag ? 'HER-2 positive' : 'HER-2 negative',
      time: at('time'),
      survival: at('surv'),
      lower: at('lower'),
      upper: at('upper'),
      censored: mine.filter((i) => event[i] === 0).map((i) => time[i]),
      atRisk: marks.map((mark) => mine.filter((i) => time[i] >= mark).length),
      median: {
        value: Number(km.median[flag]),
        lower: Number(km.medianLower[flag]),
        upper: Number(km.medianUpper[flag]),
      },
    }
  })
  return {
    groups: series,
    marks,
    timeLabel: 'Months',
    survivalLabel: 'Disease-free survival',
    notes: [`Log-rank χ² = ${survival.logrank.her2.x2.toFixed(2)}`],
  }
})()

export const flowInput: FlowFigure = {
  start: { label: 'Patients with breast cancer and MRI before treatment', n: 371 },
  steps: [
    {
      excluded: [
        { label: 'Neoadjuvant therapy before MRI', n: 21 },
        { label: 'Distant metastasis at diagnosis', n: 9 },
        { label: 'Another malignancy within five years', n: 4 },
      ],
      remaining: { label: 'Met the clinical criteria', n: 337 },
    },
    {
      excluded: [{ label: 'HER-2 status undetermined (IHC 2+ without FISH)', n: 17 }],
      remaining: { label: 'Analysed', n: 320 },
    },
  ],
  arms: [
    { label: 'Training set', n: 224, details: ['HER-2 positive 56', 'HER-2 negative 168'] },
    { label: 'Validation set', n: 96, details: ['HER-2 positive 24', 'HER-2 negative 72'] },
  ],
}

export const lassoInput: LassoFigure = (() => {
  const cv = glmnet.cvDeviance
  const beta: number[][] = glmnet.binomial.beta
  const columns: string[] = glmnet.columns
  const count = Math.min(cv.lambda.length, beta[0].length)
  return {
    lambda: cv.lambda.slice(0, count),
    nonZero: cv.nzero.slice(0, count),
    paths: columns
      .map((label, i) => ({ label, coefficients: beta[i].slice(0, count) }))
      .filter((path) => path.coefficients.some((value) => value !== 0)),
    crossValidated: {
      mean: cv.cvm.slice(0, count),
      standardError: cv.cvsd.slice(0, count),
      measure: 'Binomial deviance',
    },
    lambdaMin: cv.lambdaMin,
    lambda1se: cv.lambda1se,
  }
})()

export const forestInput: ForestFigure = {
  measure: 'Odds ratio (95% CI)',
  rows: [
    { label: 'Type' },
    { label: 'non-mass', reference: 'yes', indent: 'yes' },
    ratioRow(1, 'mass'),
    { label: 'Edge' },
    { label: 'smooth', reference: 'yes', indent: 'yes' },
    ratioRow(2, 'blur'),
    ratioRow(3, 'burr'),
    { label: 'Skin thickening or depression' },
    ratioRow(4, 'yes'),
    { label: 'Axillary lymph nodes' },
    ratioRow(5, 'yes'),
    { ...ratioRow(6, 'Age, per year'), indent: undefined },
    { ...ratioRow(7, 'Size, per cm'), indent: undefined },
  ],
}

function ratioRow(index: number, label: string) {
  const p = logistic.p[index]
  return {
    label,
    indent: 'yes' as const,
    estimate: logistic.or[index],
    lower: logistic.ciWald[index][0],
    upper: logistic.ciWald[index][1],
    p: p < 0.001 ? '<0.001' : p.toFixed(3),
  }
}

/** Values of a seeded generator (a linear congruence), for what R did not make. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648
}

const byHer2 = (name: string) => {
  const values = cohortColumn(name).map(Number)
  const flags = her2()
  return [1, 0].map((flag) => ({
    label: flag ? 'HER-2 positive' : 'HER-2 negative',
    values: values.filter((_, i) => flags[i] === flag),
  }))
}

export const groupInput: GroupPanel[] = [
  { label: 'CEA', unit: 'ng/mL', groups: byHer2('cea'), p: 1.2e-9 },
  { label: 'CEA, logarithmic', unit: 'ng/mL', groups: byHer2('cea'), p: 0.02, log: 'yes' },
  { label: 'CD8+ T cells', unit: '%', groups: byHer2('cd8'), p: 0.004 },
  { label: 'Age', unit: 'years', groups: byHer2('age'), p: 0.178 },
  { label: 'Size', unit: 'cm', groups: byHer2('size') },
]

const featureColumns = Array.from({ length: 14 }, (_, i) => `f${String(i + 1).padStart(2, '0')}`).map((name) =>
  cohortColumn(name).map(Number),
)

export const heatMapInput: HeatMapFigure = {
  labels: featureColumns.map((_, i) => `original_glcm_Feature${i + 1}`),
  correlations: featureColumns.map((a) => featureColumns.map((b) => pearson(a, b))),
  measure: 'Pearson correlation',
}

export function pearson(a: number[], b: number[]): number {
  const mean = (x: number[]) => x.reduce((sum, value) => sum + value, 0) / x.length
  const [ma, mb] = [mean(a), mean(b)]
  const product = (x: number[], mx: number, y: number[], my: number) =>
    x.reduce((sum, v, i) => sum + (v - mx) * (y[i] - my), 0)
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb))
}

export const reliabilityInput: ReliabilityFigure = (() => {
  const random = seeded(7)
  return {
    threshold: 0.85,
    families: ['DCE', 'DWI', 'T2'].map((label, f) => {
      const icc = Array.from({ length: 120 }, () => 1 - 0.6 * random() ** (2 + f))
      return {
        label,
        icc,
        lower: icc.map((value) => value - 0.25 * (1 - value) - 0.03),
        upper: icc.map((value) => value + 0.3 * (1 - value)),
      }
    }),
  }
})()

export const waterfallInput: WaterfallFigure = {
  scores: roc.scores[0].slice(0, 160).map((p: number) => Math.log(p / (1 - p))),
  positive: her2().slice(0, 160),
  scoreLabel: 'Radiomics score',
  labels: ['HER-2 positive', 'HER-2 negative'],
  base: -0.7,
}

export const timelineInput: TimelineFigure = {
  timeLabel: 'Months since diagnosis',
  markers: [
    {
      label: 'CEA',
      unit: 'ng/mL',
      times: [0, 6, 12, 18, 24, 30],
      values: [2.1, 2.4, 2.2, 4.1, 6.8, 9.9],
      threshold: 5,
    },
    {
      label: 'CA 15-3',
      unit: 'U/mL',
      times: [0, 6, 12, 18, 24, 30],
      values: [14, 16, Number.NaN, 21, 33, 52],
      threshold: 25,
    },
  ],
  events: [
    { time: 6, label: 'MRI clear' },
    { time: 12, label: 'MRI clear' },
    { time: 18, label: 'MRI clear' },
    { time: 24, label: 'markers raised', serious: 'yes' },
    { time: 26, label: 'new lesion', serious: 'yes' },
    { time: 30, label: 'last contact' },
  ],
}

/** A slice with a bright, textured disc in it, its two readers' outlines and two maps. */
export const sliceInput = (() => {
  const random = seeded(99)
  const [columns, rows] = [64, 48]
  const values = new Float64Array(columns * rows)
  const mask = new Uint8Array(columns * rows)
  const secondMask = new Uint8Array(columns * rows)
  const entropy = new Float64Array(columns * rows).fill(Number.NaN)
  const contrast = new Float64Array(columns * rows).fill(Number.NaN)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const i = y * columns + x
      const distance = Math.hypot(x - 36, (y - 22) * 1.2)
      mask[i] = Number(distance < 12)
      secondMask[i] = Number(Math.hypot(x - 37, (y - 22) * 1.1) < 12.5)
      values[i] = 100 + 40 * Math.sin(x / 9) + 20 * random() + (mask[i] ? 160 + 60 * random() : 0)
      if (mask[i]) {
        entropy[i] = 1.2 + distance / 8
        contrast[i] = 40 * random()
      }
    }
  return {
    image: { columns, rows, spacing: [1, 1] as const, values, mask, secondMask, window: [40, 340] as const },
    maps: [
      { label: 'original_firstorder_Entropy', values: entropy },
      { label: 'original_glcm_Contrast', values: contrast },
    ],
  }
})()

export const effectsInput: PartialEffect[] = (() => {
  const [, type, blur, burr, , , age] = logistic.coef as number[]
  const se = logistic.se as number[]
  const z = 1.96
  const ages = Array.from({ length: 12 }, (_, i) => 20 + 5 * i)
  const levels = (label: string, names: string[], effect: number[], errors: number[]): PartialEffect => ({
    label,
    kind: 'levels',
    at: names.map((_, i) => i),
    names,
    effect,
    lower: effect.map((value, i) => value - z * errors[i]),
    upper: effect.map((value, i) => value + z * errors[i]),
  })
  return [
    levels('Type', ['non-mass', 'mass'], [0, type], [0, se[1]]),
    levels('Edge', ['smooth', 'blur', 'burr'], [0, blur, burr], [0, se[2], se[3]]),
    {
      label: 'Age, years',
      kind: 'continuous',
      at: ages,
      effect: ages.map((value) => age * (value - 50)),
      lower: ages.map((value) => age * (value - 50) - z * se[6] * Math.abs(value - 50)),
      upper: ages.map((value) => age * (value - 50) + z * se[6] * Math.abs(value - 50)),
    },
  ]
})()

export const contributionsInput: ContributionFigure = {
  result: 'Probability of HER-2 positive',
  risk: 0.57,
  link: 'logOdds',
  values: [
    {
      label: 'Radiomics score',
      value: '−0.31',
      logOdds: 0.5,
      inside: [0.7, -0.4, 0.3, -0.2, 0.15, -0.05].map((logOdds, i) => ({ label: `T2 · Feature ${i + 1}`, logOdds })),
    },
    { label: 'Type', value: 'mass', logOdds: logistic.coef[1] },
    { label: 'Edge', value: 'blur', logOdds: logistic.coef[2] },
    { label: 'Skin thickening or depression', value: 'no', logOdds: 0 },
    { label: 'Age, years', value: '61', logOdds: 11 * logistic.coef[6] },
    { label: 'Size, cm', value: '6.5', logOdds: 3.9 * logistic.coef[7] },
  ],
}

export const timeSignalInput: TimeSignalFigure = {
  groups: [
    {
      label: 'I (persistent)',
      curves: [0, 4, 9].map((k) => ({ times: [0, 2, 7], signal: [0, 120 + k, 165 + 2 * k] })),
    },
    { label: 'II (plateau)', curves: [{ times: [0, 2, 7], signal: [0, 140, 142] }] },
    { label: 'III (washout)', curves: [1, 2, 6, 11].map((k) => ({ times: [0, 2, 7], signal: [0, 150 - k, 95 + k] })) },
  ],
  timeLabel: 'Minutes after the first phase',
  signalLabel: 'Enhancement, %',
}
