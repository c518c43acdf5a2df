import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { type PackedImage, unpacked, unpackedImage } from '../../../test/support/packed.ts'
import { readImageFile } from '../../image/platform/read.node.ts'
import { readSettings } from '../settings/settings.ts'
import { voxelMaps } from './maps.ts'

interface Reference {
  images: Record<string, PackedImage>
  cases: {
    image: string
    setting: Record<string, unknown>
    voxelSetting: Record<string, unknown>
    size: number[]
    origin: number[]
    maps: Record<string, string>
  }[]
}

/** Made by test/fixtures/voxel-maps/make.py with PyRadiomics 3.0.1. */
const reference: Reference = JSON.parse(readFileSync(fixture('voxel-maps', 'voxel-maps.json'), 'utf8'))

/** The largest difference over the reference's range; Infinity where one alone is NaN. */
function difference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  let low = Infinity
  let high = -Infinity
  let worst = 0
  for (let i = 0; i < theirs.length; i++) {
    if (Number.isFinite(theirs[i])) {
      low = Math.min(low, theirs[i])
      high = Math.max(high, theirs[i])
    }
    if (Object.is(ours[i], theirs[i]) || ours[i] === theirs[i]) continue
    const apart = Math.abs(ours[i] - theirs[i])
    worst = Math.max(worst, Number.isNaN(apart) ? Infinity : apart)
  }
  return worst === 0 ? 0 : worst / Math.max(high - low, 1e-9)
}

for (const { image, setting, voxelSetting, size, origin, maps } of reference.cases) {
  test(`voxel maps of ${image}, ${JSON.stringify(setting)} ${JSON.stringify(voxelSetting)}`, () => {
    const { volume, mask } = unpackedImage(reference.images[image])
    const featureClass = Object.fromEntries(Object.keys(maps).map((name) => [name.split('_')[1], []]))
    const settings = readSettings(JSON.stringify({ setting, voxelSetting, featureClass }))
    settings.setting.minimumROIDimensions = 1
    const ours = voxelMaps(volume, mask, settings).maps
    expect(ours.map(({ name }) => name).filter((name) => !name.endsWith('_MCC'))).toEqual(Object.keys(maps))
    const first = origin.map((at, axis) =>
      Math.round((at - volume.origin[axis]) / volume.spacing[axis] / volume.direction[4 * axis]),
    )
    for (const { name, image: map } of ours) {
      expect(map.pixelType).toBe('float64')
      expect(map.size.slice(0, size.length)).toEqual(size)
      expect(map.origin.slice(0, size.length)).toMatchDigits(origin, 1e-12)
      const inside: number[] = []
      const outside = new Set<number>()
      for (let z = 0, at = 0; z < map.size[2]; z++) {
        for (let y = 0; y < map.size[1]; y++) {
          for (let x = 0; x < map.size[0]; x++, at++) {
            const row = first[1] + y + mask.size[1] * ((first[2] ?? 0) + z)
            if (mask.data[first[0] + x + mask.size[0] * row] === 1) inside.push(map.data[at])
            else outside.add(map.data[at])
          }
        }
      }
      expect([...outside]).toEqual([settings.voxel.initValue])
      if (name.endsWith('_MCC')) {
        expect(inside.every((value) => Number.isNaN(value) || (value >= 0 && value < 1 + 1e-9))).toBe(true)
      } else expect(difference(inside, unpacked(maps[name], 'float64')), name).toBeLessThan(1e-9)
    }
  })
}

test('the ten maps of the lesion are those of PyRadiomics', () => {
  const folder = fixture('radiomics')
  const files = readdirSync(`${folder}/voxel/lesion`)
  const featureClass: Record<string, string[]> = {}
  for (const [, name, feature] of files.map((file) => file.replace('.nrrd', '').split('_'))) {
    featureClass[name] ??= []
    featureClass[name].push(feature)
  }
  const settings = readSettings(JSON.stringify({ setting: { binWidth: 25 }, featureClass }))
  const image = readImageFile(`${folder}/lesion_image.nrrd`)
  const { maps } = voxelMaps(image, readImageFile(`${folder}/lesion_label.nrrd`), settings)
  expect(maps.map(({ name }) => `${name}.nrrd`).sort()).toEqual(files.sort())
  for (const { name, image: map } of maps) {
    const expected = readImageFile(`${folder}/voxel/lesion/${name}.nrrd`)
    expect(map.size).toEqual(expected.size)
    expect(map.origin).toMatchDigits(expected.origin, 1e-12)
    expect(difference(map.data, expected.data), name).toBeLessThan(1e-12)
  }
})

test('a kernel that is no neighbourhood is refused, distances beyond it too, and bad voxels are named', () => {
  const { volume, mask } = unpackedImage(reference.images.real)
  const maps =
    (text: Record<string, unknown>, image = volume) =>
    () =>
      voxelMaps(image, mask, readSettings(JSON.stringify(text)))
  expect(maps({ voxelSetting: { kernelRadius: 1000 } })).toThrow('8012006001 voxels into every neighbourhood')
  expect(maps({ setting: { distances: [4] } })).toThrow('no neighbour')
  const data = volume.data.slice()
  data[mask.data.indexOf(1)] = Number.NaN
  expect(maps({}, { ...volume, data })).toThrow('1 voxel of the region in the image original')
})

test('the order of the voxels and a wider image around them change no map', () => {
  const { volume, mask } = unpackedImage(reference.images.volume)
  const settings = readSettings(
    JSON.stringify({ setting: { binWidth: 10 }, featureClass: { glcm: ['Contrast', 'Imc2'], glszm: [] } }),
  )
  const mirrored = <T extends typeof volume>(image: T): T => ({ ...image, data: image.data.slice().reverse() })
  const one = voxelMaps(volume, mask, settings).maps
  const other = voxelMaps(mirrored(volume), mirrored(mask), settings).maps
  one.forEach(({ name, image }, i) => {
    expect(difference(other[i].image.data.slice().reverse(), image.data), name).toBeLessThan(1e-9)
  })
})
