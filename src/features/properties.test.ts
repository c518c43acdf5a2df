import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relativeError } from '../../test/support/digits.ts'
import { Problem } from '../errors/index.ts'
import type { Mask, Triple, Volume } from '../image/volume.ts'
import { useKernels } from '../statistics/kernels/load.ts'
import { type Extraction, extract, readSettings } from './index.ts'

const isotropic: Triple = [1.5, 1.5, 1.5]

function volume(size: Triple, value: (x: number, y: number, z: number) => number, spacing = isotropic): Volume {
  const data = new Float64Array(size[0] * size[1] * size[2])
  for (let z = 0, at = 0; z < size[2]; z++)
    for (let y = 0; y < size[1]; y++) for (let x = 0; x < size[0]; x++, at++) data[at] = value(x, y, z)
  const dimension = 3
  return {
    dimension,
    size,
    spacing,
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    pixelType: 'float64',
    data,
  }
}

const mask = (size: Triple, inside: (x: number, y: number, z: number) => boolean, spacing = isotropic): Mask => ({
  ...volume(size, (x, y, z) => (inside(x, y, z) ? 1 : 0), spacing),
  pixelType: 'uint8',
})

const settings = (text = 'setting: { binWidth: 10 }') => readSettings(text)
const run = (image: Volume, region: Mask, text?: string) => extract(image, region, settings(text))
const values = ({ features }: Extraction) => Object.fromEntries(features)

/** A seeded texture and blob; z lies inside the other two, so that no axis is like another. */
function sample(seed: number) {
  const size: Triple = [9, 8, 7]
  const random = (x: number, y: number, z: number) => {
    const h = Math.sin(seed * 12.9898 + x * 78.233 + y * 37.719 + z * 9.131) * 43758.5453
    return h - Math.floor(h)
  }
  const value = (x: number, y: number, z: number) => Math.round(100 * random(x, y, z) + 6 * x - 3 * y + 2 * z)
  const inside = (x: number, y: number, z: number) =>
    ((x - 4) / 4) ** 2 + ((y - 3.5) / 3.5) ** 2 + ((z - 3) / 3) ** 2 < 0.8 + 0.4 * random(z, x, y)
  return { size, value, inside }
}

/** A case whose voxel (x, y, z) is the sample's at `from(x, y, z)`. */
function moved(seed: number, size: Triple, from: (x: number, y: number, z: number) => Triple) {
  const original = sample(seed)
  return {
    image: volume(size, (x, y, z) => original.value(...from(x, y, z))),
    region: mask(size, (x, y, z) => {
      const [a, b, c] = from(x, y, z)
      const [sx, sy, sz] = original.size
      return a >= 0 && b >= 0 && c >= 0 && a < sx && b < sy && c < sz && original.inside(a, b, c)
    }),
  }
}

const still = (seed: number) => moved(seed, sample(seed).size, (x, y, z) => [x, y, z])

/** Diameters within a slice, column or row go with the axes. */
const byAxis = /Maximum2DDiameter/
/** PyRadiomics' table of surfaces cuts a cube and its mirror image differently, which shows on rough regions. */
const byMesh = /MeshVolume|SurfaceArea|SurfaceVolumeRatio|Sphericity/

function expectSame(ours: Extraction, theirs: Extraction, tolerance: number, except?: RegExp) {
  const expected = values(theirs)
  for (const [name, value] of ours.features) {
    if (except?.test(name)) continue
    const { error } = relativeError(value, expected[name])
    expect(
      error < tolerance || Math.abs(value - expected[name]) < 1e-9,
      `${name}: ${value} for ${expected[name]}`,
    ).toBe(true)
  }
}

