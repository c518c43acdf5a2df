import { expect, test } from 'vitest'
import { combineReadings, readerAgreement, readingItems } from '../../cohort/readings/mri-readings.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import type { Table } from '../../cohort/tables/table.ts'
import { demoFolder } from '../../demo/demo.ts'
import { type FilledForm, readingsCsv, readingsTable } from './readings-table.ts'

const file = 'readings.csv'
const bytes = ofDemo(file)
const cellsOf = ({ columns }: Table, name: string) => columns.find((column) => column.name === name)!.cells

/** One file of the demonstration; those after it are not made. */
function ofDemo(name: string): Uint8Array {
  for (const { path, bytes } of demoFolder()) if (path === name) return bytes
  throw new Error(`the demonstration has no ${name}`)
}

/** The rows of a table of readings as forms that were filled in the page. */
function formsOf(table: Table): FilledForm[] {
  return cellsOf(table, 'patient').map((patient, row) => ({
    patient,
    reader: cellsOf(table, 'reader')[row],
    form: {
      state: 'done',
      items: Object.fromEntries(readingItems.map(({ name }) => [name, cellsOf(table, name)[row]])),
    },
  }))
}

test('κ of forms is that of the table which `run` reads, written from them', async () => {
  const table = await readTable(bytes, file)
  const forms = formsOf(table)
  const patients = [...new Set(cellsOf(table, 'patient'))]
  const ofRun = readerAgreement(combineReadings(table, patients))
  expect(ofRun).toHaveLength(readingItems.length)
  expect(readerAgreement(combineReadings(readingsTable(forms), patients))).toEqual(ofRun)
  const written = await readTable(new TextEncoder().encode(await readingsCsv(forms)), file)
  expect(readerAgreement(combineReadings(written, patients))).toEqual(ofRun)
})

test('a form takes the place of its row; other rows and columns stay, unfilled forms add none', async () => {
  const before = 'patient,reader,edge,note\nP1,anna,blur,"first, by hand"\nP2,anna,smooth,\n'
  const form = (patient: string, reader: string, items: Record<string, string>): FilledForm => ({
    patient,
    reader,
    form: { state: 'done', items },
  })
  const forms = [form('P1', 'anna', { edge: 'burr' }), form('P1', 'bo', { skin: 'yes' }), form('P3', 'bo', {})]
  const text = await readingsCsv(forms, { bytes: new TextEncoder().encode(before), file })
  expect(text.trim().split('\r\n')).toEqual([
    'patient,reader,type,edge,skin,nipple,axillary,tic,bpe,note',
    'P1,anna,,burr,,,,,,"first, by hand"',
    'P2,anna,,smooth,,,,,,',
    'P1,bo,,,yes,,,,,',
  ])
})
