import {
  aucDelong,
  cohenKappa,
  compareAucPaired,
  cox,
  fisherExact,
  harrellC,
  kruskalWallis,
  linear,
  mannWhitney,
  matrixFromColumns,
  mean,
  normal,
  pearsonChiSquare,
  profileIntervals,
  quantile,
  type RandomStream,
  randomStream,
  signedRankTest,
  standardDeviation,
  studentT,
  studentTest,
  welchTest,
} from '../../src/statistics/index.ts'
import { logistic } from '../../src/statistics/regression/logistic.ts'
import { waldStatistics } from '../../src/statistics/regression/logistic-inference.ts'
import { logRank } from '../../src/statistics/survival/log-rank.ts'
import { anova } from '../../src/statistics/tests/several-groups.ts'

/*
 * Papers of many designs whose numbers are true: patients are simulated, analysed by the programs' usual ways (SPSS's and
 * R's) and printed as journals print, rounded half up, to even, or cut off. Nothing is taken from the checks: Kruskal and
 * Wallis's, Cox's and the profile likelihood are our statistics, which are held against R elsewhere.
 */

type Rounding = 'half up' | 'to even' | 'cut off'
type Print = (value: number, decimals: number) => string

function printer(rounding: Rounding, form: 'plain' | 'no zero' | 'middle dot'): Print {
  return (value, decimals) => {
    const scaled = value * 10 ** decimals
    const whole =
      rounding === 'cut off'
        ? Math.trunc(scaled + 1e-9 * Math.sign(scaled))
        : rounding === 'to even' && Math.abs(scaled - Math.trunc(scaled)) === 0.5
          ? 2 * Math.round(scaled / 2)
          : Math.floor(scaled + 0.5)
    const text = (whole / 10 ** decimals).toFixed(decimals).replace(/^-0(\.0*)?$/, (zero) => zero.slice(1))
    if (form === 'no zero') return text.replace(/^(-?)0\./, '$1.')
    return form === 'middle dot' ? text.replace('.', '·') : text
  }
}

const numberP = (print: Print, p: number) =>
  p < 0.001 ? (print(0.001, 3).startsWith('.') ? '"P<.001"' : '"<0.001"') : `"${print(p, 3)}"`

function gaussian(random: RandomStream): number {
  return normal.quantile(Math.min(1 - 1e-12, Math.max(1e-12, random.uniform())))
}

interface Patients {
  n: number
  outcome: Float64Array
  set: Float64Array
  centre: Float64Array
  marker: Float64Array
  second: Float64Array
  factor: Float64Array
  grade: Float64Array
  age: Float64Array
  skewed: Float64Array
  likert: Float64Array
  time: Float64Array
  event: Float64Array
}

function patients(random: RandomStream): Patients {
  const n = 90 + random.below(320)
  const draw = (f: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => f(i))
  const marker = draw(() => gaussian(random))
  const second = draw((i) => 0.5 * marker[i] + gaussian(random))
  const factor = draw(() => Number(random.uniform() < 0.35))
  const level = -1.2 + random.uniform()
  const outcome = draw((i) =>
    Number(random.uniform() < 1 / (1 + Math.exp(-(level + 0.8 * marker[i] + 0.7 * factor[i])))),
  )
  const latent = draw((i) => -Math.log(1 - random.uniform()) / (0.05 * Math.exp(0.5 * marker[i] + 0.4 * factor[i])))
  const censor = draw(() => 5 + 50 * random.uniform())
  return {
    n,
    outcome,
    marker,
    second,
    factor,
    set: draw(() => Number(random.uniform() < 0.3)),
    centre: draw(() => random.below(3)),
    grade: draw((i) => Math.min(3, Math.max(0, Math.round(1.2 + 0.5 * marker[i] + gaussian(random))))),
    age: draw((i) => Math.round(58 + 3 * outcome[i] + 11 * gaussian(random))),
    skewed: draw((i) => Math.exp(2 + 0.9 * gaussian(random) + 0.3 * outcome[i])),
    likert: draw(() => 1 + Math.min(4, Math.max(0, Math.round(2.5 + 1.2 * gaussian(random))))),
    time: draw((i) => Math.min(latent[i], censor[i])),
    event: draw((i) => Number(latent[i] <= censor[i])),
  }
}

