import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixture } from '../../../test/support/needs.ts'
import { expectedStatistics } from '../../../test/support/statistics.ts'
import { fitStep, narrowTraining, type RowColumn, trainingRows } from '../../step.ts'
import { combat, combatTo } from './combat.ts'
import { correlation } from './correlation.ts'
import { harmonisationOf } from './harmonise.ts'
import { icc } from './icc.ts'
import { impute } from './impute.ts'
import { mrmr } from './mrmr.ts'
import { outcomeScores } from './relevance.ts'
import { univariate } from './univariate.ts'
import { variance } from './variance.ts'
import { zscore } from './zscore.ts'

const [header, ...cells] = readFileSync(fixture('statistics', 'cohort.csv'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.replaceAll('"', '').split(','))
const parsed = new Map<string, Float64Array>(
  header.map((name, j) => [name, Float64Array.from(cells, (row) => Number(row[j]))]),
)
const numbers = (name: string) => parsed.get(name)!
const features = header.filter((name) => /^f\d\d$/.test(name))
const n = cells.length

const training = (columns: RowColumn[], counts = new Float64Array(n).fill(1)) =>
  trainingRows(
    { rows: Int32Array.from(cells, (_, i) => i), patients: Int32Array.from(cells, (_, i) => i), columns },
    { kind: 'binary', positive: numbers('her2') },
    counts,
    1,
  )
const radiomics = () => training(features.map((name) => ({ name, values: numbers(name) })))

function pearson(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const mean = (x: ArrayLike<number>) => Array.from(x).reduce((s, v) => s + v, 0) / x.length
  const [ma, mb] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb)
    aa += (a[i] - ma) ** 2
    bb += (b[i] - mb) ** 2
  }
  return ab / Math.sqrt(aa * bb)
}

test.each([0.2, 0.4, 0.6, 0.8])('the correlation filter at %d keeps what comparing all pairs keeps', (threshold) => {
  const order = features
    .map((name) => ({ name, r: Math.abs(pearson(numbers(name), numbers('her2'))) }))
    .sort((a, b) => b.r - a.r)
  const kept: string[] = []
  for (const { name } of order)
    if (kept.every((other) => Math.abs(pearson(numbers(name), numbers(other))) <= threshold)) kept.push(name)
  expect(fitStep(correlation(threshold, 'outcome'), radiomics()).kept.sort()).toEqual(kept.sort())
})

test('of equal columns the first stays, whichever rule orders them', () => {
  const x = numbers('f01')
  const twins = () =>
    training([
      { name: 'b', values: x },
      { name: 'a', values: x.map((v) => -2 * v) },
    ])
  expect(fitStep(correlation(0.8, 'outcome'), twins()).kept).toEqual(['b'])
  expect(fitStep(correlation(0.8, 'first'), twins()).kept).toEqual(['b'])
})

test('counting a row twice equals having it twice', () => {
  const counts = Float64Array.from(cells, (_, i) => i % 3)
  const drawn = cells.flatMap((_, i) => Array.from({ length: i % 3 }, () => i))
  const copy = (name: string) => Float64Array.from(drawn, (i) => numbers(name)[i])
  const once = training(
    features.map((name) => ({ name, values: numbers(name) })),
    counts,
  )
  const copies = trainingRows(
    {
      rows: Int32Array.from(drawn),
      patients: Int32Array.from(drawn),
      columns: features.map((name) => ({ name, values: copy(name) })),
    },
    { kind: 'binary', positive: copy('her2') },
    new Float64Array(drawn.length).fill(1),
    1,
  )
  for (const step of [correlation(0.4, 'outcome'), univariate(0.1), mrmr(7), variance(20, false)]) {
    expect(fitStep(step, once).kept).toEqual(fitStep(step, copies).kept)
  }
  expect(fitStep(zscore, once).sd.f07).toMatchDigits(fitStep(zscore, copies).sd.f07, 1e-12)
  expect(fitStep(impute, once).values.f07).toBe(fitStep(impute, copies).values.f07)
})

