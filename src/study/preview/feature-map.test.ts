import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { images } from '../../../test/support/platform.ts'
import { writeImage } from '../../image/formats/write.ts'
import { readImageFile } from '../../image/platform/read.node.ts'
import { openPool } from '../../workers/pool.ts'
import type { StudyContext } from '../context.ts'
import { studySchema } from '../file/schema.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { mapChoices, previewFeatureMap } from './feature-map.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-map-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what can be mapped is what the parameter file measures, shape left out', () => {
  const text = `imageType: { Original: {}, LoG: { sigma: [2.0, 3.0] }, Wavelet: {} }
featureClass: { shape: [], firstorder: [Mean], glcm: [] }`
  const { images: made, classes } = mapChoices({ text, file: 'params.yaml' })
  const bands = ['LLH', 'LHL', 'LHH', 'HLL', 'HLH', 'HHL', 'HHH', 'LLL'].map((band) => `wavelet-${band}`)
  expect(made).toEqual(['original', 'log-sigma-2-0-mm-3D', 'log-sigma-3-0-mm-3D', ...bands])
  expect(classes.map(({ featureClass, features }) => [featureClass, features.length])).toEqual([
    ['firstorder', 1],
    ['glcm', 24],
  ])
})

test('a sequence with `nyul` is mapped on the histogram of the training patients', async () => {
  // Voxels of a patient who was not learnt from, by the package intensity-normalization: every eleventh.
  const { step, nyul } = JSON.parse(readFileSync(fixture('normalise', 'expected.json'), 'utf8'))
  for (const n of [1, 2, 3]) copyFileSync(fixture('normalise', `image${n}.nrrd`), join(folder, `P${n}.nrrd`))
  const image = readImageFile(join(folder, 'P3.nrrd'))
  const [nx, ny, nz] = image.size
  const placeOf = (i: number) => [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))]
  // Apart from each other, so that each one's neighbourhood within the region is that voxel alone.
  const chosen: number[] = []
  for (let i = 0; i < nx * ny * nz; i += step)
    if (chosen.every((other) => placeOf(other).some((at, axis) => Math.abs(at - placeOf(i)[axis]) > 1))) chosen.push(i)
  const mask = { ...image, pixelType: 'uint8' as const, data: new Uint8Array(image.data.length) }
  for (const i of chosen) mask.data[i] = 1
  writeFileSync(join(folder, 'mask.nrrd'), writeImage(mask, 'mask.nrrd'))
  writeFileSync(join(folder, 'params.yaml'), 'featureClass: { firstorder: [Mean] }\n')
  const study = studySchema.parse({
    study: 'Maps',
    cohort: { file: 'cohort.csv', id: 'patient' },
    images: { t2: { path: '{patient}.nrrd', masks: { anna: 'mask.nrrd' }, normalise: 'nyul' } },
    features: { params: 'params.yaml', sequences: ['t2'] },
  })
  const patients = ['P1', 'P2', 'P3']
  const cohort = {
    cohort: { patients, patientOf: [0, 1, 2] },
    training: Int32Array.of(0, 1),
    supplements: { patients },
  } as unknown as StudyCohort
  const context = {
    map: openPool(1).map,
    progress: () => () => {},
    resolve: (path: string) => join(folder, path),
    exists: () => true,
    read: async (path: string) => readFileSync(join(folder, path)),
  } as unknown as StudyContext
  const asked = { patient: 'P3', sequence: 't2', reader: 'anna' }
  const feature = { derived: 'original', featureClass: 'firstorder' as const, feature: 'Mean' }
  const { lower, volume, range } = await previewFeatureMap(
    study,
    { ...asked, ...feature },
    context,
    images,
    async () => cohort,
  )
  const found = chosen.map((i) => {
    const [x, y, z] = placeOf(i).map((at, axis) => at - lower[axis])
    return volume.data[x + volume.size[0] * (y + volume.size[1] * z)]
  })
  const theirs = chosen.map((i) => nyul.image3[i / step] as number)
  expect(chosen.length).toBeGreaterThan(50)
  expect(found).toMatchDigits(theirs, 1e-5)
  expect(range).toMatchDigits([Math.min(...theirs), Math.max(...theirs)], 1e-5)
})
