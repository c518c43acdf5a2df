import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCodebook } from '../codebook/codebook.ts'
import { buildCohort } from '../cohort.ts'
import {
  needTissue,
  refuseFeatures,
  refusePredictors,
  suspectFeatures,
  suspectPredictors,
  tracksTime,
} from '../predictor-guard.ts'
import { readTable } from '../tables/read-table.ts'
import { applyCriteria, selectCohort } from './criteria.ts'
import { compileRule } from './evaluate.ts'
import { parseExpression } from './expression.ts'

const csv = `id,age,kps,edge,grade,skin,seen,tumour size (cm),ihc
1,17,90,smooth,I,no,2023-05-01,2.5,3
2,40,60,blur,II,yes,2024-02-01,3.5,0
3,50,,burr,III,yes,2024-06-30,,2
4,60,80,,I,,2024-07-01,1,1
`
const codebook = `variables:
  age: { type: continuous, measured: baseline }
  kps: { type: continuous }
  edge: { type: categorical, levels: { smooth: Smooth, blur: Blurred, burr: Spiculated } }
  grade: { type: ordinal, levels: [I, II, III], measured: tissue }
  skin: { type: binary, levels: [no, yes] }
  seen: { type: date }
  ihc: { type: ordinal, levels: [0, 1, 2, 3] }
`
const { cohort } = buildCohort(await readTable(new TextEncoder().encode(csv), 'c.csv'), {
  id: 'id',
  codebook: parseCodebook(codebook, 'b.yaml'),
})
const u = undefined

describe('rules', () => {
  test.each<[string, (boolean | undefined)[]]>([
    ['age >= 18', [false, true, true, true]],
    ['age > 18 and kps >= 70', [false, false, u, true]],
    ['kps >= 70 or age > 45', [true, false, true, true]],
    ['not (kps < 70)', [true, false, u, true]],
    ['missing(kps)', [false, false, true, false]],
    ['edge = blur', [u, u, u, u]],
    ["edge == 'Blurred'", [false, true, false, u]],
    ['edge in [blur, burr]', [false, true, true, u]],
    ['edge not in [blur, "burr"]', [true, false, false, u]],
    ["grade >= 'II'", [false, true, true, false]],
    ["'II' <= grade", [false, true, true, false]],
    ['skin', [false, true, true, u]],
    ['not skin', [true, false, false, u]],
    ["seen < '2024-07-01' and seen >= '2024-02-01'", [false, true, true, false]],
    ['`tumour size (cm)` * 10 > 20', [true, true, u, false]],
    ['-age + 2 * 10 = 3', [true, false, false, false]],
    ['age / 0 > 1', [u, u, u, u]],
    ['ihc >= 2', [true, false, true, false]],
    ['ihc = 3', [true, false, false, false]],
    ['age - kps < 0 or missing(kps)', [true, true, true, true]],
  ])('%s', (rule, expected) => {
    if (rule === 'edge = blur') {
      // A bare word is a column; text stands in quotes.
      expect(() => compileRule(rule, cohort, 'c.csv')).toThrow('no column blur')
      return
    }
    const test = compileRule(rule, cohort, 'c.csv')
    expect([0, 1, 2, 3].map((row) => test(row))).toEqual(expected)
  })

  test.each([
    ['ages > 3', 'did you mean age'],
    ["edge == 'spiky'", 'no level spiky'],
    ["edge > 'blur'", 'edge has no order'],
    ["age > 'old'", 'is none'],
    ["seen < 'soon'", 'not a date'],
    ['age', 'a comparison is expected'],
    ['age >', 'ends too early'],
    ['age > 3 4', 'not expected'],
    ['1 < age < 3', 'joined with and'],
    ['age > 3 and', 'ends too early'],
    ['age in 3', '[ is expected'],
    ['age; drop', 'no meaning'],
    [`${'('.repeat(200)}age > 1`, 'nested'],
    [`${'not '.repeat(200)}skin`, 'nested'],
    ['x'.repeat(3000), 'longer'],
    ['constructor > 1', 'no column'],
    ['__proto__ > 1', 'no column'],
  ])('%s is refused', (rule, why) => {
    expect(() => compileRule(rule, cohort, 'c.csv')).toThrow(why)
  })

  test('whatever is typed either parses or is refused with a place', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        try {
          parseExpression(text)
        } catch (error) {
          expect(error).toMatchObject({ code: 'NS-COH-08' })
        }
      }),
      { seed: 3, numRuns: 500 },
    )
  })
})

test('rules are applied in order, each row goes by the first it meets, the undecided are counted', () => {
  const { rows, flow } = applyCriteria(
    cohort,
    [
      { kind: 'include', name: 'Aged 18 or over', when: 'age >= 18' },
      { kind: 'include', name: 'Karnofsky 70 or over', when: 'kps >= 70' },
      { kind: 'exclude', name: 'Skin involved', when: 'skin' },
    ],
    ['edge'],
    'c.csv',
  )
  expect(flow.steps.map(({ removed, undecided, remaining, ids }) => [removed, undecided, remaining, ids])).toEqual([
    [1, 0, 3, ['1']],
    [2, 1, 1, ['2', '3']],
    [0, 1, 1, []],
    [1, 0, 0, ['4']],
  ])
  expect(flow).toMatchObject({ assessed: 4, analysed: 0 })
  expect(flow.steps[3].name).toBe('edge not known')
  expect(rows.length).toBe(0)
  const some = selectCohort(cohort, [3, 1])
  expect(some.patients).toEqual(['4', '2'])
  expect([...some.columns.get('age')!.values]).toEqual([60, 40])
})

