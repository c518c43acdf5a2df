import { type TextPart, text } from '../../with-numbers.ts'

/** Figures of cumulative incidence and of the Fine–Gray model. */
export const incidenceFigures = {
  incidence: 'Cumulative incidence',
  gray: (p: string) => `Gray p ${p}`,
  title: (label: string, by: string) => `Cumulative incidence by ${by}: ${label}`,
  caption: (other: string) =>
    `Aalen–Johansen estimates with ${other} as the competing event; bands are pointwise 95% intervals (log-log); ticks are censored patients.`,
  fineGray: 'Fine–Gray model',
  groups: 'Out of fold',
  risk: (time: string) => `Risk at ${time}, competing event considered`,
  nomogram: (label: string) => `Nomogram of the Fine–Gray model: ${label}`,
  nomogramCaption:
    'Points of each variable add up to the total, which gives the cumulative incidence of the event by each time where the competing event may come first. Fitted to complete cases, without shrinkage.',
  validation: (label: string) => `Calibration and net benefit of the Fine–Gray model: ${label}`,
  at: (time: TextPart, auc: TextPart, predicted: TextPart, observed: TextPart, lower: TextPart, upper: TextPart) =>
    text`at ${time} AUC ${auc}, mean predicted risk ${predicted}, observed ${observed} (95% CI ${lower}–${upper})`,
  validationCaption: (folds: TextPart, at: TextPart, last: TextPart) =>
    text`Risks out of fold (${folds} folds): ${at}. Dots are groups of risk with their Aalen–Johansen estimate and 95% interval; AUC against everybody without the event by the time, patients lost before weighted by inverse probability of censoring. Last, the decision curve at ${last}, net benefit by Aalen–Johansen estimates.`,
}
