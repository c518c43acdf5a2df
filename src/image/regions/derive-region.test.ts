import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Mask } from '../volume.ts'
import { deriveRegion, type RegionRule } from './derive-region.ts'

/** What SimpleITK gives (test/fixtures/regions/make.py). */
const { cases } = JSON.parse(readFileSync('test/fixtures/regions/regions.json', 'utf8')) as {
  cases: {
    size: [number, number, number]
    spacing: [number, number, number]
    mask: string
    rules: { rule: RegionRule; voxels: number; data: string }[]
  }[]
}

function unpacked(text: string, count: number): Uint8Array {
  const bytes = Buffer.from(text, 'base64')
  return Uint8Array.from({ length: count }, (_, i) => (bytes[i >> 3] >> (7 - (i & 7))) & 1)
}

const drawn = ({ size, spacing, mask }: (typeof cases)[0], label = 1): Mask => ({
  dimension: size[2] === 1 ? 2 : 3,
  size,
  spacing,
  origin: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  pixelType: 'uint8',
  data: unpacked(mask, size[0] * size[1] * size[2]).map((value) => value * label),
})

test.each(cases)('margins, shells, rims and largest parts on $spacing mm are SimpleITK’s, voxel for voxel', (one) => {
  for (const { rule, voxels, data } of one.rules) {
    const derived = deriveRegion(drawn(one, 3), 3, rule)
    expect(derived.voxels, JSON.stringify(rule)).toBe(voxels)
    const expected = unpacked(data, derived.mask.data.length).map((value) => value * 3)
    expect(
      Buffer.compare(Buffer.from(derived.mask.data as Uint8Array), Buffer.from(expected)),
      JSON.stringify(rule),
    ).toBe(0)
  }
})

test('a shell is cut where nothing may be measured, and says how much', () => {
  const mask = { ...drawn(cases[0]), size: [7, 1, 1] as Mask['size'], data: Uint8Array.of(0, 0, 0, 1, 0, 0, 0) }
  const allowed = Uint8Array.of(1, 1, 1, 1, 1, 0, 0)
  const { mask: shell, clipped, atEdge } = deriveRegion(mask, 1, { shell: [0, 3] }, allowed)
  expect([...shell.data]).toEqual([1, 1, 1, 0, 1, 0, 0])
  expect(clipped).toBe(2)
  expect(atEdge).toBe(true)
})

test('a region that vanishes is refused by its label and rule', () => {
  const mask = { ...drawn(cases[0]), size: [3, 1, 1] as Mask['size'], data: Uint8Array.of(0, 1, 0) }
  expect(() => deriveRegion(mask, 1, { margin: -2 })).toThrow(/label 1.*margin -2 mm/)
  expect(() => deriveRegion(mask, 2, { margin: 2 })).toThrow(/label 2/)
})
