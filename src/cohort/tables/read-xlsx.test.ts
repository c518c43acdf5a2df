import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { buildCohort } from '../cohort.ts'
import { readTable } from './read-table.ts'
import { readSheets } from './read-xlsx.ts'

/** A workbook by the letter of ECMA-376, sheet by sheet as the XML of its cells. */
function workbook(sheets: Record<string, string>, behind = ''): Uint8Array {
  const names = Object.keys(sheets)
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const files: Record<string, Uint8Array> = {
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${names
        .map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names
        .map(
          (_, i) =>
            `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
        )
        .join('')}<Relationship Id="rIdS" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    ),
    'xl/styles.xml': strToU8(
      `<styleSheet xmlns="${main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ),
  }
  names.forEach((name, i) => {
    files[`xl/worksheets/sheet${i + 1}.xml`] = strToU8(
      `<worksheet xmlns="${main}"><sheetData>${sheets[name]}</sheetData>${behind}</worksheet>`,
    )
  })
  return zipSync(files)
}
const text = (at: string, value: string) => `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
const row = (n: number, ...cells: string[]) => `<row r="${n}">${cells.join('')}</row>`

const dictionary =
  row(1, text('A1', 'Variable'), text('B1', 'Format')) + row(2, text('A2', 'patient'), text('B2', 'text'))
const clinical =
  row(1, text('A1', 'patient'), text('B1', 'age'), text('C1', 'seen'), text('D1', 'twice')) +
  row(
    2,
    text('A2', '007'),
    '<c r="B2"><v>49.5</v></c>',
    '<c r="C2" s="1"><v>45000</v></c>',
    '<c r="D2"><f>B2*2</f><v>99</v></c>',
  )

test('the sheet that has the identifier is the table; a dictionary beside it is not', async () => {
  const table = await readTable(workbook({ Dictionary: dictionary, Clinical: clinical }), 'c.xlsx', { id: 'patient' })
  expect(table.file).toBe('c.xlsx [Clinical]')
  // 45000 is 2023-03-15 in Excel's calendar; a formula counts as the value stored with it.
  expect(table.columns.map(({ cells }) => cells[0])).toEqual(['007', '49.5', '2023-03-15', '99'])
})

test('a sheet is named when two could be meant, and a wrong name lists what there is', async () => {
  const bytes = workbook({ A: clinical, B: clinical })
  await expect(readTable(bytes, 'c.xlsx', { id: 'patient' })).rejects.toThrow('its sheets are A, B')
  await expect(readTable(bytes, 'c.xlsx', { sheet: 'C' })).rejects.toMatchObject({ code: 'NS-COH-03' })
  expect((await readTable(bytes, 'c.xlsx', { sheet: 'B' })).length).toBe(1)
})

test('failed and uncalculated formulas are cells that are told, empty results are empty', async () => {
  const failing =
    row(3, text('B3', 'patient'), text('C3', 'a'), text('D3', 'b')) +
    row(4, text('B4', '1'), '<c r="C4" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '<c r="D4"><f>C4*2</f></c>') +
    row(6, text('B6', '2'), '<c r="C6" t="str"><f>IF(1,"")</f><v></v></c>', '<c r="D6"><f>1+1</f><v>2</v></c>')
  const table = await readTable(workbook({ Data: failing }), 'c.xlsx', { id: 'patient' })
  expect(table.columns.map(({ cells }) => cells)).toEqual([
    ['1', '2'],
    ['#DIV/0!', ''],
    ['#UNCALCULATED!', '2'],
  ])
  expect([...table.columns[0].rows]).toEqual([4, 6])
  const { faults } = buildCohort(table, { id: 'patient' })
  expect(faults.map(({ code, row, column }) => [code, row, column])).toEqual([
    ['NS-COH-23', 4, 'a'],
    ['NS-COH-23', 4, 'b'],
  ])
})

test('a cell in the farthest corner is refused by name; a format down there is nothing', async () => {
  const rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1"><v>7</v></c></row>'
  const far = (cell: string) => workbook({ Data: `${rows}<row r="1048576">${cell}</row>` })
  await expect(readSheets(far('<c r="XFD1048576"><v>1</v></c>'), 'far.xlsx')).rejects.toThrow(
    /^far.xlsx cannot be read as a table: its cell XFD1048576 lies too far from the table/,
  )
  // The row's own number makes rows, too; with a prefix, other quotes and a sign that ends no tag a cell is one still.
  for (const [cells, named] of [
    [`${rows}<row r="1e9"><c r="A1000000000"><v>1</v></c></row>`, 'row 1e9'],
    [`${rows}<row r="Infinity"><c r="A2"><v>1</v></c></row>`, 'row Infinity'],
    [`${rows}<x:row r='2'><x:c x=">" r='XFD999999'><v>1</v></x:c></x:row>`, 'cell XFD999999'],
  ])
    await expect(readSheets(workbook({ Data: cells }), 'far.xlsx')).rejects.toThrow(`its ${named} lies too far`)
  const [sheet] = await readSheets(far('<c r="XFD1048576" s="1"/>'), 'far.xlsx')
  expect(sheet.rows).toEqual([['id', '7']])
})

test('a cell that spans rows is the value of each; rows that are hidden are read and told', async () => {
  const cells =
    row(1, text('A1', 'patient'), text('B1', 'site')) +
    row(2, text('A2', 'P1'), text('B2', 'Ulm')) +
    row(3, text('A3', 'P2')) +
    `<row r="4" hidden="1">${text('A4', 'P3')}</row>` +
    row(5, text('A5', 'P4'), text('B5', 'Kiel'))
  const spans = '<mergeCells count="1"><mergeCell ref="B2:B4"/></mergeCells>'
  const table = await readTable(workbook({ 'Data &amp; more': cells }, spans), 'c.xlsx', { id: 'patient' })
  expect(table.columns[1].cells).toEqual(['Ulm', 'Ulm', 'Ulm', 'Kiel'])
  expect(table.faults.map(({ code, severity, what }) => `${severity} ${code} ${what.slice(0, 13)}`)).toEqual([
    'note NS-COH-66 2 empty cells',
    'note NS-COH-67 1 row is hidd',
  ])
})
