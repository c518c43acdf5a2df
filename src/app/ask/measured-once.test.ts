import { expect, test } from 'vitest'
import type { ParallelMap } from '../../parallel.ts'
import { measuredOnce } from './measured-once.ts'

test('the quality of an image is measured once, a failure again, and answers keep the order of their tasks', async () => {
  const asked: string[][] = []
  const map = (async (_: string, tasks: { image: string }[]) => {
    asked.push(tasks.map(({ image }) => image))
    return tasks.map(({ image }) => (image === 'broken' ? { failed: 'no image' } : { values: {}, notes: [image] }))
  }) as unknown as ParallelMap
  const known = new Map<string, unknown>()
  const tasksOf = (...images: string[]) => images.map((image) => ({ image }))
  const first = await measuredOnce(known, map)('quality/measure', tasksOf('a', 'broken', 'b'))
  expect(first.map((one) => ('notes' in one ? one.notes[0] : one.failed))).toEqual(['a', 'no image', 'b'])
  const again = await measuredOnce(known, map)('quality/measure', tasksOf('c', 'b', 'broken', 'a'))
  expect(again.map((one) => ('notes' in one ? one.notes[0] : one.failed))).toEqual(['c', 'b', 'no image', 'a'])
  expect(asked).toEqual([
    ['a', 'broken', 'b'],
    ['c', 'broken'],
  ])
  const curves = tasksOf('a') as never
  await measuredOnce(known, map)('case/extract', curves)
  await measuredOnce(known, map)('case/extract', curves)
  expect(asked.slice(2)).toEqual([['a'], ['a']])
})
