import { expect, test } from 'vitest'
import { pretty } from './pretty.ts'

// From R 4.2.2: pretty(c(low, high), n)
const fromR: [low: number, high: number, n: number, ticks: number[]][] = [
  [0, 1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [20, 75, 10, [20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75]],
  [0.6, 13.7, 10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
  [-2.4, 3.52, 10, [-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]],
  [0, 0, 5, [-1, 0]],
  [3, 3, 10, [1, 2, 3, 4]],
  [1e-5, 2e-5, 4, [1e-5, 1.2e-5, 1.4e-5, 1.6e-5, 1.8e-5, 2e-5]],
  [-123456, 98765, 7, [-150000, -100000, -50000, 0, 50000, 100000]],
  [0.0473, 0.9526, 10, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
  [0, 391.6, 10, [0, 50, 100, 150, 200, 250, 300, 350, 400]],
  [100, 100.1, 3, [100, 100.05, 100.1]],
  [-0.5, 0.5, 1, [-1, 0, 1]],
  [12.3, 12.4, 2, [12.3, 12.35, 12.4]],
]

test.each(fromR)('pretty(%d, %d, %d) equals R', (low, high, n, ticks) => {
  expect(pretty(low, high, n)).toMatchDigits(ticks, 1e-14)
})

test('a range that is not one is refused', () => {
  expect(() => pretty(1, 0)).toThrow(RangeError)
  expect(() => pretty(0, Number.POSITIVE_INFINITY)).toThrow(RangeError)
})
