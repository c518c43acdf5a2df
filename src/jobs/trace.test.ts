import { expect, test } from 'vitest'
import type { Span } from '../spans.ts'
import { traceText } from './trace.ts'

const began = 1_800_000_000_000
const spans: Span[] = [
  { kind: 'load', name: 'image', from: began + 2.5, ms: 4, of: { image: 'a.nrrd' } },
  { kind: 'case', name: 'a.nrrd', from: began + 1, ms: 10 },
]

test('a span is a complete event in microseconds from the first on; a thread is a row with a name', () => {
  const { traceEvents, otherData } = JSON.parse(
    traceText(
      [
        { name: 'main', spans: [] },
        { name: 'worker 1', spans },
      ],
      { version: '1.2.3' },
    ),
  )
  expect(otherData).toEqual({ version: '1.2.3' })
  expect(traceEvents.filter(({ ph }: { ph: string }) => ph === 'X')).toEqual([
    { ph: 'X', name: 'image', cat: 'load', ts: 1500, dur: 4000, pid: 1, tid: 1, args: { image: 'a.nrrd' } },
    { ph: 'X', name: 'a.nrrd', cat: 'case', ts: 0, dur: 10_000, pid: 1, tid: 1, args: {} },
  ])
  expect(traceEvents).toContainEqual({
    ph: 'M',
    name: 'thread_name',
    pid: 1,
    tid: 1,
    ts: 0,
    args: { name: 'worker 1' },
  })
})
