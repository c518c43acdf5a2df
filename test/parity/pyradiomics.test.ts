import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture } from '../support/needs.ts'
import { disagreements, extractCase, readReference } from '../support/radiomics-case.ts'

const folder = fixture('radiomics')
const cases = readdirSync(folder).filter((file) => /^[a-z0-9]+\.default\.json$/.test(file))

/** Made by test/fixtures/radiomics/make.py with PyRadiomics 3.0.1. */
test.each(cases)('%s: every feature as PyRadiomics gives it', async (file) => {
  const reference = readReference(`${folder}/${file}`)
  const ours = await extractCase(reference, folder, `${folder}/params`)
  expect(disagreements(ours, reference, 1e-6)).toEqual([])
  expect(ours.diagnostics.map(([name]) => name)).toEqual(Object.keys(reference.diagnostics))
  const rows = new Map(ours.diagnostics)
  for (const name of [
    'Image-original_Hash',
    'Mask-original_Hash',
    'Mask-original_BoundingBox',
    'Mask-original_VolumeNum',
  ])
    expect(rows.get(`diagnostics_${name}`)).toEqual(reference.diagnostics[`diagnostics_${name}`])
})
