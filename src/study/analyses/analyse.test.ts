import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { locales } from '../../text/locales/index.ts'
import type { StudyContext } from '../context.ts'
import { readStudyConfig } from '../file/read.ts'
import { studyCohort } from '../stages/cohort.ts'
import { analyse } from './analyse.ts'
import type { AnalysisRequest } from './analysis.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/statistics')
const study = readStudyConfig(
  'study: s\ncohort: { file: cohort.csv, id: id }\noutcome: { column: her2, positive: 1 }\nsplit: none\n',
  'study.yaml',
)
const context = { read: async (path: string) => readFileSync(join(fixtures, path)) } as unknown as StudyContext
const asked = (request: AnalysisRequest, language: 'en' | 'zh' = 'en') =>
  analyse(locales[language], study, request, (one) => studyCohort(one, () => undefined, context))
const cells = ({ tables }: Awaited<ReturnType<typeof asked>>, table = 0) =>
  tables[table].rows.map((row) => row.cells.map(({ text }) => text))
const number = ({ tables }: Awaited<ReturnType<typeof asked>>, table: number, row: number, cell: number) =>
  tables[table].rows[row].cells[cell].numbers!.map(({ value }) => value as number)

// R 4.2.2: pROC 1.18.0 roc(her2, cea), ci.auc, coords(best.method = "youden"), roc.test(paired = TRUE); binom.test
test('ROC curves, cut-offs and DeLong as pROC has them', async () => {
  const found = await asked({ kind: 'roc', by: 'her2', positive: '1', markers: ['cea', 'cd8', 'size'] })
  expect(cells(found)).toEqual([
    ['cea', '320 (111)', '0.694 (0.633–0.756)', '≥ 4.225', '48.6% (39.0%–58.3%)', '82.8% (77.0%–87.6%)'],
    ['cd8', '320 (111)', '0.730 (0.672–0.788)', '≥ 19.45', '75.7% (66.6%–83.3%)', '60.8% (53.8%–67.4%)'],
    ['size', '320 (111)', '0.514 (0.448–0.581)', '≥ 2.05', '71.2% (61.8%–79.4%)', '35.4% (28.9%–42.3%)'],
  ])
  expect(number(found, 0, 0, 2)).toMatchDigits([0.6943402733, 0.6330581366, 0.7556224099], 1e-9)
  const [, size] = cells(found, 1)
  expect(size).toEqual(['cea − size', '320', '0.180 (0.094–0.267)', '4.080', '<0.001'])
  expect(number(found, 1, 1, 4)).toMatchDigits([4.5016977e-5], 1e-7)
  expect(found.figures[0].drawing.body).toContain('data-series="cea"')
})

test('a marker that falls with the outcome is turned round, and that is said', async () => {
  const found = await asked({ kind: 'roc', by: 'her2', positive: '0', markers: ['cea'] })
  expect(cells(found)[0].slice(2, 4)).toEqual(['0.694 (0.633–0.756)', '≤ 4.225'])
  expect(found.tables[0].footnotes[0].text.text).toMatch(/^Lower values go with the outcome/)
})

// psych 2.2.9: ICC(cbind(f01, f03), lmer = FALSE), cohen.kappa(cbind(skin, axillary))
test('agreement of two numbers and of two columns of levels as psych has it', async () => {
  const numbers = await asked({ kind: 'agreement', first: 'f01', second: 'f03' })
  expect(number(numbers, 0, 1, 1)).toMatchDigits([0.2505255, 0.14539968, 0.35012637], 1e-6)
  const levels = await asked({ kind: 'agreement', first: 'skin', second: 'axillary' })
  expect(number(levels, 0, 2, 1)).toMatchDigits([0.039494471, -0.069996852, 0.14898579], 1e-7)
  await expect(asked({ kind: 'agreement', first: 'skin', second: 'f01' })).rejects.toThrow('not of one kind')
})

// survival 3.5-3: survdiff(Surv(time, event) ~ grade)
test('survival by group, groups and the table of patients are those of the report', async () => {
  const survival = await asked({ kind: 'survival', time: 'time', event: 'event', by: 'grade' })
  expect(JSON.stringify(survival.figures[0].data)).toMatch(/"chiSquare":11\.2\d/)
  const groups = await asked({ kind: 'groups', by: 'her2', columns: ['cea', 'cd8'] })
  expect(cells(groups).map(([label]) => label)).toContain('cea')
  expect(groups.figures.length).toBe(1)
  const baseline = await asked({ kind: 'baseline', columns: ['age', 'grade'] }, 'zh')
  expect(baseline.title).toBe('按her2分组的患者')
  expect(baseline.tables[0].columns.length).toBeGreaterThan(3)
})
