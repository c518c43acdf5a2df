import { expect, test } from 'vitest'
import { simulatedFeatures, simulatedTable } from '../../../test/support/simulated-study.ts'
import { readCohort } from '../../../test/support/statistics.ts'
import type { ModelStudy } from '../../model/index.ts'
import { traceScores } from '../../model/validate/score-trace.ts'
import type { Analysis } from './analysis.ts'
import { scoreSection } from './score-section.ts'

const table = simulatedTable()
const study: ModelStudy = {
  table,
  outcome: { kind: 'binary', positive: readCohort().number.her2 },
  training: Int32Array.from(table.ids, (_, row) => row),
  validation: new Int32Array(0),
  seed: 3,
  plan: {
    family: 'logistic',
    blocks: { radiomics: { columns: simulatedFeatures, features: true } },
    selection: [{ lasso: { folds: 5, lambda: 'min', alpha: 1 } }],
    models: [{ name: 'm', terms: [{ score: 'radiomics' }] }],
  },
}
const section = (trace: ReturnType<typeof traceScores>[number]) =>
  scoreSection(trace, { named: (name: string) => name } as Analysis, undefined)

test('of a score of too many values R has the columns with a coefficient, which give every row’s score, and repeats no fit', () => {
  const values = simulatedFeatures.length * table.ids.length
  const [[whole], [wide]] = [traceScores(study, values), traceScores(study, values - 1)]
  expect([whole.isWide, whole.columns.length, wide.isWide]).toEqual([false, simulatedFeatures.length, true])
  const used = wide.score.terms.map(({ column }) => column)
  expect(used.length).toBeGreaterThan(1)
  expect(used.length).toBeLessThan(simulatedFeatures.length)
  expect(wide.columns.map(({ name }) => name).sort()).toEqual([...used].sort())
  // By hand, from what is written: the score of each row is what all columns give.
  const scoreOf = ({ score, columns }: typeof wide, row: number) =>
    score.terms.reduce(
      (sum, { column, estimate }) => sum + estimate * columns.find(({ name }) => name === column)!.values[row],
      score.intercept,
    )
  const rows = table.ids.map((_, row) => row)
  expect(rows.map((row) => scoreOf(wide, row))).toEqual(rows.map((row) => scoreOf(whole, row)))
  expect([wide.crossFitted, wide.fold]).toEqual([whole.crossFitted, whole.fold])
  expect(section(wide)).toContain('too many to be written here')
  expect(section(wide)).not.toMatch(/^fit <-/m)
  expect(section(whole)).not.toContain('too many')
})
