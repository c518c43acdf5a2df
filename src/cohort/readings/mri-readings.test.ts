import { expect, test } from 'vitest'
import { readTable } from '../tables/read-table.ts'
import { combineReadings, readerAgreement } from './mri-readings.ts'

test('consensus settles what readers differ on, else both must say the same; κ item by item', async () => {
  const csv = `patient,reader,type,edge,tic
A,r1,mass,smooth,washout
A,r2,mass,burr,plateau
A,consensus,mass,blur,plateau
B,r1,nonmass,smooth,persistent
B,r2,mass,smooth,persistent
C,r1,mass,Burr (spiculated),
C,r2,mass,burr,washout
D,r1,nonmass,spiky,plateau
D,r2,nonmass,blur,plateau
`
  const table = await readTable(new TextEncoder().encode(csv), 'readings.csv')
  const readings = combineReadings(table, ['A', 'B', 'C', 'D', 'E'])
  const { readers, byReader, consensus, faults } = readings
  const agreement = readerAgreement(readings)
  expect(readers).toEqual(['r1', 'r2'])
  expect([...byReader.get('r2')!.get('edge')!]).toEqual([2, 0, 2, 1, Number.NaN])
  const NA = Number.NaN
  expect(consensus.map(({ variable, values }) => [variable.name, [...values]])).toEqual([
    ['type', [1, NA, 1, 0, NA]],
    ['edge', [1, 0, 2, 1, NA]],
    ['tic', [1, 0, 2, 1, NA]],
  ])
  expect(consensus.every(({ variable }) => variable.measured === 'imaging')).toBe(true)
  expect(faults.map(({ code, patient, row, column }) => [code, patient, row, column])).toEqual([
    ['NS-COH-27', 'B', undefined, 'type'],
    ['NS-COH-14', 'D (r1)', 9, 'edge'],
  ])
  // Type: agreement 3/4; chance (2·3 + 2·1)/16 = 1/2; κ = (3/4 − 1/2)/(1/2) = 1/2.
  const type = agreement.find(({ item }) => item === 'type')!
  expect([type.n, type.same, type.weights]).toEqual([4, 0.75, 'none'])
  expect(type.kappa.kappa).toMatchDigits(0.5, 1e-12)
  // Curve: pairs (washout, plateau), (persistent, persistent), (plateau, plateau). Squared distances 1, 0, 0 over 3;
  // by chance the mean of (i − j)² over {2, 0, 1} × {1, 0, 1}: (1 + 4 + 1 + 1 + 0 + 1 + 0 + 1 + 0)/9 = 1; κ = 1 − 1/3.
  const tic = agreement.find(({ item }) => item === 'tic')!
  expect([tic.n, tic.weights]).toEqual([3, 'quadratic'])
  expect(tic.kappa.kappa).toMatchDigits(2 / 3, 1e-12)
  // Of A and C alone both say mass each time: nothing to correct for chance with.
  expect(readerAgreement(readings, [0, 2]).map(({ item }) => item)).toEqual(['edge', 'tic'])
})
