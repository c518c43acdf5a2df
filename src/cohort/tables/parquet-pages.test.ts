import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ColumnMetaData, SchemaElement } from 'hyparquet'
import { afterAll, expect, test } from 'vitest'
import { toolTest } from '../../../test/support/needs.ts'
import { checkPages } from './parquet-pages.ts'
import { openParquet } from './read-parquet.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-parquet-pages-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A page of three values by hand, in Thrift's compact protocol: fields of numbers (0x15) are twice their value. */
const [plain, dictionary] = [0, 8]
const pageOf = (encoding: number, bytes: readonly number[], size = bytes.length) =>
  // biome-ignore format: a row a struct
  [
    0x15, 0, 0x15, 2 * size, 0x15, 2 * bytes.length,
    0x2c, 0x15, 2 * 3, 0x15, 2 * encoding, 0x15, 6, 0x15, 6, 0,
    0, ...bytes,
  ]
const levels = [2, 0, 0, 0, 3 << 1, 1]
const doubles = new Array<number>(24).fill(0)
const billions = [0xfe, 0xff, 0xff, 0xff, 0x0f]
const check = (page: readonly number[], codec: ColumnMetaData['codec'] = 'UNCOMPRESSED') => {
  const file = Uint8Array.from([0, 0, 0, 0, ...page]).buffer
  const column = { codec, data_page_offset: 4n, total_compressed_size: BigInt(page.length) } as ColumnMetaData
  const element: SchemaElement = { name: 'x', type: 'DOUBLE', repetition_type: 'OPTIONAL' }
  return () => checkPages(file, column, element, 3)
}

test('sound pages: plain, packed in groups of eight, by a dictionary, by Snappy', () => {
  expect(check(pageOf(plain, [...levels, ...doubles]))).not.toThrow()
  expect(check(pageOf(plain, [2, 0, 0, 0, 3, 0b111, ...doubles]))).not.toThrow()
  expect(check(pageOf(dictionary, [...levels, 1, 3 << 1, 0]))).not.toThrow()
  const packed = [30, 29 << 2, ...levels, ...doubles]
  expect(check(pageOf(plain, packed, 30), 'SNAPPY')).not.toThrow()
})

test.each([
  ['levels that repeat for ever', pageOf(plain, [6, 0, 0, 0, ...billions, 1, ...doubles]), /longer than its page/],
  ['groups without end', pageOf(plain, [6, 0, 0, 0, 0xff, ...billions.slice(1), 1, ...doubles]), /longer than its/],
  ['places in a dictionary that repeat for ever', pageOf(dictionary, [...levels, 1, ...billions, 0]), /longer than/],
  ['pages that end after their column', pageOf(plain, levels).slice(0, -1), /does not fit into its column/],
])('%s are refused, not followed', (_, page, why) => expect(check(page)).toThrow(why))

test('a literal of four billion bytes is refused: hyparquet goes back by it, for ever', () => {
  const packed = [30, 63 << 2, 0xf8, 0xff, 0xff, 0xff, ...levels, ...doubles]
  expect(check(pageOf(plain, packed, 30), 'SNAPPY')).toThrow(/what Snappy packed is longer/)
})

toolTest(
  'files of pyarrow by both versions of pages, with and without dictionaries and gaps, are read to the value',
  ['python3', '-c', 'import pyarrow, pandas'],
  8,
  async () => {
    const ways = ['1.0', '2.0'].flatMap((version) => ['True', 'False'].map((by) => [version, by]))
    execFileSync('python3', [
      '-c',
      `
import numpy as np, pyarrow as pa, pyarrow.parquet as pq
n = 30000
r = np.random.default_rng(1)
x = r.normal(size=n)
few = r.integers(0, 7, n).astype(float)
gaps = np.where(r.random(n) < 0.3, np.nan, few)
runs = np.repeat(np.arange(n // 1000), 1000)
t = pa.table({'id': pa.array([f'P{i}' for i in range(n)]), 'x': x, 'few': few, 'runs': runs,
  'gaps': pa.array(gaps, from_pandas=True), 'none': pa.array([None] * n, pa.float64()), 'yes': x > 0})
for version, by in ${JSON.stringify(ways)}:
    pq.write_table(t, f'${folder}/{version}-{by}.parquet', data_page_version=version, use_dictionary=by == 'True', data_page_size=20000)
np.nan_to_num(np.stack([x, few, runs, gaps]), nan=-1).astype('<f8').tofile('${folder}/values.bin')
`,
    ])
    const values = new Float64Array(new Uint8Array(readFileSync(join(folder, 'values.bin'))).buffer)
    for (const way of ways) {
      const read = async () => readFileSync(join(folder, `${way.join('-')}.parquet`))
      const table = await openParquet('t.parquet', 'id', read)
      expect(table.names).toEqual(['x', 'few', 'runs', 'gaps', 'none'])
      const columns = await table.read(
        ['x', 'few', 'runs', 'gaps'],
        Int32Array.from({ length: 30000 }, (_, i) => i),
      )
      expect(columns.flatMap((column) => [...column].map((value) => (Number.isNaN(value) ? -1 : value)))).toEqual([
        ...values,
      ])
    }
  },
)
