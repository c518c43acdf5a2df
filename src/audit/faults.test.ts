import { describe, expect, test } from 'vitest'
import { simulatedPaper } from '../../test/support/simulated-paper.ts'
import { auditPaper } from './audit.ts'
import { readMedian } from './cells.ts'
import { checks } from './checks/index.ts'
import type { Grade } from './examination.ts'
import { readPrinted } from './printed.ts'
import { readTranscript } from './read-transcript.ts'
import type { Transcript } from './transcript.ts'

const text = simulatedPaper(11)
const number = (printed: string) => readPrinted(printed)!
const cell = (printed: string) => {
  const [count, percent] = printed.split(' ')
  return { count: Number(count), percent: percent ? number(percent) : undefined, text: printed }
}
const mean = (printed: string) => {
  const [value, sd] = printed.split(' ± ')
  return { mean: number(value), sd: number(sd), text: printed }
}
const interval = (lower: string, upper: string) => ({
  lower: number(lower),
  upper: number(upper),
  text: `${lower}–${upper}`,
})
const performance = (n: string, events: string | undefined, more: object): Transcript['performance'][number] => ({
  set: 'test',
  role: 'validation',
  where: 'Results',
  n: number(n),
  events: events === undefined ? undefined : number(events),
  ...more,
})
/** A table of its own with one row. */
const table = (
  groups: string[],
  row: Partial<Transcript['tables'][number]['rows'][number]>,
): Transcript['tables'][number] => ({
  id: 'Table 9',
  covers: 'part',
  groups: groups.map((n, g) => ({ label: `group ${g}`, n: number(n), outcome: g === 0 ? 'with' : 'without' })),
  rows: [{ variable: 'planted', ...row }],
})

type Plant = (paper: Transcript) => void
const level = (paper: Transcript, t: number, name: string) => paper.tables[t].rows[0].levels![name]
const term = (paper: Transcript) => paper.models[0].terms[0]

