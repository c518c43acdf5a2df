import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fixture, shared, sharedTest } from '../support/needs.ts'
import { disagreements, extractCase, readReference } from '../support/radiomics-case.ts'

const tolerance = 1e-6
const isCase = (file: string) => /^[a-z0-9]+\.[a-z0-9-]+\.json$/.test(file)
const folder = fixture('radiomics')
const params = `${folder}/params`

/** Made by test/fixtures/radiomics/make.py with PyRadiomics 3.0.1. */
test('every feature of every synthetic case is PyRadiomics’', async () => {
  await compareAll(folder, readdirSync(folder).filter(isCase), 60)
})

sharedTest('every feature of every real case is PyRadiomics’', 25, async () => {
  await compareAll(shared('real'), 12, 12)
})

async function compareAll(from: string, files: string[] | number, expected: number) {
  const list = typeof files === 'number' ? readdirSync(from).filter(isCase) : files
  expect.soft(list.length).toBe(expected)
  let agreeing = 0
  for (const file of list) {
    const reference = readReference(`${from}/${file}`)
    const ours = await extractCase(reference, from, params)
    const wrong = disagreements(ours, reference, tolerance)
    expect.soft(wrong, file).toEqual([])
    expect.soft(wrongRows(ours.diagnostics, reference.diagnostics), file).toEqual([])
    if (wrong.length === 0) agreeing++
  }
  console.log(`${agreeing} of ${list.length} cases agree in every feature within ${tolerance}`)
}

/** Diagnostics that differ from PyRadiomics' in name, order or value; versions and settings in their presence only. */
function wrongRows(ours: [string, unknown][], theirs: Record<string, unknown>): string[] {
  const found = ours.map(([name]) => name).join() === Object.keys(theirs).join() ? [] : ['names or their order']
  for (const [name, value] of ours) {
    if (/_(Versions|Configuration)_/.test(name)) continue
    const expected = theirs[name]
    const same =
      typeof expected === 'string'
        ? value === expected
        : [expected]
            .flat()
            .every(
              (number, k) =>
                Math.abs(Number(number) - ([value].flat() as number[])[k]) <=
                1e-9 * Math.max(1, Math.abs(Number(number))),
            )
    if (!same) found.push(`${name}: ${JSON.stringify(value)} for ${JSON.stringify(expected)}`)
  }
  return found
}

test('the paper’s parameter file gives its 1,218 features', async () => {
  const reference = { ...readReference(`${folder}/lesion.paper.json`), params: 'paper-1218' }
  const { features } = await extractCase(reference, folder, params)
  expect(features).toHaveLength(1218)
  const all = reference.features
  expect(features.map(([name]) => name).sort()).toEqual(
    Object.keys(all)
      .filter((name) => !/_ngtdm_|_glcm_(SumAverage|MCC)$/.test(name))
      .sort(),
  )
  expect(features.map(([, value]) => value)).toMatchDigits(
    features.map(([name]) => all[name]),
    tolerance,
  )
})
