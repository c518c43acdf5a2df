import { expect, test } from 'vitest'
import { generalisedVarianceInflation } from './variance-inflation.ts'

test('two columns whose estimates correlate by r are inflated 1 / (1 − r²) times', () => {
  const inflation = generalisedVarianceInflation(
    [
      [4, -5.4],
      [-5.4, 9],
    ],
    ['a', 'b'],
  )
  expect(inflation.get('a')).toMatchDigits(1 / (1 - 0.9 ** 2), 1e-12)
  expect(inflation.get('b')).toMatchDigits(1 / (1 - 0.9 ** 2), 1e-12)
})

test('levels of one factor do not inflate each other', () => {
  const inflation = generalisedVarianceInflation(
    [
      [1, 0.5, 0],
      [0.5, 1, 0],
      [0, 0, 2],
    ],
    ['edge', 'edge', 'age'],
  )
  expect([inflation.get('edge'), inflation.get('age')]).toMatchDigits([1, 1], 1e-12)
})
