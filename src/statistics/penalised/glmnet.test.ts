import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { columnOf, matrixFromColumns, selectColumns, selectRows } from '../numerics/matrix.ts'
import { randomStream } from '../resampling/random.ts'
import { kFold } from '../resampling/resampling.ts'
import { crossValidatePath } from './cross-validation.ts'
import { lassoPath, type PenalisedOutcome } from './lasso.ts'
import { coefficientsOf, type PenalisedOptions } from './penalised-path.ts'
import { repeatedCrossValidation, stabilitySelection } from './stability.ts'

const { number, n } = readCohort()
const expected = expectedStatistics('glmnet', 'statistics-extra')
const { weights: half, offset } = expectedStatistics('regression', 'statistics-extra') as Record<string, number[]>
const weights = half.map((w) => w + 0.25)
const features = Array.from({ length: 60 }, (_, j) => `f${String(j + 1).padStart(2, '0')}`)
const x = matrixFromColumns([...features, 'age', 'size', 'type', 'cea', 'cd8'].map((name) => number[name]))
const withoutCea = selectColumns(
  x,
  Array.from({ length: 65 }, (_, j) => j).filter((j) => j !== 63),
)
const first = Array.from({ length: 48 }, (_, i) => i)
const few = selectRows(x, first)
const wide = matrixFromColumns([
  ...Array.from({ length: 65 }, (_, j) => columnOf(few, j)),
  ...Array.from({ length: 20 }, (_, j) => columnOf(few, j).map((value) => value * value)),
  new Float64Array(48).fill(1),
])
const binomial: PenalisedOutcome = { family: 'binomial', y: number.her2 }
const binomialFew: PenalisedOutcome = { family: 'binomial', y: number.her2.slice(0, 48) }
const gaussian: PenalisedOutcome = { family: 'gaussian', y: number.cea }
const cox: PenalisedOutcome = { family: 'cox', time: number.time, event: number.event }
const every = (count: number, rows = n) => Array.from({ length: rows }, (_, i) => i % count)

describe('paths equal glmnet', () => {
  test.each<[string, typeof x, PenalisedOutcome, PenalisedOptions]>([
    ['wide', wide, binomialFew, {}],
    ['weighted', x, binomial, { weights, alpha: 0.7 }],
    ['offset', x, binomial, { offset }],
    ['raw', x, binomial, { standardise: false }],
    ['gaussianElastic', withoutCea, gaussian, { weights, alpha: 0.4 }],
    ['gaussianOffset', withoutCea, gaussian, { offset }],
    ['coxWeighted', x, cox, { weights, offset, alpha: 0.8 }],
  ])('%s', (name, design, outcome, options) => {
    const r = expected[name]
    const path = lassoPath(design, outcome, options)
    expect(path.lambda).toMatchDigits(r.lambda, 1e-6)
    expect(path.devianceRatio.slice(1)).toMatchDigits(r.devRatio.slice(1), 1e-5)
    expect(path.nullDeviance).toMatchDigits(r.nulldev, 1e-9)
    const differing = r.df.filter((df: number, l: number) => df !== path.df[l]).length
    expect(differing).toBe(0)
    const steps = [1, 7, 14, Math.min(29, path.lambda.length - 1)]
    steps.forEach((step, s) => {
      const beta = coefficientsOf(path, step)
      const wanted = (r.beta as number[][]).map((row) => row[s])
      const size = Math.max(...wanted.map(Math.abs))
      beta.forEach((b, j) => {
        expect(Math.abs(b - wanted[j])).toBeLessThan(1e-5 * size)
      })
      if (outcome.family !== 'cox') expect(path.intercepts[step]).toMatchDigits(r.a0[step], 1e-5)
    })
  })
})

describe('cross-validation equals cv.glmnet', () => {
  test.each<[string, typeof x, PenalisedOutcome, number[], PenalisedOptions]>([
    ['cvWide', wide, binomialFew, every(6, 48), {}],
    ['cvLeaveOneOut', selectColumns(wide, every(30, 30)), binomialFew, first, {}],
    ['cvGaussian', withoutCea, gaussian, every(8), {}],
    ['cvWeighted', x, binomial, every(5), { weights, offset }],
    ['cvCoxWeighted', x, cox, every(5), { weights }],
  ])('%s', (name, design, outcome, folds, options) => {
    const r = expected[name]
    const cv = crossValidatePath(design, outcome, folds, 'deviance', options)
    expect(cv.lambda).toMatchDigits(r.lambda, 1e-6)
    expect(cv.mean).toMatchDigits(r.cvm, 5e-3)
    expect(cv.standardError).toMatchDigits(r.cvsd, 2e-2)
    expect([cv.lambdaMin, cv.lambda1se]).toMatchDigits([r.lambdaMin, r.lambda1se], 1e-6)
  })

  test('few rows a fold turn AUC into deviance, said', () => {
    expect(crossValidatePath(wide, binomialFew, every(6, 48), 'auc').measure).toBe('deviance')
    expect(() => crossValidatePath(x, gaussian, every(5), 'auc')).toThrow(/deviance/)
    expect(() => crossValidatePath(x, binomial, every(2))).toThrow(/at least three/)
  })
})

