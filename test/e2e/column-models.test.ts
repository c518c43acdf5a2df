import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCsv } from '../../src/cohort/index.ts'
import { chromiumProbe, inChromium } from '../support/chromium.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { expectedStatistics } from '../support/statistics.ts'

// Models of classes, of a number, and of an event that another can come before: from the study to new patients.

const folder = scratchFolder()
const r = expectedStatistics('polytomous', 'statistics-extra')
const c = expectedStatistics('competing', 'statistics-extra')

function run(name: string, head: string[], rows: unknown[][], lines: string[]) {
  const here = join(folder, name)
  mkdirSync(here)
  const data = join(here, 'cohort.csv')
  writeFileSync(data, writeCsv(head, rows as never))
  writeFileSync(
    join(here, 'study.yaml'),
    `${['study: S', 'seed: 1', 'cohort: { file: cohort.csv, id: id }', ...lines].join('\n')}\n`,
  )
  const out = join(here, 'out')
  const { status, stderr } = nomoscope('run', join(here, 'study.yaml'), '--out', out, '--quiet')
  if (status !== 0) throw new Error(stderr)
  return { here, out, data, results: JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) }
}

const predictions = (model: string, data: string, ...words: string[]) => {
  const { status, stdout, stderr } = nomoscope('predict', model, '--data', data, '--json', '--quiet', ...words)
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout).predictions
}

const grades = ['low', 'middle', 'high']
let classes: ReturnType<typeof run>

function runClasses() {
  const rows = r.y.map((y: number, i: number) => [
    `P${i}`,
    r.x.age[i],
    r.x.year[i],
    r.x.size[i],
    r.x.node[i],
    grades[y],
  ])
  classes ??= run('classes', ['id', 'age', 'year', 'size', 'node', 'grade'], rows, [
    'validation: { nested: { folds: 5 }, bootstrap: 0 }',
    'regressions:',
    '  - { outcome: grade, kind: ordinal, order: [low, middle, high], terms: [age, year, size, node] }',
    '  - { outcome: grade, kind: multinomial, order: [low, middle, high], terms: [age, year, size, node] }',
    '  - { outcome: size, kind: linear, terms: [age, node] }',
  ])
  return classes
}

const logit = (p: number) => Math.log(p / (1 - p))

test.each([
  ['ordinal', 'grade', 'odds'],
  ['multinomial', 'grade-2', 'multinomial'],
] as const)(
  'probabilities of classes by a %s model file equal R’s, and so do their errors',
  (_kind, file, key) => {
    const { out, data } = runClasses()
    const found = predictions(join(out, `model-${file}.json`), data)
    grades.forEach((grade, k) => {
      const own = found.map(({ classes: all }: { classes: { value: string; risk: number }[] }) => all[k])
      expect(own[0].value).toBe(grade)
      expect(own.map(({ risk }: { risk: number }) => risk)).toMatchDigits(r[key].risk[k], 1e-8)
      const errors = own.slice(0, 6).map(({ lower, upper }: { lower: number; upper: number }) => {
        return (logit(upper) - logit(lower)) / (2 * 1.959963984540054)
      })
      expect(errors).toMatchDigits(
        r[key].logitErrors.map((row: number[]) => row[k]),
        1e-5,
      )
    })
  },
  120_000,
)

test('classes are validated elsewhere by Hand and Till’s AUC, the ordered ones by ORC too, with curves and a page', () => {
  const { here, out, data } = runClasses()
  const report = join(here, 'external')
  const { status, stderr } = nomoscope('validate', join(out, 'model-grade.json'), '--data', data, '--report', report)
  expect(status, stderr).toBe(0)
  const found = JSON.parse(readFileSync(join(report, 'validation.json'), 'utf8'))
  expect(found.performance.handTill.value).toMatchDigits(r.odds.handTill, 1e-8)
  expect(found.performance.orc.lower).toBeLessThan(found.performance.orc.value)
  expect(found.performance.calibration).toHaveLength(3)
  expect(found.remarks.join(' ')).toContain('is the very table that the model was made from')
  const page = readFileSync(join(report, 'validation.html'), 'utf8')
  expect(page).toContain('AUC over pairs of levels (Hand and Till)')
  const other = nomoscope('validate', join(out, 'model-grade-2.json'), '--data', data, '--quiet')
  expect(JSON.parse(other.stdout).performance.handTill.value).toMatchDigits(r.multinomial.handTill, 1e-8)
}, 120_000)

