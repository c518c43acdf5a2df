import { execFileSync } from 'node:child_process'
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { toolTest } from '../../test/support/needs.ts'
import { writeAtomically } from './write-atomically.node.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-atomic-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a file is replaced whole and nothing is left beside it', async () => {
  const path = join(folder, 'new', 'results.json')
  await writeAtomically(path, 'one')
  await writeAtomically(path, 'two')
  expect(readFileSync(path, 'utf8')).toBe('two')
  expect(readdirSync(join(folder, 'new'))).toEqual(['results.json'])
})

toolTest('a pipe or a device is written to and stays one', ['mkfifo', '--version'], 2, async () => {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
  await writeAtomically(path, 'result')
  const buffer = Buffer.alloc(16)
  expect(buffer.toString('utf8', 0, readSync(reader, buffer))).toBe('result')
  closeSync(reader)
  expect(statSync(path).isFIFO()).toBe(true)
})
