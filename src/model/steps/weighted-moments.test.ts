import { expect, test } from 'vitest'
import { nearWeightedVariance, weightedVariance } from './weighted-moments.ts'

test('a row drawn twice counts as two, quickly too', () => {
  // R: var(c(1, 2, 2, 4)), var(c(1, 2, 2, 4, 4, 4))
  const [values, counts] = [Float64Array.of(1, 2, 4), Float64Array.of(1, 2, 1)]
  expect(weightedVariance(values, counts)).toMatchDigits(1.58333333333333, 1e-13)
  expect(nearWeightedVariance(values, counts, 4)).toMatchDigits(1.58333333333333, 1e-13)
  expect(nearWeightedVariance(values, Float64Array.of(1, 2, 3), 6)).toMatchDigits(1.76666666666667, 1e-13)
})

test('there is no quick variance where a value is not known or rounding would show', () => {
  const counts = new Float64Array(4).fill(1)
  for (const values of [
    [1, Number.NaN, 2, 3],
    [Number.NaN, 1, 2, 3],
    [1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3],
    [1e6, 1, 2, 3].map((value) => 1e3 * value),
    [7, 7, 7, 7],
  ]) {
    const near = nearWeightedVariance(Float64Array.from(values), counts, 4)
    const exact = weightedVariance(Float64Array.from(values), counts)
    expect(near === undefined || Math.abs(near / exact - 1) < 1e-9).toBe(true)
  }
  expect(nearWeightedVariance(Float64Array.of(1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3), counts, 4)).toBeUndefined()
  expect(nearWeightedVariance(Float64Array.of(1, 2, Number.NaN, 3), counts, 4)).toBeUndefined()
  expect(nearWeightedVariance(new Float64Array(4).fill(7), counts, 4)).toBeUndefined()
})
