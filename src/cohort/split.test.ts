import { expect, test } from 'vitest'
import { randomStream } from '../statistics/index.ts'
import { parseCodebook } from './codebook/codebook.ts'
import { buildCohort } from './cohort.ts'
import { type SplitRule, splitCohort } from './split.ts'
import { readTable } from './tables/read-table.ts'

const rows = Array.from({ length: 60 }, (_, i) => {
  const patient = Math.floor(i / 2)
  const day = i === 3 ? '' : `2024-${String(1 + (patient % 12)).padStart(2, '0')}-15`
  return [
    i,
    patient,
    ['A', 'B', 'C'][patient % 3],
    day,
    patient % 4 === 0 ? 'yes' : 'no',
    i % 6 === 5 ? '' : patient % 5 ? 'training' : 'Test',
  ].join(',')
})
const { cohort } = buildCohort(
  await readTable(new TextEncoder().encode(`lesion,patient,centre,seen,her2,set\n${rows.join('\n')}`), 'c.csv'),
  {
    id: 'lesion',
    patient: 'patient',
    codebook: parseCodebook(
      'variables: { centre: { type: categorical, levels: { A: Longyan, B: Xiamen, C: Fuzhou } }, seen: { type: date }, her2: { type: binary, levels: [no, yes] } }',
      'b',
    ),
  },
)
const split = (rule: SplitRule, seed = 1) => splitCohort(cohort, rule, 'her2', randomStream(seed, 'split'), 'c.csv')
const patients = (part: Int32Array) => new Set([...part].map((row) => cohort.patientOf[row]))

test.each<[string, SplitRule]>([
  ['at random', { training: 0.7 }],
  ['stratified by the outcome', { training: 0.7, stratify: 'outcome' }],
  ['stratified by a column', { training: 0.7, stratify: 'centre' }],
  ['by centre', { by: 'centre', validation: ['C'] }],
  ['by date', { by: 'seen', before: '2024-09-01' }],
  ['by a column', { column: 'set' }],
])('%s: every row in one part, all lesions of a patient in the same', (_, rule) => {
  const { training, validation, faults } = split(rule)
  expect(new Set([...training, ...validation]).size).toBe(training.length + validation.length)
  expect(training.length + validation.length + faults.length).toBe(60)
  expect([...patients(training)].filter((patient) => patients(validation).has(patient))).toEqual([])
})

test('the parts are what the rule says', () => {
  expect(split('none')).toMatchObject({ training: Int32Array.from(rows.keys()), validation: Int32Array.from([]) })
  const stratified = split({ training: 0.75, stratify: 'outcome' })
  const positive = (part: Int32Array) => [...patients(part)].filter((patient) => patient % 4 === 0).length
  // 8 of 30 patients are positive: 0.75 of them are 6; of the 22 others 16.5, rounded 17.
  expect([positive(stratified.training), patients(stratified.training).size]).toEqual([6, 23])
  expect([...patients(split({ by: 'centre', validation: ['Fuzhou'] }).validation)].every((p) => p % 3 === 2)).toBe(true)
  expect([...patients(split({ by: 'seen', before: '2024-09-01' }).training)].every((p) => p % 12 < 8)).toBe(true)
  expect([...patients(split({ column: 'set' }).validation)]).toEqual([0, 5, 10, 15, 20, 25])
})

test('another seed gives another split, the same seed the same', () => {
  expect(split({ training: 0.7 }, 2).training).not.toEqual(split({ training: 0.7 }, 1).training)
  expect(split({ training: 0.7 }, 2)).toEqual(split({ training: 0.7 }, 2))
})

test('a patient without the value of any lesion is in neither part, and told', async () => {
  const table = await readTable(new TextEncoder().encode('id,set,her2\n1,train,1\n2,,0\n3,validation,1\n'), 'c.csv')
  const { training, validation, faults } = splitCohort(
    buildCohort(table, { id: 'id' }).cohort,
    { column: 'set' },
    'her2',
    randomStream(1),
    'c.csv',
  )
  expect([[...training], [...validation]]).toEqual([[0], [2]])
  expect(faults.map(({ patient, column, code }) => [patient, column, code])).toEqual([['2', 'set', 'NS-COH-34']])
})

test.each<[SplitRule, string]>([
  [{ by: 'centre', validation: ['D'] }, 'no row has centre D'],
  [{ by: 'centre', validation: ['A', 'B', 'C'] }, 'no row would be left'],
  [{ by: 'centre', before: '2024-01-01' }, 'centre is no date'],
  [{ by: 'seen', before: 'May' }, 'not a date'],
  [{ by: 'seen', validation: ['x'] }, 'split it with `before`'],
  [{ column: 'centre' }, 'neither training nor validation'],
  [{ by: 'center', validation: ['A'] }, 'did you mean centre'],
  [{ training: 0.7, stratify: 'patients' }, 'did you mean patient'],
])('%j is refused: %s', (rule, why) => {
  expect(() => split(rule)).toThrow(why)
})
