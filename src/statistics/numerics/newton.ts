import { cholesky, solveCholesky } from './linear-algebra.ts'

/** A function to be maximised, at one point: its value, its gradient, and (when asked) minus its second derivatives. */
export interface Climbed {
  parameters: Float64Array
  /** −Infinity where the function does not exist. */
  value: number
  gradient: Float64Array
  /** q × q, row-major. */
  curvature: () => Float64Array
  /** Positive definite in place of it, where it is not: Fisher's information. */
  information?: () => Float64Array
}

export type Climb<Point extends Climbed> = { point: Point; converged: boolean; iterations: number }

const maximumIterations = 200
/** Longest step, in units of the columns' standard deviations. */
const maximumStep = 5

/**
 * Newton's method with step halving, from a point where the function exists. `along` holds a linear combination of the
 * coordinates where the start has it (a profile); `free` are the coordinates that may move, all where it is not given.
 * Converged once a whole step can raise the value no further than rounding shows.
 */
export function climb<Point extends Climbed>(
  evaluate: (at: Float64Array) => Point,
  start: Float64Array,
  { along, free }: { along?: ArrayLike<number>; free?: readonly number[] } = {},
): Climb<Point> {
  const moving = free ?? Array.from(start.keys())
  const m = moving.length
  let point = evaluate(start)
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    if (m === 0) return { point, converged: true, iterations: iteration }
    const factor = factorOf(point, moving)
    if (!factor) return { point, converged: false, iterations: iteration }
    const step = solveCholesky(
      factor,
      m,
      Float64Array.from(moving, (j) => point.gradient[j]),
    )
    if (along) {
      const normal = Float64Array.from(moving, (j) => along[j])
      const turned = solveCholesky(factor, m, Float64Array.from(normal))
      const share = inner(normal, step) / inner(normal, turned)
      for (let a = 0; a < m; a++) step[a] -= share * turned[a]
    }
    let gain = 0
    let longest = 0
    moving.forEach((j, a) => {
      gain += point.gradient[j] * step[a]
      longest = Math.max(longest, Math.abs(step[a]))
    })
    const settled = longest < 1e-7 || gain < 1e-15 * (1 + Math.abs(point.value))
    const from = point
    let fraction = Math.min(1, maximumStep / longest)
    let risen = false
    for (let halving = 0; halving < 40 && !risen; halving++) {
      const at = Float64Array.from(from.parameters)
      moving.forEach((j, a) => {
        at[j] += fraction * step[a]
      })
      const trial = evaluate(at)
      risen = trial.value >= from.value - 1e-14 * (1 + Math.abs(from.value))
      if (risen) point = trial
      fraction /= 2
    }
    if (settled || !risen) return { point, converged: settled || gain < 1e-9, iterations: iteration + 1 }
  }
  return { point, converged: false, iterations: maximumIterations }
}

function factorOf(point: Climbed, moving: readonly number[]): Float64Array | undefined {
  const own = part(point.curvature(), point.parameters.length, moving)
  if (cholesky(own, moving.length, 1e-13) < 0) return own
  if (!point.information) return undefined
  const stand = part(point.information(), point.parameters.length, moving)
  return cholesky(stand, moving.length, 0) < 0 ? stand : undefined
}

function part(parameters: Float64Array, q: number, moving: readonly number[]): Float64Array {
  const m = moving.length
  return Float64Array.from({ length: m * m }, (_, at) => parameters[moving[Math.floor(at / m)] * q + moving[at % m]])
}

function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}
