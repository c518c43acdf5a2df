import { ConstantValues, ImpossibleCount, InvalidArgument, TooFewValues, UnequalLengths } from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { normal, studentT } from '../distributions/index.ts'
import type { Counts } from '../tests/table.ts'

/** A kappa with its standard error and interval. */
export interface Kappa {
  kappa: number
  /** Of kappa itself, for its interval; not the one under chance. */
  standardError: number
  lower: number
  upper: number
  /** Share of subjects on which the raters agree (by weight, where weighted). */
  agreement: number
  n: number
}

/** How far apart two categories count: only whether equal, or 1 - |i - j| / (k - 1), or its square (like an ICC). */
export type KappaWeights = 'none' | 'linear' | 'quadratic'

/**
 * Cohen's kappa of two raters. Equals psych's cohen.kappa; weighted kappa for ordered categories.
 *
 * Limits are clipped to -1..1. The weighted standard error is Fleiss, Cohen & Everitt's 1969, which psych 2.2.9 departs
 * from.
 *
 * @param counts k × k counts: rows the first rater’s categories in order, columns the second’s (see `crossTable`)
 * @param weights how far apart two categories count
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns kappa with its standard error and interval, the agreement (0 to 1) and n
 * @throws UnequalLengths where the table is not square
 * @throws ImpossibleCount for a count that is not a whole number from 0
 * @throws TooFewValues for an empty table
 * @throws ConstantValues where both put all in one category
 * @example
 * ```ts
 * import { cohenKappa } from 'nomoscope/statistics'
 *
 * const { kappa, agreement } = cohenKappa([[20, 5], [10, 15]])
 * agreement // → 0.7
 * kappa.toFixed(3) // → '0.400'
 * ```
 */
export function cohenKappa(counts: Counts, weights: KappaWeights = 'none', level = 0.95): Kappa {
  const k = counts.length
  let n = 0
  for (const row of counts) {
    if (row.length !== k) throw UnequalLengths('The table', k, 'a row', row.length)
    for (let j = 0; j < k; j++) {
      if (!(Number.isSafeInteger(row[j]) && row[j] >= 0)) throw ImpossibleCount(row[j])
      n += row[j]
    }
  }
  if (n < 1) throw TooFewValues("Cohen's kappa", 1, n)
  const weight = (i: number, j: number) => {
    if (weights === 'none') return i === j ? 1 : 0
    const distance = Math.abs(i - j) / (k - 1)
    return 1 - (weights === 'linear' ? distance : distance * distance)
  }
  const first = new Float64Array(k)
  const second = new Float64Array(k)
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      first[i] += counts[i][j] / n
      second[j] += counts[i][j] / n
    }
  const ofFirst = new Float64Array(k)
  const ofSecond = new Float64Array(k)
  let seen = 0
  let chance = 0
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++) {
      const w = weight(i, j)
      seen += (w * counts[i][j]) / n
      chance += w * first[i] * second[j]
      ofFirst[i] += w * second[j]
      ofSecond[j] += w * first[i]
    }
  if (1 - chance < 1e-14) throw ConstantValues('both raters')
  const kappa = (seen - chance) / (1 - chance)
  let sum = 0
  for (let i = 0; i < k; i++)
    for (let j = 0; j < k; j++)
      sum += (counts[i][j] / n) * (weight(i, j) * (1 - chance) - (ofFirst[i] + ofSecond[j]) * (1 - seen)) ** 2
  const variance = (sum - (seen * chance - 2 * chance + seen) ** 2) / (n * pow(1 - chance, 4))
  const standardError = Math.sqrt(Math.max(0, variance))
  const half = normal.upperQuantile((1 - level) / 2) * standardError
  return {
    kappa,
    standardError,
    lower: Math.max(-1, kappa - half),
    upper: Math.min(1, kappa + half),
    agreement: seen,
    n,
  }
}

/** Fleiss’ kappa with its test against chance. */
export interface FleissKappa extends Kappa {
  /** Against chance, with the standard error under it. */
  z: number
  p: number
}

/**
 * Fleiss' kappa of two or more raters. z equals irr's kappam.fleiss, the interval irrCAC's fleiss.kappa.raw.
 *
 * Sources: Fleiss 1971 with the errata's standard error (Fleiss, Nee & Landis 1979); Gwet 2008 for the interval.
 *
 * @param raters m arrays of n whole category numbers from 0, one a rater
 * @param level confidence level, between 0 and 1; 0.95 unless told
 * @returns kappa with its interval, and z and p against chance
 * @throws UnequalLengths where a rater has more or fewer subjects
 * @throws InvalidArgument for a category that is not a whole number from 0 to 9,999
 * @throws TooFewValues below two raters or subjects
 * @throws ConstantValues where all are in one category
 * @example
 * ```ts
 * import { fleissKappa } from 'nomoscope/statistics'
 *
 * fleissKappa([[0, 0, 1, 1], [0, 0, 1, 0], [0, 0, 1, 1]]).kappa.toFixed(3) // → '0.657'
 * ```
 */
export function fleissKappa(raters: readonly ArrayLike<number>[], level = 0.95): FleissKappa {
  const m = raters.length
  if (m < 2) throw TooFewValues("Fleiss' kappa over raters", 2, m)
  const n = raters[0].length
  if (n < 2) throw TooFewValues("Fleiss' kappa over subjects", 2, n)
  let k = 0
  raters.forEach((ratings, j) => {
    if (ratings.length !== n) throw UnequalLengths('The first rater', n, `rater ${j + 1}`, ratings.length)
    for (let i = 0; i < n; i++) {
      if (!(Number.isInteger(ratings[i]) && ratings[i] >= 0 && ratings[i] < 10_000))
        throw InvalidArgument('A category', 'a whole number from 0 to 9,999')
      k = Math.max(k, ratings[i] + 1)
    }
  })
  if (n * k > 1e8) throw InvalidArgument('Subjects times categories', 'at most 100,000,000')
  const counts = new Uint32Array(n * k)
  const share = new Float64Array(k)
  for (const ratings of raters)
    for (let i = 0; i < n; i++) {
      counts[i * k + ratings[i]]++
      share[ratings[i]] += 1 / (n * m)
    }
  let chance = 0
  let spread = 0
  let skew = 0
  for (const p of share) {
    chance += p * p
    spread += p * (1 - p)
    skew += p * (1 - p) * (1 - 2 * p)
  }
  if (1 - chance < 1e-14) throw ConstantValues('all raters')
  const own = new Float64Array(n)
  const ownChance = new Float64Array(n)
  let seen = 0
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < k; c++) {
      const count = counts[i * k + c]
      own[i] += (count * (count - 1)) / (m * (m - 1))
      ownChance[i] += (share[c] * count) / m
    }
    seen += own[i] / n
  }
  const kappa = (seen - chance) / (1 - chance)
  const underChance = Math.sqrt((2 * (spread ** 2 - skew)) / (n * m * (m - 1))) / spread
  let sum = 0
  for (let i = 0; i < n; i++) {
    const alone = (own[i] - chance) / (1 - chance) - (2 * (1 - kappa) * (ownChance[i] - chance)) / (1 - chance)
    sum += (alone - kappa) ** 2
  }
  const standardError = Math.sqrt(sum / (n * (n - 1)))
  const half = studentT.upperQuantile((1 - level) / 2, n - 1) * standardError
  const z = kappa / underChance
  return {
    kappa,
    standardError,
    lower: Math.max(-1, kappa - half),
    upper: Math.min(1, kappa + half),
    agreement: seen,
    n,
    z,
    p: normal.twoSided(z),
  }
}