describe('on the original image at isotropic spacing', () => {
  const [sx, sy, sz] = sample(1).size
  const turns: [string, Triple, (x: number, y: number, z: number) => Triple][] = [
    ['a turn about z', [sy, sx, sz], (x, y, z) => [sx - 1 - y, x, z]],
    ['a turn about x', [sx, sz, sy], (x, y, z) => [x, sy - 1 - z, y]],
    ['a turn about y', [sz, sy, sx], (x, y, z) => [sx - 1 - z, y, x]],
    ['a flip of x', [sx, sy, sz], (x, y, z) => [sx - 1 - x, y, z]],
    ['a flip of z', [sx, sy, sz], (x, y, z) => [x, y, sz - 1 - z]],
    ['axes in another order', [sz, sx, sy], (x, y, z) => [y, z, x]],
  ]
  test.each(turns)('%s changes no feature that does not name an axis', async (_, size, from) => {
    for (const seed of [1, 2, 3]) {
      const turned = moved(seed, size, from)
      const here = still(seed)
      const ours = await run(turned.image, turned.region)
      const theirs = await run(here.image, here.region)
      expectSame(ours, theirs, 1e-9, new RegExp(`${byAxis.source}|${byMesh.source}`))
      expectSame(ours, theirs, 0.03, byAxis)
      const diameters = (of: Extraction) =>
        of.features.flatMap(([name, value]) => (byAxis.test(name) ? [value] : [])).sort((a, b) => a - b)
      expect(diameters(ours)).toMatchDigits(diameters(theirs), 1e-9)
    }
  })

  test('moving and padding the case change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 50 }),
        fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 4 }))),
        fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 0, max: 4 }))),
        async (seed, before, after) => {
          const size = sample(seed).size.map((n, axis) => n + before[axis] + after[axis]) as Triple
          const shifted = moved(seed, size, (x, y, z) => [x - before[0], y - before[1], z - before[2]])
          const here = still(seed)
          expectSame(await run(shifted.image, shifted.region), await run(here.image, here.region), 1e-12)
        },
      ),
      { numRuns: 15, seed: 1 },
    )
  })

  test('wasm and its TypeScript agree on cases of every kind', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1000 }),
        fc.constantFrom('binWidth: 3', 'binWidth: 60', 'binCount: 5', 'binWidth: 10, distances: [1, 2], force2D: true'),
        async (seed, setting) => {
          const { image, region } = still(seed)
          const fast = await run(image, region, `setting: { ${setting} }`)
          useKernels(false)
          const plain = await run(image, region, `setting: { ${setting} }`).finally(() => useKernels(true))
          expectSame(fast, plain, 1e-12)
        },
      ),
      { numRuns: 20, seed: 2 },
    )
  })
})