interface Setting {
  random: RandomStream
  of: Patients
  print: Print
  decimals: number
}

const split = (of: Patients, by: Float64Array, groups: number) =>
  Array.from({ length: groups }, (_, g) => Array.from(by.keys()).filter((i) => by[i] === g)).filter(
    (rows) => rows.length > 0 || of.n === 0,
  )
const take = (values: Float64Array, rows: number[]) => Float64Array.from(rows, (i) => values[i])

function countsOf(values: Float64Array, groups: number[][], levels: number[]) {
  return levels.map((level) => groups.map((rows) => rows.filter((i) => values[i] === level).length))
}

/** Cells of counts with percentages, in one of the ways in which they are printed. */
function countCells(counts: number[], sizes: number[], print: Print, style: number): string {
  return counts
    .map((count, g) => {
      const percent = print((100 * count) / sizes[g], 1)
      return [
        `"${count} (${percent}%)"`,
        `"${count} (${percent})"`,
        `"${count}/${sizes[g]} (${percent}%)"`,
        `"${count} [${percent}]"`,
      ][style % 4]
    })
    .join(', ')
}

const meanCells = (values: Float64Array, groups: number[][], print: Print, decimals: number, style: number) =>
  groups
    .map((rows) => [print(mean(take(values, rows)), decimals), print(standardDeviation(take(values, rows)), decimals)])
    .map(([m, s]) => (style % 2 ? `"${m} (${s})"` : `"${m} ± ${s}"`))
    .join(', ')

const medianCells = (values: Float64Array, groups: number[][], print: Print, decimals: number, style: number) =>
  groups
    .map((rows) => [0.5, 0.25, 0.75].map((p) => print(quantile(take(values, rows), p, style % 2 ? 6 : 7), decimals)))
    .map(([m, a, b]) => (style % 2 ? `"${m} (${a}–${b})"` : `"${m} [${a}, ${b}]"`))
    .join(', ')

/** Ordered and nominal tests as SPSS and R make them. */
function testOfCounts(counts: number[][], random: RandomStream): { p: number; statistic?: number; name: string } {
  const groups = counts[0].length
  const columns = counts[0].map((_, g) =>
    Float64Array.from(counts.flatMap((level, l) => new Array<number>(level[g]).fill(l))),
  )
  const chi = pearsonChiSquare(counts)
  const all = counts.flat().reduce((a, b) => a + b, 0)
  const choices = [
    () => ({ name: 'chi-square', p: chi.p, statistic: chi.x2 }),
    () => {
      const { p, x2 } = kruskalWallis(columns)
      return groups === 2
        ? { name: 'mann-whitney', p, statistic: -Math.sqrt(x2) }
        : { name: 'kruskal-wallis', p, statistic: x2 }
    },
    () =>
      groups === 2 && all < 400
        ? { name: 'fisher', p: fisherExact(counts).p }
        : { name: 'chi-square', p: chi.p, statistic: chi.x2 },
    () => {
      const yates = pearsonChiSquare(counts, counts.length === 2 && groups === 2)
      return { name: 'yates', p: yates.p, statistic: yates.x2 }
    },
    () =>
      groups === 2
        ? { name: 'mann-whitney', p: mannWhitney(columns[0], columns[1]).p }
        : { name: 'chi-square', p: chi.p },
    () => linearByLinear(counts),
  ]
  const found = choices[random.below(choices.length)]()
  return Number.isFinite(found.p) ? found : { name: 'chi-square', p: chi.p, statistic: chi.x2 }
}

