import { expect, test } from 'vitest'
import { buildCohort } from '../cohort.ts'
import { readTable } from '../tables/read-table.ts'
import { parseCodebook } from './codebook.ts'
import { draftCodebook } from './draft-codebook.ts'

const table = (csv: string, file = 'c.csv') => readTable(new TextEncoder().encode(csv), file)

test('a drafted codebook parses, and reads its own table without a fault', async () => {
  const lines = Array.from({ length: 60 }, (_, i) =>
    [
      `P${i}`,
      30 + (i % 37),
      ['smooth', 'blur'][i % 2],
      i % 3,
      i % 9 === 4 ? '<0.5' : (i * 1.7).toFixed(1),
      ['positive', 'negative'][i % 2],
      5 + ((i * 7) % 31),
    ].join(','),
  )
  const drafted = await table(`patient,Age (years),mri_edge,grade,cea,her2,dfs_months\n${lines.join('\n')}`)
  const text = draftCodebook(drafted, ['patient'])
  const codebook = parseCodebook(text, 'codebook.yaml')
  const said = Object.fromEntries([...codebook.variables].map(([name, v]) => [name, [v.type, v.measured, v.unit]]))
  expect(said).toEqual({
    patient: ['id', undefined, undefined],
    'Age (years)': ['continuous', 'baseline', 'years'],
    mri_edge: ['binary', 'imaging', undefined],
    grade: ['categorical', 'tissue', undefined],
    cea: ['continuous', 'serum', undefined],
    her2: ['binary', 'tissue', undefined],
    dfs_months: ['continuous', 'after', 'months'],
  })
  const { faults } = buildCohort(drafted, { id: 'patient', codebook })
  expect(faults.filter(({ severity }) => severity === 'error')).toEqual([])
  // The draft proposes what to read <0.5 as, and the cohort says how often it did.
  expect(faults.map(({ code, column }) => [code, column])).toEqual([['NS-COH-38', 'cea']])
})
