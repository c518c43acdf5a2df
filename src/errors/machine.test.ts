import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { machineProblem } from './machine.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-machine-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What reading a path throws. */
function readingFault(path: string): unknown {
  try {
    readFileSync(path)
  } catch (error) {
    return error
  }
}

test('what the system says of a file is told in words', () => {
  symlinkSync('loop', join(folder, 'loop'))
  writeFileSync(join(folder, 'file'), '')
  expect(machineProblem(readingFault(join(folder, 'loop')))?.message).toMatch(
    /loop cannot be read: its links lead round/,
  )
  expect(machineProblem(readingFault(join(folder, 'x'.repeat(300))))?.message).toMatch(/its name is too long/)
  expect(machineProblem(readingFault(join(folder, 'file', 'x')))?.message).toMatch(/a part of its path is a file/)
  expect(machineProblem(new TypeError('x is not a function'))).toBeUndefined()
})

test.each([
  ['a folder in its place', 'taken', /folder, not a file/],
  ['a file above it', 'plain/deep/x.csv', /a part of its path is a file/],
  ['a name that is too long', `${'x'.repeat(300)}.csv`, /its name is too long/],
])('a file that cannot be written is named: %s', async (_, name, reason) => {
  mkdirSync(join(folder, 'taken'), { recursive: true })
  writeFileSync(join(folder, 'plain'), '')
  const error = await writeAtomically(join(folder, name), 'text').catch((cause) => cause)
  expect([error.code, error.exit]).toEqual(['NS-DSK-02', 3])
  expect(error.message).toMatch(reason)
  expect(error.message).toContain(join(folder, name))
})
