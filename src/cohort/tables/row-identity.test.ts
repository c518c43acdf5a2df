import { expect, test } from 'vitest'
import { buildCohort } from '../cohort.ts'
import { featureColumns } from '../features.ts'
import { readTable } from './read-table.ts'

const table = (text: string, file = 'c.csv') => readTable(new TextEncoder().encode(text), file)
async function told(ids: readonly string[]) {
  const lines = ids.map((id, i) => `${id},${30 + ((i * 7) % 23)}`)
  const { cohort, faults } = buildCohort(await table(`id,age\n${lines.join('\n')}\n`), { id: 'id' })
  return [cohort.ids.length, ...faults.map(({ code, severity }) => `${severity} ${code}`)]
}
const others = Array.from({ length: 20 }, (_, i) => `P${100 + i}`)

test('a word for what is not known identifies nobody', async () => {
  for (const word of ['', 'NA', '-', '?', 'unknown', '不详', 'n/a'])
    expect(await told([word, ...others]), word).toEqual([20, 'error NS-COH-17'])
})

test('identifiers that differ only in how they are written are told, those with other digits are not', async () => {
  for (const [a, b] of [
    ['p100', 'P100'],
    ['P 100', 'P100'],
    ['007', '7'],
    ['7.0', '7'],
    ['Ｐ100', 'P100'],
  ])
    expect(await told([a, b, ...others.slice(1)]), a).toEqual([21, 'note NS-COH-36'])
  expect(await told(['1-12', '11-2', '1 12', '11 2', ...others])).toEqual([24])
})

test('long numbers that a spreadsheet has shortened are told', async () => {
  expect(await told(['1.23457E+11', ...others])).toEqual([21, 'error NS-COH-71'])
})

test('a pattern of features that matches none, and an excluded column that is not there', async () => {
  const features = await table('id,original_a,original_b\nP1,1.5,2\nP2,3,4.5\n', 'f.csv')
  const codes = (options: object) =>
    featureColumns(features, ['P1', 'P2'], 'c.csv', { id: { column: 'id' }, ...options }).faults.map(
      ({ code, what }) => `${code} ${what}`,
    )
  expect(codes({})).toEqual([])
  expect(codes({ columns: '^zzz' })).toEqual([
    'NS-COH-72 The pattern ^zzz matches no column; there are original_a, original_b.',
  ])
  expect(codes({ exclude: ['orginal_a'] })).toEqual([
    'NS-COH-05 f.csv has no column orginal_a; did you mean original_a?',
  ])
})
