import { gzipSync, strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { gunzipTable } from './gunzip.ts'
import { readTable } from './read-table.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, little: boolean, mark: boolean) => {
  const units = mark ? `\ufeff${text}` : text
  const bytes = new Uint8Array(units.length * 2)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < units.length; i++) view.setUint16(i * 2, units.charCodeAt(i), little)
  return bytes
}
const cellsOf = async (bytes: Uint8Array, id?: string) => {
  const table = await readTable(bytes, 'cohort.csv', { id })
  return Object.fromEntries(table.columns.map(({ name, cells }) => [name, cells]))
}

describe('separators and encodings', () => {
  const plain = 'patient,size,note\nP1,1.5,"a, b"\nP2,2.25,Müller\n'
  const expected = { patient: ['P1', 'P2'], size: ['1.5', '2.25'], note: ['a, b', 'Müller'] }
  test.each([
    ['UTF-8', utf8(plain)],
    ['UTF-8 with BOM', utf8(`\ufeff${plain}`)],
    ['UTF-16 LE with BOM', utf16(plain, true, true)],
    ['UTF-16 BE with BOM', utf16(plain, false, true)],
    ['UTF-16 LE without BOM', utf16(plain, true, false)],
    ['UTF-16 BE without BOM', utf16(plain, false, false)],
    ['CRLF', utf8(plain.replaceAll('\n', '\r\n'))],
    ['gzip', gzipSync(utf8(plain))],
    ['gzip in two members', Uint8Array.from([...gzipSync(utf8(plain.slice(0, 9))), ...gzipSync(utf8(plain.slice(9)))])],
    ['semicolon', utf8(plain.replaceAll(',', ';').replace('"a; b"', '"a, b"'))],
    ['tab', utf8(plain.replace('"a, b"', '\0').replaceAll(',', '\t').replace('\0', 'a, b'))],
    ["Excel's sep= line", utf8(`sep=;\n${plain.replaceAll(',', ';').replace('"a; b"', '"a, b"')}`)],
    ['a title above the names', utf8(`Patients of 2024\n\n${plain}`)],
  ])('%s', async (_, bytes) => {
    expect(await cellsOf(bytes)).toEqual(expected)
  })

  test('Windows-1252 and GB18030 are told apart and said', async () => {
    // "Müller" and "µm" in Windows-1252; "患者" and "肿瘤大小" in GB18030 (bytes by Python's codecs).
    const western = Uint8Array.from([...utf8('patient,unit\nM'), 0xfc, ...utf8('ller,'), 0xb5, ...utf8('m\n')])
    const table = await readTable(western, 'w.csv')
    expect(table.columns.map(({ cells }) => cells[0])).toEqual(['Müller', 'µm'])
    expect(table.faults.map(({ what }) => what)).toEqual(['The file is not UTF-8; it was read as Windows-1252.'])
    const chinese = Uint8Array.from([
      0xbb, 0xbc, 0xd5, 0xdf, 0x2c, 0xd6, 0xd7, 0xc1, 0xf6, 0xb4, 0xf3, 0xd0, 0xa1, 0x0a, 0x31, 0x2c, 0x32, 0x0a,
    ])
    const read = await readTable(chinese, 'c.csv')
    expect(read.columns.map(({ name }) => name)).toEqual(['患者', '肿瘤大小'])
    expect(read.faults[0].code).toBe('NS-COH-25')
  })

  test('decimal commas between semicolons do not become separators', async () => {
    expect(await cellsOf(utf8('id;a;b\n1;1,5;2,25\n2;3,5;4\n'))).toEqual({
      id: ['1', '2'],
      a: ['1,5', '3,5'],
      b: ['2,25', '4'],
    })
  })
})

describe('what is odd is told by row', () => {
  test('rows keep their numbers past empty ones', async () => {
    const table = await readTable(utf8('id,a\n1,2\n,\n3,4\n'), 'x.csv')
    expect([...table.columns[0].rows]).toEqual([2, 4])
  })
  test('ragged rows, repeated and absent names', async () => {
    const table = await readTable(utf8('id,a,a,\n1,2,3,4,5\n6,7\n'), 'x.csv')
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'a', 'a (2)'])
    expect(table.faults.map(({ code, row, severity }) => [code, row, severity])).toEqual([
      ['NS-COH-11', 2, 'error'],
      ['NS-COH-11', 3, 'note'],
      ['NS-COH-10', 1, 'note'],
    ])
  })
  test('a quotation mark that is never closed', async () => {
    const table = await readTable(utf8('id,a\n1,"open\n2,b\n'), 'x.csv')
    expect(table.faults.map(({ code, row }) => [code, row])).toEqual([['NS-COH-92', 2]])
    expect(table.columns[1].cells).toEqual(['"open', 'b'])
    const torn = await readTable(utf8('id,a\n1,"open\n2,"b,c"\n'), 'x.csv')
    expect(torn.faults.map(({ code, row }) => [code, row])).toContainEqual(['NS-COH-29', 2])
  })
})

describe('files that cannot be read', () => {
  test.each([
    ['empty', new Uint8Array(0), 'NS-COH-02'],
    ['only names', utf8('a,b\n'), 'NS-COH-02'],
    ['only blank lines', utf8('\n\n\n'), 'NS-COH-02'],
    ['a truncated gzip', gzipSync(utf8('a,b\n1,2\n')).subarray(0, 20), 'NS-COH-04'],
    ['a gzip in a gzip', gzipSync(gzipSync(utf8('a,b\n1,2\n'))), 'NS-COH-01'],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0]), 'NS-COH-01'],
    ['a zip that is no workbook', zipSync({ 'a.txt': strToU8('hello') }), 'NS-COH-01'],
    ['a broken zip', Uint8Array.from([0x50, 0x4b, 3, 4, 9, 9, 9, 9]), 'NS-COH-04'],
    ['an image', Uint8Array.from({ length: 300 }, (_, i) => (i * 7) % 256), 'NS-COH-01'],
  ])('%s', async (_, bytes, code) => {
    await expect(readTable(bytes, 'x')).rejects.toMatchObject({ code })
  })
  test('a gzip that unpacks to more than the bound is not unpacked further', () => {
    const bomb = gzipSync(new Uint8Array(8 << 20))
    expect(() => gunzipTable(bomb, 'x', 1 << 20)).toThrow('holds more than 1 MB')
    expect(gunzipTable(bomb, 'x').length).toBe(8 << 20)
  })
})

test('a table without names is refused with its first row; names that are numbers are names', async () => {
  const rows = (head: string, id: (i: number) => string) =>
    utf8(`${head}\n${Array.from({ length: 20 }, (_, i) => `${id(i)},${i % 2},${40 + i},${5 + i}.5`).join('\n')}\n`)
  for (const [head, id] of [
    ['P100,1,44,5.5', (i: number) => `P${101 + i}`],
    ['17,1,44,5.5', (i: number) => String(18 + i)],
  ] as const)
    await expect(readTable(rows(head, id), 't.csv')).rejects.toMatchObject({ code: 'NS-COH-98' })
  for (const head of ['id,1,2,3', '0,1,2,3', 'x0,2010,2015,2020', 'P1,y,age,size'])
    expect(
      (
        await readTable(
          rows(head, (i) => `P${101 + i}`),
          't.csv',
        )
      ).length,
    ).toBe(20)
})
