import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalsFor, decimalsOf, fixedDecimals, percent, pValue, ratio, ratios, withInterval } from './format.ts'

test('p-values claim neither nought nor one', () => {
  expect([0, 0.0009999, 0.001, 0.0496, 0.9989, 0.9995, 1, Number.NaN].map((p) => pValue(p).text)).toEqual([
    '<0.001',
    '<0.001',
    '0.001',
    '0.050',
    '0.999',
    '>0.999',
    '>0.999',
    '–',
  ])
})

test('numbers carry a true minus sign and no negative zero', () => {
  expect(fixedDecimals(-0.0004, 3).text).toBe('0.000')
  expect(fixedDecimals(-1.25, 1).text).toBe('−1.3')
  expect(fixedDecimals(Number.POSITIVE_INFINITY, 1)).toEqual({ text: '∞', value: 'inf' })
  expect(percent(0.125).text).toBe('12.5%')
  // 23 of 80, 28.75% by hand
  expect(percent(23 / 80, 1).text).toBe('28.8%')
})

test('ratios have two decimals', () => {
  expect([0.00001, 0.857, 0.115, 1, 9.66, 28.139, 120.4, 4000].map((value) => ratio(value).text)).toEqual([
    '<0.01',
    '0.86',
    '0.12',
    '1.00',
    '9.66',
    '28.14',
    '120.40',
    '>999',
  ])
})

test('an interval with a negative bound is not read as a range of dashes', () => {
  expect(withInterval([0.866, 0.76, 0.918], 3).text).toBe('0.866 (0.760–0.918)')
  expect(withInterval([-0.1, -0.4, 0.2], 2).text).toBe('−0.10 (−0.40 to 0.20)')
})

test('decimals are those of the data', () => {
  expect(decimalsOf([1, 2, Number.NaN])).toBe(0)
  expect(decimalsOf([1, 2.5])).toBe(1)
  expect(decimalsOf([0.125, 0.1])).toBe(3)
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -99999, max: 99999 }), { minLength: 1 }),
      fc.integer({ min: 0, max: 3 }),
      (xs, d) => decimalsOf(xs.map((x) => x / 10 ** d)) <= d,
    ),
  )
})

test('means show three digits of the deviation, as the paper does', () => {
  expect(decimalsFor(9.12, 0)).toEqual({ mean: 2, value: 1 })
  expect(decimalsFor(2.3, 2)).toEqual({ mean: 2, value: 2 })
  expect(decimalsFor(123, 1)).toEqual({ mean: 0, value: 0 })
  expect(decimalsFor(0.000113, 6)).toEqual({ mean: 6, value: 6 })
  expect(decimalsFor(0, 1)).toEqual({ mean: 1, value: 1 })
})

test('a ratio and its interval have one precision', () => {
  const said = (values: [number, number, number]) => ratios(values).map(({ text }) => text)
  expect(said([0.9662, 0.736, 1.114])).toEqual(['0.97', '0.74', '1.11'])
  expect(said([28.1, 2.31, 4000])).toEqual(['28.10', '2.31', '>999'])
  expect(said([1.0002, 1.0001, 1.0003])).toEqual(['1.00020', '1.00010', '1.00030'])
  expect(said([0.2, 0.001, 0.4])).toEqual(['0.20', '<0.01', '0.40'])
})