const faults: [check: string, what: string, grade: Grade, plant: Plant][] = [
  [
    'set-sizes',
    'another size',
    'inconsistent',
    (p) => p.splits.push({ where: 'Results', sizes: { training: number('97'), validation: number('33') } }),
  ],
  ['set-sizes', 'a group that is too large', 'inconsistent', (p) => (p.tables[0].groups[0].n = number('77'))],
  [
    'reversed-intervals',
    'the lower end last',
    'impossible',
    (p) => (term(p).ci = { ...interval('1.15', '3.74'), reversed: true }),
  ],
  [
    'printed-fractions',
    'counts of another share',
    'inconsistent',
    (p) =>
      p.performance.push(performance('60', '22', { npv: { ...number('0.773'), fraction: { count: 16, of: 22 } } })),
  ],
  ['split-ratio', 'ratio', 'inconsistent', (p) => (p.splits[0].ratio = '9:1')],
  ['validation-name', 'name', 'inconsistent', (p) => (p.validation!.called = 'external')],
  [
    'percentages',
    'percentage',
    'inconsistent',
    (p) => (level(p, 0, 'a')[0].percent = number(`${(level(p, 0, 'a')[0].percent!.value + 3).toFixed(1)}`)),
  ],
  ['percentages', 'too many', 'impossible', (p) => (level(p, 0, 'a')[0].count += 2)],
  ['percentages', 'too few', 'inconsistent', (p) => (level(p, 0, 'a')[0].count -= 2)],
  [
    'counts-across-tables',
    'counts moved',
    'inconsistent',
    (p) => {
      level(p, 1, 'a')[0].count -= 3
      level(p, 1, 'b')[0].count += 3
    },
  ],
  [
    'counts-across-tables',
    'outcome by another label',
    'inconsistent',
    (p) => (p.tables[1].rows.at(-1)!.outcome = 'absent'),
  ],
  [
    'pooled-means',
    'mean',
    'inconsistent',
    (p) => {
      const one = p.tables[1].rows.find(({ means }) => means)!.means![0].mean
      one.low += 1
      one.high += 1
    },
  ],
  [
    'pooled-means',
    'deviation',
    'inconsistent',
    (p) => {
      const one = p.tables[1].rows.find(({ means }) => means)!.means![0].sd
      one.low += 3
      one.high += 3
    },
  ],
  [
    'grim',
    'mean of 12 whole numbers',
    'impossible',
    (p) => p.tables.push(table(['12'], { whole: true, means: [mean('3.37 ± 1.20')] })),
  ],
  [
    'grim',
    'deviation of 5 whole numbers',
    'impossible',
    (p) => p.tables.push(table(['5'], { whole: true, means: [mean('2.40 ± 0.74')] })),
  ],
  ['units', 'a diameter in mm²', 'inconsistent', (p) => (p.tables[0].rows.find(({ unit }) => unit)!.unit = 'mm²')],
  [
    'duplicated-rows',
    'row copied',
    'unusual',
    (p) => p.tables[0].rows.push({ ...p.tables[0].rows[0], variable: 'another' }),
  ],
  [
    'tests-recomputed',
    'p',
    'inconsistent',
    (p) =>
      p.tables.push(
        table(['50', '70'], {
          levels: { yes: [cell('20'), cell('31')], no: [cell('30'), cell('39')] },
          p: number('0.031'),
        }),
      ),
  ],
  [
    'tests-recomputed',
    'statistic',
    'inconsistent',
    (p) =>
      p.tables.push(
        table(['50', '70'], {
          levels: { yes: [cell('20'), cell('31')], no: [cell('30'), cell('39')] },
          statistic: number('4.62'),
        }),
      ),
  ],
  [
    'choice-of-test',
    "χ² where Fisher's was due",
    'inconsistent',
    (p) => {
      p.rules = { where: 'Methods', fisherBelow: number('5') }
      p.tables.push(
        table(['40', '160'], {
          levels: { yes: [cell('3'), cell('2')], no: [cell('37'), cell('158')] },
          p: number('0.024'),
        }),
      )
    },
  ],
  [
    'means-tests',
    'p of a t test',
    'inconsistent',
    (p) =>
      p.tables.push(
        table(['31', '47'], { test: 't', means: [mean('14.2 ± 3.1'), mean('12.9 ± 3.4')], p: number('0.31') }),
      ),
  ],
  [
    'regression',
    'Wald',
    'inconsistent',
    (p) => {
      const one = term(p)
      one.wald = number(((one.beta!.value / one.se!.value) ** 2 * 1.4 + 1).toFixed(3))
    },
  ],
  [
    'regression',
    'odds ratio of −β',
    'inconsistent',
    (p) => {
      const one = term(p)
      one.beta = number('0.702')
      one.or = number('0.496')
    },
  ],
  [
    'regression',
    'odds ratio of another β',
    'inconsistent',
    (p) => {
      const one = term(p)
      one.beta = number('0.702')
      one.or = number('3.120')
    },
  ],
  [
    'regression',
    'limit',
    'inconsistent',
    (p) =>
      Object.assign(term(p), {
        beta: number('0.702'),
        se: number('0.300'),
        or: number('2.018'),
        ci: interval('1.121', '4.633'),
      }),
  ],
  [
    'regression',
    'p',
    'inconsistent',
    (p) => Object.assign(term(p), { beta: number('0.702'), se: number('0.300'), p: number('0.190') }),
  ],
  [
    'regression',
    'odds ratio off the middle of its interval',
    'inconsistent',
    (p) => Object.assign(term(p), { beta: undefined, se: undefined, or: number('2.9'), ci: interval('1.1', '3.3') }),
  ],
  ['least-error', 'standard error', 'impossible', (p) => (term(p).se = number('0.071'))],
  [
    'crude-odds',
    'other side of 1',
    'unusual',
    (p) => {
      p.tables.push(
        table(['80', '160'], {
          variable: 'planted',
          levels: { yes: [cell('60'), cell('60')], no: [cell('20'), cell('100')] },
        }),
      )
      p.models[0].terms.push({ term: 'planted', level: 'yes', or: number('0.31'), ci: interval('0.19', '0.47') })
    },
  ],
  [
    'levels-and-terms',
    'four levels, one coefficient',
    'unusual',
    (p) => {
      const names = ['i', 'ii', 'iii', 'iv']
      p.tables.push(
        table(['80', '160'], { levels: Object.fromEntries(names.map((name) => [name, [cell('20'), cell('40')]])) }),
      )
      p.models[0].terms.push({ term: 'planted' })
    },
  ],
  [
    'contrary-labels',
    'with and without',
    'inconsistent',
    (p) => {
      Object.assign(p.tables[0].rows[0], { variable: 'swelling without pain', is: 'factor 1' })
      Object.assign(term(p), { term: 'swelling with pain', is: 'factor 1' })
    },
  ],
  [
    'auc-interval',
    'further up than down',
    'inconsistent',
    (p) => (p.performance = [performance('60', '20', { auc: number('0.741'), ci: interval('0.702', '0.903') })]),
  ],
  [
    'auc-interval',
    'far too narrow',
    'inconsistent',
    (p) => (p.performance = [performance('60', '20', { auc: number('0.741'), ci: interval('0.722', '0.760') })]),
  ],
  [
    'auc-interval',
    'too wide',
    'unusual',
    (p) => (p.performance = [performance('600', '200', { auc: number('0.741'), ci: interval('0.601', '0.881') })]),
  ],
  [
    'auc-interval',
    'outside',
    'impossible',
    (p) => (p.performance = [performance('60', '20', { auc: number('0.741'), ci: interval('0.752', '0.860') })]),
  ],
  [
    'auc-granularity',
    'AUC of 4 and 16',
    'inconsistent',
    (p) => (p.performance = [performance('20', '4', { auc: number('0.755') })]),
  ],
  [
    'classification',
    'sensitivity of 10',
    'impossible',
    (p) => (p.performance = [performance('30', '10', { sensitivity: number('0.777') })]),
  ],
  [
    'classification',
    'accuracy',
    'impossible',
    (p) =>
      (p.performance = [
        performance('30', '10', {
          sensitivity: number('0.800'),
          specificity: number('0.750'),
          accuracy: number('0.900'),
        }),
      ]),
  ],
  [
    'inferred-events',
    'accuracy above both, without events',
    'impossible',
    (p) =>
      (p.performance = [
        performance('83', undefined, {
          sensitivity: number('0.806'),
          specificity: number('0.712'),
          accuracy: number('0.892'),
        }),
      ]),
  ],
  [
    'conditional-independence',
    'AUC',
    'unusual',
    (p) =>
      (p.performance = [
        { ...performance('200', '60', { auc: number('0.991'), ci: interval('0.982', '0.997') }), role: 'development' },
      ]),
  ],
  ['feature-counts', 'sum', 'inconsistent', (p) => (p.features!.total = number('4321'))],
  ['feature-counts', 'family', 'inconsistent', (p) => (p.features!.families[1].n = number('19'))],
  ['feature-counts', 'filtered', 'inconsistent', (p) => (p.features!.families[3].n.value += 1)],
  ['feature-counts', 'selected', 'inconsistent', (p) => (p.features!.selected!.n = number('14'))],
  [
    'selected-features',
    'none',
    'inconsistent',
    (p) => {
      for (const one of p.models[0].terms) one.radiomic = false
    },
  ],
  [
    'sample-size',
    'candidates',
    'unusual',
    (p) => (p.performance = [{ ...performance('90', '30', { auc: number('0.801') }), role: 'development' }]),
  ],
  [
    'stated-sizes',
    'means',
    'inconsistent',
    (p) => {
      const size = { where: 'Methods', of: 'means' as const, effect: number('0.5'), power: number('80%') }
      p.sampleSizes = [{ ...size, each: number('22') }]
    },
  ],
  [
    'claims',
    'percentage',
    'inconsistent',
    (p) =>
      p.claims.push({
        kind: 'percentages',
        of: 'factor 1',
        level: 'a',
        values: [number('1.1'), number('99.3')],
        where: 'Discussion',
      }),
  ],
  [
    'claims',
    'direction',
    'inconsistent',
    (p) => {
      for (const claim of p.claims)
        if (claim.kind === 'higher') claim.in = claim.in === 'positive' ? 'negative' : 'positive'
    },
  ],
  [
    'claims',
    'p',
    'inconsistent',
    (p) => {
      p.tables[0].rows[0].p = number('0.214')
      p.claims.push({ kind: 'p', of: ['factor 1'], table: 'Table 1', p: number('<0.05'), where: 'Abstract' })
    },
  ],
  [
    'claims',
    'effect',
    'inconsistent',
    (p) => {
      term(p).or = number('1.72')
      p.claims.push({ kind: 'effect', of: 'factor 1', effect: 'protective', where: 'Abstract' })
    },
  ],
  [
    'named-predictors',
    'predictor',
    'inconsistent',
    (p) => p.claims.push({ kind: 'predictor', of: 'smoking', where: 'Discussion' }),
  ],
  [
    'performance-sizes',
    'more patients than the set has',
    'inconsistent',
    (p) => (p.performance = [{ ...performance('999', '20', { auc: number('0.741') }), set: 'validation' }]),
  ],
  [
    'totals-column',
    'a count of all',
    'inconsistent',
    (p) => {
      const own = table(['50', '70'], { levels: { yes: [cell('20'), cell('31')], no: [cell('30'), cell('39')] } })
      own.total = { label: 'All', n: number('120'), total: true }
      own.rows[0].total = { levels: { yes: cell('53'), no: cell('69') } }
      p.tables.push(own)
    },
  ],
  [
    'bounded-values',
    'a deviation wider than the scale',
    'impossible',
    (p) =>
      p.tables.push(
        table(['50', '70'], { scale: interval('1', '5'), means: [mean('4.70 ± 1.62'), mean('3.10 ± 1.02')] }),
      ),
  ],
  [
    'medians',
    'quartiles out of order',
    'impossible',
    (p) =>
      p.tables.push(
        table(['50', '70'], {
          medians: ['12 (14–19)', '15 (9–20)'].map((text) => readMedian(text)!),
        }),
      ),
  ],
  [
    'copied-numbers',
    'two terms with the same numbers',
    'unusual',
    (p) => p.models[0].terms.push({ ...term(p), term: 'another', is: undefined }),
  ],
  [
    'alike-sets',
    'p of ten rows near 1',
    'unusual',
    (p) => {
      const own = table(['50', '70'], {})
      own.groups.forEach((group, g) => {
        group.set = ['a', 'b'][g]
      })
      own.rows = Array.from({ length: 10 }, (_, r) => ({ variable: `v${r}`, p: number((0.9 + r / 125).toFixed(3)) }))
      p.tables.push(own)
    },
  ],
  ['probabilities', 'p above 1', 'impossible', (p) => (term(p).p = number('1.203'))],
  [
    'text-statistics',
    'p of a t',
    'inconsistent',
    (p) => p.statistics.push({ says: 't(57) = 2.94, p = .214', where: 'Results' }),
  ],
  [
    'compared-areas',
    'validation far above development',
    'unusual',
    (p) =>
      (p.performance = [
        { ...performance('300', '100', { auc: number('0.701') }), role: 'development', set: 'training' },
        { ...performance('200', '70', { auc: number('0.931') }), set: 'validation' },
      ]),
  ],
  [
    'fit-tests',
    'p of Hosmer and Lemeshow',
    'inconsistent',
    (p) =>
      (p.performance = [
        performance('300', '100', {
          hosmerLemeshow: { statistic: number('26.31'), df: number('8'), p: number('0.512') },
        }),
      ]),
  ],
  [
    'agreement',
    'κ outside its interval',
    'impossible',
    (p) =>
      p.agreement.push({
        of: 'margin',
        where: 'Results',
        measure: 'kappa',
        value: number('0.912'),
        ci: interval('0.61', '0.83'),
      }),
  ],
  [
    'announced',
    'not reported',
    'not reported',
    (p) => p.announced.push({ what: 'missing values', where: 'needed', reported: false }),
  ],
]

