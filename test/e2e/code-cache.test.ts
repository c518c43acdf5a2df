import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()
const code = join(folder, 'start/code')
for (const part of ['cli.cjs', 'start']) cpSync(join('dist', part), join(folder, part), { recursive: true })
function help() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'cli.cjs'), '--help'], {
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  return stdout
}
const kept = () => readdirSync(code).filter((name) => name.endsWith('-help'))

test('the code of an earlier run is kept, and made anew where it is missing, foreign or cut off', () => {
  const said = help()
  expect(said).toContain('extract')
  rmSync(code, { recursive: true })
  expect(help()).toBe(said)
  const [file] = kept()
  const made = readFileSync(join(code, file))
  for (const other of [made.subarray(0, 1000), Buffer.from('nothing'), Buffer.alloc(0)]) {
    writeFileSync(join(code, file), other)
    expect(help()).toBe(said)
    expect(readFileSync(join(code, file)).length).toBeGreaterThan(10_000)
  }
  expect(readdirSync(code).filter((name) => /\.\d+$/.test(name))).toEqual([])
})

test('a folder that cannot be written to is no fault', () => {
  rmSync(code, { recursive: true, force: true })
  writeFileSync(code, 'a file stands where the folder would')
  expect(help()).toContain('extract')
  expect(readFileSync(code, 'utf8')).toContain('stands')
  rmSync(code)
})
