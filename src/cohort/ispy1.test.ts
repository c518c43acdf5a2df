import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { shared, sharedTest } from '../../test/support/needs.ts'
import { featureColumns } from './features.ts'
import { loadCohort } from './load.ts'
import { refusePredictors } from './predictor-guard.ts'
import { applyCriteria, selectCohort } from './rules/criteria.ts'
import { readTable } from './tables/read-table.ts'

const workbook = 'I-SPY 1 All Patient Clinical and Outcome Data.xlsx'
const read = (path: string) =>
  new Uint8Array(readFileSync(path.endsWith('.yaml') ? `examples/ispy1/${path}` : shared('real/ispy1', path)))

sharedTest(
  'I-SPY 1 as it is: two sheets beside dictionaries, features joined by the number in their ID',
  14,
  async () => {
    const { cohort, faults } = await loadCohort(
      {
        file: workbook,
        sheet: 'TCIA Patient Clinical Subset',
        id: 'SUBJECTID',
        codebook: 'codebook.yaml',
        join: [{ file: workbook, sheet: 'TCIA Outcomes Subset', id: 'SUBJECTID' }],
      },
      read,
    )
    // Both sheets were saved with a filter that shows 5 of the 221 patients.
    expect(faults.map(({ code, what }) => `${code} ${what}`)).toEqual(
      Array(2).fill(expect.stringMatching(/^NS-COH-67 216 rows are hidden/)),
    )
    expect(cohort.ids.length).toBe(221)
    const table = await readTable(read('ISPY1_radiomics.csv.gz'), 'ISPY1_radiomics.csv.gz')
    const features = featureColumns(table, cohort.ids, workbook, {
      id: { column: 'ID', match: 'ISPY1-(\\d+)', as: 'number' },
      exclude: ['Target'],
    })
    expect(features.names.length).toBe(370)
    expect(features.faults.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(features.faults.length).toBe(60)

    const imaged = selectCohort(
      cohort,
      [...features.rowOf.keys()].filter((row) => features.rowOf[row] >= 0),
    )
    const { rows, flow } = applyCriteria(imaged, [], ['her2'], workbook)
    expect(flow).toMatchObject({ assessed: 161, analysed: 158 })
    expect(flow.steps[0]).toMatchObject({ name: 'HER2 not known', removed: 3 })
    const known = selectCohort(imaged, rows)
    expect(known.columns.get('her2')!.values.reduce((a, b) => a + b, 0)).toBe(52)
    const sum = (name: string) => imaged.columns.get(name)!.values.reduce((a, b) => a + (b === 1 ? 1 : 0), 0)
    expect(sum('rfs_event')).toBe(43)
    expect(sum('pcr')).toBe(46)

    const refused = new Map(
      refusePredictors(known, 'her2', known.columns.keys()).map(({ column, reason }) => [column, reason]),
    )
    expect(refused.get('HR_HER2_STATUS')).toContain('determine her2 in all 158 rows')
    expect(refused.get('HR_HER2_CATEGORY')).toContain('determine her2 in all 158 rows')
    expect(refused.get('pcr')).toBe('it is known only after her2')
    expect(['age', 'er', 'pr', 'hr', 'ld', 'laterality'].filter((name) => refused.has(name))).toEqual([])
  },
)