test('the variance filter sees units unless told to scale, and never keeps a constant', () => {
  const x = numbers('f03')
  const columns = [
    { name: 'mm', values: x },
    { name: 'm', values: x.map((v) => v / 1000) },
    { name: 'constant', values: x.map(() => 3) },
  ]
  expect(fitStep(variance(0.1, false), training(columns)).kept).toEqual(['mm'])
  expect(fitStep(variance(0.005, true), training(columns)).kept).toEqual(['mm', 'm'])
})

test('univariate p is the score test: n r² on one degree of freedom', () => {
  const kept = fitStep(univariate(0.05), radiomics()).kept
  const expected = features.filter((name) => n * pearson(numbers(name), numbers('her2')) ** 2 > 3.841458820694124)
  expect(kept).toEqual(expected)
})

test('mRMR starts with the most relevant and then avoids its twin', () => {
  const kept = fitStep(mrmr(1), radiomics()).kept
  const best = features.toSorted(
    (a, b) => pearson(numbers(b), numbers('her2')) ** 2 - pearson(numbers(a), numbers('her2')) ** 2,
  )[0]
  expect(kept).toEqual([best])
  const twin = { name: 'twin', values: numbers(best).map((v) => v * 2 + 1) }
  const two = fitStep(
    mrmr(2),
    training([{ name: best, values: numbers(best) }, twin, { name: 'type', values: numbers('type') }]),
  )
  expect(two.kept).toEqual([best, 'type'])
})

test('missing values become the median or the most frequent level', () => {
  const values = Float64Array.from(cells, (_, i) => (i < 10 ? Number.NaN : i))
  const levels = ['no', 'yes']
  const rows = training([
    { name: 'x', values },
    { name: 'f', levels, values: Float64Array.from(cells, (_, i) => (i === 0 ? Number.NaN : Number(i % 3 > 0))) },
  ])
  const fitted = fitStep(impute, rows)
  expect(fitted.values).toEqual({ x: (10 + n - 1) / 2, f: 1 })
  expect(fitted.missing.x).toBe(10 / n)
  const done = impute.apply(fitted, rows)
  expect(done.columns[0].values[3]).toBe((10 + n - 1) / 2)
  expect(done.columns[1].values[0]).toBe(1)
})

test('the ICC filter uses ICC(2,1) and its lower bound as psych gives them', () => {
  const { twoRaters, icc: expected } = JSON.parse(readFileSync(fixture('statistics', 'agreement.json'), 'utf8'))
  const { icc: point, lower } = expected.find((row: { type: string }) => row.type === 'ICC2')
  const subjects = twoRaters.length
  const rows = trainingRows(
    {
      rows: Int32Array.from({ length: subjects }, (_, i) => i),
      patients: Int32Array.from({ length: subjects }, (_, i) => i),
      columns: [
        {
          name: 'x',
          values: Float64Array.from(twoRaters, (pair: number[]) => pair[0]),
          second: Float64Array.from(twoRaters, (pair: number[]) => pair[1]),
        },
      ],
    },
    { kind: 'binary', positive: new Float64Array(subjects) },
    new Float64Array(subjects).fill(1),
    1,
  )
  for (const [bound, value] of [
    ['point', point],
    ['lower', lower],
  ] as const) {
    expect(fitStep(icc(value - 1e-9, bound), rows).kept).toEqual(['x'])
    expect(fitStep(icc(value + 1e-9, bound), rows).kept).toEqual([])
  }
  expect(fitStep(icc(0.5, 'point'), rows).subjects).toBe(subjects)
})

