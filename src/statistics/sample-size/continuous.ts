import { InvalidArgument } from '../../errors/index.ts'
import { studentT } from '../distributions/index.ts'

/** What the size of a study that develops a model of a number depends on. */
export interface ContinuousDevelopment {
  /** Candidate parameters before any selection. */
  parameters: number
  /** Adjusted R² that is expected, between 0 and 1. */
  rSquared: number
  /** Mean and standard deviation of the outcome, in its unit. */
  mean: number
  sd: number
  /** Smallest acceptable shrinkage, 0.9 unless told. */
  shrinkage?: number
}

/** Patients needed to develop a model of a number. */
export interface ContinuousSize {
  criteria: { name: string; n: number; shrinkage: number; patientsPerParameter: number }[]
  /** The largest of the criteria. */
  n: number
  shrinkage: number
}

/** Within which factor the residual spread and the mean are wanted. */
const margin = 1.1

/**
 * Patients needed to develop a linear model by Riley's four criteria (2019, part I): little shrinkage, R² that is no more
 * than 0.05 too high, residual standard deviation and mean outcome within 10%.
 *
 * Equals pmsampsize(type = "c") but where the mean decides: its search has the sign of a quantile wrong there and ends
 * after one step.
 *
 * @param given parameters, R², mean and standard deviation
 * @returns patients for each criterion and in all
 * @throws InvalidArgument for values outside their range, and a mean of 0, which no margin can be a share of
 * @example
 * ```ts
 * import { developmentSizeContinuous } from 'nomoscope/statistics'
 *
 * developmentSizeContinuous({ parameters: 25, rSquared: 0.2, mean: 1.9, sd: 0.6 }).n // → 918
 * ```
 */
export function developmentSizeContinuous(given: ContinuousDevelopment): ContinuousSize {
  const { parameters, rSquared, mean, sd, shrinkage = 0.9 } = given
  if (!(Number.isInteger(parameters) && parameters > 0))
    throw InvalidArgument('The parameters', 'a whole number above 0')
  if (!(rSquared > 0 && rSquared < 1)) throw InvalidArgument('R²', 'between 0 and 1')
  if (!(shrinkage > 0 && shrinkage < 1)) throw InvalidArgument('The shrinkage', 'between 0 and 1')
  if (!(sd > 0 && sd < Infinity)) throw InvalidArgument('The standard deviation', 'positive')
  if (!(Math.abs(mean) > 0 && Math.abs(mean) < Infinity)) throw InvalidArgument('The mean', 'other than 0')
  const shrinkageAt = (n: number) => {
    const apparent = (rSquared * (n - parameters - 1) + parameters) / (n - 1)
    return 1 + (parameters - 2) / (n * Math.log(1 - apparent))
  }
  let first = parameters + 2
  while (!(shrinkageAt(first) >= shrinkage)) first++
  const second = Math.ceil(1 + (parameters * (1 - rSquared)) / 0.05)
  const third = 234 + parameters
  let fourth = Math.max(first, second, third)
  const half = (n: number) =>
    Math.sqrt((sd * sd * (1 - rSquared)) / n) * studentT.upperQuantile(0.025, n - parameters - 1)
  while (half(fourth) > (margin - 1) * Math.abs(mean)) fourth++
  const criteria = Object.entries({
    shrinkage: first,
    'optimism of R² at most 0.05': second,
    'residual standard deviation within 10%': third,
    'mean outcome within 10%': fourth,
  }).map(([name, n]) => ({ name, n, shrinkage: shrinkageAt(n), patientsPerParameter: n / parameters }))
  return { criteria, n: fourth, shrinkage: shrinkageAt(fourth) }
}
