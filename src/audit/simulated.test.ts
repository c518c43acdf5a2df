import { expect, test } from 'vitest'
import { measureFalseAlarms, measurePlanted } from '../../test/support/measured-audit.ts'
import { checks } from './checks/index.ts'

// `npx tsx bench/audit.ts` does the same with 500 papers and a dozen faults of each kind.

test('60 consistent papers of all designs: none is accused', { timeout: 240_000 }, () => {
  const { examined, accused, lines, looked } = measureFalseAlarms(60)
  expect(lines).toEqual([])
  expect(accused).toBe(0)
  expect(examined).toBeGreaterThan(7000)
  // Told by words alone, or in no simulated paper.
  const rare = [
    'sample-size',
    'printed-fractions',
    'selected-features',
    'contrary-labels',
    'levels-and-terms',
    'fit-tests',
    'alike-sets',
  ]
  expect(checks.map(({ id }) => id).filter((id) => !looked.has(id) && !rare.includes(id))).toEqual([])
})

test('a fault of each of 47 kinds: nine in ten are found', { timeout: 240_000 }, () => {
  const { kinds, made, found } = measurePlanted(1)
  expect(kinds.length).toBeGreaterThanOrEqual(40)
  expect(kinds.filter((kind) => kind.made === 0)).toEqual([])
  expect(found / made, JSON.stringify(kinds.filter((kind) => kind.found < kind.made))).toBeGreaterThanOrEqual(0.9)
})
