import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { documentedQuery, manifestOf, simulatedStore } from '../support/simulated-store.ts'

const folder = scratchFolder()
const of = simulatedStore(folder, 600, 7)

// 100,000 by `npx tsx bench/store.ts`.
test('a study reads a folder of Parquet as it reads the same rows in CSV: the same models, only the names of files differ', async () => {
  const { parts, features, study } = await of
  expect(nomoscope('gather', parts).stderr).toContain('594 of 600 cases done, 6 failed')
  expect(manifestOf(features)).toMatchObject({ rows: 600, failed: 6 })
  nomoscope('gather', parts, '--out', join(folder, 'features.csv'))
  const text = readFileSync(study, 'utf8')
  writeFileSync(join(folder, 'csv.yaml'), text.replace('table: features,', 'table: features.csv,'))
  const run = nomoscope('run', study, '--out', join(folder, 'of-parquet'))
  expect([run.status, run.stderr]).toEqual([0, expect.not.stringContaining('NS-')])
  nomoscope('run', join(folder, 'csv.yaml'), '--out', join(folder, 'of-csv'))
  const [model, other] = ['of-parquet', 'of-csv'].map((out) => {
    // `from` names the study file and its table.
    const { models } = JSON.parse(readFileSync(join(folder, out, 'results.json'), 'utf8'), (key, value) =>
      key === 'from' ? undefined : value,
    )
    return models
  })
  expect(model.radiomics.selection).toBeDefined()
  expect(model).toEqual(other)
  expect(nomoscope('check', study).status).toBe(0)
})

toolTest(
  'the query of docs/scale.md runs on the folder and counts what the manifest says',
  ['python3', '-c', 'import duckdb'],
  1,
  async () => {
    await of
    const script = `${documentedQuery()}.order('status').show()`
    expect(execFileSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8' })).toMatch(
      /done\D+594\D[\s\S]*failed\D+6\D/,
    )
  },
)