test('of perturbations it uses the ICC(1,1) of the repetitions; a column that was not repeated stays', () => {
  const { threeRaters, icc3 } = JSON.parse(readFileSync(fixture('statistics', 'agreement.json'), 'utf8'))
  const { icc: point, lower } = icc3.find((row: { type: string }) => row.type === 'ICC1')
  const subjects = threeRaters.length
  const mean = Float64Array.from(threeRaters, (row: number[]) => (row[0] + row[1] + row[2]) / 3)
  const sd = Float64Array.from(threeRaters, (row: number[], i) =>
    Math.sqrt(row.reduce((sum, value) => sum + (value - mean[i]) ** 2, 0) / 2),
  )
  const index = Int32Array.from({ length: subjects }, (_, i) => i)
  const values = Float64Array.from(threeRaters, (row: number[]) => row[0])
  const columns = [
    { name: 'x', values, repeated: { mean, sd, count: 3 } },
    { name: 'y', values },
  ]
  const rows = trainingRows(
    { rows: index, patients: index, columns },
    { kind: 'binary', positive: new Float64Array(subjects) },
    new Float64Array(subjects).fill(1),
    1,
  )
  const scaled = zscore.apply(fitStep(zscore, rows), rows)
  for (const [bound, value] of [
    ['point', point],
    ['lower', lower],
  ] as const)
    for (const of of [rows, { ...rows, columns: scaled.columns }]) {
      expect(icc(value - 1e-8, bound, 'perturbations').fit(of as typeof rows).kept).toEqual(['x', 'y'])
      expect(icc(value + 1e-8, bound, 'perturbations').fit(of as typeof rows).kept).toEqual(['y'])
    }
  expect(fitStep(icc(0.99, 'point'), rows).kept).toEqual(['x', 'y'])
})

test('readers are compared by what they measured, though ComBat stands before', () => {
  // Shrout & Fleiss's ICC(2,1) of [1..8] and [1..8] + 0.5 by hand: MSR 12, MSC 1, MSE 0, so 12 / (12 + 2 (1 - 0) / 8).
  const values = Float64Array.from({ length: 8 }, (_, i) => i + 1)
  const index = Int32Array.from({ length: 8 }, (_, i) => i)
  const columns = [
    { name: 'x', values, second: values.map((value) => value + 0.5) },
    { name: 'y', values: values.map((value) => (value * 5) % 8) },
  ]
  const batches = index.map((i) => Number(i >= 4))
  const rows = trainingRows(
    { rows: index, patients: index, batches, columns },
    { kind: 'binary', positive: new Float64Array(8) },
    new Float64Array(8).fill(1),
    1,
  )
  const harmonised = { ...rows, columns: combat.apply(fitStep(combat, rows), rows).columns } as typeof rows
  expect(harmonised.columns[0].values).not.toEqual(values)
  const expected = 12 / 12.25
  expect(icc(expected - 1e-6, 'point').fit(harmonised).kept).toEqual(['x', 'y'])
  expect(icc(expected + 1e-6, 'point').fit(harmonised).kept).toEqual(['y'])
})

test('survival is compared by null martingale residuals, which sum to nothing', () => {
  const time = numbers('time')
  const event = numbers('event')
  const residuals = outcomeScores({ kind: 'survival', time, event }, new Float64Array(n).fill(1))
  expect(Math.abs(residuals.reduce((s, v) => s + v, 0))).toBeLessThan(1e-9)
  const earliest = time.indexOf(Math.min(...time))
  const tied = time.filter((t) => t === time[earliest]).length
  const events = event.filter((_, i) => time[i] === time[earliest]).reduce((s, v) => s + v, 0)
  expect(tied).toBeGreaterThan(0)
  expect(residuals[earliest]).toMatchDigits(event[earliest] - events / n, 1e-12)
})

