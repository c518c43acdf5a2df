import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { resultsSchema } from '../../src/study/write/results-schema.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { reportNumbers } from '../support/report-numbers.ts'
import { writeSmallStudy } from '../support/small-study.ts'

const folder = scratchFolder()
const out = join(folder, 'results')
let results: ReturnType<typeof JSON.parse>

/** The small study with a follow-up that four patients lack, the same time in days, and Cox models beside a logistic one. */
beforeAll(() => {
  const file = writeSmallStudy(
    folder,
    `split: { training: 0.75, stratify: outcome }
per: { age: iqr }
selection: [{ correlation: 0.8, keep: first }, { lasso: { folds: 4, lambda: min } }]
models:
  status: { terms: [decades, grade] }
  combined: { terms: [{ score: radiomics }, { spline: age, knots: 3 }, grade, days, months], cox: &events { time: months, event: event, horizons: [12, 6], label: Progression } }
  joint: { lasso: [radiomics, clinical], cox: *events }
  plain: { terms: [age, grade, status], cox: *events }`,
  )
  const cohort = join(folder, 'cohort.csv')
  const [names, ...rows] = readFileSync(cohort, 'utf8').trim().split(/\r?\n/)
  const changed = rows.map((row, i) => {
    const cells = row.split(',')
    const [time, event] = [cells.at(-2)!, cells.at(-1)!]
    const start = row.slice(0, row.length - time.length - event.length - 1)
    return `${start}${i % 50 === 7 ? '' : time},${event},${Math.round(Number(time) * 30.4)}`
  })
  writeFileSync(cohort, [`${names},days`, ...changed, ''].join('\n'))
  writeFileSync(
    join(folder, 'codebook.yaml'),
    `${readFileSync(join(folder, 'codebook.yaml'), 'utf8')}  days: { label: Days, type: continuous, measured: baseline }\n  decades: { label: Age told in decades, derive: age + 0, per: 10 }\n`,
  )
  const study = readFileSync(file, 'utf8').replace(
    /^validation:.*\n/m,
    'validation: { nested: { folds: 3, repeats: 1 }, bootstrap: 45, permutations: 2 }\n',
  )
  writeFileSync(file, study)
  const { status, stderr } = nomoscope('run', file, '--out', out, '--quiet')
  expect(status, stderr).toBe(3) // something was refused, and that is said
  results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
}, 300_000)

const sectionText = (id: string) =>
  JSON.stringify(results.report.sections.find((one: { id: string }) => one.id.startsWith(id)))

test('a study has logistic and Cox models, those of one event on the same resamples', () => {
  expect(resultsSchema.safeParse(results).error?.issues).toBe(undefined)
  expect(Object.keys(results.models)).toEqual(['status', 'combined', 'joint', 'plain'])
  const families = Object.values(results.models).map((model) => (model as { family: string }).family)
  expect(families).toEqual(['logistic', 'cox', 'cox', 'cox'])
  for (const name of ['combined', 'joint', 'plain']) {
    const { performance, horizons, followUp } = results.models[name]
    expect(followUp.horizons.map((one: { label: string }) => one.label)).toEqual(['6 months', '1 year'])
    for (const kind of ['nested', 'optimismCorrected', 'heldOut', 'apparent']) {
      expect(performance[kind].concordance.value, `${name} ${kind}`).toBeGreaterThan(0.3)
      for (const horizon of horizons) expect(horizon[kind].brier.value, `${name} ${kind}`).toBeGreaterThan(0)
    }
  }
  const { curves } = results.models.plain
  expect(curves.apparent.horizons[1].calibration.corrected.length).toBeGreaterThan(10)
  expect(curves.heldOut.horizons[1].groups.length).toBeGreaterThan(0)
})

test('a ratio is told for as many units as the study file says, beside the coefficient of one', () => {
  const table = results.tables.find(({ id }: { id: string }) => id === 'coefficients-plain')
  const row = table.rows.find(({ cells }: { cells: { text: string }[] }) => cells[0].text.startsWith('Age'))
  const by = Number(/per IQR, ([\d.]+)/.exec(row.cells[0].text)![1])
  expect(by).toBeGreaterThan(5)
  const { estimate } = results.models.plain.terms.find(({ term }: { term: string }) => term === 'age')
  expect(row.cells[4].text).toBe(Math.exp(by * estimate).toFixed(2))
})

