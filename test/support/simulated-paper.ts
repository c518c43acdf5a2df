import {
  aucBootstrap,
  aucDelong,
  fisherExact,
  mannWhitney,
  matrixFromColumns,
  mean,
  pearsonChiSquare,
  type RandomStream,
  randomStream,
  standardDeviation,
  studentTest,
  welchTest,
} from '../../src/statistics/index.ts'
import { logistic, predictLogistic } from '../../src/statistics/regression/logistic.ts'
import { waldStatistics } from '../../src/statistics/regression/logistic-inference.ts'

/*
 * Papers whose numbers are true: patients are simulated, analysed as papers do, and printed with ordinary rounding.
 * What an audit finds in them above "unusual" is a false alarm.
 */

interface Variable {
  name: string
  kind: 'levels' | 'normal' | 'whole'
  levels: string[]
  values: Float64Array
}

type Group = Int32Array

/** The transcript of the k-th simulated paper, in YAML. */
export function simulatedPaper(k: number): string {
  const random = randomStream(7, 'paper', k)
  const n = 150 + random.below(450)
  const patients = simulatePatients(n, random)
  const { outcome, variables } = patients
  const share = 0.6 + 0.2 * random.uniform()
  const training = new Set(stratified(outcome, share, random))
  const all = Int32Array.from({ length: n }, (_, i) => i)
  const by = {
    with: all.filter((i) => outcome[i] === 1),
    without: all.filter((i) => outcome[i] === 0),
    training: all.filter((i) => training.has(i)),
    validation: all.filter((i) => !training.has(i)),
  }
  const style: Style = {
    percent: 1 + random.below(2),
    p: 3,
    fisher: random.below(2) === 0,
    yates: random.below(3) === 0,
    means: (['t', 'welch', 'mann-whitney'] as const)[random.below(3)],
    decimals: 1 + random.below(2),
  }
  const table = (id: string, groups: [string, Group, string][]) => [
    `  - id: ${id}`,
    `    groups: [${groups.map(([label, rows, extra]) => `{ label: ${label}, n: ${rows.length}, ${extra} }`).join(', ')}]`,
    '    rows:',
    ...variables.map((variable) =>
      rowOf(
        variable,
        groups.map(([, rows]) => rows),
        style,
      ),
    ),
    ...(id === 'Table 2'
      ? [
          outcomeRow(
            outcome,
            groups.map(([, rows]) => rows),
            style,
          ),
        ]
      : []),
  ]
  return [
    `title: simulated paper ${k}`,
    `patients: { n: ${n}, where: Methods, outcome: { label: with the outcome, n: ${by.with.length} } }`,
    `rules: { where: Methods, ${style.fisher ? 'fisherBelow: 5, ' : ''}means: ${style.means} }`,
    'splits:',
    `  - { where: Methods, ratio: "${(10 * share).toFixed(2)}:${(10 - 10 * share).toFixed(2)}", sizes: { training: ${by.training.length}, validation: ${by.validation.length} } }`,
    'validation: { where: Methods, by: random split, called: internal }',
    'tables:',
    ...table('Table 1', [
      ['positive', by.with, 'outcome: with'],
      ['negative', by.without, 'outcome: without'],
    ]),
    ...table('Table 2', [
      ['training', by.training, 'set: training'],
      ['validation', by.validation, 'set: validation'],
    ]),
    ...modelAndPerformance(patients, by, random),
    ...featureLines(random),
    ...claimLines(variables, by, style),
  ].join('\n')
}

interface Style {
  percent: number
  p: number
  fisher: boolean
  yates: boolean
  means: 't' | 'welch' | 'mann-whitney'
  decimals: number
}

