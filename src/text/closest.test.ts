import { expect, test } from 'vitest'
import { closest } from './closest.ts'

test.each([
  ['sise', ['age', 'size', 'node'], 'size'],
  ['size', ['age', 'size (mm)', 'node'], 'size (mm)'],
  ['age', ['Pre: age', 'Post: size'], 'Pre: age'],
  ['age', ['Pre: age', 'Post: age'], undefined],
  ['age', ['stage'], 'stage'],
  ['ab', ['cabbage'], undefined],
])('%s of %j is %s', (typed, known, wanted) => {
  expect(closest(typed, known)).toBe(wanted)
})