test('or as the codebook says, while the values and the model stay in their unit', () => {
  const table = results.tables.find(({ id }: { id: string }) => id === 'coefficients-status')
  const row = table.rows.find(({ cells }: { cells: { text: string }[] }) => cells[0].text.startsWith('Age told'))
  expect(row.cells[0].text).toContain('per 10')
  const { estimate } = results.models.status.terms.find(({ term }: { term: string }) => term === 'decades')
  expect(row.cells[4].text).toBe(Math.exp(10 * estimate).toFixed(2))
})

test('rows without a time take no part and are counted; the time and what runs with it may not predict', () => {
  const { combined, plain } = results.models
  expect(plain.rows + plain.curves.heldOut.n).toBe(156)
  expect(sectionText('time-to-event')).toContain(' 4 rows without a known time or event were excluded.')
  const columns = combined.terms.map((term: { column: string }) => term.column)
  expect(columns).not.toContain('days')
  expect(columns).not.toContain('months')
  const refused = results.warnings.map((one: { text: { text: string } }) => one.text.text).join('\n')
  expect(refused).toMatch(/days was refused as a predictor of progression: it runs with months/)
  expect(refused).toMatch(/months was refused as a predictor of progression: it is known only after event/)
  expect(plain.terms.map((term: { column: string }) => term.column)).toContain('status')
})

test('methods, limitations and nomogram speak of it, and every number of its chapter has its place', () => {
  expect(sectionText('methods')).toMatch(/Cox regression of the time to progression on .*restricted cubic spline/)
  expect(sectionText('methods')).toContain('Grambsch and Therneau')
  expect(sectionText('limitations')).toContain('events per candidate parameter')
  const ids = results.figures.map((one: { id: string }) => one.id)
  for (const id of ['risk-groups-plain', 'calibration-plain', 'nomogram-plain', 'lasso-joint'])
    expect(ids).toContain(id)
  const chapter = results.report.sections.findIndex((one: { id: string }) => one.id.startsWith('time-to-event'))
  const html = readFileSync(join(out, 'report.html'), 'utf8')
  const faults = reportNumbers(html, results).filter(
    ({ fault, path }) => fault && path?.startsWith(`report.sections.${chapter}.`),
  )
  expect(faults).toEqual([])
})

test('the model file is validated on other rows, with updates; a table without the time is refused', () => {
  const model = join(out, 'model-plain.json')
  const cohort = join(folder, 'cohort.csv')
  const { stdout, stderr } = nomoscope('validate', model, '--data', cohort)
  const found = JSON.parse(stdout)
  expect(stderr).toMatch(/156 patients, \d+ with the event: C 0\.\d+/)
  expect(found.remarks[0]).toContain('is the very table that the model was made from')
  expect(found.performance.horizons.map((one: { time: number }) => one.time)).toEqual([6, 12])
  expect(found.calibration.observedOverExpected.value).toBeGreaterThan(0.7)
  expect(found.calibration.observedOverExpected.value).toBeLessThan(1.4)
  expect(found.updates.map((one: { method: string }) => one.method)).toEqual([
    'baseline',
    'slope and baseline',
    'refit',
  ])
  expect(found.updates[1].apparent.calibrationSlope).toMatchDigits(1, 1e-6)
  const other = nomoscope('validate', model, '--data', cohort, '--time', 'weeks')
  expect(other.status).not.toBe(0)
  expect(other.stderr).toContain('weeks')
})

test('the nomogram page asks for each variable and tells both risks as predict does', () => {
  const page = readFileSync(join(out, 'nomogram-plain.html'), 'utf8')
  expect(page).toContain('Progression by 6 months')
  expect(page).toContain('Progression by 1 year')
  const { intercept, terms, outcomes, interval } = JSON.parse(
    /<script type="application\/json" id="model">(.*?)<\/script>/s.exec(page)![1].replaceAll('\\u003c', '<'),
  )
  const file = JSON.parse(readFileSync(join(out, 'model-plain.json'), 'utf8'))
  expect(terms.map((term: { estimate: number }) => term.estimate)).toEqual(
    file.terms.map((term: { estimate: number }) => term.estimate),
  )
  expect(intercept).toBe(file.intercept)
  const at = (time: number) => file.baseline.survival[file.baseline.time.indexOf(time)]
  expect(outcomes.map((one: { of: { baseline: number } }) => one.of.baseline)).toEqual([at(6), at(12)])
  expect(interval.shifts).toHaveLength(2)
  expect(interval.shifts[0]).toHaveLength(interval.coefficients.length)
})