/** SPSS's (n − 1) r². */
function linearByLinear(counts: number[][]) {
  const x: number[] = []
  const y: number[] = []
  counts.forEach((level, l) => {
    level.forEach((count, g) => {
      for (let i = 0; i < count; i++) {
        x.push(l)
        y.push(g)
      }
    })
  })
  const [mx, my] = [mean(x), mean(y)]
  const cross = x.reduce((sum, one, i) => sum + (one - mx) * (y[i] - my), 0)
  const r =
    cross / Math.sqrt(x.reduce((s, one) => s + (one - mx) ** 2, 0) * y.reduce((s, one) => s + (one - my) ** 2, 0))
  const statistic = (x.length - 1) * r * r
  return { name: 'linear-by-linear', statistic, p: normal.twoSided(Math.sqrt(statistic)) }
}

/** A table of patients by groups, with every kind of row. */
function table(
  id: string,
  labels: string[],
  by: Float64Array,
  { random, of, print, decimals }: Setting,
  extra: string[] = [],
  keys = '',
): string[] {
  const groups = split(of, by, labels.length)
  const sizes = groups.map((rows) => rows.length)
  const style = random.below(4)
  const totals = random.below(2) === 0
  const everyone = Array.from({ length: of.n }, (_, i) => i)
  const shown = totals ? [...groups, everyone] : groups
  const shownSizes = shown.map((rows) => rows.length)
  const skewedTest =
    groups.length === 2
      ? mannWhitney(take(of.skewed, groups[0]), take(of.skewed, groups[1])).p
      : kruskalWallis(groups.map((rows) => take(of.skewed, rows))).p
  const meansTest = (values: Float64Array) => {
    const own = groups.map((rows) => take(values, rows))
    if (own.length > 2) return [() => anova(own).p, () => kruskalWallis(own).p][random.below(2)]()
    return [
      () => studentTest(own[0], own[1]).p,
      () => welchTest(own[0], own[1]).p,
      () => mannWhitney(own[0], own[1]).p,
    ][random.below(3)]()
  }
  const levelRow = (name: string, values: Float64Array, levels: number[]) => {
    const counts = countsOf(values, groups, levels)
    const test = testOfCounts(counts, random)
    const cells = countsOf(values, shown, levels)
    const lines = levels.map((_, l) => `L${l}: [${countCells(cells[l], shownSizes, print, style)}]`)
    const statistic =
      test.statistic === undefined || random.below(2) ? '' : `, statistic: "${print(test.statistic, 3)}"`
    return `      - { variable: ${name}, levels: { ${lines.join(', ')} }${statistic}, p: ${numberP(print, test.p)} }`
  }
  return [
    `  - id: ${id}`,
    ...(keys ? [`    ${keys}`] : []),
    `    groups: [${shown.map((rows, g) => `{ label: ${g < labels.length ? labels[g] : 'All'}, n: ${rows.length}${g < labels.length ? (extra[g] ?? '') : ', total: true'} }`).join(', ')}]`,
    '    rows:',
    levelRow('Factor', of.factor, [0, 1]),
    levelRow('Grade', of.grade, [0, 1, 2, 3]),
    `      - { variable: Age, unit: years, whole: true, means: [${meanCells(of.age, shown, print, decimals, style)}], p: ${numberP(print, meansTest(of.age))} }`,
    `      - { variable: Item, scale: 1–5, whole: true, means: [${meanCells(of.likert, shown, print, 2, style)}], p: ${numberP(print, meansTest(of.likert))} }`,
    `      - { variable: Marker, means: [${meanCells(of.marker, shown, print, 2, 0)}], p: ${numberP(print, meansTest(of.marker))} }`,
    `      - { variable: Volume of it, medians: [${medianCells(of.skewed, shown, print, decimals, style)}], p: ${numberP(print, skewedTest)} }`,
    `      - { variable: Skewed, means: [${meanCells(of.skewed, shown, print, decimals, style)}], p: ${numberP(print, skewedTest)} }`,
    ...(sizes.length === 2
      ? [
          `      - { variable: Share, levels: { L1: [${shown.map((rows) => `"${print((100 * rows.filter((i) => of.factor[i] === 1).length) / rows.length, 1)}%"`).join(', ')}] } }`,
        ]
      : []),
  ]
}

