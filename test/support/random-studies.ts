import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { writeCsv } from '../../src/cohort/index.ts'
import { type RandomStream, randomStream } from '../../src/statistics/index.ts'

/**
 * Study number `k` of plausible ones: any of the keys that need no images, with ordinary and odd values, over a cohort of
 * a size, a share of missing cells and words of its own. Writes the tables, mostly a codebook, and study.yaml; the same
 * for a number every time.
 */
export function writeRandomStudy(folder: string, k: number): void {
  mkdirSync(folder, { recursive: true })
  const random = randomStream(k, 'random study')
  const chance = chances(random)
  const { pick, maybe, some } = chance
  const features = pick(0, 0, 5, 30, 90)
  const isLesions = maybe(0.15)
  const n = pick(20, 40, 60, 90, 160)
  const rows = cohortRows(chance, n, isLesions)
  writeFileSync(join(folder, 'c.csv'), csvOf(rows))
  if (features > 0) writeFileSync(join(folder, 'f.csv'), csvOf(featureRows(chance, rows, features)))
  const hasCodebook = maybe(0.7)
  if (hasCodebook) writeFileSync(join(folder, 'b.yaml'), stringify(codebookOf(chance)))

  const cox = () => {
    const time = pick('months', 'months', 'days')
    return {
      time,
      event: pick<unknown>('dead', 'dead', {
        column: 'course',
        value: 'relapse',
        censored: ['none'],
        competing: ['death'],
      }),
      horizons: some([1, 6, 12, 24, 36, 60, 200], 1),
      ...(maybe(0.3) && { label: 'Death' }),
      ...(maybe(0.4) && { unit: maybe(0.9) ? time : 'months' }),
    }
  }
  const term = (): unknown =>
    pick<() => unknown>(
      () => pick(...columns),
      () => pick(...columns),
      () => pick(...columns),
      () => ({ spline: pick('age', 'size', 'cea', 'count'), ...(maybe(0.5) && { knots: pick(3, 4, 5, 7) }) }),
      () => ({ interaction: [pick('age', 'size', 'sex'), pick('grade', 'cea', 'type')] }),
      () => (features > 0 ? { score: 'radiomics' } : 'age'),
      () => 'clinical',
    )()
  const model = () => {
    const joint = features > 0 && maybe(0.15)
    const terms = joint ? { lasso: some(['radiomics', 'clinical', 'mri'], 1) } : { terms: several(chance, 4).map(term) }
    const select = !joint && maybe(0.2) && { select: 'backward' }
    return { ...terms, ...select, ...(maybe(0.2) && { noninvasive: true }), ...(maybe(0.2) && { label: 'A model' }) }
  }
  const isPredicted = maybe(0.75)
  const models = Object.fromEntries(
    several(chance, 3).map((_, i) => [
      pick('clinical', 'combined', 'Model A', 'm.1') + i,
      isPredicted && maybe(0.65) ? model() : { ...model(), cox: cox() },
    ]),
  )
  const steps = () =>
    pick<() => unknown>(
      () => ({ variance: pick(0, 0.1, 10) }),
      () => ({ correlation: pick(0.3, 0.8, 1), ...(maybe(0.4) && { keep: pick('outcome', 'first') }) }),
      () => ({ univariate: pick(0.05, 1e-6) }),
      () => ({ mrmr: pick(1, 5, 500) }),
      () => ({ zscore: true }),
      () => ({ combat: true }),
    )()
  const selection = maybe(0.2)
    ? [{ preset: pick('elastic-net', 'sparse') }]
    : [
        ...(maybe(0.7) ? several(chance, 2).map(steps) : []),
        ...(maybe(0.7) ? [{ lasso: { folds: pick(3, 5), lambda: pick('min', '1se'), alpha: pick(1, 0.5) } }] : []),
      ]
  const isNested = maybe(0.6)
  const outcome = pick<unknown>(
    { column: 'her2', positive: 'positive' },
    { column: 'her2', positive: 'negative', label: 'HER2 absent' },
    { column: 'her2', positive: 'positive', prevalence: pick(0.01, 0.3, 0.9) },
    { column: 'dead', positive: '1' },
    { column: 'grade', positive: 'III', negative: ['I', 'II'] },
    { column: 'grade', positive: 'III', negative: 'I' },
    { column: 'sex', positive: 'f' },
  )
  const study = {
    study: pick('A study', 'Étude „A“ <b>', '研究'),
    ...(maybe(0.8) && { seed: random.below(1000) }),
    ...(maybe(0.3) && { date: pick('2024-05-31', '2024-5-3') }),
    ...(maybe(0.2) && { language: 'zh' }),
    ...(maybe(0.15) && { protocol: 'as-published' }),
    ...(isLesions && {
      unit: pick('lesion', 'patient'),
      aggregate: pick<unknown>('mean', 'first', { largest: 'size' }),
    }),
    cohort: {
      file: 'c.csv',
      id: isLesions ? 'lesion' : 'id',
      ...(isLesions && { patient: 'id' }),
      ...(hasCodebook && { codebook: 'b.yaml' }),
    },
    ...(isPredicted && { outcome }),
    ...(maybe(0.4) && {
      criteria: {
        include: several(chance, 2).map(() => pick('age >= 18', 'size > 5', 'not missing(cea)', 'age >= 50')),
        ...(maybe(0.5) && { exclude: [pick<unknown>("grade == 'I'", { rule: 'cea > 30', label: 'CEA too high' })] }),
      },
    }),
    blocks: {
      clinical: some([...columns], 1),
      mri: pick<unknown>(['size', 'type'], { columns: '^(size|count)$' }, ['type']),
      ...(features > 0 && { radiomics: pick<unknown>('features', { features: 'f[0-4]$' }, { features: '^nothing$' }) }),
    },
    ...(features > 0 && {
      features: { table: 'f.csv', id: isLesions ? 'lesion' : 'id', ...(maybe(0.2) && { exclude: ['original_f1'] }) },
    }),
    ...(maybe(0.5) && { centre: pick('centre', 'centre', 'scanner') }),
    ...(maybe(0.7) && {
      split: pick<unknown>(
        'none',
        { training: pick(0.3, 0.7, 0.95) },
        { training: 0.7, stratify: pick('grade', 'centre') },
        { by: 'centre', validation: some(['A', 'B', 'C'], 1) },
        { by: 'seen', before: pick('2021-06-01', '2023-01-01', '1999-01-01') },
        { column: 'set' },
      ),
    }),
    ...(selection.length > 0 && features > 0 && { selection }),
    ...(Object.keys(models).length > 0 && { models }),
    validation: {
      ...(isNested && { nested: { folds: pick(2, 3, 5), repeats: pick(1, 2) } }),
      bootstrap: pick(0, 3, 6),
      ...(isNested && maybe(0.2) && { permutations: 2 }),
      ...(maybe(0.3) && { thresholds: some([0.001, 0.1, 0.5, 0.999], 1) }),
      ...(maybe(0.2) && { centres: true }),
      ...(maybe(0.15) && { learning: { shares: [pick(0.05, 0.3), 0.8], repeats: 2 } }),
      ...(maybe(0.3) && { subgroups: some(['sex', 'grade', 'age', 'centre', 'cea'], 1) }),
    },
    ...(maybe(0.15) && { missing: 'multiple' }),
    ...(maybe(0.2) && { deploy: 'fitted' }),
    ...(maybe(0.5) && {
      survival: several(chance, 2).map(() => {
        const { time, event } = cox()
        const terms = maybe(0.3) && { terms: some(['age', 'sex', 'grade', 'cea'], 1) }
        return { time, event, by: pick('her2', 'grade', 'centre', 'sex', 'rare'), ...terms }
      }),
    }),
    ...(maybe(0.4) && {
      compare: [
        { markers: some(['age', 'cea', 'size', 'count', 'type'], 1), by: pick('her2', 'grade', 'sex', 'rare') },
      ],
    }),
    ...(maybe(0.3) && { tables: { baseline: some([...columns], 1), ...(maybe(0.5) && { mri: ['size', 'type'] }) } }),
  }
  writeFileSync(join(folder, 'study.yaml'), stringify(study))
}

