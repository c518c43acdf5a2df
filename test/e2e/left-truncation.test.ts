import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCsv } from '../../src/cohort/index.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { expectedStatistics } from '../support/statistics.ts'

const folder = scratchFolder()
const r = expectedStatistics('truncation', 'statistics-extra')

function write(name: string, start: readonly number[], request: string) {
  const here = join(folder, name)
  mkdirSync(here)
  const rows = r.time.map((time: number, i: number) => [`P${i}`, start[i], time, r.event[i], 'AB'[r.group[i]]])
  writeFileSync(join(here, 'cohort.csv'), writeCsv(['id', 'entry', 'months', 'death', 'arm'], rows))
  const lines = ['study: Registry', 'seed: 1', 'cohort: { file: cohort.csv, id: id }', `survival: ${request}`]
  writeFileSync(join(here, 'study.yaml'), `${lines.join('\n')}\n`)
  return join(here, 'study.yaml')
}

function run(name: string, request: string) {
  const out = join(folder, name, 'out')
  const { status, stderr } = nomoscope('run', write(name, r.start, request), '--out', out, '--quiet')
  expect(status, stderr).toBe(0)
  const [survival] = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).survival
  return { out, survival, report: readFileSync(join(out, 'report.html'), 'utf8') }
}

test('patients who entered late are at risk from their entry on, as in survfit(Surv(start, time, event))', () => {
  const { survival, report } = run('late', '{ time: months, event: death, by: arm, start: entry, unit: months }')
  const medians = survival.groups.map(({ median }: { median: { value: number } }) => median.value)
  expect(medians).toMatchDigits([r.medians[0][0], r.medians[1][0]], 1e-12)
  expect(survival.groups[0].atRisk[0]).toBeLessThan(survival.groups[0].n)
  expect(report).toContain('Patients are at risk from their entry on (entry).')
}, 120_000)

test('from a landmark on those are followed who reached it', () => {
  const { survival, report } = run(
    'landmark',
    '{ time: months, event: death, by: arm, start: entry, landmark: 6, unit: months }',
  )
  const of = (key: 'n' | 'events') => survival.groups.map((group: Record<'n' | 'events', number>) => group[key])
  expect(of('n')).toEqual(r.landmark.n)
  expect(of('events')).toEqual(r.landmark.events)
  expect(survival.groups.map(({ median }: { median: { value: number } }) => median.value)).toMatchDigits(
    r.landmark.medians,
    1e-12,
  )
  expect(survival.landmark).toEqual({ at: 6, before: r.time.filter((time: number) => time <= 6).length })
  expect(report).toContain('counted from the landmark at')
}, 120_000)

const probe = ['Rscript', '-e', 'loadNamespace("survival")']
toolTest('R repeats it by reproduce.R', probe, 1, () => {
  const { status, stdout, stderr } = spawnSync('Rscript', ['reproduce.R'], {
    cwd: join(folder, 'landmark', 'out'),
    encoding: 'utf8',
  })
  expect(status, stdout + stderr).toBe(0)
})

test('an entry after the last contact leaves the analysis out, with the patients', () => {
  const file = write(
    'wrong',
    r.start.map((start: number, i: number) => (i === 3 ? 1000 : start)),
    '{ time: months, event: death, by: arm, start: entry, unit: months }',
  )
  const { status, stdout, stderr } = nomoscope('check', file)
  expect(status).toBe(3)
  expect(stdout + stderr).toContain('entry is not between 0 and months of P3')
})

/** Cox models of patients who entered late, and from a landmark on. */
function runCox() {
  const here = join(folder, 'cox')
  mkdirSync(here)
  const rows = r.time.map((time: number, i: number) => [
    `P${i}`,
    r.start[i],
    time,
    r.event[i],
    'AB'[r.group[i]],
    r.age[i],
  ])
  writeFileSync(join(here, 'cohort.csv'), writeCsv(['id', 'entry', 'months', 'death', 'arm', 'age'], rows))
  const lines = [
    'study: Registry',
    'seed: 1',
    'cohort: { file: cohort.csv, id: id }',
    'deploy: fitted',
    'validation: { nested: { folds: 4 }, bootstrap: 40 }',
    'models:',
    '  later: { terms: [arm, age], cox: { time: months, event: death, horizons: [6], unit: months, start: entry, landmark: 6 } }',
    '  late: { terms: [arm, age], cox: { time: months, event: death, horizons: [12], unit: months, start: entry } }',
  ]
  writeFileSync(join(here, 'study.yaml'), `${lines.join('\n')}\n`)
  const out = join(here, 'out')
  const { status, stderr } = nomoscope('run', join(here, 'study.yaml'), '--out', out, '--quiet')
  expect(status, stderr).toBe(0)
  return { here, out, results: JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) }
}

test('a Cox model of patients who entered late equals coxph(Surv(start, time, event)), and so do its risks elsewhere', () => {
  const { here, out, results } = runCox()
  const { late, later } = results.models
  expect(late.terms.map(({ estimate }: { estimate: number }) => estimate)).toMatchDigits(r.cox.coefficients, 1e-8)
  expect(late.terms.map(({ se }: { se: number }) => se)).toMatchDigits(r.cox.errors, 1e-8)
  expect(late.horizons[0].apparent.auc.value).toBe('nan')
  expect(later.followUp.landmark).toEqual({ at: 6, before: r.time.filter((time: number) => time <= 6).length })
  const model = join(out, 'model-late.json')
  const { stdout } = nomoscope('predict', model, '--data', join(here, 'cohort.csv'), '--json', '--quiet')
  const risks = JSON.parse(stdout).predictions.map(({ risk }: { risk: number }) => risk)
  expect(risks).toMatchDigits(r.risk, 1e-8)
  const validated = nomoscope('validate', model, '--data', join(here, 'cohort.csv'), '--quiet')
  const { performance, calibration } = JSON.parse(validated.stdout)
  expect(performance.auc).toBeCloseTo(late.curves.apparent.auc, 12)
  expect(calibration.slope.value).toBeCloseTo(1, 8)
  // the martingale residuals of a fit add up to nought; the file has its baseline at round times only
  expect(Math.abs(calibration.observedOverExpected.value - 1)).toBeLessThan(0.02)
  const report = readFileSync(join(out, 'report.html'), 'utf8')
  expect(report).toContain('Patients are at risk from their entry on (entry).')
  expect(report).toContain('AUC and Brier score are not given')
}, 120_000)

toolTest('R repeats the Cox models of late entries by reproduce.R', probe, 2, () => {
  const cwd = join(folder, 'cox', 'out')
  const { status, stdout, stderr } = spawnSync('Rscript', ['reproduce.R'], { cwd, encoding: 'utf8' })
  expect(status, stdout + stderr).toBe(0)
  expect(stdout).toContain('later apparent')
})

test('a score is not fitted to patients who entered late', () => {
  const file = join(folder, 'cox', 'penalised.yaml')
  const cox = 'cox: { time: months, event: death, horizons: [12], unit: months, start: entry }'
  const lines = ['study: R', 'seed: 1', 'cohort: { file: cohort.csv, id: id }', 'blocks: { own: [arm, age] }']
  writeFileSync(file, `${[...lines, `models: { joint: { lasso: [own], ${cox} } }`].join('\n')}\n`)
  const { status, stdout, stderr } = nomoscope('check', file)
  expect(status).toBe(3)
  expect(stdout + stderr).toContain('joint has a score or a penalty')
})
