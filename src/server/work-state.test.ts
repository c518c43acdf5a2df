import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { openTerminal } from '../cli/terminal.ts'
import type { QueueState } from '../cluster/queue-state.ts'
import type { ServerJob } from './jobs.ts'
import { progressOf } from './progress.ts'
import { followWork, type WorkState } from './work-state.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'work-')))
afterAll(() => rmSync(root, { recursive: true }))

test('the progress of a run is what its terminal last wrote', () => {
  const lines: string[] = ['reading']
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text).trim()) > 0)
  let now = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now)
  const show = openTerminal().progress('features')
  show(1, 4)
  now = 10_000
  show(2, 4)
  expect(progressOf([...lines, 'a note: 3 of these'])).toEqual({ stage: 'features', done: 2, total: 4, left: '10 s' })
  show(4, 4)
  expect(progressOf(lines)).toEqual({ stage: 'features', done: 4, total: 4 })
  write.mockRestore()
  clock.mockRestore()
  expect(progressOf(['reading'])).toBeUndefined()
})

const job: ServerJob = {
  id: 'a',
  command: 'run',
  target: 'study.yaml',
  out: 'results',
  by: 'anna',
  state: 'running',
  lines: ['features: 1 of 4, about 3 s left'],
}
const of = (image: string, out = 'results') => ({
  image,
  mask: join(root, 'mask.nrrd'),
  answer: join(root, out, '.cache/answers/1.json'),
})
const state: QueueState = {
  counts: { waiting: 3, active: 2, delayed: 0, done: 1, failed: 2 },
  workers: [{ name: 'host 7', host: 'host', width: 2 }],
  active: [{ worker: 'host 7', cases: [of(join(root, 'P1.nrrd')), of(join(root, 'P2.nrrd'))], seconds: 12 }],
  failed: [
    { ...of(join(root, 'P3.nrrd')), reason: `NS ${join(root, 'P3.nrrd')} is damaged` },
    { ...of('/data/other/MUELLER.nrrd'), reason: 'NS /data/other/MUELLER.nrrd is damaged' },
  ],
}

/** The states that somebody is told, and what ends that. */
function following(read: () => Promise<QueueState | undefined>) {
  const told: WorkState[] = []
  const work = followWork(root, { list: () => [job] }, read)
  return { told, work, end: work.follow((json) => told.push(JSON.parse(json))) }
}

test('a page is told of runs and queue; files of other folders that share the queue are not named', async () => {
  const { told, end } = following(async () => state)
  await vi.waitFor(() => expect(told).toHaveLength(1))
  end()
  const { lines: _, ...shown } = job
  expect(told[0]).toMatchObject({
    jobs: [{ ...shown, progress: { stage: 'features', done: 1, total: 4, left: '3 s' } }],
    queue: {
      counts: state.counts,
      active: [{ image: 'P1.nrrd', mask: 'mask.nrrd', target: 'study.yaml', more: 1, worker: 'host 7', seconds: 12 }],
      failed: [{ image: 'P3.nrrd', mask: 'mask.nrrd', target: 'study.yaml', reason: 'NS P3.nrrd is damaged' }, {}],
    },
  })
  expect(JSON.stringify(told)).not.toContain('MUELLER')
  expect(JSON.stringify(told)).not.toContain('lines')
})

test('however many follow, the queue is asked once at a time, and not when nobody does; a Redis that is away is told, and that it is back', async () => {
  vi.useFakeTimers()
  try {
    let asked = 0
    let answer: (state: QueueState | undefined) => void = () => {}
    const read = () => {
      asked++
      return new Promise<QueueState | undefined>((resolve) => {
        answer = resolve
      })
    }
    const { told, work, end } = following(read)
    const other = work.follow(() => {})
    await vi.advanceTimersByTimeAsync(2500)
    expect([asked, told.length]).toEqual([1, 0])
    await vi.advanceTimersByTimeAsync(1000)
    expect(told.at(-1)!.queue).toBe('away')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toBe(1)
    answer(undefined)
    await vi.advanceTimersByTimeAsync(2000)
    expect(asked).toBe(2)
    answer(state)
    await vi.advanceTimersByTimeAsync(100)
    expect(told.at(-1)!.queue).toMatchObject({ counts: state.counts })
    other()
    end()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toBe(2)
  } finally {
    vi.useRealTimers()
  }
})
