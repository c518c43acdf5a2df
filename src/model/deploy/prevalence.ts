/**
 * The intercept for a population in which the outcome has another share than in the study, where patients were sampled by
 * outcome: moved by the difference of the log odds (Steyerberg 2019, 19.3). Odds ratios and the AUC stay as they are.
 */
export function interceptForPrevalence(intercept: number, studyShare: number, share: number): number {
  const logit = (p: number) => Math.log(p / (1 - p))
  return intercept + logit(share) - logit(studyShare)
}

/** Predictive values where a share `share` has the outcome, of a test with this sensitivity and specificity (Bayes). */
export function predictiveValues(
  sensitivity: number,
  specificity: number,
  share: number,
): { ppv: number; npv: number } {
  const [right, wrong] = [sensitivity * share, (1 - specificity) * (1 - share)]
  const [negative, missed] = [specificity * (1 - share), (1 - sensitivity) * share]
  return { ppv: right / (right + wrong), npv: negative / (negative + missed) }
}
