import { expect, test } from 'vitest'
import type { CasePlatform } from '../cases/platform.ts'
import type { Request } from '../jobs/messages.ts'
import { poolOf, type ThreadEvents } from './pool-of.ts'

test('a thread that ends while it has nothing to do is given no more work', async () => {
  const started: ThreadEvents[] = []
  const pool = poolOf({
    jobs: 2,
    imageBytes: 0,
    platformOf: () => ({}) as CasePlatform,
    startThread(events) {
      const alive = { now: true }
      started.push({
        ...events,
        ended() {
          alive.now = false
          events.ended()
        },
      })
      return {
        send: (message) =>
          queueMicrotask(() => alive.now && events.message({ index: (message as Request).index, result: 'done' })),
        busy: () => {},
        end: () => {},
      }
    },
  })
  const tasks = Array.from({ length: 3 }, () => ({}) as never)
  expect(await pool.map('case/extract', tasks)).toEqual(['done', 'done', 'done'])
  expect(started.length).toBe(2)
  for (const thread of [...started]) thread.ended()
  expect(await pool.map('case/extract', tasks)).toEqual(['done', 'done', 'done'])
  expect(started.length).toBe(4)
})
