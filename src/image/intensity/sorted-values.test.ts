import { expect, test } from 'vitest'
import { noise } from '../../../test/support/phantom.ts'
import { sortedValues } from './sorted-values.ts'

test('counted values are the sorted ones, for every kind of voxel, region and step', () => {
  const random = noise(3)
  const kinds = [Uint8Array, Int8Array, Uint16Array, Int16Array, Int32Array, Float32Array]
  for (const Kind of kinds) {
    const data = new Kind(1000)
    for (let i = 0; i < data.length; i++) data[i] = Math.round(70000 * (random() - 0.5))
    const region = Uint8Array.from(data, () => (random() < 0.3 ? 2 : 0))
    const sorted = (keep: (i: number) => boolean) => [...data].filter((_, i) => keep(i)).sort((a, b) => a - b)
    expect([...sortedValues(data)]).toEqual(sorted(() => true))
    expect([...sortedValues(data, { region })]).toEqual(sorted((i) => region[i] !== 0))
    expect([...sortedValues(data, { region, outside: true, step: 3 })]).toEqual(
      sorted((i) => region[i] === 0 && i % 3 === 0),
    )
  }
  expect(sortedValues(Int16Array.of(5), { region: [0] })).toHaveLength(0)
})
