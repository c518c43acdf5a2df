import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixture, shared, sharedTest, toolTest } from '../../../test/support/needs.ts'
import { extract } from '../../features/extract.ts'
import { cut } from '../../features/filters/box.ts'
import { readSettings } from '../../features/settings/settings.ts'
import { toIndex, toPoint } from '../../image/grid/geometry.ts'
import { resample } from '../../image/grid/resample.ts'
import { readImageFile } from '../../image/platform/read.node.ts'
import type { Geometry, Mask, Volume } from '../../image/volume.ts'
import { dice } from '../../statistics/agreement/two-readers.ts'
import { randomStream } from '../../statistics/resampling/random.ts'
import { redrawn, scaledTo } from './contour.ts'
import { estimatedNoise, withNoise } from './noise.ts'
import { type Perturbation, perturbed } from './perturbation.ts'
import { supervoxels } from './supervoxels.ts'
import { eachOf, surroundingsOf } from './surroundings.ts'
import { turnedMask } from './turned-mask.ts'
import { resized } from './volume-change.ts'

const file = (name: string) => fixture('radiomics', `${name}.nrrd`)
const image = readImageFile(file('lesion_image'))
const drawn = readImageFile(file('lesion_label'))
const mask = { ...drawn, pixelType: 'uint8' as const, data: Uint8Array.from(drawn.data) }
const voxels = ({ data }: Mask) => Array.from(data).filter((value) => value === 1).length
const stream = (what: string) => randomStream(3, what)

test("noise is estimated as MIRP 2.7.0's estimate_noise does", () => {
  expect(estimatedNoise(image)).toBeCloseTo(41.90804333070974, 9)
  expect(estimatedNoise(readImageFile(file('oblique_image')))).toBeCloseTo(41.90211764766556, 9)
})

sharedTest('of a real image, too', 1, () => {
  expect(estimatedNoise(readImageFile(shared('real/brain1_image.nrrd')))).toBeCloseTo(8.226734868968524, 9)
})

test('added noise has the level that was estimated, the same for the same stream', () => {
  const noisy = withNoise(image, mask, 1, stream('a'))
  const added = Array.from(noisy.data, (value, i) => value - image.data[i]).filter((value) => value !== 0)
  const sd = Math.sqrt(added.reduce((sum, value) => sum + value * value, 0) / added.length)
  expect(added.length).toBeGreaterThan(10_000)
  expect(sd).toBeGreaterThan(0.97 * 41.9)
  expect(sd).toBeLessThan(1.03 * 41.9)
  expect(withNoise(image, mask, 1, stream('a')).data).toEqual(noisy.data)
  expect(withNoise(image, mask, 1, stream('b')).data).not.toEqual(noisy.data)
})

test.each([-0.3, -0.1, 0.1, 0.25])('a volume changed by %f is that to the voxel, nearest to the edge first', (part) => {
  const changed = resized(mask, 1, part, stream('volume'))
  expect(voxels(changed)).toBe(Math.floor(voxels(mask) * (1 + part)))
  const [smaller, larger] = part > 0 ? [mask, changed] : [changed, mask]
  expect(Array.from(smaller.data).every((value, i) => value !== 1 || larger.data[i] === 1)).toBe(true)
})

test('a turn of 90 degrees moves voxels, of 0 leaves them', () => {
  expect(voxels(turnedMask(mask, mask, 1, 0, [0, 0, 0]))).toBe(voxels(mask))
  const square = { ...mask, spacing: [1, 1, 3] as [number, number, number] }
  expect(voxels(turnedMask(square, square, 1, 90, [0, 0, 0]))).toBe(voxels(square))
  const turned = turnedMask(square, square, 1, 30, [0.5, 0, 0])
  expect(Math.abs(voxels(turned) / voxels(square) - 1)).toBeLessThan(0.03)
})

