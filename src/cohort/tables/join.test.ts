import { expect, test } from 'vitest'
import { aggregateLesions } from '../aggregate.ts'
import { buildCohort } from '../cohort.ts'
import { featureColumns } from '../features.ts'
import { loadCohort } from '../load.ts'
import { joinTable } from './join.ts'
import { readTable } from './read-table.ts'

const table = (csv: string, file: string) => readTable(new TextEncoder().encode(csv), file)

test('the number after a prefix joins to the number in the cohort', async () => {
  const base = await table('SUBJECTID,age\n1001,40\n1002,50\n1003,60\n', 'clinical.csv')
  const other = await table('ID,f\nISPY1-1002,2\nISPY1-1001,1\nISPY1-1999,9\nscan 7,5\n', 'features.csv')
  for (const key of [
    { column: 'ID', match: 'ISPY1-(\\d+)' },
    { column: 'ID', match: 'int(ISPY1-(\\d+))' },
    { column: 'ID', match: 'ISPY1-(\\d+)', as: 'number' as const },
  ]) {
    const joined = joinTable(base, 'SUBJECTID', other, key)
    expect(joined.columns.find(({ name }) => name === 'f')!.cells).toEqual(['1', '2', ''])
    expect(joined.faults.map(({ code, row, patient, severity }) => [code, row ?? patient, severity])).toEqual([
      ['NS-COH-21', 5, 'error'],
      ['NS-COH-18', '1003', 'note'],
      ['NS-COH-18', 4, 'error'],
    ])
  }
})

test('identifiers whose leading zeros Excel took join and are told; ambiguous ones are not joined', async () => {
  const base = await table('id,age\n007,40\n0012,50\n012,60\nA1,61\n', 'clinical.csv')
  const other = await table('id,f\n7,1\n12,2\nA1,3\n', 'features.csv')
  const joined = joinTable(base, 'id', other, { column: 'id' })
  expect(joined.columns.find(({ name }) => name === 'f')!.cells).toEqual(['1', '', '', '3'])
  expect(joined.faults.filter(({ code }) => code === 'NS-COH-19').map(({ what }) => what)).toEqual([
    '7 was joined to 007: they differ only in leading zeros.',
  ])
  expect(joined.faults.filter(({ code }) => code === 'NS-COH-20').map(({ patient }) => patient)).toEqual([
    '0012',
    '012',
  ])
})

test('a match without one capture group, or that is no expression, is refused', async () => {
  const base = await table('id\n1\n', 'a.csv')
  for (const match of ['ISPY', '(a)(b)', '(unclosed'])
    expect(() => joinTable(base, 'id', base, { column: 'id', match })).toThrow('cannot be used')
})

test('features: text columns are left out, cells that are no numbers told, rows in the order of the cohort', async () => {
  const features = await table(
    'ID,diagnostics_Versions,a,b,scanner,Target\nx-2,3.0,1.5,nan,GE,1\nx-1,3.0,2.5,<3,GE,0\n',
    'f.csv',
  )
  const found = featureColumns(features, ['1', '2', '3'], 'c.csv', {
    id: { column: 'ID', match: 'x-(\\d)' },
    exclude: ['Target'],
  })
  expect(found.names).toEqual(['a'])
  expect([...found.values[0]]).toEqual([2.5, 1.5, Number.NaN])
  expect([...found.rowOf]).toEqual([1, 0, -1])
})

test('a patient has one row of several lesions as is stated', async () => {
  const lesions = buildCohort(
    await table(
      'patient,lesion,size,edge,grade,side\nA,1,3,blur,I,left\nA,2,5,smooth,II,left\nB,1,2,smooth,I,right\nB,2,1,blur,III,left\n',
      'l.csv',
    ),
    {
      id: 'lesion',
      patient: 'patient',
      codebook: {
        file: '',
        missing: [],
        variables: new Map(
          Object.entries({
            size: { name: 'size', type: 'continuous' as const },
            edge: { name: 'edge', type: 'binary' as const, levels: levels('smooth', 'blur') },
            grade: { name: 'grade', type: 'ordinal' as const, levels: levels('I', 'II', 'III') },
            side: { name: 'side', type: 'categorical' as const, levels: levels('left', 'right') },
          }),
        ),
      },
    },
  ).cohort
  const values = (by: Parameters<typeof aggregateLesions>[1]) => {
    const { cohort, faults } = aggregateLesions(lesions, by, 'l.csv')
    const columns = ['size', 'edge', 'grade', 'side'].map((name) => [...cohort.columns.get(name)!.values])
    expect(cohort.ids).toEqual(['A', 'B'])
    expect(cohort.unit).toBe('patient')
    return { columns, faults: faults.map(({ patient, column }) => [patient, column]) }
  }
  expect(values({ largest: 'size' }).columns).toEqual([
    [5, 2],
    [0, 0],
    [1, 0],
    [0, 1],
  ])
  expect(values('first').columns).toEqual([
    [3, 2],
    [1, 0],
    [0, 0],
    [0, 1],
  ])
  const mean = values('mean')
  expect(mean.columns).toEqual([
    [4, 1.5],
    [1, 1],
    [1, 2],
    [0, Number.NaN],
  ])
  expect(mean.faults).toEqual([['B', 'side']])
})

const levels = (...values: string[]) => values.map((value) => ({ value, label: value }))

test('loading joins sheets by their own key and reads the codebook', async () => {
  const files: Record<string, string> = {
    'a.csv': 'code,age\nP-1,40\nP-2,50\nbad,60\n',
    'b.csv': 'n,alive\n02,yes\n01,no\n',
    'book.yaml': 'variables: { age: { type: continuous }, vital: { column: alive, type: binary, levels: [no, yes] } }',
  }
  const { cohort, faults } = await loadCohort(
    {
      file: 'a.csv',
      id: { column: 'code', match: 'P-(\\d+)' },
      codebook: 'book.yaml',
      join: [{ file: 'b.csv', id: { column: 'n', as: 'number' } }],
    },
    (path) => new TextEncoder().encode(files[path]),
  )
  expect(cohort.ids).toEqual(['1', '2'])
  expect([...cohort.columns.get('vital')!.values]).toEqual([0, 1])
  expect(faults.map(({ code, row }) => [code, row])).toContainEqual(['NS-COH-21', 4])
})
