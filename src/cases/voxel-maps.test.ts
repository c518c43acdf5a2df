import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { platform } from '../../test/support/platform.ts'
import { readImageFile } from '../image/platform/read.node.ts'
import { openPool } from '../workers/pool.ts'
import { extractCase } from './extract.ts'
import { voxelTasks } from './voxel-maps.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-voxel-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('voxel maps are written with the geometry of the region, and read back as PyRadiomics wrote them', async () => {
  const params = JSON.stringify({
    setting: { binWidth: 25 },
    imageType: { Original: {}, Square: {} },
    featureClass: { shape: [], firstorder: ['Range'], glcm: ['Contrast'], ngtdm: ['Coarseness'] },
  })
  const image = fixture('radiomics', 'lesion_image.nrrd')
  const tasks = voxelTasks({ image, mask: fixture('radiomics', 'lesion_label.nrrd'), params }, folder)
  expect(tasks).toHaveLength(4)
  const answers = await openPool(1).map('voxel/maps', tasks)
  const files = answers.flatMap((answer) => answer.files.map(([name, file]) => `${name} ${file}`))
  expect(files.sort()).toEqual(
    ['original', 'square'].flatMap((type) =>
      ['firstorder_Range', 'glcm_Contrast', 'ngtdm_Coarseness'].map((name) => `${type}_${name} ${type}_${name}.nrrd`),
    ),
  )
  expect(readdirSync(folder)).toHaveLength(6)
  for (const name of ['original_firstorder_Range', 'original_glcm_Contrast', 'original_ngtdm_Coarseness']) {
    const ours = readImageFile(join(folder, `${name}.nrrd`))
    const theirs = readImageFile(fixture('radiomics', 'voxel', 'lesion', `${name}.nrrd`))
    expect(ours.size).toEqual(theirs.size)
    expect(ours.origin).toMatchDigits(theirs.origin, 1e-12)
    expect(ours.spacing).toMatchDigits(theirs.spacing, 1e-12)
    expect(ours.direction).toMatchDigits(theirs.direction, 1e-12)
    expect(Math.max(...Array.from(ours.data, (value, at) => Math.abs(value - theirs.data[at])))).toBeLessThan(1e-10)
  }
})

test('the maps of a NIfTI image are NIfTI', () => {
  expect(voxelTasks({ image: 'scan.nii.gz', mask: 'mask.nii' }, folder)[0].ending).toBe('.nii.gz')
})

test('--save-images writes the images that the features were measured on', async () => {
  const images = join(folder, 'images')
  const params = readFileSync(fixture('radiomics', 'params', 'paper.yaml'), 'utf8').replace(
    /featureClass:[\s\S]*?\nsetting/,
    'featureClass: { firstorder: [Mean] }\nsetting',
  )
  const image = fixture('radiomics', 'lesion_image.nrrd')
  const { values } = await extractCase(
    { image, mask: fixture('radiomics', 'lesion_label.nrrd'), params, images },
    platform,
  )
  expect(Object.keys(values)).toContain('wavelet-HHH_firstorder_Mean')
  expect(readdirSync(images)).toHaveLength(15)
  for (const name of ['original', 'log-sigma-3-0-mm-3D', 'wavelet-HLH', 'mask']) {
    const ours = readImageFile(join(images, `${name}.nrrd`))
    const theirs = readImageFile(
      fixture('radiomics', 'intermediate', 'lesion.paper', `${name === 'mask' ? 'resampled-mask' : name}.nrrd`),
    )
    expect(ours.size).toEqual(theirs.size)
    expect(
      Buffer.from(Float64Array.from(ours.data).buffer).equals(Buffer.from(Float64Array.from(theirs.data).buffer)),
    ).toBe(true)
  }
})