test('the files have a page each, and columns of their own in a table of predictions', () => {
  const { out, data } = runClasses()
  const ordinal = readFileSync(join(out, 'nomogram-grade.html'), 'utf8')
  expect(ordinal).toContain('≥ middle')
  expect(ordinal).toContain('ORC')
  const multinomial = readFileSync(join(out, 'nomogram-grade-2.html'), 'utf8')
  expect(multinomial).toContain('"equations"')
  expect(multinomial).not.toContain('id="total"')
  const { stdout } = nomoscope('predict', join(out, 'model-size.json'), '--data', data, '--quiet')
  const [head, first] = stdout.split(/\r?\n/)
  expect(head).toBe('id,value,lower,upper,interval,warnings,error,notice')
  expect(Number(first.split(',')[2])).toBeLessThan(Number(first.split(',')[1]))
}, 120_000)

test('the risk of a Fine–Gray model file equals crr’s, with the interval of refits', () => {
  const rows = c.time.map((time: number, i: number) => [
    `P${i}`,
    time,
    ['alive', 'relapse', 'death'][c.status[i]],
    c.age[i],
    c.size[i],
    Number(c.group[i] === 1),
    'ABC'[c.group[i]],
  ])
  const { here, out, data, results } = run('incidence', ['id', 'months', 'state', 'age', 'size', 'late', 'arm'], rows, [
    'survival:',
    '  time: months',
    '  event: { column: state, value: relapse, censored: alive, competing: death }',
    '  by: arm',
    '  terms: [age, size, late]',
    '  unit: months',
  ])
  const { fineGray } = results.survival[0].competing.model
  const file = join(out, `model-${fineGray.file}.json`)
  const model = JSON.parse(readFileSync(file, 'utf8'))
  expect(model.family).toBe('fine-gray')
  const found = predictions(file, data, '--horizon', '24')
  // the baseline of a file has round times, 24 among them
  expect(found.map(({ risk }: { risk: number }) => risk)).toMatchDigits(c.atHorizon.risk, 1e-8)
  const [first] = predictions(file, data)
  expect(first.risks.map(({ horizon }: { horizon: number }) => horizon)).toEqual(model.horizons)
  for (const { lower, risk, upper } of first.risks) expect(lower < risk && risk < upper).toBe(true)
  const report = join(here, 'external')
  const { status, stderr } = nomoscope('validate', file, '--data', data, '--report', report)
  expect(status, stderr).toBe(0)
  const { horizons, events, competing } = JSON.parse(readFileSync(join(report, 'validation.json'), 'utf8'))
  expect([events, competing]).toEqual([1, 2].map((code) => c.status.filter((one: number) => one === code).length))
  expect(horizons.map(({ auc }: { auc: number }) => auc)).toMatchDigits(
    fineGray.apparent.map(({ auc }: { auc: number }) => auc),
    1e-12,
  )
  expect(readFileSync(join(report, 'validation.html'), 'utf8')).toContain('Observed over predicted')
  const page = readFileSync(join(out, 'report.html'), 'utf8')
  expect(page).toContain('Risks of the Fine–Gray model')
  expect(readFileSync(join(out, `nomogram-${fineGray.file}.html`), 'utf8')).toContain('competing event considered')
}, 120_000)

test('compare sets these models beside each other too', () => {
  const { here, out } = runClasses()
  const other = join(here, 'again')
  cpSync(out, other, { recursive: true })
  const to = join(here, 'comparison')
  const { status, stderr } = nomoscope('compare', out, other, '--out', to, '--quiet')
  expect(status, stderr).toBe(0)
  const page = readFileSync(join(to, 'comparison.html'), 'utf8')
  expect(page).toContain('grade (ordinal)')
  expect(page).toContain('Ordinal c-index (ORC), out of fold')
}, 120_000)