describe('a planted fault is found, and was not before', () => {
  test.each(faults)('%s: %s', (check, _, grade, plant) => {
    const only = checks.filter(({ id }) => id === check)
    const sound = readTranscript(text, 'sound')
    const before = auditPaper(sound, check === 'sample-size' ? [] : only).findings
    expect(before.filter((one) => one.grade === 'impossible' || one.grade === 'inconsistent')).toEqual([])
    const paper = readTranscript(text, 'planted')
    plant(paper)
    const after = auditPaper(paper, only).findings
    const known = new Set(before.map(({ statement }) => statement))
    expect(after.filter((one) => !known.has(one.statement)).map((one) => one.grade)).toContain(grade)
  })

  test('every check has one', () => {
    expect(checks.map(({ id }) => id).filter((id) => !faults.some(([check]) => check === id))).toEqual([])
  })
})

test('GRIMMER by hand: 5 whole numbers with the sum 12 have an even sum of squares', () => {
  const only = checks.filter(({ id }) => id === 'grim')
  for (const sd of ['0.55', '0.89', '1.14']) {
    const paper = readTranscript(text, 'sound')
    paper.tables = [table(['5'], { whole: true, means: [mean(`2.40 ± ${sd}`)] })]
    expect(auditPaper(paper, only).findings, sd).toEqual([])
  }
})