describe('the luck of folds and rows', () => {
  test('repeated cross-validation reports each repeat and their mean', () => {
    const repeats = [0, 1, 2].map((k) => kFold(n, 5, randomStream(6, k), { strata: number.her2 }))
    const repeated = repeatedCrossValidation(x, binomial, repeats)
    const single = repeats.map((folds) => crossValidatePath(x, binomial, folds))
    expect(repeated.mean[10]).toMatchDigits((single[0].mean[10] + single[1].mean[10] + single[2].mean[10]) / 3, 1e-12)
    expect(Array.from(repeated.chosen)).toEqual(single.map(({ lambdaMin }) => lambdaMin))
    expect(Math.max(...repeated.selected)).toMatchDigits(1, 1e-12)
  })

  test('stability selection: shares over half-samples, the signal most often', () => {
    const halves = Array.from({ length: 20 }, (_, b) => {
      const random = randomStream(7, b)
      return Array.from({ length: n }, (_, i) => i).filter(() => random.uniform() < 0.5)
    })
    const { frequency, largest, meanSelected, used, lambda } = stabilitySelection(
      x,
      binomial,
      halves,
      [0.05, 0.12, 0.08],
    )
    expect(used).toBe(20)
    expect(Array.from(lambda)).toEqual([0.12, 0.08, 0.05])
    const sums = [0, 1, 2].map((l) => frequency.slice(l * 65, (l + 1) * 65).reduce((a, b) => a + b, 0))
    expect(sums).toMatchDigits(meanSelected, 1e-12)
    expect(largest[64]).toBe(1) // cd8 differs by 5 between the classes
  })
})

describe('hard inputs', () => {
  test('perfect separation, one column, constant columns only, a single positive', () => {
    const apart = lassoPath(matrixFromColumns([number.her2.map((y, i) => y + (i % 3) / 10)]), binomial)
    expect(apart.devianceRatio[apart.lambda.length - 1]).toBeGreaterThan(0.99)
    const nothing = lassoPath(matrixFromColumns([new Float64Array(n).fill(2)]), binomial, { lambda: [0.1] })
    expect(Array.from(coefficientsOf(nothing, 0))).toEqual([0])
    const y = new Float64Array(n)
    y[17] = 1
    const one = lassoPath(x, { family: 'binomial', y })
    expect(one.lambda.length).toBeGreaterThan(2)
    expect(one.intercepts.every(Number.isFinite)).toBe(true)
  })

  test('Cox with one event has a path; with nobody left to compare it is refused', () => {
    const six = matrixFromColumns([
      [1, 2, 3, 4, 5, 6],
      [2, 1, 4, 3, 6, 5],
    ])
    const at = (row: number, weights?: number[]) =>
      lassoPath(
        six,
        { family: 'cox', time: [1, 2, 3, 4, 5, 6], event: [0, 1, 2, 3, 4, 5].map((i) => (i === row ? 1 : 0)) },
        { weights },
      )
    expect(at(1).lambda.length).toBeGreaterThan(2)
    expect(() => at(5)).toThrow(/others are at risk/)
    expect(() => at(1, [1, 0, 1, 1, 1, 1])).toThrow(/others are at risk/)
  })

  test('faults are named', () => {
    const code = (what: string) => expect.objectContaining({ code: what })
    expect(() => lassoPath(x, { family: 'binomial', y: new Float64Array(n) })).toThrow(code('NS-STA-52'))
    expect(() => lassoPath(x, { family: 'gaussian', y: new Float64Array(n).fill(3) })).toThrow(/not constant/)
    expect(() => lassoPath(x, binomial, { alpha: 2 })).toThrow(/alpha/)
    expect(() => lassoPath(x, binomial, { lambda: [-1] })).toThrow(/lambda/)
    expect(() => lassoPath(x, binomial, { penaltyFactors: [1] })).toThrow(code('NS-STA-50'))
    expect(() => lassoPath(x, binomial, { penaltyFactors: new Array(65).fill(0) })).toThrow(/penaltyFactors/)
    expect(() => lassoPath(x, binomial, { weights: new Array(n).fill(0) })).toThrow(code('NS-STA-52'))
    expect(() => lassoPath(x, binomial, { maximumPasses: 0 })).toThrow(code('NS-STA-56'))
    const holed = matrixFromColumns([number.age.map((a, i) => (i === 3 ? Number.NaN : a))])
    expect(() => lassoPath(holed, binomial)).toThrow(/position 3/)
  })
})