test.each([0, 1, 2] as const)('turned around axis %i, voxels stay in their slices across it', (across) => {
  const turned = turnedMask(mask, mask, 1, 30, [0, 0, 0], across)
  const [first] = [0, 1, 2].filter((axis) => axis !== across)
  const index = (x: number, y: number, z: number) => toIndex(image, toPoint(turned, [x, y, z]))
  const start = index(0, 0, 0)[across]
  expect(Math.abs(start - Math.round(start))).toBeLessThan(1e-9)
  for (let k = 0; k < 3; k++) {
    const at: [number, number, number] = [0, 0, 0]
    at[k] = 7
    expect(index(...at)[across]).toBeCloseTo(start + (k === across ? 7 : 0), 9)
  }
  const along = [0, 0, 0].map((_, axis) => (axis === first ? 1 : 0)) as [number, number, number]
  expect(index(...along)).not.toEqual(index(0, 0, 0).map((at, axis) => at + along[axis]))
})

test('a new contour is drawn by chance, the same for the same stream', () => {
  const contours = ['a', 'b'].map((what) => redrawn(image, mask, 1, stream(what)))
  expect(contours[0].data).not.toEqual(contours[1].data)
  expect(redrawn(image, mask, 1, stream('a')).data).toEqual(contours[0].data)
  for (const contour of contours) expect(dice(contour.data, mask.data, 1)).toBeGreaterThan(0.5)
})

test('nothing left of a region is said', () => {
  const one = { ...mask, data: new Uint8Array(mask.data.length) }
  one.data[5000] = 1
  const shift: Perturbation = { translate: [0.5, 0.5, 0.5], seed: 1, name: [] }
  expect(() => perturbed(image, one, 1, shift)).toThrow('Nothing is left of label 1')
})

