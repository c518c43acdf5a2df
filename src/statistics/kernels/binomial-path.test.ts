import { afterEach, describe, expect, test, vi } from 'vitest'
import { matrixFromColumns } from '../numerics/matrix.ts'
import { crossValidatePath } from '../penalised/cross-validation.ts'
import { lassoBinomial } from '../penalised/lasso-binomial.ts'
import { type PenalisedOptions, penalisedDesign, penaltySequence } from '../penalised/penalised-path.ts'
import { randomStream } from '../resampling/random.ts'
import { kFold } from '../resampling/resampling.ts'
import { solveBinomialPath } from './binomial-path.ts'
import { useKernels } from './load.ts'

/** n rows, p columns that share eight factors, an outcome that depends on three; some constant and some tied columns. */
function simulated(n: number, p: number, seed: number) {
  const random = randomStream(seed, n, p)
  const factors = Array.from({ length: 8 }, () => Float64Array.from({ length: n }, () => random.gaussian()))
  const columns = Array.from({ length: p }, (_, j) => {
    if (j % 50 === 49) return new Float64Array(n).fill(3)
    const loading = factors.map(() => random.gaussian())
    const column = Float64Array.from({ length: n }, (_, i) =>
      factors.reduce((sum, factor, f) => sum + loading[f] * factor[i], 2 * random.gaussian()),
    )
    return j % 7 === 3 ? column.map(Math.round) : column
  })
  const y = Uint8Array.from({ length: n }, (_, i) =>
    columns[0][i] - columns[2][i] + 3 * random.gaussian() > 1 ? 1 : 0,
  )
  const weights = Float64Array.from({ length: n }, (_, i) => (i % 5 === 0 ? 0 : 1 + (i % 3)))
  const offset = Float64Array.from({ length: n }, () => 0.3 * random.gaussian())
  return { x: matrixFromColumns(columns), y, weights, offset }
}

afterEach(() => useKernels(true))

describe('the wasm kernel gives its TypeScript to the last bit', () => {
  const wide = simulated(61, 300, 1)
  const tall = simulated(200, 30, 2)
  test.each<[string, typeof wide, PenalisedOptions]>([
    ['more columns than rows', wide, {}],
    ['more rows than columns', tall, {}],
    ['elastic net', wide, { alpha: 0.3 }],
    ['ridge', tall, { alpha: 0 }],
    ['weights of 0, 1, 2, 3', wide, { weights: wide.weights }],
    ['an offset', wide, { offset: wide.offset }],
    [
      'columns unpenalised and left out',
      tall,
      { penaltyFactors: tall.x.values.slice(0, 30).map((_, j) => [1, 0, Infinity][j % 3]) },
    ],
    ['given penalties to 0', tall, { lambda: [0.2, 0.05, 0.01, 0] }],
    ['a tight threshold', tall, { threshold: 1e-12 }],
    ['passes used up', wide, { maximumPasses: 40 }],
    ['raw columns', wide, { standardise: false }],
  ])('%s', (_name, { x, y }, options) => {
    const wasm = lassoBinomial(x, y, options)
    useKernels(false)
    expect(lassoBinomial(x, y, options)).toEqual(wasm)
    expect(wasm.lambda.length).toBeGreaterThan(0)
  })

  test('cross-validation too', () => {
    const folds = kFold(61, 5, randomStream(3), { strata: wide.y })
    const outcome = { family: 'binomial' as const, y: wide.y }
    const wasm = crossValidatePath(wide.x, outcome, folds, 'auc')
    useKernels(false)
    expect(crossValidatePath(wide.x, outcome, folds, 'auc')).toEqual(wasm)
  })

  test('it is the kernel that ran, and it is not where it is switched off', () => {
    const stride = 8
    const problem = {
      stride,
      p: 1,
      write: (_: number, into: Float64Array, at: number) => into.set([1, -1, 1, -1, 0, 0, 0, 0], at),
      y: Float64Array.of(1, 0, 0, 0, 0, 0, 0, 0),
      weights: Float64Array.of(0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0),
      offset: new Float64Array(stride),
      included: Uint8Array.of(1),
      penalty: Float64Array.of(1),
      alpha: 1,
      threshold: 1e-7,
      maximumPasses: 1000,
      given: Float64Array.of(0.01),
      count: 1,
      ratio: 1,
      start: Math.log(1 / 3),
    }
    expect(solveBinomialPath(problem)?.steps).toBe(1)
    useKernels(false)
    expect(solveBinomialPath(problem)).toBeUndefined()
  })
})

/** What `lassoBinomial` hands the kernel. */
function problemOf({ x, y }: ReturnType<typeof simulated>, options: PenalisedOptions = {}) {
  const design = penalisedDesign(x, options)
  const outcome = new Float64Array(design.stride)
  outcome.set(y)
  return { ...design, ...penaltySequence(design, options), y: outcome, start: -0.3 }
}

describe('a problem too wide to be held', () => {
  const wide = simulated(203, 2000, 3)

  test.each<[string, PenalisedOptions]>([
    ['an own path', {}],
    ['given penalties', { lambda: [0.2, 0.1, 0.05, 0.02] }],
    ['columns unpenalised', { penaltyFactors: Array.from({ length: 2000 }, (_, j) => Number(j > 1)) }],
  ])('gives the same to the last bit: %s', (_name, options) => {
    const problem = problemOf(wide, options)
    const held = solveBinomialPath(problem)
    expect(solveBinomialPath(problem, 0)).toEqual(held)
    expect(held!.entered.length).toBeGreaterThan(20)
  })

  test('its columns are neither copied nor kept by the kernel, but for those that may enter', async () => {
    const memories: WebAssembly.Memory[] = []
    const { Memory } = WebAssembly
    vi.stubGlobal('WebAssembly', {
      ...Object.fromEntries(Object.getOwnPropertyNames(WebAssembly).map((name) => [name, WebAssembly[name as never]])),
      Memory: class extends Memory {
        constructor(descriptor: WebAssembly.MemoryDescriptor) {
          super(descriptor)
          memories.push(this)
        }
      },
    })
    vi.resetModules()
    const { solveBinomialPath: solve } = await import('./binomial-path.ts')
    const problem = problemOf(wide, { lambdaCount: 10, lambdaMinRatio: 0.7 })
    const bytes = 8 * problem.stride * problem.p
    expect(solve(problem, 0)!.steps).toBe(10)
    const [{ buffer }] = memories.splice(0)
    // half of the numbers' bytes for the copies in float32
    expect(buffer.byteLength).toBeGreaterThan(bytes / 2)
    expect(buffer.byteLength).toBeLessThan(bytes)
    vi.unstubAllGlobals()
  })
})
