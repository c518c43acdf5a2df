import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'

const folder = scratchFolder()

test('--log-format json: every line of stderr is an object; a run ends with its time and memory, a fault has its code', () => {
  writeFileSync(
    join(folder, 'cohort.csv'),
    ['id,age,ill', ...Array.from({ length: 30 }, (_, i) => `P${i},${40 + i},${(i * 7) % 2}`)].join('\n'),
  )
  writeFileSync(
    join(folder, 'study.yaml'),
    'study: ages\nseed: 1\ncohort: { file: cohort.csv, id: id }\noutcome: { column: ill, positive: 1 }\n',
  )
  const run = nomoscope('--log-format', 'json', 'run', join(folder, 'study.yaml'))
  const entries = run.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const summary = entries.find(({ event }) => event === 'summary')
  expect([summary.seconds > 0, summary.megabytes > 20, Object.keys(summary.pieces)]).toEqual([
    true,
    true,
    expect.arrayContaining(['figures']),
  ])
  const again = nomoscope('run', join(folder, 'study.yaml'), '--log-format', 'json')
  expect(JSON.parse(again.stderr)).toMatchObject({ level: 'error', code: 'NS-USE-04' })
})
