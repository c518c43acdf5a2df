import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { crossTable } from '../tests/table.ts'
import { type IccType, icc } from './icc.ts'
import { cohenKappa, fleissKappa } from './kappa.ts'
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