const columns = ['age', 'sex', 'grade', 'size', 'type', 'cea', 'count', 'rare', 'few'] as const

function chances(random: RandomStream) {
  const pick = <T>(...of: readonly T[]): T => of[random.below(of.length)]
  const maybe = (share: number) => random.uniform() < share
  const some = <T>(of: readonly T[], least: number): T[] => {
    const kept = of.filter(() => maybe(0.4))
    return kept.length >= least ? kept : of.slice(0, least)
  }
  return { random, pick, maybe, some }
}
type Chances = ReturnType<typeof chances>

/** As many entries as a list may have, at least one. */
const several = ({ random }: Chances, most: number) => Array.from({ length: 1 + random.below(most) })

type Cells = Record<string, string | number>

const csvOf = (rows: Cells[]) =>
  writeCsv(
    Object.keys(rows[0]),
    rows.map((row) => Object.values(row)),
  )

function cohortRows({ random, pick, maybe }: Chances, n: number, isLesions: boolean): Cells[] {
  const absent = pick(0, 0.05, 0.4)
  const [shareDead, sharePositive] = [pick(0.03, 0.3, 0.8), pick(0.08, 0.3, 0.6)]
  const followUp = pick(5, 60, 300)
  const gap = (cell: string | number) => (maybe(absent) ? '' : cell)
  return Array.from({ length: n }, (_, i) => {
    const positive = i < 4 ? i % 2 === 0 : maybe(sharePositive)
    const months = followUp * random.uniform() ** pick(1, 3)
    return {
      ...(isLesions && { lesion: `L${i}` }),
      id: isLesions ? `P${i >> 1}` : `P${i}`,
      her2: gap(positive ? 'positive' : 'negative'),
      age: gap(Math.round(50 + 12 * random.gaussian())),
      sex: gap(pick('m', 'f')),
      grade: gap(pick('I', 'II', 'II', 'III')),
      size: gap((20 + 8 * random.gaussian() + (positive ? 6 : 0)).toFixed(1)),
      type: gap(pick('mass', 'non-mass', 'focus')),
      cea: gap((3 * Math.exp(random.gaussian())).toFixed(2)),
      count: gap(random.below(4)),
      rare: i === 3 ? 'yes' : 'no',
      few: i % 9 === 0 ? (random.uniform() * 10).toFixed(2) : '',
      centre: i === 5 ? 'C' : pick('A', 'B'),
      scanner: pick('1.5 T', '3 T'),
      set: gap(pick('training', 'training', 'validation')),
      seen: `202${random.below(4)}-0${1 + random.below(9)}-1${random.below(9)}`,
      months: gap(months.toFixed(1)),
      days: gap(Math.round(months * 30.4)),
      dead: gap(Number(maybe(shareDead))),
      course: gap(pick('none', 'none', 'relapse', 'death')),
    }
  })
}

