import { expect, test } from 'vitest'
import { readTable } from '../../cohort/tables/read-table.ts'
import type { ModelFile } from '../../model/predict/model-schema.ts'
import { columnRemarks, newOutcome, newTimes, readPatients } from './read-patients.ts'

const file = {
  identifier: 'case_id',
  outcome: { column: 'pcr', label: 'pCR', positive: '1', values: { positive: ['1', 'yes'], negative: ['0', 'no'] } },
  columns: [
    { name: 'age', label: 'Age', bins: { edges: [20, 50, 80], shares: [0.5, 0.5] }, missing: ['-9'] },
    { name: 'size', label: 'Size', unit: 'mm', bins: { edges: [5, 20, 60], shares: [0.5, 0.5] } },
    {
      name: 'edge',
      label: 'Edge',
      levels: [
        { value: 's', label: 'smooth', share: 0.5 },
        { value: 'b', label: 'blurred', share: 0.5 },
      ],
    },
  ],
} as unknown as ModelFile
const table = (lines: string[]) => readTable(new TextEncoder().encode(`${lines.join('\n')}\n`), 'new.csv')

test('a table is read by the model’s own codebook, in whatever form it is written', async () => {
  const english = await table(['case_id,age,size,edge', 'A,44,12.5,smooth', 'B,-9,30.25,b', 'C,61,18.5,BLURRED'])
  const other = await table(['age;size;edge;case_id', '44;1,25 cm;smooth;A', '-9;3,025 cm;b;B', '61;1,85 cm;Blurred;C'])
  const [a, b] = [english, other].map((one) => readPatients(one, file))
  expect(a.ids).toEqual(['A', 'B', 'C'])
  expect(b.ids).toEqual(['A', 'B', 'C'])
  const values = (read: typeof a) => read.rows.map(({ age, size, edge }) => [age, size, edge])
  expect(values(a)).toEqual([
    [44, 12.5, 's'],
    ['', 30.25, 'b'],
    [61, 18.5, 'b'],
  ])
  expect(values(b)).toEqual(values(a))
})

test('what is no value stays as text, repeats and empty or foreign columns are told', async () => {
  const read = readPatients(
    await table(['case_id,age,size,edge', 'A,old,4000,s', 'B,50,5000,x', 'B,51,6000,s', 'Total,9,9,']),
    file,
  )
  expect(read.rows.map(({ age, edge }) => [age, edge])).toEqual([
    ['old', 's'],
    [50, 'x'],
    [51, 's'],
  ])
  expect(read.repeats).toEqual([2])
  expect(read.faults.map(({ what }) => what).join()).toContain('(B)')
  expect(columnRemarks(file, read.rows)).toEqual([
    'size is outside the range of the training cohort (5 to 60 mm) in all 3 rows: is it in another unit or scale?',
  ])
  const empty = readPatients(await table(['case_id,age,size,edge', 'A,,10,s', 'B,,12,s']), file)
  expect(columnRemarks(file, empty.rows)[0]).toContain('age is missing in all 2 rows')
})

test('an outcome coded otherwise is refused, a value that the model does not know left out and told', async () => {
  const flags = async (values: string[], asked = {}) => {
    const read = readPatients(await table(['case_id,pcr', ...values.map((value, i) => `N${i},${value}`)]), file)
    const { flags: found, faults } = newOutcome(read, 'pcr', file, asked)
    return { found, codes: faults.map(({ code }) => code) }
  }
  const unknown = Number.NaN
  expect(await flags(['1', '0', 'yes', 'No', '1.0', ''])).toEqual({ found: [1, 0, 1, 0, 1, unknown], codes: [] })
  expect(await flags(['1', '0', '2'])).toEqual({ found: [1, 0, unknown], codes: ['NS-STU-21'] })
  await expect(flags(['1', '2', '1'])).rejects.toMatchObject({ code: 'NS-STU-20' })
  expect(await flags(['1', '2', '1'], { positive: '2' })).toEqual({ found: [0, 1, 0], codes: [] })
  await expect(flags(['1', '2', '3'], { positive: '2' })).rejects.toMatchObject({ code: 'NS-STU-20' })
})

test('sums and rows without a name are told, a time that is none or in another unit too', async () => {
  const cox = {
    ...file,
    horizons: [24, 60],
    outcome: { column: 'dead', label: 'Death', positive: '1', unit: 'months' },
  } as unknown as ModelFile
  const lines = Array.from({ length: 12 }, (_, i) => `${i === 3 ? '' : `P${i}`},50,20,s,${30 * (20 + i)}`)
  lines[5] = 'P5,50,20,s,-3'
  lines[6] = 'P6,50,20,s,ongoing'
  const read = readPatients(await table(['case_id,age,size,edge,t', ...lines, 'Total,,,,']), cox)
  expect(read.ids[3]).toBe('row 5')
  expect(read.faults.map(({ code }) => code)).toEqual(['NS-COH-51'])
  expect(columnRemarks(cox, read.rows)[0]).toContain('age is 50 in every row')
  const { values, faults } = newTimes(read, 't', cox)
  expect(values.filter(Number.isNaN).length).toBe(2)
  expect(faults.map(({ code }) => code).sort()).toEqual(['NS-COH-12', 'NS-COH-47', expect.stringMatching(/^NS-STU/)])
})