function simulatePatients(n: number, random: RandomStream) {
  const prevalence = 0.2 + 0.3 * random.uniform()
  const outcome = Float64Array.from({ length: n }, () => Number(random.uniform() < prevalence))
  const variables: Variable[] = []
  const factors = 4 + random.below(4)
  for (let v = 0; v < factors; v++) {
    const levels = 2 + (v < 3 ? 0 : random.below(3))
    const effect = 1.6 * random.uniform() - 0.4
    const base = Array.from({ length: levels }, () => 0.3 + random.uniform())
    const values = outcome.map((positive) => {
      const weights = base.map((weight, l) => weight * Math.exp(effect * positive * l))
      let left = random.uniform() * weights.reduce((a, b) => a + b, 0)
      return Math.max(
        0,
        weights.findIndex((weight) => (left -= weight) < 0),
      )
    })
    const names = Array.from({ length: levels }, (_, l) => ['a', 'b', 'c', 'd'][l])
    variables.push({ name: `factor ${v + 1}`, kind: 'levels', levels: names, values })
  }
  for (let v = 0; v < 3; v++) {
    const [centre, spread] = [10 + 60 * random.uniform(), 2 + 8 * random.uniform()]
    const kind = v === 0 ? 'whole' : 'normal'
    const raw = outcome.map((positive) => centre + spread * (random.gaussian() + 0.2 * positive))
    variables.push({
      name: `diameter ${v + 1}`,
      kind,
      levels: [],
      values: kind === 'whole' ? raw.map(Math.round) : raw,
    })
  }
  return { outcome, variables }
}

function stratified(outcome: Float64Array, share: number, random: RandomStream): number[] {
  return [0, 1].flatMap((side) => {
    const rows = Array.from(outcome.keys()).filter((i) => outcome[i] === side)
    for (let i = rows.length - 1; i > 0; i--) {
      const j = random.below(i + 1)
      ;[rows[i], rows[j]] = [rows[j], rows[i]]
    }
    return rows.slice(0, Math.round(share * rows.length))
  })
}

const printedP = (p: number) => (p < 0.001 ? '"<0.001"' : p.toFixed(3))
const take = (values: Float64Array, rows: Group) => Float64Array.from(rows, (i) => values[i])

function rowOf({ name, kind, levels, values }: Variable, groups: Group[], style: Style): string {
  if (kind === 'levels') return levelRow(name, levels, values, groups, style)
  const own = groups.map((rows) => take(values, rows))
  const cells = own.map((x) => `${mean(x).toFixed(style.decimals)} ± ${standardDeviation(x).toFixed(style.decimals)}`)
  const test = { t: studentTest, welch: welchTest, 'mann-whitney': mannWhitney }[style.means]
  const whole = kind === 'whole' ? ', whole: true' : ''
  return `      - { variable: ${name}, unit: mm${whole}, means: [${cells.join(', ')}], p: ${printedP(test(own[0], own[1]).p)} }`
}

function levelRow(
  name: string,
  levels: string[],
  values: Float64Array,
  groups: Group[],
  style: Style,
  extra = '',
): string {
  const counts = levels.map((_, l) => groups.map((rows) => rows.filter((i) => values[i] === l).length))
  const chi = pearsonChiSquare(counts, style.yates)
  const fisher = style.fisher && pearsonChiSquare(counts).smallestExpected < 5
  const cells = (line: number[]) =>
    line.map((count, g) => `${count} (${((100 * count) / groups[g].length).toFixed(style.percent)}%)`).join(', ')
  const statistic = fisher ? '' : `, statistic: ${chi.x2.toFixed(3)}`
  const p = printedP(fisher ? fisherExact(counts).p : chi.p)
  return `      - { variable: ${name}${extra}, levels: { ${levels.map((level, l) => `${level}: [${cells(counts[l])}]`).join(', ')} }${statistic}, p: ${p} }`
}

function outcomeRow(outcome: Float64Array, groups: Group[], style: Style): string {
  return levelRow('the outcome', ['absent', 'present'], outcome, groups, style, ', outcome: present')
}

