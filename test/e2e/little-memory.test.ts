import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
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

toolTest(
  'a limit of addresses is told, not computed around with other last digits; with the option that is named the bytes are the same',
  ['sh', '-c', 'ulimit -v 8000000'],
  3,
  () => {
    const pair = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
    const cases = join(folder, 'cases.csv')
    writeFileSync(cases, `ID,Image,Mask\nP1,${pair.join(',')}\n`)
    const limited = (out: string, options?: string) => {
      const words = [process.execPath, resolve('dist/cli.js'), 'extract', '--cases', cases, '--out', join(folder, out)]
      const { status, stderr } = spawnSync('sh', ['-c', 'ulimit -v 8000000; exec "$@"', 'sh', ...words], {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: options },
      })
      return { status, stderr }
    }
    expect(limited('refused.csv')).toEqual({ status: 3, stderr: expect.stringMatching(/P1: NS-DSK-08 .*trap-handler/) })
    expect(limited('limited.csv', '--disable-wasm-trap-handler').status).toBe(0)
    nomoscope('extract', '--cases', cases, '--out', join(folder, 'free.csv'), '--quiet')
    expect(readFileSync(join(folder, 'limited.csv'), 'utf8')).toBe(readFileSync(join(folder, 'free.csv'), 'utf8'))
  },
)
