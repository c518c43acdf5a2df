import { InvalidArgument } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { normal } from '../distributions/index.ts'
import { rNormalStream } from './r-normal.ts'

/** What one criterion asks for. */
export interface SizeCriterion {
  name: string
  n: number
  /** Expected shrinkage with that n. */
  shrinkage: number
  /** Events per candidate parameter. */
  eventsPerParameter: number
}

/** Patients needed to develop a model. */
export interface DevelopmentSize {
  criteria: SizeCriterion[]
  /** The largest of the criteria. */
  n: number
  events: number
  shrinkage: number
  coxSnell: number
  largestCoxSnell: number
  nagelkerke: number
}

/** What the size of a study that develops a model of a binary outcome depends on. */
export interface BinaryDevelopment {
  /** Candidate parameters before any selection: for radiomics all features, not those that LASSO keeps. */
  parameters: number
  /** Share of patients with the outcome, between 0 and 1. */
  prevalence: number
  /** How well the model is expected to do, given in one of three ways. */
  coxSnell?: number
  nagelkerke?: number
  cStatistic?: number
  /** Smallest acceptable shrinkage, 0.9 unless told. */
  shrinkage?: number
}

/**
 * Patients needed to develop a model of a binary outcome. Equals pmsampsize(type = "b").
 *
 * Criterion 1 a shrinkage of 0.9; 2 at most 0.05 between apparent and adjusted Nagelkerke R²; 3 the overall risk to 0.05.
 * A C statistic goes through Cox-Snell R² by pmsampsize's own simulation (10⁶ normals from seed 123456, rounded to four
 * places), a Nagelkerke R² is rounded to three places, as there.
 * Source: Riley et al. 2020, BMJ 368:m441.
 *
 * @param given candidate parameters, prevalence and the expected performance, given in one way
 * @returns the n of each criterion and the largest; events, shrinkage and R² with it
 * @throws InvalidArgument outside the ranges
 * @example
 * ```ts
 * import { developmentSizeBinary } from 'nomoscope/statistics'
 *
 * // the example of pmsampsize's manual
 * developmentSizeBinary({ coxSnell: 0.288, parameters: 24, prevalence: 0.174 }).n // → 662
 * ```
 */
export function developmentSizeBinary(given: BinaryDevelopment): DevelopmentSize {
  const { parameters, prevalence, shrinkage = 0.9 } = given
  requireShare('The prevalence', prevalence)
  requireParameters(parameters)
  const largest = 1 - Math.exp(2 * (prevalence * Math.log(prevalence) + (1 - prevalence) * Math.log(1 - prevalence)))
  const coxSnell = expectedCoxSnell(given, largest)
  const criteria = shrinkageCriteria(parameters, coxSnell, largest, shrinkage, (n) => n * prevalence)
  const risk = Math.ceil((1.96 / 0.05) ** 2 * (prevalence * (1 - prevalence)))
  return finish(criteria, risk, parameters, coxSnell, largest, (n) => n * prevalence)
}

/** What the size of a study that develops a model of survival depends on. */
export interface SurvivalDevelopment {
  parameters: number
  /** Cox-Snell R², or Nagelkerke's, or Harrell's C. */
  coxSnell?: number
  nagelkerke?: number
  cStatistic?: number
  /** Events per patient and unit of time. */
  rate: number
  /** When risk is predicted, and mean follow-up, in the same unit. */
  timepoint: number
  meanFollowUp: number
  shrinkage?: number
}

/** Patients needed to develop a model of survival. */
export interface SurvivalSize extends DevelopmentSize {
  /** Risk at `timepoint` with the interval that n patients would give it. */
  risk: { value: number; lower: number; upper: number }
}

/**
 * Patients needed to develop a model of survival. Equals pmsampsize(type = "s").
 * As there, criterion 3 raises no n: it reports the interval of the overall risk that n gives.
 * Source: Riley et al. 2019, Stat Med 38:1276.
 *
 * @param given candidate parameters, expected R², event rate per unit of time, horizon and mean follow-up in that
 *   unit
 * @returns the n of each criterion and the largest, and the overall risk with its interval
 * @throws InvalidArgument outside the ranges
 * @example
 * ```ts
 * import { developmentSizeSurvival } from 'nomoscope/statistics'
 *
 * // the example of pmsampsize's manual
 * const size = developmentSizeSurvival({
 *   coxSnell: 0.051,
 *   parameters: 30,
 *   rate: 0.065,
 *   timepoint: 2,
 *   meanFollowUp: 2.07,
 * })
 * size.n // → 5143
 * ```
 */
