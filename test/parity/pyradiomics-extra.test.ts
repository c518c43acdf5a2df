import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Problem } from '../../src/errors/index.ts'
import { extract, readSettings } from '../../src/features/index.ts'
import { fixture } from '../support/needs.ts'
import { disagreements, type Reference, readImageFile } from '../support/radiomics-case.ts'

interface ExtraCase {
  name: string
  image: string
  mask: string
  label: number
  params: string
  features?: Reference['features']
  error?: string
}

const folder = fixture('radiomics-extra')
const cases: ExtraCase[] = JSON.parse(readFileSync(`${folder}/cases.json`, 'utf8'))

/** Made by test/fixtures/radiomics-extra/make.py with PyRadiomics 3.0.1. */
test.each(cases)('$name', async (one) => {
  const settings = readSettings(one.params, one.name)
  settings.setting.label = one.label
  const run = extract(readImageFile(`${folder}/${one.image}`), readImageFile(`${folder}/${one.mask}`), settings)
  if (one.features === undefined) await expect(run).rejects.toBeInstanceOf(Problem)
  else expect(disagreements(await run, { features: one.features }, 1e-6)).toEqual([])
})
