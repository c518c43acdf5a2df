import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { resultsSchema } from '../../src/study/write/results-schema.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { shared, sharedTest } from '../support/needs.ts'

const folder = scratchFolder()
const example = resolve(import.meta.dirname, '../../examples/ispy1')

/** The example with its radiomics model alone, so that five seeds take a minute. */
function radiomicsAlone(validation: string): string {
  const study = readFileSync(join(example, 'study.yaml'), 'utf8')
    .replaceAll('../../../shared', shared())
    .replace(/^ {2}(clinical|flexible|combined): \{ terms.*\n/gm, '')
    .replace(/^ {2}recurrence:\n( {4}.*\n)+/m, '')
    .replace(/^validation:.*\n/m, `validation: ${validation}\n`)
  const file = join(folder, 'study.yaml')
  writeFileSync(file, study)
  copyFileSync(join(example, 'codebook.yaml'), join(folder, 'codebook.yaml'))
  return file
}

function run(file: string, seed: number) {
  const out = join(folder, `seed-${seed}`)
  nomoscope('run', file, '--seed', String(seed), '--out', out, '--overwrite', '--quiet')
  return JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
}

sharedTest('I-SPY 1: 158 patients with known HER2, 52 positive; what encodes HER2 is refused', 9, () => {
  const results = run(radiomicsAlone('{ bootstrap: 0, permutations: 0 }'), 1)
  expect(results.flow.analysed).toBe(158)
  expect(resultsSchema.safeParse(results).error?.issues).toBe(undefined)
  const last = results.flow.steps.at(-1)
  expect([last.name, last.removed, last.ids]).toEqual(['HER2 not known', 3, ['1142', '1144', '1192']])
  const patients = results.report.sections.find((section: { id: string }) => section.id === 'cohort')
  expect(JSON.stringify(patients)).toContain('52 HER2 positive and 106 negative')
  const serious = results.warnings.filter((one: { severity: string }) => one.severity === 'serious')
  const refused = serious.map((one: { text: { text: string } }) => one.text.text).join('\n')
  for (const column of ['HR_HER2_STATUS', 'HR_HER2_CATEGORY']) expect(refused).toContain(`${column} was refused`)
  expect(Object.keys(results.models)).toEqual(['radiomics'])
  expect(results.survival[0].n).toBe(158)
  expect(results.survival[0].logRank.p).toBeGreaterThan(0)
})

sharedTest(
  'I-SPY 1: the nested AUC of radiomics alone is what an honest one is, for five seeds',
  15,
  () => {
    const file = radiomicsAlone('{ nested: { folds: 10, repeats: 10 }, bootstrap: 0, permutations: 0 }')
    for (const seed of [1, 2, 3, 20240601, 777]) {
      const { nested, apparent } = run(file, seed).models.radiomics.performance
      expect(nested.auc.value).toBeGreaterThanOrEqual(0.5)
      expect(nested.auc.value).toBeLessThanOrEqual(0.66)
      expect(apparent.auc.value).toBeGreaterThan(nested.auc.value)
    }
  },
  900_000,
)

sharedTest(
  'I-SPY 1: with HER2 shuffled ten times the mean nested AUC is a half',
  2,
  () => {
    const file = radiomicsAlone('{ nested: { folds: 10, repeats: 1 }, bootstrap: 0, permutations: 10 }')
    const { mean } = run(file, 5).models.radiomics.permutation
    expect(mean).toBeGreaterThanOrEqual(0.45)
    expect(mean).toBeLessThanOrEqual(0.55)
  },
  900_000,
)
