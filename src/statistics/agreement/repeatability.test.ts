import { expect, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { repeatability } from './repeatability.ts'

const expected = expectedStatistics('agreement')

test.each([
  ['twoRaters', 'icc'],
  ['threeRaters', 'icc3'],
])('ICC1 of %s equals psych', (data, key) => {
  const all: { type: string; icc: number; lower: number; upper: number }[] = expected[key]
  const want = all.find(({ type }) => type === 'ICC1')!
  const { icc, iccLower, iccUpper } = repeatability(expected[data])
  expect([icc, iccLower, iccUpper]).toMatchDigits([want.icc, want.lower, want.upper], 1e-8)
})

test("subjects measured unequally often: R's analysis of variance, and coefficients by hand", () => {
  // a <- anova(lm(x ~ factor(id))), k0 <- (9 - sum(table(id)^2) / 9) / 3
  const found = repeatability([[10, 12], [20, 18, 19], [30, 31], [25], [14]])
  expect(found).toMatchObject({ subjects: 5, measurements: 9 })
  expect(found.wSD).toBeCloseTo(Math.sqrt((2 + 2 + 0.5) / 4), 12)
  expect(found.RC).toBeCloseTo(2.7718 * Math.sqrt(4.5 / 4), 3)
  expect(found.wCV).toBeCloseTo(Math.sqrt((2 / 121 + 1 / 361 + 0.5 / 30.5 ** 2) / 3), 12)
  expect(found.icc).toBeCloseTo(0.982763946377, 8)
  expect([found.RCLower, found.RCUpper]).toMatchDigits([1.761419061971, 8.448098325548], 1e-7)
})

test('means that are not above 0 have no coefficient of variation', () => {
  expect(
    repeatability([
      [-1, -2],
      [3, 4],
    ]).wCV,
  ).toBeNaN()
})

test('too few subjects, or none measured twice', () => {
  expect(() => repeatability([[1, 2]])).toThrow('at least 2')
  expect(() => repeatability([[1], [2]])).toThrow('at least 2')
})
