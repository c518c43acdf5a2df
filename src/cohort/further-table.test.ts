import { expect, test } from 'vitest'
import { FileNotFound } from '../errors/index.ts'
import { loadCohort } from './load.ts'

const read = (path: string) => {
  if (path !== 'patients.csv') throw FileNotFound(path)
  return new TextEncoder().encode('patient,age\nP1,40\nP2,51\nP3,49\nP4,63\n')
}
const source = { file: 'patients.csv', id: 'patient' }

test.each([
  ['cohort.readings', { readings: 'further.csv' }, /Write the table of readings/],
  ['cohort.immune', { immune: 'further.csv' }, /leave the key out/],
  ['cohort.codebook', { codebook: 'further.csv' }, /leave the key out/],
  ['cohort.join', { join: [{ file: 'further.csv', id: 'patient' }] }, /leave the key out/],
  ['cohort.corrections', { corrections: 'further.csv' }, /leave the key out/],
])('%s of a file that is not there is told by its key', async (key, more, remedy) => {
  const problem = await loadCohort({ ...source, ...more }, read).then(
    () => undefined,
    (error) => error,
  )
  expect(problem?.message).toContain(`${key} names further.csv, which is not there`)
  expect(`${problem.message} ${problem.remedy}`).toMatch(remedy)
})

test('the table of patients itself is a file that is not there', async () => {
  await expect(loadCohort({ file: 'absent.csv' }, read)).rejects.toMatchObject({ code: 'NS-USE-01' })
})
