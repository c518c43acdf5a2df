import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../support/cli.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()
const root = resolve(import.meta.dirname, '../..')

test('a run reads each image file once, over its threads too', { timeout: 600_000 }, () => {
  // Quality, motion, curves, Nyúl's histogram, two readers and maps all need the same images.
  const file = smallDemo(folder, 20)
  const reads = join(folder, 'reads.txt')
  const words = ['run', file, '--jobs', '2', '--out', join(folder, 'out'), '--quiet']
  const counter = join(root, 'test/support/count-reads.cjs')
  const { stdout, stderr } = spawnSync(process.execPath, ['--require', counter, join(root, 'dist/cli.js'), ...words], {
    encoding: 'utf8',
    cwd: root,
    env: { ...process.env, COUNT_READS: reads },
  })
  expect(stdout, stderr).toContain('report.html')
  const counts = new Map<string, number>()
  for (const path of readFileSync(reads, 'utf8').split('\n'))
    if (/[\\/]images[\\/]/.test(path)) counts.set(path, (counts.get(path) ?? 0) + 1)
  expect(counts.size).toBeGreaterThan(100)
  expect([...counts].filter(([, count]) => count !== 1)).toEqual([])
})