toolTest(
  'features of a turned and shifted region are those of SimpleITK on that grid, interpolated once',
  ['python3', '-c', 'import SimpleITK'],
  3,
  async () => {
    const change: Perturbation = { rotate: 12, translate: [0.25, 0.5, 0], seed: 1, name: ['P1', 't2', 0] }
    const again = perturbed(image, mask, 1, change)
    expect(again.image).toBe(image)
    const { size, spacing, origin, direction } = again.mask
    const folder = mkdtempSync(join(tmpdir(), 'nomoscope-perturb-'))
    try {
      writeFileSync(join(folder, 'grid.json'), JSON.stringify({ size, spacing, origin, direction }))
      const script = `
import json, sys
import SimpleITK as sitk
grid = json.load(open(sys.argv[1]))
reference = sitk.Image([int(n) for n in grid['size']], sitk.sitkFloat32)
reference.SetSpacing(grid['spacing']); reference.SetOrigin(grid['origin']); reference.SetDirection(grid['direction'])
image, mask = [sitk.ReadImage(path) for path in sys.argv[2:4]]
inside = sitk.Resample(sitk.Cast(mask == 1, sitk.sitkFloat32), reference, sitk.Transform(), sitk.sitkLinear) >= 0.5 - 1e-6
values = sitk.GetArrayFromImage(sitk.Resample(image, reference, sitk.Transform(), sitk.sitkBSpline))
region = values[sitk.GetArrayFromImage(inside) > 0]
print(json.dumps({'voxels': int(region.size), 'mean': float(region.astype(float).mean())}))
`
      const words = ['-c', script, join(folder, 'grid.json'), file('lesion_image'), file('lesion_label')]
      const { stdout, stderr } = spawnSync('python3', words, { encoding: 'utf8' })
      if (!stdout) throw new Error(stderr)
      const expected = JSON.parse(stdout)
      expect(voxels(again.mask)).toBe(expected.voxels)
      const settings = readSettings('imageType: { Original: {} }\nfeatureClass: { firstorder: [Mean] }')
      const { features } = await extract(again.image, again.mask, settings)
      expect(new Map(features).get('original_firstorder_Mean')).toBeCloseTo(expected.mean, 6)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

describe('equals MIRP 2.7.0 with the numbers that it drew', () => {
  // Made by test/fixtures/perturb/make.py.
  const expected = JSON.parse(readFileSync(fixture('perturb', 'expected.json'), 'utf8'))
  const grid: Geometry = {
    dimension: 3,
    size: expected.size,
    spacing: [2, 2, 2],
    origin: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  }
  const region: Mask = { ...grid, pixelType: 'uint8', data: Uint8Array.from(expected.inside) }

  test('noise, voxel for voxel', () => {
    const { level, normals, image: wanted } = expected.noise
    const clean: Volume = { ...grid, pixelType: 'float64', data: Float64Array.from(expected.image) }
    expect(estimatedNoise(clean)).toBeCloseTo(level, 12)
    let next = 0
    const noisy = withNoise(clean, region, 1, { ...stream('none'), gaussian: () => normals[next++] })
    expect(next).toBe(normals.length)
    for (const [i, value] of wanted.entries()) expect(noisy.data[i]).toBeCloseTo(value, 10)
  })

  test.each(expected.volume as { part: number; of: number; drawn: number[]; inside: number[] }[])(
    'a volume changed by $part within a layer of cubes, voxel for voxel',
    ({ part, of, drawn: chosen, inside }) => {
      // MIRP draws voxels of the layer by their places; here each draw is a place among those that are left.
      const left = Array.from({ length: of }, (_, i) => i)
      let next = 0
      const below = (n: number) => {
        expect(n).toBe(of - next)
        const at = left.indexOf(chosen[next], next)
        left[at] = left[next]
        return at - next++
      }
      expect(Array.from(resized(region, 1, part, { ...stream('none'), below }).data)).toEqual(inside)
      expect(next).toBe(chosen.length)
    },
  )

  const scene = readImageFile(fixture('perturb', 'image.nrrd'))
  const ofIndices = (indices: number[]) => {
    const data = new Uint8Array(scene.data.length)
    for (const at of indices) data[at] = 1
    return data
  }
  const away: Mask = { ...scene, pixelType: 'uint8', data: ofIndices(expected.ball) }

  interface Turned extends Pick<Geometry, 'size' | 'origin' | 'direction'> {
    degrees: number
    shift: [number, number, number]
    inside: number[]
    values: number[]
  }
  test.each(expected.turned as Turned[])(
    'a region turned by $degrees° and shifted by $shift of a voxel, and the image there, voxel for voxel',
    ({ degrees, shift, inside, values, ...theirs }) => {
      const { mask } = perturbed(scene, away, 1, { rotate: degrees, translate: shift, seed: 1, name: [] })
      const resampled = resample(
        { ...scene, pixelType: 'float64', data: Float64Array.from(scene.data) },
        mask,
        'sitkBSpline',
      )
      const wanted = new Map(inside.map((at, k) => [at, values[k]]))
      const [nx, ny] = mask.size
      for (let i = 0; i < mask.data.length; i++) {
        if (mask.data[i] !== 1) continue
        const point = toPoint(mask, [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)])
        const index = toIndex({ ...scene, ...theirs }, point)
        const [x, y, z] = index.map(Math.round)
        expect(Math.max(...index.map((at) => Math.abs(at - Math.round(at))))).toBeLessThan(1e-9)
        const at = x + theirs.size[0] * (y + theirs.size[1] * z)
        expect(Math.abs(resampled.data[i] - wanted.get(at)!), `voxel ${x}, ${y}, ${z}`).toBeLessThan(1e-4)
        wanted.delete(at)
      }
      expect(wanted.size).toBe(0)
    },
  )

  test('supervoxels, voxel for voxel', () => {
    const theirs = (expected.supervoxels as [number, number][]).flatMap(([number, length]) =>
      Array(length).fill(number),
    )
    const { box, part } = surroundingsOf(away, 1, 25)!
    const values = Float64Array.from(cut(scene.data, scene.size, box))
    const ours = supervoxels(scaledTo(values, part.data as Uint8Array), part.size, scene.spacing)
    const apart: number[] = []
    eachOf(scene.size, box, (inner, whole) => {
      if (ours[inner] + 2 !== theirs[whole]) apart.push(whole)
    })
    expect(apart).toEqual([])
  })

  test.each([0, 1])('contour %i by supervoxels, voxel for voxel', (n) => {
    const { uniforms, inside } = expected.contours[n]
    let next = 0
    const contour = redrawn(scene, away, 1, { ...stream('none'), uniform: () => uniforms[next++] })
    expect(contour.data).toEqual(ofIndices(inside))
    expect(next).toBe(uniforms.length)
  })
})
