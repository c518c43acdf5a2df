import { expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { images } from '../../test/support/platform.ts'
import { toIndex, toPoint } from '../image/grid/geometry.ts'
import { readImageFile } from '../image/platform/read.node.ts'
import type { Triple } from '../image/volume.ts'
import { featureMap, mapOnImage } from './feature-map.ts'

const task = { image: fixture('radiomics', 'lesion_image.nrrd'), mask: fixture('radiomics', 'lesion_label.nrrd') }
const params = (setting: Record<string, unknown>) =>
  JSON.stringify({ setting: { binWidth: 25, ...setting }, imageType: { Original: {}, Square: {} } })
const contrast = { derived: 'original', featureClass: 'glcm' as const, feature: 'Contrast' }

test("on the image's own voxels a map has PyRadiomics' value in the region and none outside", async () => {
  const source = readImageFile(task.image)
  const label = readImageFile(task.mask)
  const theirs = readImageFile(fixture('radiomics', 'voxel', 'lesion', 'original_glcm_Contrast.nrrd'))
  const steps: number[] = []
  const { map, given } = await featureMap({ ...task, params: params({}), ...contrast }, images, (done) =>
    steps.push(done),
  )
  const { lower, volume } = mapOnImage(map, given)
  const at = ([x, y, z]: Triple, [nx, ny]: Triple) => x + nx * (y + ny * z)
  let inside = 0
  for (let i = 0; i < source.data.length; i++) {
    const [nx, ny] = source.size
    const voxel: Triple = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]
    const own = voxel.map((place, axis) => place - lower[axis]) as Triple
    const covered = own.every((place, axis) => place >= 0 && place < volume.size[axis])
    const value = covered ? volume.data[at(own, volume.size)] : Number.NaN
    if (label.data[i] !== 1) expect(value).toBeNaN()
    else {
      inside++
      const there = toIndex(theirs, toPoint(source, voxel)).map(Math.round) as Triple
      expect(Math.abs(value - theirs.data[at(there, theirs.size)])).toBeLessThan(1e-10)
    }
  }
  expect(inside).toBeGreaterThan(100)
  expect(steps.length).toBeGreaterThan(50)
  expect(steps).toEqual([...steps].sort((a, b) => a - b))
})

test("a map on a coarser grid gives each of the image's voxels the map's nearest", async () => {
  const resampled = params({ resampledPixelSpacing: [2.3, 2.3, 4], interpolator: 'sitkLinear' })
  const { map, given } = await featureMap({ ...task, params: resampled, ...contrast }, images)
  const { lower, volume } = mapOnImage(map, given)
  expect(map.spacing).toEqual([2.3, 2.3, 4])
  expect(volume.spacing).toEqual(given.spacing)
  let numbers = 0
  for (let i = 0; i < volume.data.length; i++) {
    const [nx, ny] = volume.size
    const voxel = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]
    const point = toPoint(given, voxel.map((place, axis) => place + lower[axis]) as Triple)
    const index = toIndex(map, point)
    // Half-way between two, either is the nearest.
    if (index.some((place) => Math.abs(Math.abs(place % 1) - 0.5) < 1e-6)) continue
    const [x, y, z] = index.map(Math.round)
    const [sx, sy, sz] = map.size
    const value =
      x < 0 || y < 0 || z < 0 || x >= sx || y >= sy || z >= sz ? Number.NaN : map.data[x + sx * (y + sy * z)]
    expect(volume.data[i]).toBe(value)
    if (!Number.isNaN(value)) numbers++
  }
  expect(numbers).toBeGreaterThan(100)
})

test('an image that the settings do not make is named', async () => {
  const asked = featureMap({ ...task, params: params({}), ...contrast, derived: 'squareroot' }, images)
  await expect(asked).rejects.toThrow('There is no map of squareroot of this case.')
})
