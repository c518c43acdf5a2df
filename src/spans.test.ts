import { afterEach, expect, test } from 'vitest'
import { listenToSpans, type Span, span, spanEach } from './spans.ts'

afterEach(() => listenToSpans(undefined))

const heard = () => {
  const spans: Span[] = []
  listenToSpans((one) => spans.push(one))
  return spans
}
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

test('work gives what it gives, and its time is told when it has ended, also where it fails', async () => {
  expect(span('case', 'untold', () => 1)).toBe(1)
  const spans = heard()
  expect(await span('case', 'later', () => wait(30).then(() => 2), { image: 'a' })).toBe(2)
  await expect(span('case', 'fails later', () => wait(1).then(() => Promise.reject(new Error('x'))))).rejects.toThrow(
    'x',
  )
  expect(() =>
    span('filter', 'fails', () => {
      throw new Error('y')
    }),
  ).toThrow('y')
  expect(spans.map(({ name }) => name)).toEqual(['later', 'fails later', 'fails'])
  expect(spans[0]).toMatchObject({ kind: 'case', of: { image: 'a' } })
  expect(spans[0].ms).toBeGreaterThan(28)
  expect(spans[1].from).toBeGreaterThanOrEqual(spans[0].from + spans[0].ms)
})

test('the making of each item is a span, what is done with it is none of it', async () => {
  const spans = heard()
  const made: number[] = []
  for (const item of spanEach('filter', 'Wavelet', [1, 2, 3].values())) {
    await wait(10)
    made.push(item)
  }
  expect(made).toEqual([1, 2, 3])
  expect(Math.max(...spans.map(({ ms }) => ms))).toBeLessThan(9)
})
