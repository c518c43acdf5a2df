import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadCohort, parseCodebook } from '../cohort/index.ts'
import { compileRule } from '../cohort/rules/evaluate.ts'
import { demoFolder } from '../demo/demo.ts'
import { readStudyConfig } from './file/read.ts'
import { qualityColumns } from './stages/image-quality.ts'
import { withoutAbsentColumns } from './stages/without-absent-columns.ts'

const read = (path: string) => readFileSync(path, 'utf8')

describe('the paper’s study', () => {
  const folder = 'examples/her2-breast-mri'
  const [published, honest] = ['as-published', 'honest'].map((name) =>
    readStudyConfig(read(`${folder}/${name}.yaml`), `${name}.yaml`),
  )

  test('differs between the protocols in the protocol alone', () => {
    expect([published.protocol, honest.protocol]).toEqual(['as-published', 'honest'])
    expect({ ...published, protocol: honest.protocol, study: honest.study }).toEqual(honest)
    expect(published.synthetic).toBe(true)
  })

  test('is the demo’s but for its features and its validation, without normalisation as in the paper', () => {
    const demo = readStudyConfig(textOf('study.yaml').replace(/ +normalise: nyul\n/, ''), 'study.yaml')
    expect(demo.images!.t2.normalise).toBeUndefined()
    const own = JSON.parse(JSON.stringify(honest).replaceAll('../../demo/', ''))
    const { study, protocol, features, validation } = demo
    expect({ ...own, study, protocol, features, validation }).toEqual(JSON.parse(JSON.stringify(demo)))
    expect(honest.features).toEqual({ ...demo.features, params: 'paper-1218.yaml' })
  })

  test('names only columns and rules that the demo’s cohort has', async () => {
    const { cohort } = await loadCohort(honest.cohort, (path) => files.get(path.replace('../../demo/', ''))!)
    expect(withoutAbsentColumns(honest, cohort).faults).toEqual([])
    for (const column of qualityColumns(honest, cohort, [])) cohort.columns.set(column.variable.name, column)
    for (const rule of [...honest.criteria!.include!, ...honest.criteria!.exclude!])
      expect(compileRule(typeof rule === 'string' ? rule : rule.rule, cohort, 'cohort.csv')).toBeTypeOf('function')
  })

  test('has the extraction whose 1,218 features the tests compare with PyRadiomics', () => {
    const withoutComments = read(`${folder}/paper-1218.yaml`).replace(/^#.*\n/gm, '')
    expect(withoutComments).toBe(read('test/fixtures/radiomics/params/paper-1218.yaml'))
  })
})

test('I-SPY 1: study and codebook are sound, and every column of the blocks is in the codebook', () => {
  const file = resolve('examples/ispy1/study.yaml')
  const study = readStudyConfig(read(file), file)
  const { variables } = parseCodebook(read(join(dirname(file), study.cohort.codebook!)), 'codebook.yaml')
  const named = Object.values(study.blocks).flatMap((block) => (Array.isArray(block) ? block : []))
  expect(named.length).toBeGreaterThan(0)
  for (const name of named) expect(variables.has(name)).toBe(true)
})

const files = new Map<string, Uint8Array>()
for (const { path, bytes } of demoFolder()) {
  if (path.startsWith('images/')) break
  files.set(path, bytes)
}
function textOf(path: string): string {
  return new TextDecoder().decode(files.get(path))
}
