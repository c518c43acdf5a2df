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

const told: string[] = []
const watch = { say: (line: string) => told.push(line), patience: 300 }

test('a second run is told who holds the folder; what is released can be taken, and leaves nothing', async () => {
  const path = join(folder, 'new', lockName)
  const release = await takeLock(path, 'results', watch)
  await expect(takeLock(path, 'results', watch)).rejects.toThrow(
    `results is being written by process ${process.pid} on ${hostname()}`,
  )
  release()
  expect(existsSync(join(folder, 'new'))).toBe(false)
  ;(await takeLock(path, 'results', watch))()
})

test.each([
  ['a process that has ended', () => spawnSync('true').pid],
  ['a later process of the same number', () => process.pid],
])('the lock of %s is broken at once', async (_, pid) => {
  const path = join(folder, 'ended', lockName)
  mkdirSync(join(folder, 'ended'), { recursive: true })
  writeFileSync(path, JSON.stringify({ pid: pid(), host: hostname(), started: '1', since: '2024-06-01 10:00' }))
  told.length = 0
  ;(await takeLock(path, 'results', watch))()
  expect(told).toEqual([])
})

const day = 86_400
// What the clock of the other machine says is no matter: it may be a day behind or ahead, and jump either way.
test.each([
  ['by a clock that agrees', 0, [30, 60]],
  ['by a clock a day behind', -day, [30, 60]],
  ['by a clock a day ahead', day, [30, 60]],
  ['by a clock that jumps a day ahead', 0, [day, day + 30]],
  ['by a clock that jumps a day back', 0, [-day, 30 - day]],
])(
  'the lock of another machine holds while that is heard of, %s, and is broken when it falls silent',
  async (_, ahead, beats) => {
    const path = join(folder, 'held', lockName)
    mkdirSync(join(folder, 'held'), { recursive: true })
    writeFileSync(path, JSON.stringify({ pid: 1, host: 'node-17', started: '', since: '2024-06-01 10:00' }))
    const beat = (seconds: number) =>
      utimesSync(path, Date.now() / 1000 + ahead + seconds, Date.now() / 1000 + ahead + seconds)
    beat(0)
    const left = [...beats]
    const heart = setInterval(() => left.length > 0 && beat(left.shift()!), 100)
    told.length = 0
    await expect(takeLock(path, 'results', { ...watch, patience: 5000 })).rejects.toThrow('node-17')
    clearInterval(heart)
    expect(told).toEqual([expect.stringMatching(/process 1 on node-17 since 2024-06-01 10:00.*remove .*\.running/)])
    ;(await takeLock(path, 'results', watch))()
    expect(existsSync(path)).toBe(false)
  },
)

test('a lock that its machine releases while it is watched is taken', async () => {
  const path = join(folder, 'freed', lockName)
  mkdirSync(join(folder, 'freed'))
  writeFileSync(path, JSON.stringify({ pid: 1, host: 'node-17', started: '', since: '2024-06-01 10:00' }))
  setTimeout(() => rmSync(path), 100)
  ;(await takeLock(path, 'results', { ...watch, patience: 60_000 }))()
})

test('of two runs that find a stale lock at once, one goes on', async () => {
  const path = join(folder, 'race', lockName)
  mkdirSync(join(folder, 'race'))
  writeFileSync(path, 'torn')
  const both = await Promise.allSettled([1, 2].map(() => takeLock(path, 'results', watch)))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  for (const one of both) if (one.status === 'rejected') expect(String(one.reason)).toContain('is being written')
  expect(readdirSync(join(folder, 'race'))).toEqual([lockName])
  for (const one of both) if (one.status === 'fulfilled') one.value()
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

test('a lock beside a file is named by it', async () => {
  const release = await takeLock(lockBeside(join(folder, 'features.csv')), 'features.csv', watch)
  expect(JSON.parse(readFileSync(join(folder, '.features.csv.running'), 'utf8')).pid).toBe(process.pid)
  release()
})
