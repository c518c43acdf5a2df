import { expect, test } from 'vitest'
import { readPatientList } from './patient-list.ts'
import { pseudonymsOf, readSeriesTable, seriesTable } from './series-table.ts'

const list = (content: string) => [...readPatientList(content, 'ids.csv')]

test('numbers alone, a table with other columns, and names that are to stand for patients', () => {
  expect(list('4711\n4712\n4711\n')).toEqual([
    ['4711', undefined],
    ['4712', undefined],
  ])
  expect(list('\uFEFFPatient;age\r\n0471;50\r\n"0472";61\r\n')).toEqual([
    ['0471', undefined],
    ['0472', undefined],
  ])
  expect(list('mrn,age,pseudonym\n4711,50,S01\n4712,61,\n')).toEqual([
    ['4711', 'S01'],
    ['4712', undefined],
  ])
})

test.each([
  ['', /no number/],
  ['patient\n', /no number/],
  ['patient,pseudonym\n1,S01\n2,S01\n', /two patients one name/],
  ['patient,pseudonym\n1,../S01\n', /the name "\.\.\/S01"/],
])('%j is refused', (content, why) => {
  expect(() => list(content)).toThrow(why)
})

test('the table of series carries the names, and one patient has one', () => {
  const series = {
    patient: '=4711',
    name: 'A^B',
    studyDate: '20240101',
    study: '1.2',
    series: '1.2.3',
    number: '4',
    modality: 'MR',
    studyDescription: '',
    description: 'a "b", c',
    instances: 3,
  }
  const found = [
    { ...series, pseudonym: 'S01' },
    { ...series, patient: '4712' },
  ]
  expect(readSeriesTable(seriesTable(found), 'series.csv')).toEqual(found)
  expect(readSeriesTable(seriesTable([series]), 'series.csv')).toEqual([series])
  expect([...pseudonymsOf(found, 'series.csv')]).toEqual([['=4711', 'S01']])
  expect(() => pseudonymsOf([found[0], { ...found[0], pseudonym: 'S02' }], 'series.csv')).toThrow(
    /the names S01 and S02/,
  )
  expect(() => pseudonymsOf([found[0], { ...found[1], pseudonym: 'S01' }], 'series.csv')).toThrow(/two patients/)
})
