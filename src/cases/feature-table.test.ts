import { parquetReadObjects } from 'hyparquet'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { shardRange } from '../jobs/shard.ts'
import { type FeatureRow, type TableSlice, toCsv, toJson, toParquet } from './feature-table.ts'

const rows = Array.from(
  { length: 7 },
  (_, i): FeatureRow => ({
    input: { ID: `P${i}`, Note: i === 2 ? '=1+1' : 'a, "b"' },
    status: i === 3 ? 'failed' : 'done',
    reason: i === 3 ? 'no such file' : '',
    values: i === 3 ? {} : { x: i / 3, y: i === 4 ? Number.NaN : -Infinity, note: ['a', i] },
  }),
)
const whole: TableSlice = { rows, from: 0, isFirst: true, isLast: true }
const names = ['x', 'y', 'note']
const inputs = ['ID', 'Note']

/** The same rows in `count` parts, one after the other. */
function inParts(count: number, write: (part: TableSlice) => string) {
  let text = ''
  for (let index = 1; index <= count; index++) {
    const [from, to] = shardRange({ index, count }, rows.length)
    text += write({ rows: rows.slice(from, to), from, isFirst: index === 1, isLast: index === count })
  }
  return text
}

test.each([1, 2, 3, 7, 9])('%i shards make the unsharded files byte for byte', (count) => {
  const csv = (part: TableSlice) => toCsv(part, names, inputs)
  expect(inParts(count, csv)).toBe(csv(whole))
  expect(inParts(count, toJson)).toBe(toJson(whole))
})

test('JSON keeps full precision and writes what it lacks as words', () => {
  const read = JSON.parse(toJson(whole))
  expect(read[1]).toEqual({ ID: 'P1', Note: 'a, "b"', status: 'done', reason: '', x: 1 / 3, y: '-inf', note: ['a', 1] })
  expect(read[4].y).toBe('nan')
  expect(Object.keys(read[0]).slice(0, 2)).toEqual(inputs)
})

test('CSV is read back by another reader, and no cell is a formula', () => {
  const { data } = Papa.parse<Record<string, string>>(toCsv(whole, names, inputs), {
    header: true,
    skipEmptyLines: true,
  })
  expect(Number(data[1].x)).toBe(1 / 3)
  expect(data[2].Note).toBe("'=1+1")
  expect(data[3]).toMatchObject({ status: 'failed', reason: 'no such file', x: '' })
})

test('Parquet is read back with its types', async () => {
  const bytes = await toParquet(rows, names, inputs)
  const read = await parquetReadObjects({ file: bytes.slice().buffer })
  expect(read[1]).toMatchObject({ ID: 'P1', x: 1 / 3, y: -Infinity, status: 'done' })
  expect(read[3].x ?? null).toBe(null)
  expect(read[4].y).toBeNaN()
})
