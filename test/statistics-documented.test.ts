import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as statistics from '../src/statistics/index.ts'

test('docs/statistics.md lists every function that nomoscope/statistics exports', () => {
  const listed = readFileSync('docs/statistics.md', 'utf8')
  const missing = Object.keys(statistics).filter((name) => !new RegExp(`\\b${name}\\b`).test(listed))
  expect(missing).toEqual([])
})