function modelAndPerformance(
  { outcome, variables }: ReturnType<typeof simulatePatients>,
  by: { training: Group; validation: Group },
  random: RandomStream,
): string[] {
  const predictors = variables.slice(0, 3)
  const design = (rows: Group) => matrixFromColumns(predictors.map(({ values }) => take(values, rows)))
  const fit = logistic(design(by.training), take(outcome, by.training))
  const wald = waldStatistics(fit)
  const places = 3
  const squared = random.below(2) === 0
  const terms = predictors.map(({ name }, t) => {
    const [beta, se] = [fit.coefficients[t + 1], fit.standardErrors[t + 1]]
    const { z, p, lower, upper } = wald[t + 1]
    const number = (value: number) => value.toFixed(places)
    return `      - { term: ${name}, level: b, radiomic: ${t === 2}, beta: ${number(beta)}, se: ${number(se)}, wald: ${number(squared ? z * z : z)}, or: ${number(Math.exp(beta))}, ci: ${number(Math.exp(lower))}–${number(Math.exp(upper))}, p: ${printedP(p)} }`
  })
  const sets = (['training', 'validation'] as const).flatMap((set) => {
    const rows = by[set]
    const y = take(outcome, rows)
    const risk = predictLogistic(fit.coefficients, design(rows))
    // A continuous score beside, so that the AUC is not of the few values of three factors alone.
    const score = risk.map((value) => value + 0.6 * random.uniform() * value)
    const roc = aucDelong(score, y)
    if (roc.auc < 0.52) return []
    const threshold = 0.35
    const events = y.filter((one) => one === 1).length
    const hits = y.filter((one, i) => one === 1 && score[i] > threshold).length
    const rejections = y.filter((one, i) => one === 0 && score[i] <= threshold).length
    const share = (a: number, b: number) => (a / b).toFixed(3)
    const [lower, upper] = intervalOf(score, y, random)
    const interval = `${lower.toFixed(3)}–${upper.toFixed(3)}`
    return [
      `  - { set: ${set}, role: ${set === 'training' ? 'development' : 'validation'}, where: Results, n: ${rows.length}, events: ${events}, auc: ${roc.auc.toFixed(3)}, ci: ${interval}, sensitivity: ${share(hits, events)}, specificity: ${share(rejections, rows.length - events)}, accuracy: ${share(hits + rejections, rows.length)} }`,
    ]
  })
  return [
    'models:',
    `  - id: Table 3`,
    `    n: ${by.training.length}`,
    '    radiomic: true',
    '    terms:',
    ...terms,
    ...(sets.length > 0 ? ['performance:', ...sets] : []),
  ]
}

/** DeLong's interval cut off at 1, its logit, or the percentiles of 200 bootstraps, as papers choose. */
function intervalOf(score: Float64Array, y: Float64Array, random: RandomStream): [number, number] {
  const { auc, standardError, lower, upper } = aucDelong(score, y)
  const method = auc > 0.999 ? 0 : random.below(3)
  if (method === 0) return [lower, Math.min(1, upper)]
  if (method === 1) {
    const back = (x: number) => 1 / (1 + Math.exp(-x))
    const [middle, arm] = [Math.log(auc / (1 - auc)), (1.96 * standardError) / (auc * (1 - auc))]
    return [back(middle - arm), back(middle + arm)]
  }
  const resamples = Array.from({ length: 200 }, () => Int32Array.from(y, () => random.below(y.length)))
  const percentiles = aucBootstrap(score, y, resamples)
  return [percentiles.lower, percentiles.upper]
}

function featureLines(random: RandomStream): string[] {
  const classes = { GLCM: 24, GLRLM: 16, GLSZM: 16, GLDM: 14, NGTDM: 5 }
  const chosen = Object.entries(classes).filter((_, i) => i === 0 || random.below(2) === 0)
  const texture = chosen.reduce((sum, [, size]) => sum + size, 0)
  const filtered = (1 + random.below(12)) * (18 + texture)
  return [
    'features:',
    '  where: Methods',
    '  extractor: pyradiomics',
    `  total: ${18 + 14 + texture + filtered}`,
    '  families:',
    '    - { name: first-order, n: 18, classes: [firstorder] }',
    '    - { name: shape, n: 14, classes: [shape] }',
    `    - { name: texture, n: ${texture}, classes: [${chosen.map(([name]) => name).join(', ')}] }`,
    `    - { name: filtered, n: ${filtered}, repeats: [first-order, texture] }`,
    '  selected: { where: Methods, n: 9, families: { first-order: 2, texture: 7 } }',
  ]
}

function claimLines(variables: Variable[], by: { with: Group; without: Group }, style: Style): string[] {
  const [first, second] = variables
  const share = ({ values }: Variable, level: number, rows: Group) =>
    (100 * rows.filter((i) => values[i] === level).length) / rows.length
  const [a, b] = [by.with, by.without].map((rows) => share(first, 1, rows))
  const [c, d] = [by.with, by.without].map((rows) => share(second, 0, rows))
  return [
    'claims:',
    `  - { kind: percentages, of: ${first.name}, level: b, values: [${a.toFixed(style.percent)}%, ${b.toFixed(style.percent)}%], where: Results }`,
    `  - { kind: higher, of: ${second.name}, level: a, in: ${c >= d ? 'positive' : 'negative'}, where: Results }`,
    `  - { kind: predictor, of: ${first.name}, where: Discussion }`,
    'announced:',
    '  - { what: calibration, where: Methods, reported: true }',
  ]
}