/** Enters a patient on a page: what it tells of each outcome, with its limits. */
const enter = (values: Record<string, number | string>) => {
  const { inputs } = JSON.parse(document.getElementById('model')!.textContent!)
  inputs.forEach(({ name, levels }: { name: string; levels?: { value: string }[] }, i: number) => {
    const field = document.getElementById(`input-${i}`) as HTMLInputElement
    const at = levels?.findIndex(({ value }) => value === String(values[name]))
    field.value = String(at ?? values[name])
    field.dispatchEvent(new Event('input'))
  })
  return Array.from(document.querySelectorAll<HTMLElement>('.risk strong'), ({ dataset }) =>
    [dataset.risk, dataset.lower, dataset.upper].map(Number),
  )
}

toolTest('offline in Chromium the pages tell what predict tells, limits and all', chromiumProbe, 5, async () => {
  const { out, data } = runClasses()
  const patient = { age: r.x.age[4], year: r.x.year[4], size: r.x.size[4], node: String(r.x.node[4]) }
  const told = async (name: string) => {
    let found: number[][] = []
    await inChromium(join(out, `nomogram-${name}.html`), async (tab) => {
      found = await tab.evaluate(enter, patient)
    })
    return found
  }
  const classesOf = (name: string) => predictions(join(out, `model-${name}.json`), data)[4].classes
  const unordered = await told('grade-2')
  expect(unordered.flat()).toMatchDigits(
    classesOf('grade-2').flatMap(({ risk, lower, upper }: Record<string, number>) => [risk, lower, upper]),
    1e-10,
  )
  const ordered = await told('grade')
  const [, middle, high] = classesOf('grade')
  expect(ordered.map(([risk]) => risk)).toMatchDigits([middle.risk + high.risk, high.risk], 1e-10)
  // of the highest class alone the limits are those of its own log odds
  expect(ordered[1].slice(1)).toMatchDigits([high.lower, high.upper], 1e-8)
  const { value, lower, upper } = predictions(join(out, 'model-size.json'), data)[4]
  const [number] = await told('size')
  expect(number).toMatchDigits([value, lower, upper], 1e-10)
  expect(unordered.reduce((sum, [risk]) => sum + risk, 0)).toBeCloseTo(1, 12)
})

/** The ordered regression in every fold of provenance.json, by rms, and Hand and Till's M of its probabilities by pROC. */
const refit = `
suppressMessages({ library(rms); library(pROC); library(jsonlite) })
rows <- read.csv("cohort.csv")
from <- fromJSON("out/provenance.json", simplifyVector = FALSE)$columnModels
own <- Filter(function(one) one$name == "grade", from)[[1]]
d <- rows[match(unlist(own$rows), rows$id), ]
d$y <- match(d$grade, c("low", "middle", "high")) - 1
fold <- as.integer(strsplit(own$assignments$nested[[1]], " ")[[1]])
risk <- matrix(NA, nrow(d), 3, dimnames = list(NULL, 0:2))
for (f in unique(fold)) {
  fit <- lrm(y ~ age + year + size + node, d[fold != f, ], eps = 1e-12, tol = 1e-14, maxit = 100)
  risk[fold == f, ] <- predict(fit, d[fold == f, ], type = "fitted.ind")
}
cat(suppressMessages(as.numeric(multiclass.roc(factor(d$y), risk)$auc)))
`
const probe = ['Rscript', '-e', 'for (p in c("rms", "pROC", "jsonlite")) loadNamespace(p)']
toolTest('what is judged out of fold can be computed again from provenance.json', probe, 1, () => {
  const { here, results } = runClasses()
  const { stdout, stderr } = spawnSync('Rscript', ['-e', refit], { cwd: here, encoding: 'utf8' })
  const { value } = results.regressions[0].measures.nested.handTill
  if (!stdout) throw new Error(stderr)
  expect(Number(stdout)).toBeCloseTo(value, 6)
})
