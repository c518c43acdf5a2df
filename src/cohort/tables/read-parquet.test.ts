import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { toolTest } from '../../../test/support/needs.ts'
import { toParquet } from '../../cases/feature-table.ts'
import { parquetFeatures } from '../parquet-features.ts'
import { isParquet, openParquet } from './read-parquet.ts'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))
const read = async (path: string) => readFileSync(join(folder, path))

/** Writes a part of two features; `c` is a text. */
const part = (ids: readonly string[], from: number) =>
  toParquet(
    ids.map((id, i) => ({
      input: { ID: id },
      status: 'done',
      reason: '',
      values: { a: from + i / 8, b: i === 1 ? Number.NaN : i, c: 'x', diagnostics_n: i },
    })),
    ['a', 'b', 'c', 'diagnostics_n'],
    ['ID'],
    new Set(['c']),
  )

async function writeParts(change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes) {
  const parts = []
  for (const [i, ids] of [
    ['P1', 'P2'],
    ['P3', 'P4', 'P5'],
  ].entries()) {
    const bytes = await part(ids, 10 * (i + 1))
    writeFileSync(join(folder, `part-${i}.parquet`), i === 1 ? change(bytes) : bytes)
    parts.push({ file: `part-${i}.parquet`, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ parts }))
}
const folderRead = (path: string) => read(path.replace(/^features\//, ''))

test('a folder of parts is one table: the rows that are asked for, numbers alone', async () => {
  await writeParts()
  expect(isParquet('features', (path) => path === 'features/manifest.json')).toBe(true)
  const table = await openParquet('features/', 'ID', folderRead)
  expect([table.names, table.table.columns[0].cells]).toEqual([
    ['a', 'b', 'diagnostics_n'],
    ['P1', 'P2', 'P3', 'P4', 'P5'],
  ])
  const found = await parquetFeatures(table, ['P4', 'P1', 'P9', 'P3'], 'cohort.csv', [0, 3, 2], {
    id: { column: 'ID' },
  })
  expect([found.names, found.values.map((column) => [...column])]).toEqual([
    ['a', 'b'],
    [
      [20.125, 20, Number.NaN],
      [Number.NaN, 0, Number.NaN],
    ],
  ])
})

test.each([
  [
    'another table in its place',
    (bytes: Uint8Array) => bytes.map((byte, i) => (i === 9 ? byte ^ 1 : byte)),
    /manifest/,
  ],
  ['a file cut off', (bytes: Uint8Array) => bytes.slice(0, -20), /manifest/],
])('%s is refused', async (_, change, why) => {
  await writeParts(change)
  await expect(openParquet('features', 'ID', folderRead)).rejects.toThrow(why)
})

test('a manifest that leads out of its folder, no Parquet and a column that is not there are refused by name', async () => {
  await writeParts()
  await expect(openParquet('part-0.parquet', 'id', read)).rejects.toThrow(/part-0\.parquet has no column id/)
  writeFileSync(join(folder, 'none.parquet'), 'PAR1 and no more PAR1')
  await expect(openParquet('none.parquet', 'ID', read)).rejects.toThrow(/none\.parquet .*as Parquet it is damaged/)
  writeFileSync(join(folder, 'manifest.json'), '{"parts":[{"file":"../part-0.parquet","sha256":""}]}')
  await expect(openParquet('features', 'ID', folderRead)).rejects.toThrow(/does not name the Parquet files/)
})

// In Thrift's compact protocol: a version, a list of one column, no rows, and parts, of which there are none.
const footer = (column: readonly number[], parts = [0x0c]) =>
  [0x15, 2, 0x19, 0x1c].concat(column, [0, 0x16, 0, 0x19], parts, [0])
// A part without rows, with a list of one chunk: its place in the file, and a number where its metadata should be.
const nameless = [0x1c, 0x19, 0x1c, 0x26, 0, 0x15, 0, 0, 0x26, 0, 0]
test.each([
  ['a column without a name', footer([]), /a column has no name/],
  ['a column that says it has two below it', footer([0x48, 1, 0x72, 0x15, 4]), /as Parquet it is damaged/],
  ['a part of no column', footer([0x48, 1, 0x72, 0x15, 0], nameless), /does not say of which column/],
])('%s is refused by the name of its file', async (_, foot, why) => {
  const end = [...foot, foot.length, 0, 0, 0, ...Buffer.from('PAR1')]
  writeFileSync(join(folder, 'bare.parquet'), Buffer.from([...Buffer.from('PAR1'), ...end]))
  const opened = openParquet('bare.parquet', 'ID', read)
  await expect(opened).rejects.toThrow(/bare\.parquet/)
  await expect(opened).rejects.toThrow(why)
})

toolTest(
  'a file of pandas: whole numbers as identifiers, gaps, infinity, dates, its index, another packing',
  ['python3', '-c', 'import pyarrow, pandas'],
  4,
  async () => {
    execFileSync('python3', [
      '-c',
      `
import pandas as pd
d = pd.DataFrame({'id': [7, 8, 9], 'x': [0.1, None, float('inf')], 'n': pd.array([1, None, 4], dtype='Int64'), 'f': pd.array([1.5, 2.5, 3.5], dtype='float32'), 'yes': [True, False, True], 'day': pd.to_datetime(['2020-01-01'] * 3)})
d.to_parquet('${join(folder, 'pandas.parquet')}', row_group_size=2)
d.to_parquet('${join(folder, 'zstd.parquet')}', compression='zstd')
`,
    ])
    const table = await openParquet('pandas.parquet', 'id', read)
    expect(table.table.columns[0].cells).toEqual(['7', '8', '9'])
    expect(table.names).toEqual(['id', 'x', 'n', 'f'])
    const values = await table.read(['x', 'n', 'f'], Int32Array.of(2, 0, 1))
    expect(values.map((column) => [...column])).toEqual([
      [Number.NaN, 0.1, Number.NaN],
      [4, 1, Number.NaN],
      [3.5, 1.5, 2.5],
    ])
    await expect(openParquet('zstd.parquet', 'id', read)).rejects.toThrow(/packed by ZSTD/)
  },
)
