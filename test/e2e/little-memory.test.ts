import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, test } from 'vitest'
import { scratchFolder } from '../support/cli.ts'
import { writeSmallStudy } from '../support/small-study.ts'

const folder = scratchFolder()

test('run and check tell of a table that memory may not suffice for, and refuse one that it cannot hold', () => {
  const study = writeSmallStudy(folder, 'models: { plain: { terms: [age] } }')
  const data = Array.from({ length: 160 }, (_, i) => ((i * 37) % 101) / 7)
  const columns = Array.from({ length: 30 }, (_, j) => ({ name: `f${j}`, data: data.map((x) => x * (j + 1)) }))
  const id = { name: 'id', data: data.map((_, i) => `P${i + 1}`) }
  writeFileSync(join(folder, 'features.parquet'), new Uint8Array(parquetWriteBuffer({ columnData: [id, ...columns] })))
  writeFileSync(study, readFileSync(study, 'utf8').replace('features.csv', 'features.parquet'))
  const within = (bytes: number, ...words: string[]) =>
    spawnSync(
      process.execPath,
      ['--require', resolve('test/support/little-memory.cjs'), resolve('dist/cli.js'), ...words],
      { encoding: 'utf8', env: { ...process.env, LITTLE_MEMORY: String(bytes) } },
    )
  // 30 columns of 160 rows of 8 bytes: twice that is 76,800 bytes, six times 230,400.
  const told = /30 features of 160 rows of features\.parquet take about/
  const out = join(folder, 'out')
  const warned = within(230_399, 'run', study, '--out', out)
  expect([warned.status, warned.stderr]).toEqual([0, expect.stringMatching(told)])
  expect(existsSync(join(out, 'report.html'))).toBe(true)
  expect(within(230_400, 'check', study).stderr).not.toMatch(told)
  for (const words of [
    ['run', study, '--out', join(folder, 'refused')],
    ['check', study],
  ]) {
    const { status, stdout, stderr } = within(76_799, ...words)
    expect([status, stdout + stderr]).toEqual([3, expect.stringMatching(/NS-DSK-07 .*30 features of 160 rows/)])
  }
  expect(existsSync(join(folder, 'refused'))).toBe(false)
})
