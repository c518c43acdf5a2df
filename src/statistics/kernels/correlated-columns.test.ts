import { afterEach, describe, expect, test } from 'vitest'
import { normalise } from '../penalised/normalised-columns.ts'
import { randomStream } from '../resampling/random.ts'
import { relevanceTo, uncorrelatedColumns, type WeightedColumns } from './correlated-columns.ts'
import { useKernels } from './load.ts'

afterEach(() => useKernels(true))

const n = 61

/** Families of six, with copies, constants, and columns that vary only in the rows of the first fold or nearly so. */
function simulated(p: number, seed: number): WeightedColumns & { target: Float64Array } {
  const random = randomStream(seed, p)
  const parents = Array.from({ length: Math.ceil(p / 6) }, () => Float64Array.from({ length: n }, random.gaussian))
  const values = Array.from({ length: p }, (_, j) => {
    const parent = parents[j % parents.length]
    if (j % 50 === 49) return new Float64Array(n).fill(0.1)
    if (j % 50 === 48) return Float64Array.from({ length: n }, (_, i) => Number(i === 0))
    if (j % 50 === 47) return parent.map((value, i) => (i === 5 ? 1e4 : value))
    if (j % 50 === 46) return parent.map((value) => -4 * value)
    return parent.map((value) => value + 0.5 * random.gaussian())
  })
  const counts = Float64Array.from({ length: n }, () => 1 + random.below(3))
  const target = new Float64Array(n)
  normalise(parents[0], counts, target)
  return { columns: values.map((one) => ({ values: one })), counts, target }
}

const without = (of: Float64Array, fold: number) => of.filter((_, i) => i % 5 !== fold)

/** The fold's columns, and what the whole part's filter knows of them. */
function foldOf(of: WeightedColumns & { target: Float64Array }, fold: number) {
  const counts = without(of.counts, fold)
  const target = new Float64Array(counts.length)
  normalise(without(of.target, fold), counts, target)
  const held = Int32Array.from({ length: n }, (_, i) => i).filter((i) => i % 5 === fold)
  return {
    part: { columns: of.columns.map(({ values }) => ({ values: without(values, fold) })), counts },
    target,
    held,
  }
}

describe('the wasm kernel decides as its TypeScript', () => {
  test.each([7, 140, 500])('%d columns and five folds of them', (p) => {
    const whole = simulated(p, 3)
    for (const threshold of [0.3, 0.8, 0.95]) {
      const { kept, pairs } = uncorrelatedColumns(whole, whole.target, threshold)
      const inFolds = [0, 1, 2, 3, 4].map((fold) => {
        const { part, target, held } = foldOf(whole, fold)
        // as if the folds had made values of their own for every ninth column
        const columns = Int32Array.from(part.columns, (_, j) => (j % 9 === 8 ? -1 : j))
        return uncorrelatedColumns(part, target, threshold, { pairs: pairs!, columns, held }).kept
      })
      useKernels(false)
      expect(kept).toEqual(uncorrelatedColumns(whole, whole.target, threshold).kept)
      inFolds.forEach((found, fold) => {
        const { part, target } = foldOf(whole, fold)
        expect(found).toEqual(uncorrelatedColumns(part, target, threshold).kept)
      })
      useKernels(true)
    }
  })

  test('relevance to the last bit, and −1 for constants', () => {
    const { target, ...columns } = simulated(140, 4)
    const relevance = relevanceTo(target, columns)
    useKernels(false)
    expect(relevance).toEqual(relevanceTo(target, columns))
    expect(relevance[49]).toBe(-1)
  })

  test('a pair that lies on the threshold stays, one beyond its last digit goes, in a fold too', () => {
    const { target, ...whole } = simulated(2, 5)
    const product = ({ columns: [first, second], counts }: WeightedColumns) => {
      const into = new Float64Array(counts.length)
      normalise(first.values, counts, into)
      return relevanceTo(into, { columns: [second], counts })[0]
    }
    const own = product(whole)
    const fold = foldOf({ ...whole, target }, 2)
    const ownInFold = product(fold.part)
    const { pairs, kept } = uncorrelatedColumns(whole, undefined, own)
    expect([...kept]).toEqual([0, 1])
    const known = { pairs: pairs!, columns: Int32Array.of(0, 1), held: fold.held }
    const at = (threshold: number) => [...uncorrelatedColumns(fold.part, undefined, threshold, known).kept]
    expect(at(ownInFold)).toEqual([0, 1])
    expect(at(ownInFold - 1e-15)).toEqual([0])
    expect([...uncorrelatedColumns(whole, undefined, own - 1e-15).kept]).toEqual([0])
  })

  test('what another part left in memory is not taken for a fold’s own', () => {
    const whole = simulated(140, 6)
    const { pairs } = uncorrelatedColumns(whole, whole.target, 0.8)
    uncorrelatedColumns(simulated(60, 7), undefined, 0.5)
    const { part, target, held } = foldOf(whole, 1)
    const columns = Int32Array.from(part.columns, (_, j) => j)
    const { kept } = uncorrelatedColumns(part, target, 0.8, { pairs: pairs!, columns, held })
    expect(kept).toEqual(uncorrelatedColumns(part, target, 0.8).kept)
  })
})
