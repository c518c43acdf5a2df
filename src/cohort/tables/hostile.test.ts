import fc from 'fast-check'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { Problem } from '../../errors/index.ts'
import { parseCodebook } from '../codebook/codebook.ts'
import { draftCodebook } from '../codebook/draft-codebook.ts'
import { buildCohort } from '../cohort.ts'
import { readTable } from './read-table.ts'
import { writeCsv } from './write-csv.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const settings = { seed: 20240601, numRuns: 300 }

/** Either a result or a `Problem`; any other error is ours and fails the test. */
async function problemOr<T>(work: () => Promise<T> | T): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    expect(error).toBeInstanceOf(Problem)
    return undefined
  }
}

test('any bytes are a table or a problem', async () => {
  const starts = fc.constantFrom([], [0x1f, 0x8b, 8], [0x50, 0x4b, 3, 4], [0xff, 0xfe], [0xef, 0xbb, 0xbf])
  await fc.assert(
    fc.asyncProperty(starts, fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
      const table = await problemOr(() => readTable(Uint8Array.from([...start, ...rest]), 'x'))
      for (const { cells, rows } of table?.columns ?? [])
        expect(cells.length === table!.length && rows.length === table!.length).toBe(true)
    }),
    settings,
  )
})

test('a workbook that declares more than fits is refused before it is unpacked', async () => {
  const bytes = zipSync({ 'xl/workbook.xml': new Uint8Array(1000) })
  // The size stands in the central directory, 24 bytes after its signature PK\x01\x02.
  const view = new DataView(bytes.buffer)
  const at = bytes.findIndex((_, i) => i + 4 <= bytes.length && view.getUint32(i, true) === 0x02014b50)
  view.setUint32(at + 24, 0x7fffffff, true)
  await expect(readTable(bytes, 'x.xlsx')).rejects.toMatchObject({ code: 'NS-COH-04' })
})

test('whatever cells are written are read again, and typed with a codebook drafted from them without a crash', async () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 8 }).map((text) => text.trim()),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.constantFrom('', 'NA', 'yes', 'no', '2024-02-30', '31.5.2024', '1,5', '1.234,5', '#REF!', '=1+1', '999'),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 }), async (cells) => {
      const rows = cells.map((row, i) => [`P${i}`, ...row])
      const table = await readTable(utf8(writeCsv(['id', 'a', 'b', 'c'], rows)), 'x.csv', { id: 'id' })
      // A cell that a spreadsheet would run has a ' in front.
      const expected = rows.map((row) =>
        /^[=+\-@＝＋－＠]/.test(row[1]) && Number.isNaN(Number(row[1])) ? `'${row[1]}` : row[1],
      )
      const a = table.columns.find(({ name }) => name === 'a')
      if (a)
        expect(a.cells.map((own) => own.replaceAll('\r\n', '\n'))).toEqual(
          expected.map((own) => own.replaceAll('\r\n', '\n')),
        )
      const codebook = parseCodebook(draftCodebook(table, ['id']), 'b.yaml')
      const { cohort, faults } = buildCohort(table, { id: 'id', codebook })
      expect(cohort.ids.length).toBe(rows.length)
      for (const fault of faults) expect(fault.what.length * fault.repair.length * fault.code.length).toBeGreaterThan(0)
    }),
    settings,
  )
})

test('any YAML is a codebook or a problem with its line', async () => {
  const scrap = fc.constantFrom(
    'variables:',
    '\n',
    '  ',
    'age: ',
    '{',
    '}',
    '[',
    ']',
    'type: ',
    'binary',
    'levels: ',
    '&a ',
    '*a',
    ', ',
    ': ',
    '"',
    '0',
    '!!js ',
    '- ',
  )
  await fc.assert(
    fc.asyncProperty(fc.array(scrap, { maxLength: 14 }), async (parts) => {
      const text = `variables:\n${parts.join('')}`
      try {
        parseCodebook(text, 'b.yaml')
      } catch (error) {
        expect(error).toBeInstanceOf(Problem)
        expect((error as Problem).message).toMatch(/^b\.yaml:\d+: /)
      }
    }),
    settings,
  )
})
