import { expect, test } from 'vitest'
import { parseCodebook } from '../codebook/codebook.ts'
import { buildCohort } from '../cohort.ts'
import { readTable } from '../tables/read-table.ts'

test('columns computed in the codebook: each equal to a calculation by hand', async () => {
  const lines = [
    'id,born,mri,local,distant,seen,grade',
    'A,1980-01-01,2021-01-01,400,,900,3',
    'B,1950-06-15,2020-06-14,,350,800,1',
    'C,,2020-02-02,,,1000,2',
  ]
  const table = await readTable(new TextEncoder().encode(`${lines.join('\n')}\n`), 'c.csv')
  const codebook = parseCodebook(
    `variables:
  born: { type: date }
  mri: { type: date }
  grade: { type: count }
  local: { type: continuous }
  distant: { type: continuous }
  seen: { type: continuous, measured: after }
  age: { derive: years(mri - born), unit: years, per: 10 }
  old: { derive: years(mri - born), cut: [50, 65] }
  rfs: { derive: "min(local, distant, seen)" }
  high: { derive: grade >= 2 }
  logsize: { derive: log2(grade * 4) }
`,
    'b.yaml',
  )
  const { cohort, faults } = buildCohort(table, { id: 'id', codebook })
  const values = (name: string) => [...cohort.columns.get(name)!.values]
  // From 1980-01-01 to 2021-01-01 are 41 years with 11 leap days: 14,976 days.
  expect(values('age')[0]).toBeCloseTo(14976 / 365.25, 12)
  expect(cohort.columns.get('age')!.variable).toMatchObject({
    ...{ unit: 'years', per: 10, derivedFrom: ['mri', 'born'] },
  })
  expect(values('old')).toEqual([0, 2, Number.NaN])
  expect(cohort.columns.get('old')!.variable.levels!.map(({ label }) => label)).toEqual(['<50', '50 to <65', '≥65'])
  expect(values('rfs')).toEqual([400, 350, 1000])
  expect(cohort.columns.get('rfs')!.variable).toMatchObject({
    measured: 'after',
    derivedFrom: ['local', 'distant', 'seen'],
  })
  expect(values('high')).toEqual([1, 0, 1])
  expect(values('logsize')).toEqual([Math.log2(12), 2, 3])
  expect(faults.filter(({ code }) => code === 'NS-COH-61').map(({ what }) => what)[0]).toMatch(/age.*A 41\.0/)
  const wrong = parseCodebook('variables: { x: { derive: "yeers(born)" } }', 'b.yaml')
  expect(() => buildCohort(table, { id: 'id', codebook: wrong })).toThrow('did you mean years?')
})
