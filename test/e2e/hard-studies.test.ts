import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeCsv } from '../../src/cohort/index.ts'
import { randomStream } from '../../src/statistics/index.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'

// Studies that go wrong in the ways that small cohorts do, and what their reports must and must not say.

const folder = scratchFolder()

/** Runs a study on some patients: its results, all that the report says, and the cells of its tables by their id. */
function report(name: string, head: string[], rows: (string | number)[][], lines: string[]) {
  const here = join(folder, name)
  mkdirSync(here)
  writeFileSync(join(here, 'cohort.csv'), writeCsv(head, rows))
  const first = [`study: ${name}`, 'seed: 3', 'cohort: { file: cohort.csv, id: id }']
  writeFileSync(join(here, 'study.yaml'), `${[...first, ...lines].join('\n')}\n`)
  const out = join(here, 'out')
  const { status, stderr } = nomoscope('run', join(here, 'study.yaml'), '--out', out, '--quiet')
  expect([0, 3], stderr).toContain(status)
  const results = JSON.parse(readFileSync(join(out, 'results.json'), 'utf8'))
  const cells = (id: string): string[][] =>
    results.tables
      .find((table: { id: string }) => table.id === id)
      .rows.map((row: { cells: { text: string }[] }) => row.cells.map(({ text }) => text))
  return { results, said: JSON.stringify([results.report, results.warnings, results.tables, results.figures]), cells }
}

const random = randomStream(20241, 'hard studies')
const outcome = "outcome: { column: her2, positive: 'yes' }"
const features = (count: number) => Array.from({ length: count }, (_, j) => `wavelet_f${j}`)
const radiomics = [
  outcome,
  "features: { table: cohort.csv, id: id, columns: '^wavelet' }",
  'blocks: { radiomics: features }',
]
const patients = (n: number, positives: number, shift: number, columns: number) =>
  Array.from({ length: n }, (_, i) => [
    `P${(i * 37) % n}`,
    i < positives ? 'yes' : 'no',
    ...Array.from({ length: columns }, () => random.gaussian() + (i < positives ? shift : 0)),
  ])

test('nothing is selected: no performance, slope or shrinkage is claimed of a model that holds nothing', () => {
  const { results, said, cells } = report('nothing', ['id', 'her2', ...features(40)], patients(80, 33, 0, 40), [
    ...radiomics,
    'selection: [{ lasso: { folds: 10, lambda: 1se } }]',
    'models: { radiomics: { terms: [{ score: radiomics }] } }',
    'validation: { nested: { folds: 5, repeats: 1 }, bootstrap: 45 }',
  ])
  const { terms, performance, shrinkage } = results.models.radiomics
  expect(terms).toEqual([])
  expect(performance.optimismCorrected).toBe(undefined)
  expect(shrinkage).toBe(undefined)
  expect(said.includes('No feature was selected (0 of 40 candidates)')).toBe(true)
  expect(said.includes('radiomics holds no variable and cannot tell patients apart; it should not be used.')).toBe(true)
  expect(said.includes('nothing was selected, so that the model gives every patient the same risk')).toBe(true)
  expect(said.includes('use the shrunken coefficients')).toBe(false)
  expect(said.includes('is the one to plan with')).toBe(false)
  expect(said.includes('which selected nothing in any of the folds: AUC 0.500 (its interval cannot be computed')).toBe(
    true,
  )
  expect(said.includes('–––')).toBe(false)
  expect(said.includes('A uniform shrinkage of the coefficients is recommended')).toBe(false)
  expect(cells('coefficients-radiomics').map(([name]) => name)).toEqual(['Intercept'])
})

test('half the folds fail: what they measure is withheld with the reason, and nothing is derived from the rest', () => {
  const { results, said, cells } = report('half', ['id', 'her2', ...features(8)], patients(60, 5, 0.8, 8), [
    ...radiomics,
    'selection: [{ lasso: { folds: 3, lambda: min } }]',
    'models: { radiomics: { terms: [{ score: radiomics }] } }',
    'validation: { nested: { folds: 2, repeats: 3 }, bootstrap: 45 }',
  ])
  const { performance, shrinkage, thresholds, withheld } = results.models.radiomics
  expect(withheld.nested).toMatchObject({ refits: 3, of: 6 })
  expect([performance.nested, performance.optimismCorrected, shrinkage, thresholds]).toEqual(Array(4).fill(undefined))
  expect(said.includes('Nested cross-validation is not given: 3 of 6 refits failed')).toBe(true)
  expect(said.includes('too many refits of the nested cross-validation failed, so there is no estimate')).toBe(true)
  expect(said.includes('was not requested')).toBe(false)
  expect(said.includes('no nested cross-validation was requested')).toBe(false)
  expect(cells('performance').some(([name]) => name.startsWith('Sensitivity'))).toBe(false)
})

test('one level with one patient: Firth’s estimate with its own note, the other levels as they are', () => {
  const rows = Array.from({ length: 90 }, (_, i) => {
    const positive = random.uniform() < 0.5
    return [
      `P${i}`,
      positive ? 'yes' : 'no',
      Math.round(55 + 10 * random.gaussian() + (positive ? 6 : 0)),
      i === 17 ? 'C' : 'AB'[random.below(2)],
    ]
  })
  const { results, said, cells } = report('level', ['id', 'her2', 'age', 'centre'], rows, [
    outcome,
    'models: { clinical: { terms: [age, centre] } }',
    'validation: { nested: { folds: 5, repeats: 1 }, bootstrap: 45 }',
  ])
  expect(results.models.clinical.estimator).toBe('firth')
  expect(said.includes('The outcome is separated by centre=C')).toBe(true)
  expect(said.includes('estimates are Firth’s, and their Wald standard errors')).toBe(true)
  expect(said.includes('terms that were selected or scored on the same rows')).toBe(false)
  expect(said.includes('more columns than patients')).toBe(false)
  expect(said.includes('without intervals, as the outcome is separated')).toBe(true)
  const level = (name: string) => cells('regressions').find(([first]) => first === name)!
  expect(level('B')[1]).toMatch(/^\d.* \(.*–.*\)$/)
  expect(level('C')[1]).toBe('–')
})

