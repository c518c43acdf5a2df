import { expect, test } from 'vitest'
import { randomStream } from '../statistics/resampling/random.ts'
import { parseCodebook } from './codebook/codebook.ts'
import { buildCohort } from './cohort.ts'
import { refuseFeatures, refusePredictors, suspectFeatures, treatmentsAsBaseline } from './predictor-guard.ts'
import { readTable } from './tables/read-table.ts'

async function cohortOf(columns: readonly string[], codebook?: string) {
  const rows = Array.from({ length: 30 }, (_, i) => [
    `P${i}x`,
    i % 2,
    ...columns.map((_, j) => ['no', 'yes'][(i + j) % 2]),
  ])
  const text = [['id', 'her2', ...columns], ...rows].map((cells) => cells.join('\t')).join('\n')
  const table = await readTable(new TextEncoder().encode(`${text}\n`), 'c.tsv')
  return buildCohort(table, { id: 'id', ...(codebook && { codebook: parseCodebook(codebook, 'b.yaml') }) }).cohort
}

test('a treatment that is taken for a baseline predictor is told, in several languages', async () => {
  const treatments = [
    'adjuvant trastuzumab',
    'Chemotherapie',
    'radiothérapie',
    'quimioterapia',
    'Operation',
    'hormone_therapy',
    'NAC',
    'surgery type',
    '化疗',
    '手术方式',
  ]
  const others = ['age', 'prior therapy', 'before treatment size', '治疗前CEA', 'CT density', 'menopause', 'operator']
  const cohort = await cohortOf([...treatments, ...others])
  expect(treatmentsAsBaseline(cohort, cohort.columns.keys())).toEqual(treatments)
})

test('a treatment of which the codebook says when it is known is not', async () => {
  const cohort = await cohortOf(['chemo'], 'variables: { chemo: { measured: after } }')
  expect(treatmentsAsBaseline(cohort, ['chemo'])).toEqual([])
  expect(refusePredictors(cohort, 'her2', ['chemo'])[0].reason).toBe('it is known only after her2')
})

test('a date says nothing of a new patient; a time made of it does', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, i) => `P${i}x,${i % 2},2023-0${1 + (i % 9)}-1${i % 8},1960-0${1 + (i % 7)}-03`,
  )
  const table = await readTable(new TextEncoder().encode(`id,her2,seen,born\n${rows.join('\n')}\n`), 'c.csv')
  const codebook = parseCodebook('variables: { age: { derive: years(seen - born) } }', 'b.yaml')
  const { cohort } = buildCohort(table, { id: 'id', codebook })
  const refused = refusePredictors(cohort, 'her2', ['seen', 'age'])
  expect(refused.map(({ column }) => column)).toEqual(['seen'])
  expect(refused[0].reason).toContain('it is a date')
})

test('a mark and blanks are asked about; the answer that is printed is accepted', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `P${i}x,${Number(i % 7 < 3)},${i % 3 ? 'x' : ''},${i % 2 ? '' : 1}`)
  const table = await readTable(new TextEncoder().encode(`id,her2,mass,skin\n${rows.join('\n')}\n`), 'c.csv')
  const reasons = refusePredictors(buildCohort(table, { id: 'id' }).cohort, 'her2', ['mass', 'skin'])
  expect(reasons.map(({ reason }) => reason)).toEqual([
    'it is "x" in 20 rows and empty in 10; if empty means no, say so in the codebook: `recode: { \'\': no }`',
    'it is "1" in 15 rows and empty in 15; if empty means no, say so in the codebook: `recode: { \'\': 0 }`',
  ])
  const answered = "variables: { mass: { recode: { '': no } }, skin: { recode: { '': 0 } } }"
  const { cohort } = buildCohort(table, { id: 'id', codebook: parseCodebook(answered, 'b.yaml') })
  expect(refusePredictors(cohort, 'her2', ['mass', 'skin'])).toEqual([])
  expect(cohort.columns.get('mass')!.variable.levels!.map(({ value }) => value)).toEqual(['no', 'x'])
  expect([...cohort.columns.get('skin')!.values].filter((value) => value === 1).length).toBe(15)
})

test('a feature is suspected where the best of all cut-offs leaves a tenth of the errors of guessing or fewer', async () => {
  const outcome = (await cohortOf(['x'])).columns.get('her2')!
  const random = randomStream(1, 'guard')
  const n = outcome.values.length
  /** Errors of the best cut-off, tried one by one. */
  const leastWrong = (values: Float64Array) =>
    Math.min(
      ...Array.from(values, (cut) => {
        const wrong = values.reduce((sum, value, i) => sum + Number(value < cut === outcome.values[i] > 0), 0)
        return Math.min(wrong, n - wrong)
      }),
    )
  const features = Array.from({ length: 400 }, (_, k) => {
    const [apart, sign] = [1 + (k % 7), k % 2 ? 1 : -1]
    return Float64Array.from(outcome.values, (y) => Math.round(4 * (sign * apart * y + random.gaussian())) / 4)
  })
  const names = features.map((_, k) => `f${k}`)
  const refused = new Set(refuseFeatures(names, features, outcome).map(({ column }) => column))
  const suspected = suspectFeatures(names, features, outcome).map(({ column, reason }) => `${column} ${reason}`)
  const expected = features.flatMap((values, k) => {
    const wrong = leastWrong(values)
    return wrong > 0 && wrong <= n / 20 ? [expect.stringContaining(`f${k} a cut-off at `)] : []
  })
  expect(expected.length).toBeGreaterThan(20)
  expect(suspected).toEqual(expected)
  expect(refused).toEqual(new Set(names.filter((_, k) => leastWrong(features[k]) === 0)))
})
