import { brentRoot } from '../numerics/brent.ts'
import { cholesky, crossProduct, quadraticForm, solveCholesky } from '../numerics/linear-algebra.ts'

/** A linear model with an intercept for each patient. */
export interface RandomInterceptFit {
  coefficients: Float64Array
  /** Variance between patients over that within them. */
  ratio: number
  /** Residual standard deviation. */
  sigma: number
}

/** Ends of the search for the ratio of standard deviations, and its places along the logarithm. */
const [least, most, places] = [1e-3, 1e3, 61]

/**
 * Fits outcomes on one design with a random intercept for each patient, by restricted maximum likelihood: as lme4's
 * `lmer(y ~ 0 + X + (1 | patient))`. The one parameter that is searched for is the ratio of the two standard deviations.
 * design  n × q, column after column
 * Gives the first column that depends on those before it where there is one.
 */
export function randomIntercept(
  design: Float64Array,
  n: number,
  q: number,
  patient: ArrayLike<number>,
): { confounded: number } | { fit: (y: Float64Array) => RandomInterceptFit } {
  const cross = crossProduct(design, n, q, new Float64Array(n).fill(1))
  const factor = Float64Array.from(cross)
  const confounded = cholesky(factor, q, 1e-10)
  if (confounded >= 0) return { confounded }
  const groupOf = new Map<number, number>()
  for (let i = 0; i < n; i++) if (!groupOf.has(patient[i])) groupOf.set(patient[i], groupOf.size)
  const own = Int32Array.from({ length: n }, (_, i) => groupOf.get(patient[i])!)
  const sizes = new Float64Array(groupOf.size)
  const sums = new Float64Array(groupOf.size * q)
  for (let i = 0; i < n; i++) {
    sizes[own[i]]++
    for (let j = 0; j < q; j++) sums[own[i] * q + j] += design[j * n + i]
  }
  return { fit }

  function fit(outcome: Float64Array): RandomInterceptFit {
    // What ordinary least squares explains is taken out first: sums of squares of large numbers would lose the rest.
    const plain = solveCholesky(factor, q, timesDesign(outcome))
    const y = outcome.map((value, i) => {
      let left = value
      for (let j = 0; j < q; j++) left -= design[j * n + i] * plain[j]
      return left
    })
    const found = fitResiduals(y)
    return { ...found, coefficients: found.coefficients.map((value, j) => value + plain[j]) }
  }

  function timesDesign(y: Float64Array): Float64Array {
    const right = new Float64Array(q)
    for (let j = 0; j < q; j++) for (let i = 0; i < n; i++) right[j] += design[j * n + i] * y[i]
    return right
  }

  function fitResiduals(y: Float64Array): RandomInterceptFit {
    const right = timesDesign(y)
    const totals = new Float64Array(sizes.length)
    let squares = 0
    for (let i = 0; i < n; i++) {
      totals[own[i]] += y[i]
      squares += y[i] * y[i]
    }
    const at = (ratio: number) => atRatio(ratio, right, totals, squares)
    const of = (logarithm: number) => at(Math.exp(2 * logarithm))
    const step = Math.log(most / least) / (places - 1)
    let [best, lowest] = [0, Infinity]
    for (let k = 0; k < places; k++) {
      const value = of(Math.log(least) + k * step).criterion
      if (value < lowest) [best, lowest] = [Math.log(least) + k * step, value]
    }
    const slope = (logarithm: number) => of(logarithm).slope
    const [from, to] = [best - step, best + step]
    const logarithm = slope(from) < 0 && slope(to) > 0 ? brentRoot(slope, from, to, 1e-13) : best
    const none = at(0)
    const found = of(logarithm)
    return none.criterion <= found.criterion ? none : found
  }

  /** The fit of a stated ratio, and −2 log restricted likelihood without its constants, with its slope. */
  function atRatio(ratio: number, right: Float64Array, totals: Float64Array, squares: number) {
    const normal = Float64Array.from(cross)
    const b = Float64Array.from(right)
    let [rest, logs] = [squares, 0]
    for (let g = 0; g < sizes.length; g++) {
      const weight = ratio / (1 + sizes[g] * ratio)
      logs += Math.log1p(sizes[g] * ratio)
      rest -= weight * totals[g] * totals[g]
      for (let j = 0; j < q; j++) {
        const scaled = weight * sums[g * q + j]
        b[j] -= scaled * totals[g]
        for (let k = 0; k < q; k++) normal[j * q + k] -= scaled * sums[g * q + k]
      }
    }
    const beside = Float64Array.from(b)
    cholesky(normal, q, 0)
    const coefficients = solveCholesky(normal, q, b)
    for (let j = 0; j < q; j++) {
      rest -= coefficients[j] * beside[j]
      logs += 2 * Math.log(normal[j * q + j])
    }
    // the criterion's derivative by the ratio; the coefficients are where the rest is least, and add nothing to it
    let slope = 0
    for (let g = 0; g < sizes.length; g++) {
      const own = sums.subarray(g * q, (g + 1) * q)
      let left = totals[g]
      for (let j = 0; j < q; j++) left -= own[j] * coefficients[j]
      const rate = 1 / (1 + sizes[g] * ratio) ** 2
      const spread = quadraticForm(normal, q, Float64Array.from(own))
      slope += sizes[g] / (1 + sizes[g] * ratio) - rate * (spread + ((n - q) * left * left) / rest)
    }
    const criterion = (n - q) * Math.log(rest) + logs
    return { coefficients, ratio, sigma: Math.sqrt(rest / (n - q)), criterion, slope }
  }
}