test('what another usual method explains is unusual and no more', () => {
  const paper = readTranscript(text, 'sound')
  paper.tables = [
    table(['60', '80'], {
      levels: { low: [cell('30'), cell('28')], middle: [cell('18'), cell('25')], high: [cell('12'), cell('27')] },
    }),
  ]
  paper.tables[0].rows[0].p = number('0.040') // R: prop.trend.test(c(30, 18, 12), c(58, 43, 39)); χ² has 0.122
  const grades = (check: string) =>
    auditPaper(
      paper,
      checks.filter(({ id }) => id === check),
    ).findings.map(({ grade }) => grade)
  expect(grades('tests-recomputed')).toEqual([])
  // A profile likelihood interval: β 0.702 with SE 0.300, limits a tenth of the SE off Wald's.
  paper.models[0].terms = [
    { term: 'x', beta: number('0.702'), se: number('0.300'), or: number('2.018'), ci: interval('1.15', '3.74') },
  ]
  expect(grades('regression')).toEqual(['unusual', 'unusual'])
})

test('absurd sizes are audited, not computed to death', () => {
  const huge = table(['900000000', '900000000'], {
    levels: { yes: [cell('450000000'), cell('450000001')], no: [cell('450000000'), cell('449999999')] },
    p: number('0.99'),
  })
  huge.rows.push({
    variable: 'empty',
    levels: { yes: [cell('0'), cell('0')], no: [cell('0'), cell('0')] },
    p: number('1.00'),
  })
  huge.rows.push({
    variable: 'constant',
    whole: true,
    means: [mean('5.0 ± 0.0'), mean('5.0 ± 0.0')],
    p: number('1.00'),
  })
  const paper = readTranscript(text, 'sound')
  paper.tables = [huge, table(['0', '0'], { levels: { yes: [cell('0'), cell('0')] }, p: number('0.5') })]
  paper.performance = [
    performance('900000000', '300000000', {
      auc: number('0.812'),
      ci: interval('0.811', '0.813'),
      sensitivity: number('0.7'),
    }),
  ]
  expect(
    auditPaper(
      paper,
      checks.filter(({ id }) => id !== 'sample-size'),
    ).checks.length,
  ).toBeGreaterThan(20)
})
