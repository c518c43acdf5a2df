import { expect, test } from 'vitest'
import { measuredOr } from './gap.ts'
import { partPerformance } from './performance.ts'

test('where no two patients can be compared the C-index is a gap with its reason, and the other measures stay', () => {
  // the only event comes last: nobody is followed beyond it, so there is no usable pair
  const outcome = { kind: 'survival', time: Float64Array.of(1, 2, 3), event: Float64Array.of(0, 0, 1) } as const
  const scale = { horizons: [2], survival: () => [0.9] }
  const found = partPerformance(['a', 'b', 'c'], [0, 1, 2], [0.1, 0.2, 0.3], outcome, scale)
  expect(found).toMatchObject({ n: 3, events: 1, auc: Number.NaN, interval: 'none' })
  expect(found.gaps).toContainEqual({
    measure: 'discrimination',
    reason: expect.stringMatching(/usable pairs.*there are 0/),
  })
  expect(found.predictions.map(({ risk }) => risk)).toEqual([0.1, 0.2, 0.3].map((lp) => 1 - 0.9 ** Math.exp(lp)))
})

test('rows that allow every measure have no gap', () => {
  const outcome = { kind: 'survival', time: Float64Array.of(4, 3, 2, 1), event: Float64Array.of(0, 1, 1, 1) } as const
  const found = partPerformance(['a', 'b', 'c', 'd'], [0, 1, 2, 3], [1, 4, 2, 3], outcome)
  // usable pairs: 3 of the event at 1, 2 of that at 2, 1 of that at 3; right are (1: two), (2: one), (3: one)
  expect(found.auc).toBeCloseTo(4 / 6, 12)
  expect(found).not.toHaveProperty('gaps')
})

test('what is no fault of the rows is thrown', () => {
  const broken = () => {
    throw new TypeError('a bug')
  }
  expect(() => measuredOr('curves', broken, undefined)).toThrow(TypeError)
})
