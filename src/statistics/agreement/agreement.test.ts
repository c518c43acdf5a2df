import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { crossTable } from '../tests/table.ts'
import { absoluteAgreement, nearAbsoluteAgreement } from './absolute-agreement.ts'
import { type IccType, icc } from './icc.ts'
import { cohenKappa, fleissKappa } from './kappa.ts'
import { repeatedAgreement } from './repeated.ts'
import { blandAltman, dice } from './two-readers.ts'

const expected = expectedStatistics('agreement')
const extra = expectedStatistics('extra')
const cohort = readCohort()

describe.each([
  ['twoRaters', 'icc'],
  ['threeRaters', 'icc3'],
])('intraclass correlations of %s equal psych', (data, key) => {
  const rows: number[][] = expected[data]
  const all = icc(rows[0].map((_, j) => rows.map((row) => row[j])))
  test.each(expected[key] as { type: IccType; icc: number }[])('$type', ({ type, ...want }) => {
    for (const [name, value] of Object.entries(want)) expect(all[type][name as 'icc']).toMatchDigits(value, 1e-8)
  })
})

test('the quick ICC2 is psych’s, near zero and far from it, or there is none', () => {
  const rows: number[][] = expected.twoRaters
  const [first, second] = [0, 1].map((j) => Float64Array.from(rows, (row) => row[j]))
  const psych = (expected.icc as { type: IccType; icc: number }[]).find(({ type }) => type === 'ICC2')!
  expect(nearAbsoluteAgreement(first, second)).toMatchDigits(psych.icc, 1e-9)
  for (const offset of [0, 50, -1e3]) {
    const moved = [first, second].map((values) => values.map((value) => value + offset))
    expect(Math.abs(nearAbsoluteAgreement(moved[0], moved[1])! - absoluteAgreement(moved).icc)).toBeLessThan(1e-9)
  }
  expect(nearAbsoluteAgreement(first, second.with(3, Number.NaN))).toBeUndefined()
  expect(nearAbsoluteAgreement(new Float64Array(9).fill(7), new Float64Array(9).fill(7))).toBeUndefined()
  expect(
    nearAbsoluteAgreement(
      first.map((value) => 1e12 + value),
      second.map((value) => 1e12 + value),
    ),
  ).toBeUndefined()
})

test.each(['twoRaters', 'threeRaters'])('of means and deviations alone, ICC1 of %s equals psych', (data) => {
  const rows: number[][] = expected[data]
  const means = rows.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length)
  const sds = rows.map((row, i) =>
    Math.sqrt(row.reduce((sum, value) => sum + (value - means[i]) ** 2, 0) / (row.length - 1)),
  )
  const all: { type: string; icc: number; lower: number; upper: number }[] =
    expected[data === 'twoRaters' ? 'icc' : 'icc3']
  const want = all.find(({ type }) => type === 'ICC1')!
  const found = repeatedAgreement([...means, Number.NaN], [...sds, 1], rows[0].length)
  expect(found.subjects).toBe(rows.length)
  for (const name of ['icc', 'lower', 'upper'] as const) expect(found[name]).toBeCloseTo(want[name], 8)
})

test("Shrout and Fleiss' own example", () => {
  const raters = [
    [9, 6, 8, 7, 10, 6],
    [2, 1, 4, 1, 5, 2],
    [5, 3, 6, 2, 6, 4],
    [8, 2, 8, 6, 9, 7],
  ]
  const printed = Object.values(icc(raters)).map((row) => Number(row.icc.toFixed(2)))
  expect(printed).toEqual([0.17, 0.29, 0.71, 0.44, 0.62, 0.91])
})

test('perfect agreement is 1, without a spurious interval', () => {
  const { ICC1, ICC2, ICC3, ICC2k } = icc([
    [1.1, 2.3, 3.7],
    [1.1, 2.3, 3.7],
  ])
  for (const row of [ICC1, ICC2, ICC3, ICC2k]) expect([row.icc, row.lower, row.upper, row.p]).toEqual([1, 1, 1, 0])
})

const edge = ['smooth', 'blur', 'burr']
const levels = (values: string[]) => Float64Array.from(values, (value) => edge.indexOf(value))

test("Cohen's kappa, plain and weighted", () => {
  const { type2, edge2, kappa, kappaCi, weightedKappa } = extra.readers
  const plain = cohenKappa(crossTable(cohort.number.type, type2, 2, 2))
  expect(plain.kappa).toMatchDigits(kappa, 1e-10)
  expect([plain.lower, plain.kappa, plain.upper]).toMatchDigits(kappaCi, 1e-10)
  const weighted = cohenKappa(crossTable(levels(cohort.text.edge), levels(edge2), 3, 3), 'quadratic')
  expect(weighted.kappa).toMatchDigits(weightedKappa, 1e-10)
})

