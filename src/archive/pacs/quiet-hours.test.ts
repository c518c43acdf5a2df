import { expect, test, vi } from 'vitest'
import { readServer } from './profiles.ts'
import { quietUntil, readQuietHours, waitWhileQuiet } from './quiet-hours.ts'

/** 2 March 2026 is a Monday. */
const at = (day: number, hour: number, minute = 0) => new Date(2026, 2, day, hour, minute)
const until = (lines: string[], now: Date) =>
  quietUntil(
    lines.map((line) => readQuietHours(line)!),
    now,
  )

test.each([
  ['07:30-18:00', at(2, 7, 29), undefined],
  ['07:30-18:00', at(2, 7, 30), at(2, 18)],
  ['07:30-18:00', at(2, 18), undefined],
  ['Mon-Fri 07:30-18:00', at(6, 17, 59), at(6, 18)],
  ['Mon-Fri 07:30-18:00', at(7, 12), undefined],
  ['Sat 22:00-06:00', at(7, 23), at(8, 6)],
  ['Sat 22:00-06:00', at(8, 5, 59), at(8, 6)],
  ['Sat 22:00-06:00', at(8, 23), undefined],
  ['Fri-Mon 08:00-24:00', at(9, 8), at(10, 0)],
  ['Fri-Mon 08:00-24:00', at(10, 9), undefined],
])('%s at %s: quiet until %s', (line, now, end) => {
  expect(until([line], now)).toEqual(end)
})

test('hours that follow on each other are one quiet time; an archive that is always quiet is said to be for a week', () => {
  expect(until(['07:00-12:00', '12:00-18:00'], at(2, 8))).toEqual(at(2, 18))
  expect(until(['00:00-12:00', '12:00-24:00'], at(2, 8))!.getTime()).toBeGreaterThan(at(9, 0).getTime())
})

test.each(['7-18', '25:00-26:00', '08:00-08:00', '07:75-08:00', 'Someday 07:00-08:00', ''])('%j is no time', (line) => {
  expect(readQuietHours(line)).toBeUndefined()
})

test('a server says how it is spared; what is wrong is told by its place', () => {
  const file = (more: string) => `servers:\n  old: { host: h, port: 104, called: A${more} }\n`
  expect(readServer(file(', parallel: 1, pause: 200, quiet: [Mon-Fri 07:30-18:00]'), 'pacs.yaml', 'old')).toMatchObject(
    {
      parallel: 1,
      pause: 200,
      quiet: [{ days: [1, 2, 3, 4, 5], from: 450, to: 1080 }],
    },
  )
  expect(readServer(file(''), 'pacs.yaml', 'old')).toMatchObject({ parallel: 2, pause: 0, quiet: [] })
  expect(() => readServer(file(', quiet: [noon]'), 'pacs.yaml', 'old')).toThrow(
    /servers\.old\.quiet\.0: noon is no time/,
  )
  expect(() => readServer(file(', quite: []'), 'pacs.yaml', 'old')).toThrow(/servers\.old: Unrecognized key/)
})

test('the wait ends with the quiet time, is told once, and is none outside it', async () => {
  vi.useFakeTimers()
  try {
    const quiet = [readQuietHours('07:30-18:00')!]
    const said: Date[] = []
    vi.setSystemTime(at(2, 17, 30))
    let over = false
    const wait = waitWhileQuiet(quiet, (end) => said.push(end)).then(() => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(29 * 60_000)
    expect([over, said]).toEqual([false, [at(2, 18)]])
    await vi.advanceTimersByTimeAsync(2 * 60_000)
    await wait
    expect([over, said]).toEqual([true, [at(2, 18)]])
    await waitWhileQuiet(quiet, (end) => said.push(end))
    expect(said).toHaveLength(1)
  } finally {
    vi.useRealTimers()
  }
})
