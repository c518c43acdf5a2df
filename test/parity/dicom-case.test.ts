import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { extractCase } from '../../src/cases/extract.ts'
import { openImage, openMask } from '../../src/image/platform/open.node.ts'
import { scratchFolder } from '../support/cli.ts'
import { fixture } from '../support/needs.ts'
import { platform } from '../support/platform.ts'

const folder = scratchFolder()

/** Made by test/fixtures/image/make_dicom_case.py with pydicom, highdicom, SimpleITK and PyRadiomics 3.0.1. */
const made: {
  files: Record<string, string>
  segmentation: string
  voxels: number
  direction: number[]
  features: Record<string, number>
} = JSON.parse(readFileSync(fixture('image', 'dicom-case.json'), 'utf8'))
const bytesOf = (text: string) => gunzipSync(Buffer.from(text, 'base64'))

test('a DICOM folder and a segmentation by highdicom have the features that PyRadiomics gives for them', async () => {
  const [image, mask] = [join(folder, 'series'), join(folder, 'lesion.dcm')]
  mkdirSync(image)
  for (const [name, text] of Object.entries(made.files)) writeFileSync(join(image, name), bytesOf(text))
  writeFileSync(mask, bytesOf(made.segmentation))
  const volume = await openImage(image)
  for (const [i, cosine] of volume.direction.entries()) expect(cosine).toBeCloseTo(made.direction[i], 9)
  const { data, segments, beyond } = await openMask(mask, volume, image)
  expect(segments).toEqual(new Map([[1, 'lesion']]))
  expect(beyond).toBe(undefined)
  expect(data.filter((label) => label === 1).length).toBe(made.voxels)
  const params = readFileSync(fixture('radiomics', 'params', 'default.yaml'), 'utf8')
  const { values, warnings } = await extractCase({ image, mask, params }, platform)
  expect(warnings).toEqual(['Image: series 3 synthetic oblique.'])
  const names = Object.keys(values).filter((name) => !name.startsWith('diagnostics_'))
  expect(names).toEqual(Object.keys(made.features))
  for (const name of names) {
    const [ours, theirs] = [Number(values[name]), made.features[name]]
    expect(Math.abs(ours - theirs) / Math.max(Math.abs(theirs), 1e-6), name).toBeLessThan(1e-6)
  }
})
