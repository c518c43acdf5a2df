/**
 * The intercept for a population in which the outcome has another share than in the study, where patients were sampled by
 * outcome: moved by the difference of the log odds (Steyerberg 2019, 19.3). Odds ratios and the AUC stay as they are.
 *
 * @param intercept the model's
 * @param studyShare share with the outcome in the study, between 0 and 1
 * @param share the same in the population
 * @returns the intercept, log odds
 * @example
 * ```ts
 * import { interceptForPrevalence } from 'nomoscope/model'
 * interceptForPrevalence(0, 0.5, 0.2).toFixed(4) // → '-1.3863'
 * ```
 */
export function interceptForPrevalence(intercept: number, studyShare: number, share: number): number {
  const logit = (p: number) => Math.log(p / (1 - p))
  return intercept + logit(share) - logit(studyShare)
}

/**
 * Predictive values where a share `share` has the outcome, of a test with this sensitivity and specificity (Bayes).
 *
 * @param sensitivity 0 to 1
 * @param specificity 0 to 1
 * @param share of those tested who have the outcome, 0 to 1
 * @returns positive and negative predictive value; NaN where nobody tests so
 * @example
 * ```ts
 * import { predictiveValues } from 'nomoscope/model'
 * const { ppv, npv } = predictiveValues(0.9, 0.8, 0.1)
 * ppv.toFixed(3) // → '0.333'
 * npv.toFixed(3) // → '0.986'
 * ```
 */
export function predictiveValues(
  sensitivity: number,
  specificity: number,
  share: number,
): { ppv: number; npv: number } {
  const [right, wrong] = [sensitivity * share, (1 - specificity) * (1 - share)]
  const [negative, missed] = [specificity * (1 - share), (1 - sensitivity) * share]
  return { ppv: right / (right + wrong), npv: negative / (negative + missed) }
}