test('what a whole part remembers of its pairs does not change what its folds keep', () => {
  const wide = features.flatMap((name, j) => {
    const near = numbers(features[(j + 1) % features.length])
    return [0, 0.1, 0.3, 0.6].map((w, k) => ({
      name: `${name}.${k}`,
      values: numbers(name).map((v, i) => v + w * near[i]),
    }))
  })
  const whole = training(wide)
  for (const threshold of [0.3, 0.5, 0.8]) {
    const memory = { changing: new Set<string>() }
    fitStep(correlation(threshold, 'outcome', memory), whole)
    for (let fold = 0; fold < 5; fold++) {
      const held = Uint8Array.from(cells, (_, i) => Number(i % 5 === fold))
      const inner = narrowTraining(whole, held, 1).training
      expect(fitStep(correlation(threshold, 'outcome', memory), inner)).toEqual(
        fitStep(correlation(threshold, 'outcome'), inner),
      )
    }
  }
})

test('ComBat brings batches together by the training rows alone, and a batch it has not seen by that one’s rows', () => {
  const batches = Int32Array.from(cells, (row) => ['A', 'B', 'C'].indexOf(row[header.indexOf('centre')]))
  const shifted = (name: string) => numbers(name).map((v, i) => v + 30 * batches[i])
  const columns = features.slice(0, 8).map((name) => ({ name, values: shifted(name) }))
  const all = {
    rows: Int32Array.from(cells, (_, i) => i),
    patients: Int32Array.from(cells, (_, i) => i),
    batches,
    columns,
  }
  const outcome = { kind: 'binary', positive: numbers('her2') } as const
  const whole = trainingRows(all, outcome, new Float64Array(n).fill(1), 1)
  const inner = narrowTraining(
    whole,
    Uint8Array.from(batches, (batch) => Number(batch === 2)),
    1,
  )
  const fitted = fitStep(combat, inner.training)
  const done = combat.apply(fitted, all)
  const meanOf = (values: Float64Array, batch: number) => {
    const own = values.filter((_, i) => batches[i] === batch)
    return own.reduce((s, v) => s + v, 0) / own.length
  }
  for (const [j, { values }] of done.columns.entries()) {
    const before = meanOf(columns[j].values, 1) - meanOf(columns[j].values, 0)
    expect(Math.abs(meanOf(values, 1) - meanOf(values, 0))).toBeLessThan(0.3 * Math.abs(before))
    // the batch that was left out, by its own rows: nearer to the others than it was
    const away = Math.abs(meanOf(columns[j].values, 2) - meanOf(values, 0))
    expect(Math.abs(meanOf(values, 2) - meanOf(values, 0))).toBeLessThan(Math.max(0.5 * away, 0.3))
  }
  const few = harmonisationOf(fitted, new Set(['f02', 'f05']))
  expect(few.names).toEqual(['f02', 'f05'])
  expect(combat.apply(few, { ...all, columns: [columns[4]] }).columns[0].values).toEqual(done.columns[4].values)
})

test('ComBat towards a centre leaves that one as it is and equals sva::ComBat(ref.batch)', () => {
  const names = features.slice(0, 8)
  const columns = names.map((name) => ({ name, values: numbers(name) }))
  const batches = Int32Array.from(cells, (row) => ['A', 'B', 'C'].indexOf(row[header.indexOf('centre')]))
  const rows = trainingRows(
    { ...training(columns), batches },
    { kind: 'binary', positive: numbers('her2') },
    new Float64Array(n).fill(1),
    1,
  )
  const step = combatTo({ reference: 1 })
  const { columns: done } = step.apply(fitStep(step, rows), rows)
  const expected: number[][] = expectedStatistics('combat', 'statistics-extra').reference
  for (const [j, { values }] of done.entries()) {
    expect(values).toMatchDigits(
      expected.map((row) => row[j]),
      1e-6,
    )
    for (let i = 0; i < n; i++) if (batches[i] === 1) expect(values[i]).toBeCloseTo(columns[j].values[i], 12)
  }
})

