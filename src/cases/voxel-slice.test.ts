import { expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { images } from '../../test/support/platform.ts'
import { readImageFile } from '../image/platform/read.node.ts'
import { voxelSlice } from './voxel-slice.ts'

const task = {
  image: fixture('radiomics', 'lesion_image.nrrd'),
  mask: fixture('radiomics', 'lesion_label.nrrd'),
  params: JSON.stringify({ setting: { binWidth: 25 }, imageType: { Original: {}, Square: {} } }),
}

test("the map on the region's largest slice is PyRadiomics', with the image's own values around it", async () => {
  const { image, map } = await voxelSlice(
    { ...task, derived: 'original', featureClass: 'glcm', feature: 'Contrast' },
    images,
  )
  const theirs = readImageFile(fixture('radiomics', 'voxel', 'lesion', 'original_glcm_Contrast.nrrd'))
  const source = readImageFile(task.image)
  const label = readImageFile(task.mask)
  const [nx, ny, nz] = source.size
  const area = nx * ny
  const counts = Array.from(
    { length: nz },
    (_, z) => label.data.subarray(z * area, (z + 1) * area).filter((v) => v === 1).length,
  )
  const z = counts.indexOf(Math.max(...counts))
  expect(image.mask!.length).toBe(image.columns * image.rows)
  expect(Array.from(image.mask as Float64Array).filter((v) => v === 1).length).toBe(counts[z])
  // Their map starts at its origin, in voxels of the image.
  const [ox, oy, oz] = [0, 1, 2].map((axis) => {
    const along = [0, 1, 2].reduce(
      (sum, row) => sum + source.direction[3 * row + axis] * (theirs.origin[row] - source.origin[row]),
      0,
    )
    return Math.round(along / source.spacing[axis])
  })
  const mapped = new Map<number, number>()
  for (let y = 0; y < ny; y++)
    for (let x = 0; x < nx; x++)
      if (label.data[x + nx * (y + ny * z)] === 1)
        mapped.set(x + nx * y, theirs.data[x - ox + theirs.size[0] * (y - oy + theirs.size[1] * (z - oz))])
  const ours = Array.from(map).filter((value) => !Number.isNaN(value))
  expect(ours.length).toBe(mapped.size)
  expect(ours.sort((a, b) => a - b)).toMatchDigits(
    [...mapped.values()].sort((a, b) => a - b),
    1e-10,
  )
  // Every shown voxel within the outline has the map's value of its own place.
  const whole = Array.from(source.data.subarray(z * area, (z + 1) * area))
  const first = Array.from(image.values)
  const flipX = source.direction[0] < 0
  const flipY = source.direction[4] < 0
  // The square around the region may reach beyond the image, where there is no value.
  const starts: [number, number][] = []
  for (let top = -image.rows; top < ny; top++)
    for (let left = -image.columns; left < nx; left++) {
      const same = first.every((value, k) => {
        const [column, row] = [k % image.columns, Math.floor(k / image.columns)]
        const x = left + (flipX ? image.columns - 1 - column : column)
        const y = top + (flipY ? image.rows - 1 - row : row)
        const there = x >= 0 && y >= 0 && x < nx && y < ny
        return there ? value === whole[x + nx * y] : Number.isNaN(value)
      })
      if (same) starts.push([left, top])
    }
  expect(starts.length).toBe(1)
  const [[left, top]] = starts
  for (const [place, value] of mapped) {
    const [x, y] = [(place % nx) - left, Math.floor(place / nx) - top]
    const k = (flipX ? image.columns - 1 - x : x) + image.columns * (flipY ? image.rows - 1 - y : y)
    expect(Math.abs(map[k] - value)).toBeLessThan(1e-10)
  }
})

test('of several images only the named one is mapped', async () => {
  const { map } = await voxelSlice({ ...task, derived: 'square', featureClass: 'firstorder', feature: 'Mean' }, images)
  const plain = await voxelSlice({ ...task, derived: 'original', featureClass: 'firstorder', feature: 'Mean' }, images)
  expect(map.some((value, i) => value !== plain.map[i] && !Number.isNaN(value))).toBe(true)
})
