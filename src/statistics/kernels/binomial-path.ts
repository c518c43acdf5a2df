import { pow } from '../../portable-math.ts'
import { wasm } from './binomial-path.wasm.ts'
import type { PathProblem, PathSolution } from './coordinate-path.ts'
import { kernelOf } from './load.ts'

type Exports = { solve: (...args: number[]) => number }

let write: PathProblem['write'] | undefined
let doubles: Float64Array

const loaded = kernelOf<Exports>(wasm, {
  bring(j, at) {
    if (doubles.length === 0) doubles = new Float64Array(loaded()!.memory.buffer) // the memory has grown
    write!(j, doubles, at / 8)
  },
})
/** Numbers (128 MB) of a problem whose columns are all held in the kernel; of a larger one those alone that may enter are. */
const mostHeld = 2 ** 24
/** Coefficients of all steps that the kernel keeps at most (32 MB). */
const maximumValues = 4_000_000
/** What the compiler put into the memory lies below. */
const memoryStart = 4096

/**
 * `solvePath` for a binary outcome, in WebAssembly. Undefined where there is none, or where the problem does not fit: use
 * `solvePath` then, which gives the same to the last bit. y and weights are padded as the columns; start is the null
 * intercept.
 */
export function solveBinomialPath(
  problem: PathProblem & { y: Float64Array; weights: Float64Array; start: number },
  mostNumbers = mostHeld,
): PathSolution | undefined {
  const kernel = loaded()
  if (!kernel) return undefined
  const { stride, p, count, given } = problem
  const capacity = Math.min(maximumValues, count * p)
  const column = stride * 8
  let end = memoryStart
  const place = (bytes: number) => {
    const at = end
    end = Math.ceil((at + bytes) / 16) * 16
    return at
  }
  const at = {
    y: place(column),
    weights: place(column),
    offset: place(column),
    penalty: place(p * 8),
    included: place(p),
    lambda: place(count * 8),
    intercepts: place(count * 8),
    ratios: place(count * 8),
    sizes: place(count * 4),
    values: place(capacity * 8),
    info: place(32),
    work: place((p * column) / 2 + 8 * column + 9 * p * 8 + 64),
  }
  const { memory, exports } = kernel
  if (end > 2 ** 32 - 65536) return undefined
  const missing = end - memory.buffer.byteLength
  if (missing > 0) {
    try {
      memory.grow(Math.ceil(missing / 65536))
    } catch {
      return undefined
    }
  }
  write = problem.write
  doubles = new Float64Array(memory.buffer)
  const put = (where: number, values: Float64Array) => doubles.set(values, where / 8)
  put(at.y, problem.y)
  put(at.weights, problem.weights)
  put(at.offset, problem.offset)
  put(at.penalty, problem.penalty)
  new Uint8Array(memory.buffer).set(problem.included, at.included)
  if (given) put(at.lambda, given)
  const steps = exports.solve(
    stride,
    p,
    count,
    given ? 1 : 0,
    p * stride <= mostNumbers ? 1 : 0,
    at.y,
    at.weights,
    at.offset,
    at.penalty,
    at.included,
    at.lambda,
    at.intercepts,
    at.ratios,
    at.sizes,
    at.values,
    capacity,
    at.work,
    problem.start,
    problem.alpha,
    problem.threshold,
    given ? 1 : pow(Math.max(1e-6, problem.ratio), 1 / (count - 1)),
    problem.maximumPasses,
    at.info,
  )
  write = undefined
  if (steps < 0) return undefined
  doubles = new Float64Array(memory.buffer)
  const take = (where: number, length: number) => doubles.slice(where / 8, where / 8 + length)
  const [nullLoss, entered, complete, active] = take(at.info, 4)
  const sizes = new Int32Array(memory.buffer, at.sizes, steps)
  const values = new Float64Array(steps * entered)
  let from = at.values / 8
  for (let l = 0; l < steps; l++) {
    values.set(doubles.subarray(from, from + sizes[l]), l * entered)
    from += sizes[l]
  }
  return {
    steps,
    lambda: take(at.lambda, count),
    intercepts: take(at.intercepts, count),
    entered: new Int32Array(memory.buffer, active, entered).slice(),
    values,
    devianceRatio: take(at.ratios, count),
    nullLoss,
    complete: complete === 1,
  }
}