function logisticModel({ of, print, random }: Setting, how: 'wald' | 'profile'): string[] {
  const x = matrixFromColumns([of.marker, of.second, of.factor])
  const fit = logistic(x, of.outcome)
  const wald = waldStatistics(fit)
  const level = how === 'wald' ? [95, 95, 95, 90, 99][random.below(5)] : 95
  const q = normal.quantile(0.5 + level / 200)
  const limits = how === 'profile' ? profileIntervals(x, of.outcome, fit) : undefined
  const places = 2 + random.below(2)
  const full = how === 'wald' && random.below(2) === 0
  const separator = ['–', ' to ', '~', '-', ', '][random.below(5)]
  const terms = ['Marker', 'Second', 'Factor'].map((term, t) => {
    const [beta, se] = [fit.coefficients[t + 1], fit.standardErrors[t + 1]]
    const [lower, upper] = limits ? [limits[t + 1].lower, limits[t + 1].upper] : [beta - q * se, beta + q * se]
    const columns = full
      ? `beta: "${print(beta, 3)}", se: "${print(se, 3)}", wald: "${print((beta / se) ** 2, 3)}", `
      : ''
    const both = places === 2 && print(Math.exp(lower), places).replace(/\D/g, '') === '000' ? 3 : places
    return `      - { term: ${term}, coding: ${t === 2 ? 'binary' : 'continuous'}, ${columns}or: "${print(Math.exp(beta), both)}", ci: "${print(Math.exp(lower), both)}${separator}${print(Math.exp(upper), both)}", p: ${numberP(print, wald[t + 1].p)} }`
  })
  return [
    `  - id: Table 3`,
    `    n: ${of.n}`,
    ...(random.below(2) ? ['    family: logistic'] : []),
    ...(level === 95 ? [] : [`    confidence: ${level}%`]),
    '    terms:',
    ...terms,
  ]
}

function coxModel({ of, print, random }: Setting): string[] {
  const x = matrixFromColumns([of.marker, of.factor])
  const fit = cox(x, of.time, of.event)
  const key = random.below(3)
  const ratio = key === 0 ? 'or' : 'hr'
  const terms = ['Marker', 'Factor'].map((term, t) => {
    const [beta, se] = [fit.coefficients[t], fit.standardErrors[t]]
    const { lower, upper, p } = fit.wald[t]
    return `      - { term: ${term}, coding: ${t ? 'binary' : 'continuous'}, beta: "${print(beta, 3)}", se: "${print(se, 3)}", ${ratio}: "${print(Math.exp(beta), 3)}", ci: "${print(Math.exp(lower), 3)}–${print(Math.exp(upper), 3)}", p: ${numberP(print, p)} }`
  })
  const alone = cox(matrixFromColumns([of.factor]), of.time, of.event)
  const { lower, upper, p } = alone.wald[0]
  const rank = logRank(of.time, of.event, of.factor)
  return [
    '  - id: Table 4',
    `    n: ${of.n}`,
    ...(key === 1 ? ['    family: cox', `    events: ${fit.events}`] : []),
    '    terms:',
    ...terms,
    '  - id: Table 4 univariable, Cox',
    `    terms: [{ term: Factor, coding: binary, hr: "${print(Math.exp(alone.coefficients[0]), 2)}", ci: "${print(Math.exp(lower), 2)}–${print(Math.exp(upper), 2)}", p: ${numberP(print, p)}, logRank: ${numberP(print, rank.p)} }]`,
  ]
}