function featureRows({ random, maybe }: Chances, rows: Cells[], count: number): Cells[] {
  const known = rows.filter(() => !maybe(0.05))
  return (known.length > 0 ? known : rows).map((row) => {
    const shift = row.her2 === 'positive' ? 0.8 : 0
    const values = Array.from({ length: count }, (_, j) => {
      const value = j === 3 ? 1 : random.gaussian() + (j % 5 === 0 ? shift : 0)
      return [`original_f${j}`, maybe(0.02) ? '' : (j % 7 === 2 ? 1e6 * value : value).toPrecision(6)] as const
    })
    return { ...('lesion' in row ? { lesion: row.lesion } : { id: row.id }), ...Object.fromEntries(values) }
  })
}

function codebookOf({ maybe, pick }: Chances) {
  return {
    missing: [''],
    variables: {
      age: { label: 'Age', type: 'continuous', unit: 'years', ...(maybe(0.3) && { per: 10 }) },
      her2: { label: 'HER2', type: 'binary', levels: ['negative', 'positive'], measured: 'tissue' },
      grade: { type: pick('ordinal', 'categorical'), levels: ['I', 'II', 'III'], measured: 'tissue' },
      size: { type: 'continuous', unit: 'mm', measured: 'imaging', ...(maybe(0.2) && { range: [0, 60] }) },
      months: { type: 'continuous', unit: 'months', measured: 'after' },
      days: { type: 'continuous', unit: 'days', measured: 'after' },
      dead: { type: 'binary', levels: { 0: 'Alive', 1: 'Dead' }, measured: 'after' },
      ...(maybe(0.3) && { old: { derive: 'age >= 60' } }),
      ...(maybe(0.3) && { logcea: { derive: 'log(cea)', label: 'Log CEA' } }),
      ...(maybe(0.2) && { ages: { derive: 'age', cut: [40, 60] } }),
    },
  }
}
