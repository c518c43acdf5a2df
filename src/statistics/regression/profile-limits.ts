import { cholesky, solveCholesky } from '../numerics/linear-algebra.ts'
import { type Climb, type Climbed, climb } from '../numerics/newton.ts'
import { type Design, rawCoefficients, rawDirection } from './design.ts'

/**
 * b ↦ sign(b − b̂) √(2 (value of the fit − value maximised with raw coefficient j held at b)). NaN where the held fit does
 * not converge. Each call starts where the last one ended, moved along the fit's own curvature.
 */
export function profileRoot<Point extends Climbed>(
  design: Design,
  evaluate: (at: Float64Array) => Point,
  full: Point,
  j: number,
): (b: number) => number {
  const along = rawDirection(design, j)
  const estimate = rawCoefficients(full.parameters, design)[j]
  const direction = alongCurvature(full, along)
  let near: { b: number; at: Float64Array } = { b: estimate, at: full.parameters }
  return (b) => {
    const from = Math.abs(b - near.b) < Math.abs(b - estimate) ? near : { b: estimate, at: full.parameters }
    const start = Float64Array.from(from.at, (value, k) => value + (b - from.b) * direction[k])
    const held: Climb<Point> = climb(evaluate, start, { along })
    if (!held.converged) return Number.NaN
    near = { b, at: held.point.parameters }
    return Math.sign(b - estimate) * Math.sqrt(2 * Math.max(0, full.value - held.point.value))
  }
}

/** The way in which the other coefficients follow one that is moved by 1, as far as the curvature at the fit tells. */
function alongCurvature(full: Climbed, along: Float64Array): Float64Array {
  const factor = full.curvature()
  const turned = Float64Array.from(along)
  if (cholesky(factor, along.length, 1e-13) < 0) solveCholesky(factor, along.length, turned)
  let size = 0
  for (let k = 0; k < along.length; k++) size += along[k] * turned[k]
  return turned.map((value) => value / size)
}

/**
 * The two values of b at which `root`, a rising function that is 0 at the estimate, reaches −target and target.
 * A side on which it never does is infinite; one that could not be followed (root gives NaN) is NaN: not found. The
 * functions here are nearly linear, so a guarded secant closes in within a few calls.
 */
export function limitsOfRoot(
  root: (b: number) => number,
  estimate: number,
  standardError: number,
  target: number,
): { lower: number; upper: number } {
  const side = (sign: 1 | -1): number => {
    let near = estimate
    let nearRoot = 0
    let far = estimate + sign * target * standardError
    let farRoot = root(far)
    // a first step too long for the fit to follow is halved
    for (let tries = 0; Number.isNaN(farRoot) && tries < 20; tries++) {
      far = (near + far) / 2
      farRoot = root(far)
    }
    let step = Math.abs(far - near)
    for (let tries = 0; sign * farRoot < target; tries++) {
      if (tries === 60 || (tries > 6 && Math.abs(farRoot - nearRoot) < 1e-6)) return sign * Infinity
      const further = far + sign * step
      const furtherRoot = root(further)
      if (Number.isNaN(furtherRoot)) {
        step /= 4
        continue
      }
      near = far
      nearRoot = farRoot
      far = further
      farRoot = furtherRoot
      step *= 1.6
    }
    if (!(sign * farRoot >= target)) return Number.NaN
    for (let iteration = 0; iteration < 80; iteration++) {
      let next = near + ((sign * target - nearRoot) * (far - near)) / (farRoot - nearRoot)
      // every third step halves, so that one end cannot stay for ever
      if (iteration % 3 === 2) next = (near + far) / 2
      const value = root(next)
      if (Number.isNaN(value)) return Number.NaN
      if (Math.abs(value - sign * target) < 1e-12 * target) return next
      if (sign * value < target) {
        near = next
        nearRoot = value
      } else {
        far = next
        farRoot = value
      }
      if (Math.abs(far - near) <= 1e-14 * Math.max(Math.abs(far), Math.abs(near))) break
    }
    return (near + far) / 2
  }
  return { lower: side(-1), upper: side(1) }
}