test("Fleiss' kappa", () => {
  const { edge2, edge3, fleiss, fleissZ } = extra.readers
  const three = fleissKappa([levels(cohort.text.edge), levels(edge2), levels(edge3)])
  expect(three.kappa).toMatchDigits(fleiss, 1e-10)
  expect(three.z).toMatchDigits(fleissZ, 1e-10)
  expect(three.lower).toBeLessThan(three.kappa)
  expect(three.upper).toBeGreaterThan(three.kappa)
})

test('limits of agreement by hand, and Dice', () => {
  const { bias, sd, lower, upper, differences } = blandAltman([10, 12, 15, 20], [11, 12, 13, 19])
  expect(Array.from(differences)).toEqual([-1, 0, 2, 1])
  expect(bias).toBe(0.5)
  expect(sd).toMatchDigits(Math.sqrt(5 / 3), 1e-14)
  expect([lower, upper]).toMatchDigits([0.5 - 1.959963984540054 * sd, 0.5 + 1.959963984540054 * sd], 1e-12)
  expect(dice([1, 1, 0, 0], [1, 0, 1, 0])).toBe(0.5)
  expect(dice([2, 2, 1, 0], [2, 1, 1, 2], 2)).toBe(0.5)
  expect(dice([0, 0], [0, 0])).toBeNaN()
})

/** Made by test/fixtures/statistics-extra/make.R. */
const hard = expectedStatistics('agreement', 'statistics-extra')

test('intraclass correlations with a large offset, of two raters who only differ, and of noise, equal psych', () => {
  for (const { ratings, rows } of hard.icc) {
    const all = icc(ratings[0].map((_: number, j: number) => ratings.map((row: number[]) => row[j])))
    for (const { type, ...want } of rows)
      for (const [name, value] of Object.entries(want)) {
        const got = all[type as IccType][name as 'icc']
        // Of ratings near 10,000 with a spread of 5, the sums keep about nine digits in R too.
        expect(got, `${type} ${name}`).toMatchDigits(value, 1e-7)
      }
  }
})

describe("errors of kappa equal the delta method's by differences", () => {
  const columns = [0, 1, 2].map((j) => hard.raters.map((row: number[]) => row[j] - 1))
  const counts = crossTable(columns[0], columns[1], 4, 4)
  test.each([
    ['none', 'kappa'],
    ['linear', 'linear'],
    ['quadratic', 'quadratic'],
  ] as const)('%s', (weights, key) => {
    const { kappa, standardError } = cohenKappa(counts, weights)
    expect(kappa).toMatchDigits(hard[key].kappa, 1e-10)
    expect(standardError).toMatchDigits(hard[key].se, 1e-6)
  })
  test('psych', () => {
    const { lower, kappa, upper } = cohenKappa(counts)
    expect([lower, kappa, upper]).toMatchDigits(hard.psych[0], 1e-10)
  })
  test('Fleiss', () => {
    const { kappa, standardError } = fleissKappa(columns)
    expect(kappa).toMatchDigits(hard.fleiss.kappa, 1e-10)
    expect(standardError).toMatchDigits(hard.fleiss.se, 1e-5)
  })
})

describe('what cannot be judged is refused by name', () => {
  test.each<[string, () => unknown, string]>([
    ['one rater', () => icc([[1, 2, 3]]), 'NS-STA-01'],
    ['one subject', () => icc([[1], [2]]), 'NS-STA-01'],
    [
      'all the same',
      () =>
        icc([
          [4, 4],
          [4, 4],
        ]),
      'NS-STA-02',
    ],
    [
      'a missing rating',
      () =>
        icc([
          [1, Number.NaN],
          [1, 2],
        ]),
      'NS-STA-51',
    ],
    ['lengths', () => icc([[1, 2], [1]]), 'NS-STA-50'],
    [
      'kappa, one category',
      () =>
        cohenKappa([
          [5, 0],
          [0, 0],
        ]),
      'NS-STA-02',
    ],
    [
      'kappa, nobody',
      () =>
        cohenKappa([
          [0, 0],
          [0, 0],
        ]),
      'NS-STA-01',
    ],
    [
      'kappa, a share',
      () =>
        cohenKappa([
          [0.5, 0],
          [0, 0.5],
        ]),
      'NS-STA-04',
    ],
    [
      'Fleiss, one category',
      () =>
        fleissKappa([
          [1, 1],
          [1, 1],
        ]),
      'NS-STA-02',
    ],
    [
      'Fleiss, half a category',
      () =>
        fleissKappa([
          [0.5, 1],
          [1, 1],
        ]),
      'NS-STA-55',
    ],
    ['limits of one pair', () => blandAltman([1], [2]), 'NS-STA-01'],
    ['masks of two grids', () => dice([1, 0], [1]), 'NS-STA-50'],
  ])('%s', (_, run, code) => expect(run).toThrow(expect.objectContaining({ code })))
})
