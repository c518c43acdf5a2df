import { describe, expect, test } from 'vitest'
import { expectedStatistics, readCohort } from '../../../test/support/statistics.ts'
import { normal } from '../distributions/index.ts'
import { type RandomStream, randomStream } from '../resampling/random.ts'
import { applyImputation, fitImputation, type ImputationColumn } from './imputation.ts'
import { poolImputations } from './pooling.ts'

const expected = expectedStatistics('imputation', 'statistics-extra')
const { number } = readCohort()
const table = (expected.table as (number | 'NA')[][]).map((row) =>
  row.map((value) => (value === 'NA' ? Number.NaN : value)),
)
const kinds = ['number', 'number', 'number', 'binary'] as const
const columns: ImputationColumn[] = kinds.map((kind, j) => ({ kind, values: table.map((row) => row[j]) }))

/** A stream that reads recorded uniforms, as the R script does. */
function recorded(uniforms: number[]): RandomStream & { used: () => number } {
  let at = 0
  const uniform = () => uniforms[at++]
  return {
    uniform,
    below: (n) => Math.floor(uniform() * n),
    gaussian: () => normal.quantile(uniform()),
    used: () => at,
  }
}

describe('chained equations', () => {
  test('equal their definition in R, random number by random number', () => {
    const stream = recorded([...expected.uniforms, ...Array(100).fill(0.5)])
    const { completed } = fitImputation(columns, () => stream, {
      outcome: [number.her2],
      imputations: 1,
      iterations: 3,
    })
    const wanted = expected.completed as number[][]
    completed[0].forEach((column, j) => {
      expect(column).toMatchDigits(
        wanted.map((row) => row[j]),
        1e-8,
      )
    })
    // what follows the chain are the draws of the four models for new rows
    expect(stream.used()).toBeGreaterThan(expected.used)
  })

  test('new rows are completed without any outcome, each from itself alone', () => {
    const stream = (imputation: number) => randomStream(5, 'imputation', imputation)
    const { model, completed } = fitImputation(columns, stream, { outcome: [number.her2], imputations: 3 })
    expect(completed.length).toBe(3)
    const newRows = (rows: number[]) =>
      columns.map((column) => ({ ...column, values: rows.map((row) => column.values[row]) }))
    const gaps = Array.from({ length: 320 }, (_, i) => i)
      .filter((i) => table[i].some(Number.isNaN))
      .slice(0, 6)
    const together = applyImputation(model, newRows(gaps))
    gaps.forEach((row, at) => {
      const alone = applyImputation(model, newRows([row]))
      alone.forEach((imputed, k) => {
        imputed.forEach((column, j) => {
          expect(column[0]).toBe(together[k][j][at])
          expect(Number.isNaN(column[0])).toBe(false)
        })
      })
    })
    const drawn = applyImputation(model, newRows(gaps), stream)
    expect(drawn).toEqual(applyImputation(model, newRows(gaps), stream))
    expect(drawn).not.toEqual(together)
    // the model holds parameters, not patients
    expect(JSON.stringify(model).length).toBeLessThan(20_000)
  })

  test('recover what is missing at random where the complete cases are biased', () => {
    // x2 = x1 + noise, missing where x1 is large: complete cases underestimate its mean of 0
    const random = randomStream(8)
    const x1 = Float64Array.from({ length: 2000 }, () => random.gaussian())
    const full = x1.map((value) => value + 0.5 * random.gaussian())
    const x2 = full.map((value, i) => (x1[i] > 0 && random.uniform() < 0.8 ? Number.NaN : value))
    const { completed } = fitImputation(
      [
        { kind: 'number', values: x1 },
        { kind: 'number', values: x2 },
      ],
      (k) => randomStream(9, k),
      { imputations: 5 },
    )
    const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length
    const known = x2.filter((value) => !Number.isNaN(value))
    expect(mean(known)).toBeLessThan(-0.35)
    expect(Math.abs(mean(completed.map((run) => mean(run[1]))) - mean(full))).toBeLessThan(0.08)
  })

  test('categories, a constant column and separation have answers', () => {
    const random = randomStream(3)
    const size = Float64Array.from({ length: 90 }, () => random.gaussian())
    const grade = Array.from(size, (s, i) => (i % 9 === 0 ? Number.NaN : s < -0.4 ? 0 : s < 0.5 ? 1 : 2))
    const apart = Array.from(size, (s, i) => (i % 11 === 0 ? Number.NaN : s > 0 ? 1 : 0))
    const inputs: ImputationColumn[] = [
      { kind: 'number', values: size },
      { kind: 'category', levels: 3, values: grade },
      { kind: 'binary', values: apart },
      { kind: 'number', values: size.map(() => 4) },
    ]
    const { completed, model } = fitImputation(inputs, (k) => randomStream(4, k), { imputations: 2 })
    for (const run of completed) {
      expect(run[1].every((value) => value === 0 || value === 1 || value === 2)).toBe(true)
      const right = Array.from(size, (s, i) => run[2][i] === (s > 0 ? 1 : 0)).filter(Boolean).length
      expect(right).toBeGreaterThan(84)
    }
    const one = applyImputation(model, [
      { kind: 'number', values: [2] },
      { kind: 'category', levels: 3, values: [Number.NaN] },
      { kind: 'binary', values: [Number.NaN] },
      { kind: 'number', values: [Number.NaN] },
    ])
    expect(one[0].map((column) => column[0])).toEqual([2, 2, 1, 4])
  })

  test('refusals', () => {
    expect(() => fitImputation([], () => randomStream(1))).toThrow(/at least one/)
    expect(() => fitImputation([{ kind: 'binary', values: [0, 2] }], () => randomStream(1))).toThrow(/column 0/)
    expect(() => fitImputation([{ kind: 'number', values: [Number.NaN, 1] }], () => randomStream(1))).toThrow(
      /two rows/,
    )
    const { model } = fitImputation([{ kind: 'number', values: [1, 2, 3] }], () => randomStream(1))
    expect(() => applyImputation(model, [{ kind: 'binary', values: [1] }])).toThrow(/those of the model/)
  })
})

test("Rubin's rules with Barnard and Rubin's degrees of freedom", () => {
  const r = expected.pooled
  const pooled = poolImputations(r.coef, r.var, 315)
  expect(pooled.map((c) => c.estimate)).toMatchDigits(r.estimate, 1e-10)
  expect(pooled.map((c) => c.standardError)).toMatchDigits(r.se, 1e-10)
  expect(pooled.map((c) => c.df)).toMatchDigits(r.df, 1e-9)
  expect(pooled.map((c) => c.relativeIncrease)).toMatchDigits(r.riv, 1e-8)
  expect(pooled.map((c) => c.fractionMissing)).toMatchDigits(r.fmi, 1e-8)
  expect(pooled.map((c) => c.p)).toMatchDigits(r.p, 1e-8)
  expect(() => poolImputations([[1]], [[1]])).toThrow(expect.objectContaining({ code: 'NS-STA-55' }))
})
