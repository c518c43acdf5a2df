import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { makeMathPortable, pow } from './portable-math.ts'

/** Correctly rounded from 50 digits: test/fixtures/portable-math/make.py. */
const values: Record<string, number[][]> = JSON.parse(readFileSync('test/fixtures/portable-math/values.json', 'utf8'))

const functionOf = (name: string) =>
  (name === 'pow' ? pow : Math[name as 'exp' | 'atan2']) as (...x: number[]) => number

test('portable functions are within two units of the last digit', () => {
  makeMathPortable()
  for (const [name, rows] of Object.entries(values))
    for (const row of rows) {
      const wanted = row[row.length - 1]
      const found = functionOf(name)(...row.slice(0, -1))
      expect(Math.abs(found - wanted), `${name}(${row.slice(0, -1)})`).toBeLessThanOrEqual(2 ** -51 * Math.abs(wanted))
    }
})

test('powers of ten and of whole numbers are what they are in a decimal literal', () => {
  for (let n = 0; n <= 22; n++) expect(pow(10, n)).toBe(Number(`1e${n}`))
  for (let base = 2; base < 200; base++) expect(pow(base, 5)).toBe(base * base * base * base * base)
})

test('whose function it is, is decided once, however often the first one is called that somebody kept', () => {
  const own = Math.log2
  makeMathPortable()
  const kept = Math.log2
  expect(kept(8)).toBe(3)
  expect(Math.log2).not.toBe(kept)
  Math.log2 = own
  expect(kept(16)).toBe(4)
  expect(Math.log2).toBe(own)
})