describe('ComBat by other batches, with what it keeps, and of several rows a patient', () => {
  const made = expectedStatistics('harmonisation', 'statistics-extra')
  const text = (name: string) => cells.map((row) => row[header.indexOf(name)])
  const factor = (name: string, values: readonly string[], levels: string[]) => ({
    name,
    levels,
    values: Float64Array.from(values, (value) => levels.indexOf(value)),
  })
  const beside = [
    { name: 'age', values: numbers('age') },
    factor('edge', text('edge'), ['smooth', 'blur', 'burr']),
    factor('centre', text('centre'), ['A', 'B', 'C']),
    factor('scanner', made.scanner, ['S', 'T', 'U']),
  ]
  const rowsOf = (columns: { name: string; values: Float64Array }[], patients: number[]) => ({
    rows: Int32Array.from(cells, (_, i) => i),
    patients: Int32Array.from(patients),
    beside,
    columns,
  })
  const harmonised = (rows: ReturnType<typeof rowsOf>, asked: Parameters<typeof combatTo>[0]) => {
    const step = combatTo(asked)
    const outcome = { kind: 'binary', positive: numbers('her2') } as const
    const fitted = fitStep(step, trainingRows(rows, outcome, new Float64Array(n).fill(1), 1))
    return { fitted, step, columns: step.apply(fitted, rows).columns }
  }
  const plain = rowsOf(
    features.slice(0, 8).map((name) => ({ name, values: numbers(name) })),
    cells.map((_, i) => i),
  )
  const by = ['centre', 'scanner']

  test('one batch variable after the other, with covariates, equals sva', () => {
    const { columns, fitted, step } = harmonised(plain, { by, keep: ['age', 'edge'] })
    for (const [j, { values }] of columns.entries())
      expect(values).toMatchDigits(
        made.nestedCovariates.map((row: number[]) => row[j]),
        1e-6,
      )
    const few = harmonisationOf(fitted, new Set([features[5], features[2]]))
    const one = step.apply(few, { ...plain, columns: [plain.columns[5]] })
    expect(one.columns[0].values).toEqual(columns[5].values)
  })

  test('with an intercept for each patient it equals longCombat', () => {
    const { data, who, adjusted } = made.longitudinal
    const columns = Array.from({ length: 8 }, (_, j) => ({
      name: features[j],
      values: Float64Array.from(data, (row: number[]) => row[j]),
    }))
    const done = harmonised(rowsOf(columns, who), { by: ['centre'], keep: ['age', 'edge'], longitudinal: true })
    for (const [j, { values }] of done.columns.entries())
      expect(values).toMatchDigits(
        adjusted.map((row: number[]) => row[j]),
        1e-5,
      )
  })

  test('learns from the training part alone; a missing covariate is the training mean', () => {
    const outcome = { kind: 'binary', positive: numbers('her2') } as const
    const whole = trainingRows(plain, outcome, new Float64Array(n).fill(1), 1)
    const held = Uint8Array.from(cells, (_, i) => Number(i % 4 === 0))
    const inner = narrowTraining(whole, held, 1)
    const step = combatTo({ by, keep: ['age', 'edge'] })
    const fitted = fitStep(step, inner.training)
    const changed = {
      ...plain,
      columns: plain.columns.map((one) => ({ ...one, values: one.values.map((v, i) => (held[i] ? v + 1e6 : v)) })),
    }
    const again = fitStep(
      step,
      narrowTraining(trainingRows(changed, outcome, new Float64Array(n).fill(1), 1), held, 1).training,
    )
    expect(again).toEqual(fitted)
    const ages = inner.training.beside!.find(({ name }) => name === 'age')!.values
    const average = ages.reduce((sum, age) => sum + age, 0) / ages.length
    const withAge = (age: number) => ({
      ...plain,
      beside: beside.map((one) =>
        one.name === 'age' ? { ...one, values: one.values.map((v, i) => (i === 5 ? age : v)) } : one,
      ),
    })
    const [unknown, mean] = [Number.NaN, average].map((age) => step.apply(fitted, withAge(age)).columns[0].values[5])
    expect(unknown).toBeCloseTo(mean, 10)
  })
})