export function developmentSizeSurvival(given: SurvivalDevelopment): SurvivalSize {
  const { parameters, rate, timepoint, meanFollowUp, shrinkage = 0.9 } = given
  requireParameters(parameters)
  for (const [name, value] of Object.entries({ rate, timepoint, meanFollowUp }))
    if (!(value > 0 && value < Infinity)) throw InvalidArgument(name, 'positive')
  // pmsampsize takes the largest R² from whole events among 10,000 patients.
  const events = Math.ceil(rate * meanFollowUp * 10_000)
  const largest = 1 - Math.exp((2 * (events * Math.log(events / 10_000) - events)) / 10_000)
  const perPatient = rate * meanFollowUp
  const scale = 1 - Math.exp(2 * (perPatient * Math.log(perPatient) - perPatient))
  const { cStatistic, ...others } = given
  const ofC = cStatistic === undefined ? {} : { coxSnell: coxSnellOfSurvivalC(cStatistic, perPatient) }
  const coxSnell = expectedCoxSnell({ ...others, ...ofC }, scale)
  const criteria = shrinkageCriteria(parameters, coxSnell, largest, shrinkage, (n) => n * perPatient)
  const n = Math.max(...criteria.map((criterion) => criterion.n))
  const error = 1.96 * Math.sqrt(rate / (Math.round(meanFollowUp * n * 10) / 10))
  const risk = (hazard: number) => 1 - Math.exp(-hazard * timepoint)
  return {
    ...finish(criteria, n, parameters, coxSnell, largest, (size) => size * perPatient),
    risk: { value: risk(rate), lower: risk(rate - error), upper: risk(rate + error) },
  }
}

/**
 * Cox-Snell R² of a logistic model whose score has this C statistic: pmsampsize's simulation, unrounded.
 *
 * @param cStatistic C, between 0.5 and 1
 * @param prevalence share with the outcome, between 0 and 1
 * @returns Cox-Snell R², 0 to 1
 * @throws InvalidArgument outside the ranges
 * @example
 * ```ts
 * import { coxSnellOfCStatistic } from 'nomoscope/statistics'
 *
 * coxSnellOfCStatistic(0.89, 0.174).toFixed(2) // → '0.29'
 * ```
 */
export function coxSnellOfCStatistic(cStatistic: number, prevalence: number) {
  requireShare('The prevalence', prevalence)
  if (!(cStatistic > 0.5 && cStatistic < 1)) throw InvalidArgument('The C statistic', 'between 0.5 and 1')
  const n = 1_000_000
  const zeros = Math.floor(prevalence * n)
  const ones = Math.floor((1 - prevalence) * n)
  const draw = rNormalStream(123456)
  const mu = Math.SQRT2 * normal.quantile(cStatistic)
  const score = Float64Array.from({ length: zeros + ones }, (_, i) => draw() + (i < zeros ? 0 : mu))
  // One score: Newton's steps from the coefficients that the two normals imply.
  let slope = mu
  let intercept = Math.log(ones / zeros) - (mu * mu) / 2
  let deviance = 0
  for (let step = 0; step < 25; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    let logLikelihood = 0
    for (let i = 0; i < score.length; i++) {
      const x = score[i]
      const eta = intercept + slope * x
      const p = 1 / (1 + Math.exp(-eta))
      const residual = (i < zeros ? 0 : 1) - p
      const weight = p * (1 - p)
      logLikelihood += Math.log(i < zeros ? 1 - p : p)
      g0 += residual
      g1 += residual * x
      h00 += weight
      h01 += weight * x
      h11 += weight * x * x
    }
    const determinant = h00 * h11 - h01 * h01
    intercept += (h11 * g0 - h01 * g1) / determinant
    slope += (h00 * g1 - h01 * g0) / determinant
    const last = deviance
    deviance = -2 * logLikelihood
    if (Math.abs(deviance - last) < 1e-8 * deviance) break
  }
  const total = zeros + ones
  const nullDeviance = -2 * (zeros * Math.log(zeros / total) + ones * Math.log(ones / total))
  return 1 - Math.exp(-(nullDeviance - deviance) / n)
}

