import { expect, test } from 'vitest'
import type { CaseOwner } from '../../cases/inspect.ts'
import { identityFaults, masksOfOthers, mixedUnits } from './identity.ts'

const grid = (z: number) => ({
  dimension: 3 as const,
  size: [4, 4, 4] as [number, number, number],
  spacing: [1, 1, 2] as [number, number, number],
  origin: [0, 0, z] as [number, number, number],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
})
const scan = (patient: string, nameHash = '', unit = '') => ({
  ...{ patient, nameHash, study: '', series: [], instances: [], modality: 'MR', unit },
})
const owned = (patient: string, said: string, more: Partial<CaseOwner> = {}, sequence = 't1') => ({
  patient,
  sequence,
  owner: { scan: scan(said), grid: grid(0), maskGrid: grid(0), ...more },
})
const codes = (cases: ReturnType<typeof owned>[], ids = cases.map(({ patient }) => patient)) =>
  identityFaults(
    cases,
    cases.map(({ patient }) => ({ image: `${patient}/t1`, mask: `${patient}/mask` })),
    ids,
  ).map(({ code, patient }) => `${code} ${patient}`)

test('folders that were exchanged name each other’s patients; pseudonyms say nothing', () => {
  expect(codes([owned('A1', 'A1'), owned('A2', 'A3'), owned('A3', 'A2')])).toEqual(['NS-CHK-10 A2', 'NS-CHK-10 A3'])
  expect(codes([owned('1', 'PSN-88'), owned('2', 'PSN-12'), owned('3', 'PSN-47')])).toEqual([])
  expect(codes([owned('7', '007'), owned('8', '008'), owned('9', 'X')])).toEqual(['NS-CHK-10 9'])
  expect(codes([owned('1', 'ANON'), owned('2', 'ANON'), owned('3', 'ANON')])).toEqual([])
})

test('image, mask and sequences of a row are one patient; two rows are two', () => {
  expect(codes([owned('1', 'P', { maskScan: scan('Q') }), owned('2', 'R')])).toEqual(['NS-CHK-11 1'])
  expect(codes([owned('1', 'P'), owned('1', 'Q', {}, 't2'), owned('2', 'R'), owned('2', 'R', {}, 't2')])).toEqual([
    'NS-CHK-11 1',
  ])
  expect(codes([owned('1', 'P'), owned('2', 'P'), owned('3', 'R'), owned('4', 'S')])).toEqual(['NS-CHK-12 2'])
})

test('a mask on another patient’s grid is said to be that patient’s; units that differ are a fault', () => {
  const cases = [
    owned('1', '', { grid: grid(0), maskGrid: grid(30) }),
    owned('2', '', { grid: grid(30), maskGrid: grid(30) }),
  ]
  const tasks = cases.map(() => ({ image: 'i', mask: 'm' }))
  expect(masksOfOthers(cases, tasks).map(({ what }) => what)).toEqual([expect.stringContaining('that of 2')])
  const pet = [owned('1', '', { scan: scan('', '', 'BQML') }), owned('2', '', { scan: scan('', '', 'GML') })]
  expect(mixedUnits(pet).map(({ code }) => code)).toEqual(['NS-IMG-07'])
})