describe('odd regions give a defined value or a named error', () => {
  const size: Triple = [6, 5, 4]
  const image = volume(size, (x, y, z) => 7 * x + 13 * y + 29 * z)
  const isNumber = ({ features }: Extraction) => features.every(([, value]) => typeof value === 'number')

  test('a constant region', async () => {
    const flat = await run(
      volume(size, () => 0.1),
      mask(size, (x, y) => x > 0 && y > 0),
    )
    const found = values(flat)
    expect(flat.features.filter(([, value]) => !Number.isFinite(value))).toEqual([])
    expect(found.original_firstorder_Entropy).toBeCloseTo(0, 12)
    expect(found.original_firstorder_Skewness).toBe(0)
    expect(found.original_glcm_Correlation).toBe(1)
    expect(found.original_glcm_MCC).toBe(1)
    expect(found.original_ngtdm_Coarseness).toBe(1e6)
  })

  test.each<[string, (x: number, y: number, z: number) => boolean, string | undefined]>([
    ['one voxel', (x, y, z) => x === 2 && y === 2 && z === 2, 'NS-FEA-07'],
    ['a line of voxels', (_, y, z) => y === 2 && z === 2, 'NS-FEA-07'],
    ['one slice', (_x, _y, z) => z === 2, undefined],
    ['two voxels', (x, y, z) => x === y && y === z && x < 2, undefined],
    ['every voxel', () => true, undefined],
    ['no voxel', () => false, 'NS-FEA-02'],
    ['voxels that nowhere touch', (x, y, z) => x % 3 === 0 && y % 3 === 0 && z % 3 === 0, undefined],
  ])('%s', async (_, inside, code) => {
    const result = run(image, mask(size, inside))
    if (code) await expect(result).rejects.toMatchObject({ code })
    else expect(isNumber(await result)).toBe(true)
  })

  test('a line of voxels where it is allowed, and a voxel never', async () => {
    const allowed = 'setting: { minimumROIDimensions: 1 }'
    const line = await run(
      image,
      mask(size, (_, y, z) => y === 2 && z === 2),
      allowed,
    )
    expect(values(line).original_shape_VoxelVolume).toBeCloseTo(6 * 1.5 ** 3, 10)
    const voxel = run(
      image,
      mask(size, (x, y, z) => x + y + z === 0),
      allowed,
    )
    await expect(voxel).rejects.toMatchObject({ code: 'NS-FEA-07' })
  })

  test.each([Number.NaN, Infinity, -Infinity])(
    'a voxel of %s is named inside the region, and harmless outside',
    async (bad) => {
      const broken = volume(size, (x, y, z) => (x === 1 && y === 1 && z === 1 ? bad : 7 * x + 13 * y + 29 * z))
      await expect(
        run(
          broken,
          mask(size, () => true),
        ),
      ).rejects.toMatchObject({ code: 'NS-FEA-11' })
      const away = (x: number, y: number) => x > 1 && y > 1
      expectSame(await run(broken, mask(size, away)), await run(image, mask(size, away)), 0.5e-15)
    },
  )

  test('a bin width that would make millions of levels is refused by name', async () => {
    const wide = volume(size, (x, y, z) => 1e9 * (x + y + z))
    await expect(
      run(
        wide,
        mask(size, () => true),
        'setting: { binWidth: 1 }',
      ),
    ).rejects.toMatchObject({ code: 'NS-FEA-12' })
  })

  test('distances beyond the region are refused by name', async () => {
    const far = run(
      image,
      mask(size, () => true),
      'setting: { distances: [9] }',
    )
    await expect(far).rejects.toBeInstanceOf(Problem)
  })

  test('65,536 grey levels', async () => {
    const many: Triple = [64, 32, 32]
    // Every level once, in an order without runs: 40,503 is odd, hence prime to 65,536.
    const levels = volume(many, (x, y, z) => ((x + 64 * (y + 32 * z)) * 40503) % 65536)
    const found = await run(
      levels,
      mask(many, () => true),
      'setting: { binWidth: 1 }',
    )
    expect(found.greyLevels).toEqual([['original', 65536]])
    const by = values(found)
    expect(by.original_firstorder_Entropy).toBeCloseTo(16, 9)
    expect(by.original_glszm_ZonePercentage).toBe(1)
    expect(by.original_glrlm_RunPercentage).toBe(1)
    expect(by.original_gldm_LargeDependenceEmphasis).toBe(1)
    expect(found.features.filter(([, value]) => !Number.isFinite(value))).toEqual([])
  })
})

test('sums over groups of levels equal sums over pairs', async () => {
  const { describeDifferences } = await import('./classes/ngtdm.ts')
  const length = 1500
  const matrix = {
    length,
    grey: Float64Array.from({ length }, (_, i) => 2 * i + 1 + (i % 3)),
    counts: Float64Array.from({ length }, (_, i) => 1 + ((i * 7) % 5)),
    s: Float64Array.from({ length }, (_, i) => (i * 37) % 11),
  }
  const voxels = matrix.counts.reduce((sum, count) => sum + count, 0)
  const p = matrix.counts.map((count) => count / voxels)
  let [busy, complexity, spread, strength] = [0, 0, 0, 0]
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) {
      const apart = Math.abs(matrix.grey[i] - matrix.grey[j])
      busy += Math.abs(matrix.grey[i] * p[i] - matrix.grey[j] * p[j])
      complexity += (apart * (p[i] * matrix.s[i] + p[j] * matrix.s[j])) / (p[i] + p[j])
      spread += p[i] * p[j] * apart ** 2
      strength += (p[i] + p[j]) * apart ** 2
    }
  }
  const weighted = p.reduce((sum, part, i) => sum + part * matrix.s[i], 0)
  const differences = matrix.s.reduce((sum, one) => sum + one, 0)
  const found = describeDifferences(matrix)
  expect(found.Busyness).toMatchDigits(weighted / busy, 1e-10)
  expect(found.Complexity).toMatchDigits(complexity / voxels, 1e-10)
  expect(found.Contrast).toMatchDigits((spread * differences) / voxels / (length * (length - 1)), 1e-10)
  expect(found.Strength).toMatchDigits(strength / differences, 1e-10)
})
