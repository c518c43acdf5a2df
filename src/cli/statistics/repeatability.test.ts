import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Terminal } from '../terminal.ts'
import { repeatabilityTable } from './repeatability.ts'

async function said(text: string, id = 'patient') {
  const folder = mkdtempSync(join(tmpdir(), 'nomoscope-repeat-'))
  try {
    const [table, out] = [join(folder, 'features.csv'), join(folder, 'out.csv')]
    writeFileSync(table, text)
    await repeatabilityTable(table, { id, out }, { result: () => {} } as unknown as Terminal)
    return readFileSync(out, 'utf8')
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test('every column of numbers of subjects that stand several times', async () => {
  const rows = await said(
    'patient,scan,original_firstorder_Mean,constant_Text\nA,1,11,x\nA,2,10,x\nB,1,13,x\nB,2,10,x\nC,1,12,x\nC,2,10,x\nD,1,14,x\nD,2,12,x\n',
  )
  expect(rows.map(([feature]) => feature)).toEqual(['feature', 'scan', 'original_firstorder_Mean'])
  const of = Object.fromEntries(rows[0].map((head, i) => [head, rows[2][i]]))
  // Differences 1, 3, 2, 2: mean 2, SD √(2/3); wSD = √(Σd²/2n).
  expect([of.subjects, of.measurements]).toEqual(['4', '8'])
  expect(Number(of.bias)).toBeCloseTo(2, 12)
  expect(Number(of.limit_lower)).toBeCloseTo(2 - 1.959964 * Math.sqrt(2 / 3), 5)
  expect(Number(of.wsd)).toBeCloseTo(Math.sqrt((1 + 9 + 4 + 4) / 8), 12)
})

test('sequences of a table of features are no repetitions of each other', async () => {
  const rows = await said(
    'patient,sequence,reader,x\nA,t1,r,1\nA,t1,s,2\nA,t2,r,50\nB,t1,r,4\nB,t1,s,5\nB,t2,r,70\nC,t2,r,9\n',
  )
  expect(rows.slice(1).map(([feature, subjects, measurements]) => [feature, subjects, measurements])).toEqual([
    ['t1_x', '2', '4'],
  ])
  expect(Number(rows[1][rows[0].indexOf('wsd')])).toBeCloseTo(Math.sqrt(1 / 2), 12)
})

test('a table in which nobody stands twice is refused', async () => {
  await expect(said('patient,x\nA,1\nB,2\n')).rejects.toMatchObject({ code: 'NS-USE-08' })
  await expect(said('patient,x\nA,1\nA,2\n', 'pat')).rejects.toThrow('pat')
})
