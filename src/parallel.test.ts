import { expect, test } from 'vitest'
import { platform } from '../test/support/platform.ts'
import { modelJobs } from './model/index.ts'
import { inThread } from './parallel.ts'
import { jobRunner } from './workers/registry.ts'

test('a job that nobody does is named, with those that there are', async () => {
  const map = inThread(modelJobs) as (name: string, tasks: unknown[]) => Promise<unknown[]>
  await expect(map('model/refits', [])).rejects.toMatchObject({
    code: 'NS-USE-06',
    message: /model\/refits.*model\/fit/,
  })
  const run = jobRunner(platform) as (name: string, task: unknown) => Promise<unknown>
  await expect(run('toString', {})).rejects.toMatchObject({ code: 'NS-USE-06' })
  // @ts-expect-error: a name that nobody declared does not compile
  await expect(inThread(modelJobs)('model/refits', [])).rejects.toThrow()
  // @ts-expect-error: nor does a task of another job
  await expect(inThread(modelJobs)('model/refit', [{ image: 'a', mask: 'b' }])).rejects.toThrow()
})

test('answers come in the order of their tasks, and a signal stops the rest', async () => {
  const map = inThread({ 'landmarks/learn': async ({ image }) => ({ landmarks: [Number(image)] }) })
  const tasks = ['1', '2', '3'].map((image) => ({ image, mask: '' }))
  const done: number[] = []
  expect(await map('landmarks/learn', tasks, { onDone: (count) => done.push(count) })).toEqual([
    { landmarks: [1] },
    { landmarks: [2] },
    { landmarks: [3] },
  ])
  expect(done).toEqual([1, 2, 3])
  const stopped = new AbortController()
  const until = { signal: stopped.signal, onDone: () => stopped.abort() }
  await expect(map('landmarks/learn', tasks, until)).rejects.toThrow()
})
