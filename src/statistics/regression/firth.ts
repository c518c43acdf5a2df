import { NoConvergence, UnequalLengths } from '../../errors/index.ts'
import { chiSquare, normal } from '../distributions/index.ts'
import { requireBothClasses, requireFinite } from '../numerics/check-arguments.ts'
import { cholesky, crossProduct, invertCholesky } from '../numerics/linear-algebra.ts'
import type { Matrix } from '../numerics/matrix.ts'
import { climb } from '../numerics/newton.ts'
import { orthogonalised, rawCoefficients, rawCovariance, standardise } from './design.ts'
import { firthLikelihood } from './firth-likelihood.ts'
import { type ChiSquareTest, chiSquareTest } from './logistic-inference.ts'
import { limitsOfRoot, profileRoot } from './profile-limits.ts'

/** A logistic regression with Firth’s penalty. */
export interface FirthFit {
  /** The intercept first. */
  coefficients: Float64Array
  /**
   * From the inverse information of the augmented data, in which each row counts 1 + its leverage, as in logistf; tests and
   * intervals do not rest on them.
   */
  standardErrors: Float64Array
  covariance: Float64Array
  /** Penalised-likelihood-ratio p and profile limits of each coefficient, which agree; a limit that was not found is NaN. */
  inference: { chiSquare: number; p: number; lower: number; upper: number }[]
  fitted: Float64Array
  linearPredictor: Float64Array
  penalisedLogLikelihood: number
  /** With every coefficient but the intercept held at 0. */
  nullPenalisedLogLikelihood: number
  model: ChiSquareTest
}

/**
 * Logistic regression with Firth's penalty: log-likelihood + ½ log |information|. Finite where the outcome is separated.
 *
 * By Newton's method on the penalised likelihood itself, on centred and scaled columns: Firth's own scoring (logistf,
 * brglm2) converges ever more slowly as the leverage of a row nears one, as a level with one patient has it.
 * Heinze & Schemper 2002. Equals logistf::logistf (profile intervals and tests).
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns coefficients (log odds ratios), standard errors, profile intervals and penalised likelihood-ratio tests
 * @throws SingularDesign for a constant or dependent column (so for p ≥ n)
 * @throws OneClassOnly where a class has no row
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where x and y differ in rows
 * @throws NoConvergence where the iterations do not settle
 * @example
 * ```ts
 * import { firth, matrixFromColumns } from 'nomoscope/statistics'
 *
 * // separated; as if half a patient were added to each cell: log(4.5 × 4.5 / (0.5 × 0.5))
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * firth(x, [0, 0, 0, 0, 1, 1, 1, 1]).coefficients[1].toFixed(4) // → '4.3944'
 * ```
 */
export function firth(x: Matrix, y: ArrayLike<number>, level = 0.95): FirthFit {
  const { design, evaluate, full, coefficients, standardErrors, covariance } = estimate(x, y)
  const q = design.columns
  const start = new Float64Array(q)
  start[0] = full.parameters[0]
  const nothing = climb(evaluate, start, { free: [0] }).point
  const target = normal.upperQuantile((1 - level) / 2)
  const profile = (_: unknown, j: number) => {
    const root = profileRoot(design, evaluate, full, j)
    const limits = limitsOfRoot(root, coefficients[j], standardErrors[j], target)
    const statistic = root(0) ** 2
    return { chiSquare: statistic, p: chiSquare.upper(statistic, 1), ...limits }
  }
  return {
    coefficients,
    standardErrors,
    covariance,
    inference: Array.from(coefficients, profile),
    fitted: full.fitted,
    linearPredictor: full.eta,
    penalisedLogLikelihood: full.value,
    nullPenalisedLogLikelihood: nothing.value,
    model: chiSquareTest(Math.max(0, 2 * (full.value - nothing.value)), x.columns),
  }
}

/**
 * The estimates of `firth` alone: without the profiles of its tests and intervals, which take a hundred times as long.
 *
 * @param x n × p, one column a predictor in its own unit, none for the intercept
 * @param y n outcomes, 0 or 1
 * @returns coefficients (the intercept first), standard errors and covariance
 * @throws SingularDesign for a constant or dependent column (so for p ≥ n)
 * @throws OneClassOnly where a class has no row
 * @throws NotBinary for an outcome other than 0 or 1
 * @throws NotFinite for a value that is NaN or infinite
 * @throws UnequalLengths where x and y differ in rows
 * @throws NoConvergence where the iterations do not settle
 * @example
 * ```ts
 * import { firthEstimate, matrixFromColumns } from 'nomoscope/statistics'
 *
 * const x = matrixFromColumns([[0, 0, 0, 0, 1, 1, 1, 1]])
 * firthEstimate(x, [0, 0, 0, 0, 1, 1, 1, 1]).coefficients[1].toFixed(4) // → '4.3944'
 * ```
 */
export function firthEstimate(
  x: Matrix,
  y: ArrayLike<number>,
): Pick<FirthFit, 'coefficients' | 'standardErrors' | 'covariance'> {
  const { coefficients, standardErrors, covariance } = estimate(x, y)
  return { coefficients, standardErrors, covariance }
}

function estimate(x: Matrix, y: ArrayLike<number>) {
  const { rows: n } = x
  if (y.length !== n) throw UnequalLengths('x', n, 'y', y.length)
  requireFinite(x.values, 'x')
  const { positive } = requireBothClasses(y)
  const once = new Float64Array(n).fill(1)
  const design = orthogonalised(standardise(x, once, true), once)
  const q = design.columns
  const evaluate = firthLikelihood(design, y)
  const start = new Float64Array(q)
  start[0] = Math.log((positive + 0.5) / (n - positive + 0.5))
  const { point: full, converged, iterations } = climb(evaluate, start)
  if (!converged) throw NoConvergence("Firth's regression", iterations)
  const augmented = crossProduct(design.values, n, q, full.augmentedVariance)
  cholesky(augmented, q, 0)
  const covariance = rawCovariance(invertCholesky(augmented, q), design)
  const standardErrors = Float64Array.from({ length: q }, (_, j) => Math.sqrt(covariance[j * q + j]))
  const coefficients = rawCoefficients(full.parameters, design)
  return { design, evaluate, full, coefficients, standardErrors, covariance }
}
