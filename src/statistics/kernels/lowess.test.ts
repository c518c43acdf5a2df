import { afterEach, expect, test } from 'vitest'
import { randomStream } from '../resampling/random.ts'
import { lowess } from '../smoothing/lowess.ts'
import { useKernels } from './load.ts'

afterEach(() => useKernels(true))

test.each([
  ['binary outcomes', 201, { iterations: 0 }],
  ['robust', 80, { iterations: 3 }],
  ['every point, another span', 57, { iterations: 1, delta: 0, span: 0.3 }],
  ['two points', 2, { iterations: 0 }],
] as const)('the wasm kernel gives the TypeScript to the last bit: %s', (_, n, options) => {
  const random = randomStream(1, n)
  const x = Float64Array.from({ length: n }, () => Math.round(40 * random.gaussian()) / 40) // with ties
  const y = x.map((value) => Number(value + random.gaussian() > 0))
  const inKernel = lowess(x, y, options)
  useKernels(false)
  expect(lowess(x, y, options)).toEqual(inKernel)
})