function linearModel({ of, print }: Setting): string[] {
  const fit = linear(matrixFromColumns([of.factor, of.age]), of.second)
  const df = of.n - 3
  const q = studentT.quantile(0.975, df)
  const terms = ['Factor', 'Age'].map((term, t) => {
    const [beta, se] = [fit.coefficients[t + 1], fit.standardErrors[t + 1]]
    return `      - { term: ${term}, beta: "${print(beta, 3)}", se: "${print(se, 4)}", wald: "${print(beta / se, 3)}", ci: "${print(beta - q * se, 3)} to ${print(beta + q * se, 3)}", p: ${numberP(print, studentT.twoSided(beta / se, df))} }`
  })
  return ['  - id: Table 5', `    n: ${of.n}`, '    family: linear', '    terms:', ...terms]
}

function performanceLines({ of, print, random }: Setting, folds: boolean): string[] {
  const scores: [string, Float64Array][] = [
    ['nomogram', of.marker.map((one, i) => one + 0.6 * of.factor[i])],
    ['clinical', of.marker.map((one, i) => 0.4 * one + of.second[i])],
  ]
  const sets = split(of, of.set, 2)
  const told = random.below(2) === 0
  return sets.flatMap((rows, s) => {
    const y = take(of.outcome, rows)
    const m = y.filter((one) => one === 1).length
    if (m < 5 || rows.length - m < 5) return []
    const name = s === 0 ? 'training' : 'validation'
    return scores.map(([model, score]) => {
      const own = take(score, rows)
      const area = aucDelong(own, y)
      const cut = quantile(own, 0.6)
      const tp = own.filter((one, i) => one > cut && y[i] === 1).length
      const tn = own.filter((one, i) => one <= cut && y[i] === 0).length
      const [fp, fn] = [rows.length - m - tn, m - tp]
      // Over folds: numbers that are no shares of these patients.
      const noise = () => (folds ? 0.013 * (random.uniform() - 0.5) : 0)
      const share = (a: number, b: number) => print(Math.min(1, Math.max(0, a / b + noise())), 3)
      const more =
        random.below(2) && tp + fp > 0 && tn + fn > 0
          ? `, ppv: "${share(tp, tp + fp)}", npv: "${share(tn, tn + fn)}"`
          : ''
      const ratios =
        random.below(3) === 0 && fp > 0 && tp > 0 ? `, lrPositive: "${print(tp / m / (fp / (fp + tn)), 2)}"` : ''
      return `  - { set: ${name} ${model}, role: ${s ? 'validation' : 'development'}, where: Table 6, n: ${rows.length}${told ? `, events: ${m}` : ''}${folds ? ', over: folds' : ''}, auc: "${share(area.auc, 1)}", ci: "${print(area.lower, 3)}–${print(Math.min(1, area.upper), 3)}", sensitivity: "${share(tp, m)}", specificity: "${share(tn, tn + fp)}", accuracy: "${share(tp + tn, rows.length)}"${more}${ratios} }`
    })
  })
}

