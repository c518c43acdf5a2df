import { normal } from '../../statistics/distributions/index.ts'

/** Net benefit at one threshold, with what treating everybody would give. */
export interface NetBenefitRow {
  threshold: number
  netBenefit: number
  lower: number
  upper: number
  treatAll: number
  /** Fewer interventions a hundred patients than treating all, at the same number of true positives. */
  avoided: number
  /** Patients at or above the threshold, and those of them with the outcome. */
  called: number
  truePositives: number
}

/**
 * Net benefit of treating those with risk ≥ threshold, as the mean over patients of 1 with the outcome and −odds of the
 * threshold without it, with the interval of that mean (Sande 2020). Vickers & Elkin 2006.
 */
export function netBenefitRows(
  predictions: readonly { risk: number; outcome: number }[],
  thresholds: readonly number[],
): NetBenefitRow[] {
  const n = predictions.length
  const z = normal.upperQuantile(0.025)
  const share = predictions.reduce((sum, { outcome }) => sum + outcome, 0) / n
  return thresholds.map((threshold) => {
    const odds = threshold / (1 - threshold)
    const called = predictions.filter(({ risk }) => risk >= threshold)
    const truePositives = called.reduce((sum, { outcome }) => sum + outcome, 0)
    const falsePositives = called.length - truePositives
    const netBenefit = (truePositives - odds * falsePositives) / n
    const variance = (truePositives + odds * odds * falsePositives - n * netBenefit ** 2) / (n - 1)
    // where nobody is called the mean is of noughts, and an interval of no width would be a claim
    const half = called.length > 0 ? z * Math.sqrt(Math.max(0, variance) / n) : Number.NaN
    const treatAll = share - odds * (1 - share)
    return {
      threshold,
      netBenefit,
      lower: netBenefit - half,
      upper: netBenefit + half,
      treatAll,
      avoided: (100 * (netBenefit - treatAll)) / odds,
      called: called.length,
      truePositives,
    }
  })
}