describe('predictors', async () => {
  const n = 40
  const lines = Array.from({ length: n }, (_, i) => {
    const positive = i % 4 === 0
    const subtype = positive ? 'HER2' : i % 3 ? 'luminal' : 'triple'
    return [
      i,
      positive ? 'yes' : 'no',
      subtype,
      positive ? 2.5 + i / 100 : 1 + i / 100,
      i % 7,
      positive ? 3 : i % 3,
      1,
      2,
      3,
      `n${i}`,
    ].join(',')
  })
  const guarded = buildCohort(
    await readTable(
      new TextEncoder().encode(`id,her2,subtype,fish,noise,ihc,late,kin,sibling,note\n${lines.join('\n')}`),
      'g.csv',
    ),
    {
      id: 'id',
      codebook: parseCodebook(
        `variables:
  her2: { type: binary, levels: [no, yes], measured: tissue, derivedFrom: [raw] }
  raw: { derivedFrom: [] }
  ihc: { type: ordinal, levels: [0, 1, 2, 3], measured: tissue }
  late: { type: continuous, measured: after }
  kin: { type: continuous, derivedFrom: [her2] }
  sibling: { type: continuous, derivedFrom: [raw] }
  noise: { type: continuous, measured: imaging }
`,
        'b.yaml',
      ),
    },
  ).cohort

  test('what comes from the outcome, after it, or encodes it is refused with the reason', () => {
    const refused = refusePredictors(guarded, 'her2', guarded.columns.keys())
    expect(Object.fromEntries(refused.map(({ column, reason }) => [column, reason]))).toEqual({
      id: 'it is an identifier',
      her2: 'it is the outcome',
      subtype: 'its values determine her2 in all 40 rows where both are known',
      fish: 'the cut-off 2.5 separates her2 without an error',
      ihc: 'its values determine her2 in all 40 rows where both are known',
      late: 'it is known only after her2',
      kin: 'it is derived from her2',
      sibling: 'it is derived from raw, and so is her2',
      note: 'it is free text',
    })
  })

  test('a model with a tissue variable is not non-invasive', () => {
    expect(needTissue(guarded, ['noise', 'ihc', 'late'])).toEqual(['ihc', 'late'])
  })

  test('a copy with slips is suspected; a label among the features is refused', () => {
    const outcome = guarded.columns.get('her2')!
    const slipped = new Map(guarded.columns)
    const copy = outcome.values.map((value, row) => (row === 1 ? 1 : value))
    slipped.set('copy', { variable: { ...outcome.variable, name: 'copy', derivedFrom: [] }, values: copy })
    const cohort = { ...guarded, columns: slipped }
    expect(refusePredictors(cohort, 'her2', ['copy'])).toEqual([])
    expect(suspectPredictors(cohort, 'her2', ['copy', 'noise', 'subtype'])).toEqual([
      { column: 'copy', reason: 'its values determine her2 in all but 1 of 40 rows' },
    ])
    const noise = guarded.columns.get('noise')!.values
    // A ratio that is on the wrong side of its cut-off in one row.
    const ratio = outcome.values.map((value, row) => (row === 1 ? 1 - value : value) * 2 + ((row * 7) % 10) / 10)
    expect(suspectFeatures(['noise', 'ratio'], [noise, ratio], outcome)).toEqual([
      { column: 'ratio', reason: 'a cut-off at 2 determines her2 in all but 1 of 40 rows' },
    ])
    const target = outcome.values.map((value) => 3 - value)
    const fish = guarded.columns.get('fish')!.values
    expect(refuseFeatures(['noise', 'Target', 'fish', 'copy'], [noise, target, fish, copy], outcome)).toEqual([
      { column: 'Target', reason: 'its values determine her2 in all 40 rows where both are known' },
      { column: 'fish', reason: 'the cut-off 2.5 separates her2 without an error' },
    ])
  })
  test('the same time in other units, or one that ends with it, is refused; what merely goes with it is not', () => {
    const months = Array.from({ length: 40 }, (_, i) => (i * 17) % 53)
    const known = (values: number[], gap: number) => values.map((value, i) => (i === gap ? Number.NaN : value))
    const days = known(
      months.map((month) => Math.round(30.4 * month)),
      3,
    )
    const left = months.map((month) => 100 - month)
    const marker = months.map((month, i) => month + 8 * ((i * 7) % 5))
    const stage = months.map((month) => Math.floor(month / 14))
    const columns = Object.entries({ days, left, marker, stage }).map(([name, values]) => ({ name, values }))
    expect(tracksTime(columns, 'months', known(months, 9))).toEqual([
      { column: 'days', reason: 'it runs with months (rank correlation 1.000, 38 rows)' },
      { column: 'left', reason: 'it runs with months (rank correlation -1.000, 39 rows)' },
    ])
  })
})
