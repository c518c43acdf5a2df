import { expect, test } from 'vitest'
import { readTable } from '../tables/read-table.ts'
import { deriveImmune, percentagePositive, tumourAssociatedMacrophages } from './immune.ts'

test('the percentage is the mean over fields, not of pooled cells', () => {
  // 10 of 100 and 30 of 50: (10 + 60) / 2 = 35, pooled it would be 26.7.
  expect(
    percentagePositive([
      { positive: 10, counted: 100 },
      { positive: 30, counted: 50 },
    ]),
  ).toBe(35)
  expect(percentagePositive([])).toBeNaN()
  expect(tumourAssociatedMacrophages(20, 10)).toBe(15)
  expect(tumourAssociatedMacrophages(20, Number.NaN)).toBeNaN()
})

test('fields as columns: missing stains, too few fields and impossible counts are told', async () => {
  const five = (patient: string, marker: string, positive: number) =>
    Array.from({ length: 5 }, () => `${patient},${marker},${positive},200`)
  const csv = [
    'patient,marker,positive,counted',
    ...five('A', 'CD68', 40),
    ...five('A', 'cd163', 20),
    ...five('B', 'CD68', 50),
    'A,CD8,30,100',
    'A,CD8,130,100',
    'B,CD8,5,0',
    'Z,CD8,5,10',
  ].join('\n')
  const { columns, faults } = deriveImmune(await readTable(new TextEncoder().encode(csv), 'f.csv'), ['A', 'B'])
  const values = Object.fromEntries(columns.map(({ variable, values }) => [variable.name, [...values]]))
  expect(values).toEqual({
    cd68: [20, 25],
    cd163: [10, Number.NaN],
    cd8: [30, Number.NaN],
    tam: [15, Number.NaN],
  })
  expect(columns.find(({ variable }) => variable.name === 'tam')!.variable.derivedFrom).toEqual(['cd68', 'cd163'])
  expect(faults.map(({ row, patient, severity, what }) => [row, patient, severity, what])).toEqual([
    [18, 'A', 'error', '130 positive of 100 counted cells cannot be.'],
    [19, 'B', 'error', '5 positive of 0 counted cells cannot be.'],
    [undefined, 'A', 'note', 'cd8 has 1 fields where 5 are expected.'],
  ])
})
