import { InvalidArgument } from '../../errors/index.ts'
import { quantileOfSorted } from '../descriptive/descriptive.ts'
import { requireFinite } from '../numerics/check-arguments.ts'
import { type Matrix, matrixFromColumns } from '../numerics/matrix.ts'
import { splineFunction } from './spline-function.ts'

/**
 * Default knots of a restricted cubic spline: quantiles of x (outer 0.10 for 3 knots, 0.05 for 4 to 6, 0.025 above, the
 * rest evenly between); below 100 values the outer ones are the 5th smallest and 5th largest; a value that holds 5% or more of the
 * rows at one end counts as a knot's place of its own. Equals Hmisc::rcspline.eval(knots.only = TRUE).
 *
 * @param x n finite numbers, any unit
 * @param count number of knots, 3 or more
 * @returns the knots, rising, in the unit of x
 * @throws InvalidArgument for fewer than 3 knots, fewer than 6 numbers, or too few different ones
 * @throws NotFinite for a value that is NaN or infinite
 * @example
 * ```ts
 * import { splineKnots } from 'nomoscope/statistics'
 *
 * const ages = Array.from({ length: 100 }, (_, i) => i + 1)
 * Array.from(splineKnots(ages, 3), (knot) => knot.toFixed(1)) // → [ '10.9', '50.5', '90.1' ]
 * ```
 */
export function splineKnots(x: ArrayLike<number>, count = 5): Float64Array {
  requireFinite(x, 'x')
  if (!(Number.isInteger(count) && count >= 3)) throw InvalidArgument('the number of knots', 'at least 3')
  let values = Float64Array.from(x).sort()
  const n = values.length
  if (n < 6) throw InvalidArgument('x', 'at least 6 numbers, or give the knots')
  const unique = [...new Set(values)]
  if (unique.length - 2 <= count) return atLeastThree(unique.slice(1, -1))
  const outer = count > 6 ? 0.025 : count > 3 ? 0.05 : 0.1
  const shares = new Float64Array(unique.length)
  for (let i = 0, k = 0; i < n; i++) {
    if (values[i] !== unique[k]) k++
    shares[k] += 1 / n
  }
  let heaviest = 0
  for (let k = 1; k < shares.length - 1; k++) heaviest = Math.max(heaviest, shares[k])
  const first: number[] = []
  const last: number[] = []
  let inner = count
  const heaped = 0.05
  if (heaviest < heaped) {
    if (shares[0] >= heaped) {
      first.push(unique[1])
      values = values.filter((value) => value > unique[1])
      inner--
    }
    if (shares[shares.length - 1] >= heaped) {
      const below = values.filter((value) => value < values[values.length - 1])
      const place = below[below.length - 1]
      last.push(place)
      values = values.filter((value) => value < place)
      inner--
    }
  }
  const start = inner === 2 ? 0.5 : outer
  const knots =
    inner === 1
      ? [quantileOfSorted(values, 0.5)]
      : Array.from({ length: inner }, (_, k) =>
          quantileOfSorted(values, start + (k * (1 - outer - start)) / (inner - 1)),
        )
  if (inner > 1 && values.length < 100) {
    if (first.length === 0) knots[0] = values[4]
    if (last.length === 0) knots[inner - 1] = values[values.length - 5]
  }
  return atLeastThree([...first, ...knots, ...last])
}

function atLeastThree(knots: number[]): Float64Array {
  const unique = [...new Set(knots)].sort((a, b) => a - b)
  if (unique.length < 3) throw InvalidArgument('x', 'of at least three distinct knots: too few different values')
  return Float64Array.from(unique)
}

/**
 * Basis of a restricted cubic spline: x itself and k − 2 further columns, linear beyond the outer knots; scaled by the
 * square of the knots' range. Stone & Koo 1985. Equals rms::rcs(x, knots).
 *
 * @param x n numbers, any unit
 * @param knots k rising numbers, three or more, in the unit of x
 * @returns n × (k − 1): x, then the spline’s columns
 * @throws InvalidArgument for fewer than three knots or knots that do not rise
 * @example
 * ```ts
 * import { splineBasis } from 'nomoscope/statistics'
 *
 * // (3³ − 2 × 2³ + 1³) / 2²
 * Array.from(splineBasis([4], [1, 2, 3]).values, (v) => v.toFixed(2)) // → [ '4.00', '3.00' ]
 * ```
 */
export function splineBasis(x: ArrayLike<number>, knots: ArrayLike<number>): Matrix {
  const k = knots.length
  if (k < 3) throw InvalidArgument('knots', 'at least three')
  for (let j = 1; j < k; j++) if (!(knots[j] > knots[j - 1])) throw InvalidArgument('knots', 'rising')
  const own = Float64Array.from(x)
  const further = Array.from({ length: k - 2 }, (_, j) => own.map((value) => splineFunction(value, knots, j + 1)))
  return matrixFromColumns([own, ...further])
}
