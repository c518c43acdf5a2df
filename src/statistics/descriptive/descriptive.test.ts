import { expect, describe as group, test } from 'vitest'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { describe, known, mean, median, quantiles, standardDeviation, variance } from './descriptive.ts'
import { categoricalDifference, standardisedDifference } from './standardised-difference.ts'

const extra = expectedStatistics('tests', 'statistics-extra')

group('quantiles', () => {
  // By hand: six values, the positions of Hyndman & Fan's types 2, 6 and 7.
  const x = [7, 1, 3, 15, 10, 4]
  test.each<[2 | 6 | 7, number[]]>([
    [2, [3, 5.5, 10]],
    [6, [2.5, 5.5, 11.25]],
    [7, [3.25, 5.5, 9.25]],
  ])('type %i', (type, want) => expect(Array.from(quantiles(x, [0.25, 0.5, 0.75], type))).toEqual(want))
  test('ends and single values', () => {
    for (const type of [2, 6, 7] as const) expect(Array.from(quantiles([5], [0, 0.3, 1], type))).toEqual([5, 5, 5])
    expect(Array.from(quantiles(x, [0, 1]))).toEqual([1, 15])
    expect(() => quantiles([], [0.5])).toThrow(expect.objectContaining({ code: 'NS-STA-01' }))
    expect(() => quantiles(x, [1.5])).toThrow(expect.objectContaining({ code: 'NS-STA-55' }))
  })
  test.each(extra.quantiles as { x: number[]; p: number[]; type: 2 | 6 | 7; value: number[] }[])(
    'equal R: type $type',
    ({ x: values, p, type, value }) => {
      expect(quantiles(values, p, type)).toMatchDigits(value, 1e-12)
    },
  )
})

test('moments equal R', () => {
  for (const { x, mean: m, variance: v, skewness, kurtosis, median: half } of extra.moments) {
    expect([mean(x), variance(x), standardDeviation(x), median(x)]).toMatchDigits([m, v, Math.sqrt(v), half], 1e-11)
    const all = describe(x)
    expect([all.n, all.mean, all.sd, all.median]).toMatchDigits([x.length, m, Math.sqrt(v), half], 1e-11)
    expect([all.skewness, all.kurtosis]).toMatchDigits([skewness, kurtosis], 1e-9)
  }
})

test('few values, and what is known', () => {
  expect([mean([]), variance([3]), describe([3]).sd, describe([3]).skewness]).toEqual(Array(4).fill(Number.NaN))
  expect(describe([2, 2, 2])).toMatchObject({ sd: 0, min: 2, q3: 2, skewness: Number.NaN })
  expect(Array.from(known([1, Number.NaN, 3]))).toEqual([1, 3])
  expect(mean(new Float64Array(1_000_000).fill(0.1))).toBe(0.1)
})

test('standardised differences, also of factors with several and with empty levels', () => {
  for (const { first, second, smd } of expectedStatistics(
    'standardised-differences',
    'statistics-extra',
  ) as unknown as {
    first: number[]
    second: number[]
    smd: number
  }[]) {
    expect(categoricalDifference(first, second)).toMatchDigits(smd, 1e-10)
    expect(categoricalDifference([...first, 0], [...second, 0])).toMatchDigits(smd, 1e-10)
  }
  expect(categoricalDifference([5, 0], [0, 5])).toBe(Infinity)
  expect(categoricalDifference([5, 5], [5, 5])).toBe(0)
  expect(standardisedDifference([1, 2, 3], [1, 2, 3])).toBe(0)
  expect(standardisedDifference([2, 2], [1, 1])).toBe(Infinity)
  expect(standardisedDifference([2, 4], [1, 3])).toMatchDigits(1 / Math.SQRT2, 1e-14)
  expect(() => standardisedDifference([1], [1, 2])).toThrow(expect.objectContaining({ code: 'NS-STA-01' }))
  expect(() => categoricalDifference([1, 2], [0, 0])).toThrow(expect.objectContaining({ code: 'NS-STA-01' }))
  expect(() => categoricalDifference([0.5, 2], [1, 1])).toThrow(expect.objectContaining({ code: 'NS-STA-04' }))
})
