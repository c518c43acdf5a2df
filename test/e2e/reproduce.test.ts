import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { Nomogram } from '../../src/model/index.ts'
import type { SurvivalResult } from '../../src/study/stages/survival.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { shared, sharedTest, toolTest } from '../support/needs.ts'
import { writeSmallStudy } from '../support/small-study.ts'

const folder = scratchFolder()
const probe = ['Rscript', '-e', 'for (p in c("rms", "glmnet", "pROC", "survival")) loadNamespace(p)']
const type = 'mässig, "Masse"'

function runStudy(name: string, rest: string, validation?: string) {
  const out = join(folder, `${name}-results`)
  const study = writeSmallStudy(join(folder, name), rest)
  if (validation)
    writeFileSync(study, readFileSync(study, 'utf8').replace(/^validation:.*$/m, `validation: ${validation}`))
  const { status, stderr } = nomoscope('run', study, '--out', out, '--quiet')
  expect(status, stderr).toBe(0)
  return { out, results: JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')) as Results }
}

/** What R printed of its own numbers, by their labels. */
function reproduce(out: string, locale = 'C.UTF-8') {
  const env = { ...process.env, LC_ALL: locale }
  const { status, stdout, stderr } = spawnSync('Rscript', ['reproduce.R'], { cwd: out, encoding: 'utf8', env })
  const printed = new Map<string, number>()
  for (const line of stdout.split('\n')) {
    const cells = /^(.+?) +(\S+) +(\S+) +(\S+)$/.exec(line)
    if (cells) printed.set(cells[1], Number(cells[3]))
  }
  return { status, stderr, printed, agreed: /(\d+) numbers of nomoscope .* agree/.exec(stdout)?.[1] }
}

/** Terms as R names them. */
const names: Record<string, string> = {
  'grade=II': 'gradeII',
  'grade=III': 'gradeIII',
  [`lesion type=${type}`]: `lesion.type${type}`,
  'radiomics score': 'radiomics.score',
}

function expectCoefficients(printed: Map<string, number>, results: Results, name: string) {
  const { terms, intercept } = results.models[name]
  const own = terms.map(({ term }) => printed.get(`${name} coefficient: ${names[term] ?? term}`))
  expect(own).toMatchDigits(
    terms.map(({ estimate }) => estimate),
    1e-8,
  )
  const errors = terms.map(({ term }) => printed.get(`${name} standard error: ${names[term] ?? term}`))
  expect(errors).toMatchDigits(
    terms.map(({ se }) => se),
    1e-6,
  )
  expect(printed.get(`${name} coefficient: (Intercept)`)).toMatchDigits(intercept, 1e-8)
}

function expectPerformance(printed: Map<string, number>, results: Results, name: string, parts: string[]) {
  for (const part of parts) {
    const { auc, brier, calibrationSlope } = results.models[name].performance[part]
    const R = (what: string) => printed.get(`${name} ${part === 'heldOut' ? 'held-out' : part}: ${what}`)
    const own = ['AUC', 'lower', 'upper', 'Brier', 'calibration slope'].map(R)
    expect(own).toMatchDigits([auc.value, auc.lower, auc.upper, brier.value, calibrationSlope.value], 1e-7)
  }
}

toolTest(
  'reproduce.R: glm, step, glmnet, pROC, rms and survfit give the numbers of results.json; a changed number stops it',
  probe,
  31,
  () => {
    const { out, results } = runStudy(
      'lasso',
      `split: { training: 0.7, stratify: outcome }
selection: [{ variance: 0.05 }, { correlation: 0.8, keep: outcome }, { zscore: true }, { lasso: { folds: 5, lambda: min } }]
models:
  clinical: { terms: [clinical], select: backward }
  radiomics: { terms: [{ score: radiomics }] }
  combined: { terms: [grade, lesion type, { score: radiomics }] }
  joint: { lasso: [radiomics, clinical] }`,
    )
    const { status, stderr, printed, agreed } = reproduce(out)
    expect([status, stderr]).toEqual([0, ''])
    expect(Number(agreed)).toBeGreaterThan(150)
    for (const name of ['clinical', 'radiomics', 'combined']) expectCoefficients(printed, results, name)
    for (const name of Object.keys(results.models)) expectPerformance(printed, results, name, ['apparent', 'heldOut'])

    const { axes, totalPoints, linearPredictor, outcomes } = results.nomogram
    const drawn: [string, number][] = [
      ...axes.flatMap(({ variable, ticks }) =>
        ticks.map(({ value, points }): [string, number] => [`points of ${variable}: ${value}`, points]),
      ),
      ...linearPredictor.map(({ value, points }): [string, number] => [`points of linear predictor: ${value}`, points]),
      ...outcomes[0].ticks.map(({ value, points }): [string, number] => [`points of probability: ${value}`, points]),
      ['total points', totalPoints.at(-1)!],
    ]
    const R = drawn.map(([label]) => printed.get(label))
    expect(R).toMatchDigits(
      drawn.map(([, points]) => points),
      1e-8,
    )
    const { logRank, groups } = results.survival[0]
    expect(printed.get('log-rank: p')).toMatchDigits(logRank!.p, 1e-8)
    expect(printed.get(`Months: ${groups[1].label} median`)).toMatchDigits(groups[1].median.value, 1e-8)

    const provenance = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'))
    const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
    for (const name of ['reproduce.R', 'reproduce/analysis.csv', 'model.json'])
      expect(provenance.outputs[name]).toBe(hash(join(out, name)))
    expect(provenance.inputs['cohort.csv']).toBe(hash(join(folder, 'lasso', 'cohort.csv')))

    const script = readFileSync(join(out, 'reproduce.R'), 'utf8')
    const estimate = String(results.models.combined.terms[0].estimate)
    expect(script).toContain(estimate)
    writeFileSync(join(out, 'reproduce.R'), script.replace(estimate, String(Number(estimate) * 1.0001)))
    const tampered = reproduce(out)
    expect(tampered.status).toBe(1)
    expect(tampered.stderr).toContain('nomoscope and R differ in combined coefficient: gradeII')
    expect(tampered.agreed).toBe(undefined)
  },
  300_000,
)

toolTest(
  'reproduce.R: scores without a LASSO, Firth where the outcome is separated, in a locale without UTF-8',
  probe,
  12,
  () => {
    const { out, results } = runStudy(
      'firth',
      `split: none
selection: [{ univariate: 0.05 }]
models:
  radiomics: { terms: [{ score: radiomics }] }
  told: { terms: [told, lesion type, age] }`,
    )
    expect(results.models.told.estimator).toBe('firth')
    const { status, stderr, printed, agreed } = reproduce(out, 'C')
    expect([status, stderr]).toEqual([0, ''])
    expect(Number(agreed)).toBeGreaterThan(80)
    for (const name of ['radiomics', 'told']) {
      expectCoefficients(printed, results, name)
      expectPerformance(printed, results, name, ['apparent'])
    }
  },
  300_000,
)

toolTest(
  'reproduce.R: selection before validation as published, elastic net, a nomogram of a penalised model',
  probe,
  13,
  () => {
    const selection = 'selection: [{ mrmr: 8 }, { lasso: { folds: 5, lambda: 1se, alpha: 0.5 } }]'
    const models = 'models:\n  clinical: { terms: [clinical] }\n  joint: { lasso: [radiomics, clinical] }'
    const published = runStudy('published', `protocol: as-published\n${selection}\n${models}`)
    const asPublished = reproduce(published.out)
    expect([asPublished.status, asPublished.stderr]).toEqual([0, ''])
    for (const name of ['clinical', 'joint'])
      expectPerformance(asPublished.printed, published.results, name, ['apparent', 'heldOut'])
    const { out, results } = runStudy('joint', `${selection}\n${models}`)
    const { status, stderr, printed } = reproduce(out)
    expect([status, stderr]).toEqual([0, ''])
    for (const name of ['clinical', 'joint']) expectPerformance(printed, results, name, ['apparent', 'heldOut'])
    expect(results.nomogram.model).toBe('joint')
  },
  300_000,
)

toolTest(
  'reproduce.R: splines and interactions by rcspline.eval and rms, a Cox model by coxph and cph, its nomogram',
  probe,
  14,
  () => {
    const { out, results } = runStudy(
      'cox',
      `models:
  combined: { terms: [{ spline: age, knots: 4 }, { interaction: [lesion type, grade] }] }
  recurrence: { terms: [{ spline: age, knots: 3 }, grade, lesion type], cox: { time: months, event: event, horizons: [6, 12] } }`,
      '{ bootstrap: 45 }',
    )
    // both are handed on shrunken, the Cox model with a baseline of its own
    expect(results.models.recurrence.shrinkage.factor).toBeLessThan(1)
    const { status, stderr, printed, agreed } = reproduce(out)
    expect([status, stderr]).toEqual([0, ''])
    expect(Number(agreed)).toBeGreaterThan(200)
    expectPerformance(printed, results, 'combined', ['apparent', 'heldOut'])
    for (const name of ['combined', 'recurrence']) {
      const { terms } = results.models[name]
      const own = terms.map(({ term }) => printed.get(`${name} coefficient: ${term}`))
      expect(own).toMatchDigits(
        terms.map(({ estimate }) => estimate),
        1e-8,
      )
    }
    expect(results.models.combined.terms.map(({ term }) => term)).toContain(`lesion type=${type} * grade=III`)
    expect(results.models.recurrence.terms.map(({ term }) => term)).toContain("age'")
    for (const part of ['apparent', 'heldOut']) {
      const { concordance } = results.models.recurrence.performance[part]
      const label = `recurrence ${part === 'heldOut' ? 'held-out' : part}`
      const own = ['C', 'lower', 'upper'].map((what) => printed.get(`${label}: ${what}`))
      expect(own).toMatchDigits([concordance.value, concordance.lower, concordance.upper], 1e-8)
    }
    expect(printed.get(`points of grade: I`)).toBeGreaterThan(0)
    expect(printed.get(`points of lesion type: –`)).toBe(0)
  },
  300_000,
)

const onIspy = existsSync(shared())
  ? (name: string, assertions: number, body: () => void) => toolTest(name, probe, assertions, body, 300_000)
  : sharedTest

onIspy(
  'reproduce.R of the I-SPY 1 example: every number of its models, both nomograms and its survival agree',
  3,
  () => {
    const example = join(import.meta.dirname, '../../examples/ispy1')
    const study = readFileSync(join(example, 'study.yaml'), 'utf8')
      .replaceAll('../../../shared', shared())
      .replace(/^validation:.*\n/m, 'validation: { bootstrap: 0, permutations: 0 }\n')
    mkdirSync(join(folder, 'ispy1'))
    writeFileSync(join(folder, 'ispy1/study.yaml'), study)
    copyFileSync(join(example, 'codebook.yaml'), join(folder, 'ispy1/codebook.yaml'))
    const out = join(folder, 'ispy1-results')
    nomoscope('run', join(folder, 'ispy1/study.yaml'), '--out', out, '--quiet')
    const { status, stderr, agreed } = reproduce(out)
    expect([status, stderr]).toEqual([0, ''])
    expect(Number(agreed)).toBeGreaterThan(200)
    expect(readFileSync(join(out, 'reproduce.R'), 'utf8')).toContain('cph(')
  },
)

interface Results {
  nomogram: Nomogram & { model: string }
  survival: SurvivalResult[]
  models: Record<
    string,
    {
      intercept: number
      estimator: string
      shrinkage: { factor: number }
      terms: { term: string; estimate: number; se: number }[]
      performance: Record<string, Record<string, { value: number; lower: number; upper: number }>>
    }
  >
}