function others({ of, print, random }: Setting): string[] {
  const [a, b] = [
    of.marker.map((one, i) => one + 0.6 * of.factor[i]),
    of.marker.map((one, i) => 0.4 * one + of.second[i]),
  ]
  const rows = split(of, of.set, 2)[0]
  const paired = compareAucPaired(take(a, rows), take(b, rows), take(of.outcome, rows), { nestedOnTraining: false })
  const readers = [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 12 + random.below(20) : random.below(8))))
  const kappa = cohenKappa(readers)
  const x = take(of.age, split(of, of.outcome, 2)[0])
  const y = take(of.age, split(of, of.outcome, 2)[1])
  const t = studentTest(x, y)
  const df = x.length + y.length - 2
  const chi = pearsonChiSquare(countsOf(of.factor, split(of, of.outcome, 2), [0, 1]))
  const half = Math.floor(of.n / 2)
  const signed = signedRankTest(of.marker.slice(0, half), of.second.slice(0, half))
  return [
    'comparisons:',
    `  - { of: [training nomogram, training clinical], where: Results, test: delong, p: ${numberP(print, paired.p)} }`,
    'agreement:',
    `  - { of: margin, where: Results, measure: kappa, value: "${print(kappa.kappa, 3)}", ci: "${print(kappa.lower, 3)}–${print(Math.min(1, kappa.upper), 3)}", counts: [${readers.map((row) => `[${row.join(', ')}]`).join(', ')}] }`,
    'statistics:',
    `  - { where: Results, says: "Age differed, t(${df}) = ${print(t.t, 2)}, p ${t.p < 0.001 ? '< .001' : `= ${print(t.p, 3)}`}, and the factor, χ²(1, N = ${of.n}) = ${print(chi.x2, 2)}, p ${chi.p < 0.001 ? '< .001' : `= ${print(chi.p, 3)}`}." }`,
    `  - { where: Results, says: "Wilcoxon, p = ${print(Math.max(0.001, signed.p), 3)}." }`,
  ]
}

const designs = [
  'plain',
  'cox',
  'groups',
  'centres',
  'profile',
  'weights',
  'imputed',
  'folds',
  'linear',
  'nested',
] as const

/** The transcript of the k-th paper, in YAML: each design in each way of rounding. */
export function simulatedDesign(k: number): string {
  const random = randomStream(11, 'design', k)
  const design = designs[k % designs.length]
  const rounding = (['half up', 'to even', 'cut off'] as const)[Math.floor(k / designs.length) % 3]
  const print = printer(rounding, (['plain', 'plain', 'no zero', 'middle dot'] as const)[random.below(4)])
  const of = patients(random)
  const setting: Setting = { random, of, print, decimals: 1 + random.below(2) }
  const m = of.outcome.filter((one) => one === 1).length
  const sets = split(of, of.set, 2)
  const byOutcome = () =>
    table('Table 1', ['Others', 'Responders'], of.outcome, setting, [', outcome: without', ', outcome: with'])
  const bySet = () =>
    table('Table 2', ['training', 'validation'], of.set, setting, [', set: training', ', set: validation'])
  const keys = design === 'weights' ? 'weighted: true' : design === 'imputed' ? 'imputed: true' : ''
  const tables = keys
    ? weightedTable(setting, keys)
    : design === 'centres'
      ? [...table('Table 1', ['North', 'South', 'West'], of.centre, setting), ...bySet()]
      : design === 'groups'
        ? [...byOutcome(), ...table('Table 7', ['Low', 'Middle', 'High'], of.centre, setting)]
        : design === 'nested'
          ? nestedTable(setting)
          : [...byOutcome(), ...bySet()]
  const models =
    design === 'cox'
      ? coxModel(setting)
      : design === 'linear'
        ? linearModel(setting)
        : logisticModel(setting, design === 'profile' ? 'profile' : 'wald')
  const c = harrellC(of.time, of.event, of.marker)
  const performance =
    design === 'cox'
      ? [
          `  - { set: all, role: development, where: Results, n: ${of.n}, ${random.below(2) ? 'cIndex' : 'auc'}: "${print(c.c, 3)}", ci: "${print(c.lower, 3)}–${print(c.upper, 3)}", events: ${of.event.filter((e) => e === 1).length} }`,
        ]
      : performanceLines(setting, design === 'folds')
  const times = design === 'cox'
  return [
    `title: simulated design ${k}, ${design}, ${rounding}${times ? ', survival' : ''}`,
    `patients: { n: ${of.n}, where: Methods${times ? '' : `, outcome: { label: responders, n: ${m} }`} }`,
    'splits:',
    `  - { where: Methods, sizes: { training: ${sets[0].length}, validation: ${sets[1].length} } }`,
    'tables:',
    ...(times ? bySet() : tables),
    ...statedSizes(random, of.n),
    'models:',
    ...models,
    ...(performance.length > 0 ? ['performance:', ...performance] : []),
    ...(times || performance.length < 4 || design === 'folds' ? [] : others(setting)),
  ].join('\n')
}