/**
 * Cox and Snell's R² of a survival model that a Harrell's C implies, by way of Royston's D (Jinks, Royston & Parmar 2015),
 * its R²_D and O'Quigley's R² (Riley 2019, part II).
 *
 * @param cStatistic Harrell's C, between 0.5 and 1
 * @param eventsPerPatient share of the patients with the event
 * @returns R², 0 to 1
 * @throws InvalidArgument for a C outside its range
 * @example
 * ```ts
 * import { coxSnellOfSurvivalC } from 'nomoscope/statistics'
 *
 * coxSnellOfSurvivalC(0.7, 0.13455).toFixed(4) // → '0.0342'
 * ```
 */
export function coxSnellOfSurvivalC(cStatistic: number, eventsPerPatient: number): number {
  if (!(cStatistic > 0.5 && cStatistic < 1)) throw InvalidArgument('The C statistic', 'between 0.5 and 1')
  const above = cStatistic - 0.5
  const d = 5.5 * above + 10.26 * pow(above, 3)
  const variance = Math.PI ** 2 / 6
  const explained = (d * d * Math.PI) / 8
  const ofD = explained / (variance + explained)
  const oQuigley = (-variance * ofD) / ((1 - variance) * ofD - variance)
  return 1 - Math.exp(eventsPerPatient * Math.log(1 - oQuigley))
}

function expectedCoxSnell(
  given: { coxSnell?: number; nagelkerke?: number; cStatistic?: number; prevalence?: number },
  largest: number,
) {
  const { coxSnell, nagelkerke, cStatistic, prevalence } = given
  const ways = [coxSnell, nagelkerke, cStatistic].filter((value) => value !== undefined)
  if (ways.length !== 1) throw InvalidArgument('The expected performance', 'given in exactly one way')
  if (coxSnell !== undefined) return coxSnell
  if (nagelkerke !== undefined) return Math.round(nagelkerke * largest * 1000) / 1000
  return Math.round(coxSnellOfCStatistic(cStatistic!, prevalence!) * 10_000) / 10_000
}

function shrinkageCriteria(
  parameters: number,
  coxSnell: number,
  largest: number,
  shrinkage: number,
  events: (n: number) => number,
): SizeCriterion[] {
  requireShare('The shrinkage', shrinkage)
  if (!(coxSnell > 0 && coxSnell < Math.min(largest, shrinkage)))
    throw InvalidArgument(
      'Cox-Snell R²',
      `above 0 and below both ${largest.toFixed(3)}, its largest, and the shrinkage`,
    )
  const size = (s: number) => Math.ceil(parameters / ((s - 1) * Math.log(1 - coxSnell / s)))
  const small = coxSnell / (coxSnell + 0.05 * largest)
  return [
    { name: 'shrinkage', shrinkage },
    { name: 'optimism of R² at most 0.05', shrinkage: small },
  ].map((criterion) => {
    const n = size(criterion.shrinkage)
    return { ...criterion, n, eventsPerParameter: events(n) / parameters }
  })
}

function finish(
  criteria: SizeCriterion[],
  third: number,
  parameters: number,
  coxSnell: number,
  largest: number,
  events: (n: number) => number,
): DevelopmentSize {
  const shrinkage = Math.max(...criteria.map((criterion) => criterion.shrinkage))
  const risk = { name: 'overall risk to 0.05', n: third, shrinkage, eventsPerParameter: events(third) / parameters }
  const all = [...criteria, risk]
  const n = Math.max(...all.map((criterion) => criterion.n))
  return {
    criteria: all,
    n,
    events: events(n),
    shrinkage,
    coxSnell,
    largestCoxSnell: largest,
    nagelkerke: coxSnell / largest,
  }
}

function requireShare(name: string, value: number) {
  if (!(value > 0 && value < 1)) throw InvalidArgument(name, 'between 0 and 1')
}

function requireParameters(parameters: number) {
  if (!(Number.isSafeInteger(parameters) && parameters >= 1))
    throw InvalidArgument('The number of candidate parameters', 'a whole number from 1')
}
