import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** Runs the built program as a user does; `npm test` builds it first. */
export function nomoscope(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), ...words], {
    encoding: 'utf8',
    cwd: root,
    maxBuffer: 2 ** 28,
  })
  return { status, stdout, stderr }
}

/** A folder that is gone after the file's tests. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-e2e-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