/** Weighted or imputed cells: counts and means that are no patients' own, p of other tests. */
function weightedTable({ of, print, random }: Setting, keys: string): string[] {
  const groups = split(of, of.outcome, 2)
  const cells = (level: number) =>
    groups.map((rows) => {
      const count = rows.filter((i) => of.factor[i] === level).length
      const weighted = Math.max(0, count + random.below(9) - 4)
      return `"${weighted} (${print(Math.min(100, ((100 * count) / rows.length) * (0.9 + 0.2 * random.uniform())), 1)}%)"`
    })
  return [
    '  - id: Table 1',
    `    ${keys}`,
    `    groups: [{ label: Others, n: ${groups[0].length}, outcome: without }, { label: Responders, n: ${groups[1].length}, outcome: with }]`,
    '    rows:',
    `      - { variable: Factor, levels: { L0: [${cells(0).join(', ')}], L1: [${cells(1).join(', ')}] }, p: "${print(random.uniform(), 3)}" }`,
    `      - { variable: Age, unit: years, whole: true, means: [${meanCells(of.age, groups, print, 1, 0)}], p: "${print(random.uniform(), 3)}" }`,
  ]
}

/** Sample sizes derived as papers do: a multiple of the variables, and two proportions by R's power.prop.test. */
function statedSizes(random: RandomStream, n: number): string[] {
  const variables = 3 + random.below(5)
  const [p, q] = [0.2 + 0.1 * random.uniform(), 0.6 + 0.1 * random.uniform()].map((one) => Math.round(100 * one))
  const [a, b, mean] = [p / 100, q / 100, (p + q) / 200]
  const root = 1.959964 * Math.sqrt(2 * mean * (1 - mean)) + 0.8416212 * Math.sqrt(a * (1 - a) + b * (1 - b))
  const each = Math.ceil((root / (a - b)) ** 2)
  return [
    'sampleSizes:',
    `  - { where: Methods, of: events per variable, perVariable: 10, variables: ${variables}, events: ${10 * variables} }`,
    ...(2 * each <= n
      ? [`  - { where: Methods, of: proportions, expected: [${p}%, ${q}%], power: 80%, n: ${2 * each} }`]
      : []),
  ]
}

/** Both sets in one table, each with its groups and its p. */
function nestedTable({ of, print, random }: Setting): string[] {
  const sets = split(of, of.set, 2).map((rows) => [1, 0].map((side) => rows.filter((i) => of.outcome[i] === side)))
  const flat = sets.flat()
  const names = ['training', 'validation']
  const style = random.below(4)
  const counts = [0, 1, 2, 3].map((level) => flat.map((rows) => rows.filter((i) => of.grade[i] === level).length))
  const p = sets.map((_, s) => {
    const own = counts.map((level) => level.slice(2 * s, 2 * s + 2))
    return numberP(print, pearsonChiSquare(own).p)
  })
  const ages = sets.map(([a, b]) => numberP(print, studentTest(take(of.age, a), take(of.age, b)).p))
  const sizes = flat.map((rows) => rows.length)
  return [
    '  - id: Table 1',
    `    groups: [${flat.map((rows, g) => `{ label: ${g % 2 ? 'others' : 'responders'}, n: ${rows.length}, set: ${names[Math.floor(g / 2)]}, outcome: ${g % 2 ? 'without' : 'with'} }`).join(', ')}]`,
    '    rows:',
    `      - { variable: Grade, levels: { ${counts.map((level, l) => `L${l}: [${countCells(level, sizes, print, style)}]`).join(', ')} }, p: [${p.join(', ')}] }`,
    `      - { variable: Age, whole: true, means: [${meanCells(of.age, flat, print, 1, style)}], p: [${ages.join(', ')}] }`,
  ]
}
