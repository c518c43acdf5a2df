import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lockBeside, lockName, sweepParts, sweepPartsOf, takeLock } from './lock.node.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a second run is told who holds the folder; what is released can be taken, and leaves nothing', () => {
  const path = join(folder, 'new', lockName)
  const release = takeLock(path, 'results')
  expect(() => takeLock(path, 'results')).toThrow(`results is being written by process ${process.pid} on ${hostname()}`)
  release()
  expect(existsSync(join(folder, 'new'))).toBe(false)
  takeLock(path, 'results')()
})

test.each([
  ['a process that has ended', () => ({ pid: spawnSync('true').pid, host: hostname(), started: '1' }), 0, true],
  ['a later process of the same number', () => ({ pid: process.pid, host: hostname(), started: '1' }), 0, true],
  ['a machine that was heard of a minute ago', () => ({ pid: 1, host: 'node-17', started: '' }), 60, false],
  ['a machine that has been silent for an hour', () => ({ pid: 1, host: 'node-17', started: '' }), 3600, true],
])('the lock of %s', (_, holder, secondsAgo, isBroken) => {
  const path = join(folder, 'held', lockName)
  mkdirSync(join(folder, 'held'), { recursive: true })
  writeFileSync(path, JSON.stringify({ ...holder(), since: '2024-06-01 10:00' }))
  const then = Date.now() / 1000 - secondsAgo
  utimesSync(path, then, then)
  if (isBroken) takeLock(path, 'results')()
  else expect(() => takeLock(path, 'results')).toThrow('node-17')
  rmSync(join(folder, 'held'), { recursive: true, force: true })
})

test('of two runs that find a stale lock at once, one goes on', () => {
  const path = join(folder, 'race', lockName)
  mkdirSync(join(folder, 'race'))
  writeFileSync(path, 'torn')
  utimesSync(path, 1, 1)
  const release = takeLock(path, 'results')
  expect(() => takeLock(path, 'results')).toThrow('is being written')
  expect(readdirSync(join(folder, 'race'))).toEqual([lockName])
  release()
})

test('what a killed run left half-written is removed, and nobody else’s', () => {
  const part = `${crypto.randomUUID()}.part`
  mkdirSync(join(folder, 'out', '.cache', 'ab'), { recursive: true })
  const names = [`out/.cache/ab/.x.json.${part}`, 'out/mine.part', `out/.f.csv.${part}`, `out/.g.csv.${part}`]
  for (const name of names) writeFileSync(join(folder, name), '')
  sweepPartsOf(join(folder, 'out', 'f.csv'))
  expect(names.map((name) => existsSync(join(folder, name)))).toEqual([true, true, false, true])
  sweepParts(join(folder, 'out'))
  expect(names.map((name) => existsSync(join(folder, name)))).toEqual([false, true, false, false])
})

test('a lock beside a file is named by it', () => {
  const release = takeLock(lockBeside(join(folder, 'features.csv')), 'features.csv')
  expect(JSON.parse(readFileSync(join(folder, '.features.csv.running'), 'utf8')).pid).toBe(process.pid)
  release()
})