test('a separated Cox model: finite hazard ratios by Firth, which are called so; no unit is no blank', () => {
  const rows = Array.from({ length: 80 }, (_, i) => {
    const marker = Number(i % 4 === 0)
    const time = (0.1 - 30 * Math.log(random.uniform())).toFixed(1)
    const event = marker ? 0 : Number(random.uniform() < 0.7)
    return [`P${i}`, time, event, marker, Math.round(55 + 10 * random.gaussian()), ['high', 'low'][random.below(2)]]
  })
  const { results, said, cells } = report('cox', ['id', 'months', 'event', 'marker', 'age', 'grade'], rows, [
    'models: { relapse: { terms: [marker, age, grade], cox: { time: months, event: event, horizons: [12, 24] } } }',
    'survival: { time: months, event: event, by: grade }',
    'validation: { nested: { folds: 5, repeats: 1 }, bootstrap: 45 }',
  ])
  const { estimator, terms } = results.models.relapse
  expect(estimator).toBe('firth')
  expect(Math.abs(terms[0].estimate)).toBeLessThan(8)
  expect(said.includes('The outcome is separated by marker=1')).toBe(true)
  expect(said.includes('>999')).toBe(false)
  expect(said.includes('terms that were selected or scored on the same rows')).toBe(false)
  expect(/\d {2}\(reverse|\d ,/.test(said)).toBe(false)
  expect(said.includes('Nothing is predicted')).toBe(false)
  expect(said.includes('without intervals, as the outcome is separated')).toBe(true)
  const marker = cells('regressions-relapse').find(([first]) => first === '1')!
  expect(marker[1]).toBe('–')
})

test('four events: the report doubts the model, and no interval of no width is printed', () => {
  const rows = Array.from({ length: 73 }, (_, i) => [
    `P${i}`,
    [3, 20, 41, 60].includes(i) ? 'yes' : 'no',
    Math.round(55 + 10 * random.gaussian() + ([3, 20].includes(i) ? 8 : 0)),
    (20 + 5 * random.gaussian()).toFixed(1),
  ])
  const { results, said, cells } = report('four', ['id', 'her2', 'age', 'size'], rows, [
    outcome,
    'models: { clinical: { terms: [age, size] } }',
    'validation: { nested: { folds: 5, repeats: 2 }, bootstrap: 45 }',
  ])
  expect(said.includes('4 patients of the rarer class for 2 candidate parameters')).toBe(true)
  expect(results.models.clinical.folds).toEqual({ asked: 5, made: 4 })
  expect(said.includes('Nested cross-validation has 4 folds in place of 5')).toBe(true)
  expect(said.includes('clinical has 4 of them, so that every fold holds a patient with the outcome')).toBe(true)
  expect(
    /There is no evidence that the model clinical predicts better than chance|How well clinical predicts/.test(said),
  ).toBe(true)
  expect(/clinical separates patients better than chance/.test(said)).toBe(false)
  for (const [, netBenefit, , , called] of cells('net-benefit'))
    if (called?.startsWith('0 ')) expect(netBenefit).toBe('0.000')
})

test('comparators stand beside the models in their folds and are never handed on', () => {
  const { results, said, cells } = report('comparators', ['id', 'her2', ...features(6)], patients(60, 24, 1, 6), [
    ...radiomics,
    'models: { radiomics: { terms: [{ score: radiomics }] } }',
    'comparators:',
    '  forest: { method: forest, on: [radiomics], label: Forest }',
    '  svm: { method: svm, on: [radiomics] }',
    'validation: { nested: { folds: 3, repeats: 1 }, bootstrap: 0 }',
  ])
  expect(results.comparators.map(({ name }: { name: string }) => name)).toEqual(['forest', 'svm'])
  const table = cells('comparators')
  expect(table.map(([name]) => name)).toEqual(['radiomics', 'Forest', 'svm'])
  for (const [, , nested] of table) expect(nested).toMatch(/^0\.\d{3} \(0\.\d{3}–(0|1)\.\d{3}\)$/)
  expect(said.includes('Forest (random forest), svm (support vectors, radial kernel) were tuned')).toBe(true)
  expect(results.nomogram.model).toBe('radiomics')
  expect(Object.keys(results.models)).toEqual(['radiomics'])
})

test('separated levels: no coefficient, file or interval of no width is given of them', () => {
  const rows = Array.from({ length: 90 }, (_, i) => [
    `P${i}`,
    ['low', 'mid', 'high'][i % 3],
    20 * (i % 3) + 10 * random.uniform(),
  ])
  const { results, said, cells } = report('separated-levels', ['id', 'grade', 'age'], rows as (string | number)[][], [
    'regressions: [{ outcome: grade, kind: ordinal, order: [low, mid, high], terms: [age] }]',
    'validation: { nested: { folds: 5, repeats: 1 }, bootstrap: 0 }',
  ])
  const [{ separated, file, nomogram }] = results.regressions
  expect([separated, file, nomogram]).toEqual([true, undefined, undefined])
  expect(said.includes('a level is separated by the variables')).toBe(true)
  expect(
    cells('regression-1')
      .flatMap((row) => row.slice(1))
      .filter((cell) => /\d/.test(cell)),
  ).toEqual([])
  expect(cells('regression-performance-1')[0].slice(1)).toEqual(['1.000', '1.000'])
})
