import { expect, test } from 'vitest'
import { combineReadings, readerAgreement } from '../../cohort/readings/mri-readings.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import type { ReadingForm } from './readings.ts'
import { drawnAgain, standingsOf } from './second-readings.ts'

const everyone = Array.from({ length: 20 }, (_, i) => `P${i + 1}`)

test('a share of the patients is drawn: the same each time, another by another seed, whatever their order', () => {
  const drawn = drawnAgain(everyone, 'anna-again', 0.3, 7)
  expect(drawn.size).toBe(6)
  expect(drawnAgain([...everyone].reverse(), 'anna-again', 0.3, 7)).toEqual(drawn)
  expect(drawnAgain(everyone, 'anna-again', 0.3, 8)).not.toEqual(drawn)
  expect(drawnAgain(everyone, 'bo-again', 0.3, 7)).not.toEqual(drawn)
  expect(drawnAgain(everyone, 'anna-again', 0.01, 7).size).toBe(1)
})

const list = new TextEncoder().encode('patient\nP1\nP2\nP3\n')
const readers = { 'anna-again': { rereads: 'anna', share: 1, patients: 'twice.csv' } }
const standing = async (states: Record<string, ReadingForm['state']>, reader: string, begun = true) =>
  standingsOf({ readers, seed: 1 }, reader, {
    patients: everyone,
    form: async (patient, name) => ({ state: states[`${name} ${patient}`] ?? 'not started', items: {} }),
    begun: async () => begun,
    read: async () => list,
  })

test('the second reading waits for the first, and is of those patients alone', async () => {
  const of = await standing({ 'anna P1': 'done', 'anna P2': 'in progress' }, 'anna-again')
  expect(await Promise.all(['P1', 'P2', 'P3', 'P4'].map(of))).toEqual(['open', 'waiting', 'waiting', 'left out'])
})

test('the first reading is closed from when the second is begun until it is done, and no other is', async () => {
  const states = { 'anna P1': 'done', 'anna P2': 'done', 'anna-again P2': 'done', 'anna P4': 'done' } as const
  const of = await standing(states, 'anna')
  expect(await Promise.all(['P1', 'P2', 'P3', 'P4'].map(of))).toEqual(['closed', 'open', 'open', 'open'])
  expect(await (await standing(states, 'anna', false))('P1')).toBe('open')
  expect(await (await standing(states, 'bo'))('P1')).toBe('open')
})

test('a second reading settles nothing and is compared with the first: κ as by hand', async () => {
  const said: [first: string, again: string][] = [
    ['mass', 'mass'],
    ['mass', 'nonmass'],
    ['nonmass', 'nonmass'],
    ['nonmass', 'nonmass'],
    ['mass', 'mass'],
  ]
  const lines = said.flatMap(([first, again], i) => [`P${i + 1},anna,${first}`, `P${i + 1},anna-again,${again}`])
  const table = await readTable(
    new TextEncoder().encode(`patient,reader,type\n${lines.join('\n')}\nP1,bo,nonmass\n`),
    'readings.csv',
    { id: 'patient' },
  )
  const patients = everyone.slice(0, 5)
  const found = combineReadings(table, patients, new Map([['anna-again', 'anna']]))
  expect([found.readers, found.again]).toEqual([['anna', 'bo'], [{ reader: 'anna-again', of: 'anna' }]])
  // P1 is what anna and bo differ on; P2, which anna answered otherwise the second time, is no disagreement.
  expect(found.faults.map(({ patient }) => patient)).toEqual(['P1'])
  expect([...found.consensus[0].values].slice(1)).toEqual([1, 0, 0, 1])
  const [item] = readerAgreement({ ...found, readers: ['anna', 'anna-again'] })
  // 4 of 5 alike; by chance 3/5 · 2/5 + 2/5 · 3/5 = 0.48.
  expect(item.n).toBe(5)
  expect(item.kappa.kappa).toBeCloseTo((0.8 - 0.48) / (1 - 0.48), 12)
})
