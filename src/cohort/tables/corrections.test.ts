import { expect, test } from 'vitest'
import { loadCohort } from '../load.ts'

const files: Record<string, string> = {
  'patients.csv': 'id,age,her2\nP1,440,positive\nP2,51,negative\nP3,49,positve\nP4,63,negative\n',
  'corrections.csv': [
    'id,column,was,now,who,why',
    'P1,age,440,44,AB,typed twice',
    'P3,her2,positve,positive,AB,slip of the pen',
    'P2,age,15,51,CD,already mended in the file',
    'P9,age,1,2,CD,no such patient',
  ].join('\n'),
}
const read = async (file: string) => new TextEncoder().encode(files[file])

test('a corrected cell counts as it was corrected, the file stays, and who and why are told', async () => {
  const { cohort, faults } = await loadCohort({ file: 'patients.csv', id: 'id', corrections: 'corrections.csv' }, read)
  expect([...cohort.columns.get('age')!.values]).toEqual([44, 51, 49, 63])
  expect(cohort.columns.get('her2')!.variable.levels?.map(({ value }) => value)).toEqual(['negative', 'positive'])
  const told = faults.filter(({ code }) => /NS-COH-8[234]/.test(code))
  expect(told.map(({ code, severity, row, column, patient }) => ({ code, severity, row, column, patient }))).toEqual([
    { code: 'NS-COH-82', severity: 'note', row: 2, column: 'age', patient: 'P1' },
    { code: 'NS-COH-82', severity: 'note', row: 4, column: 'her2', patient: 'P3' },
    { code: 'NS-COH-83', severity: 'error', row: 4, column: 'age', patient: 'P2' },
    { code: 'NS-COH-84', severity: 'error', row: 5, column: 'age', patient: 'P9' },
  ])
  expect(told[0].what).toBe('age was 440 and counts as 44 (AB: typed twice).')
})
