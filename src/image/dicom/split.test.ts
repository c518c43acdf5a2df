import { expect, test } from 'vitest'
import { clockTime, type Frame } from './frames/frame.ts'
import { splitAcquisitions } from './split.ts'

const at = (date: string | undefined, time: string) => clockTime(undefined, date, time)!
const stack = (times: number[], key: 'acquisitionTime' | 'contentTime') =>
  times.flatMap((time, phase) =>
    [0, 2, 4].map(
      (z) =>
        ({
          uid: `${phase}.${z}`,
          series: { manufacturer: 'SIEMENS' },
          position: [0, 0, z],
          [key]: time,
        }) as unknown as Frame,
    ),
  )

test.each([
  ['AcquisitionTime without a date', 'acquisitionTime', [undefined, undefined, undefined]],
  ['AcquisitionTime with one date for all', 'acquisitionTime', ['20240101', '20240101', '20240101']],
  ['AcquisitionTime with the date of each', 'acquisitionTime', ['20240101', '20240102', '20240102']],
  ['ContentTime without a date', 'contentTime', [undefined, undefined, undefined]],
] as const)('phases over midnight are in their order by %s', (_, key, dates) => {
  const times = ['235930', '000030', '000130'].map((time, i) => at(dates[i], time))
  const { acquisitions, notes } = splitAcquisitions(stack(times, key), ({ position }) => position[2])
  expect(acquisitions.map(({ frames }) => frames[0].uid[0])).toEqual(['0', '1', '2'])
  expect(acquisitions.map(({ time }) => time)).toEqual([0, 60, 120])
  expect(notes[0]).toContain('timed by')
})
