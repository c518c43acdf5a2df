import { type TextPart, text } from '../../with-numbers.ts'

/** Figures of cumulative incidence and of the Fine–Gray model. */
export const incidenceFigures = {
  incidence: 'Cumulative incidence',
  gray: (p: string) => `Gray p ${p}`,
  title: (label: string, by: string) => `Cumulative incidence by ${by}: ${label}`,
  caption: (other: string) =>
    `Aalen–Johansen estimates with ${other} as the competing event; bands are pointwise 95% intervals (log-log); ticks are censored patients.`,
  fineGray: 'Fine–Gray model',
  observed: 'Observed incidence',
  outOfFold: 'Out of fold',
  apparent: 'Apparent',
  counted: (events: TextPart, competing: TextPart) =>
    text`${events} had the event, ${competing} the competing one first`,
  aucAt: (time: string) => `AUC at ${time}`,
  ratioIs: (ratio: TextPart) => text`observed over predicted ${ratio}`,
  performance: (label: string) => `Risks of the Fine–Gray model: ${label}`,
  heads: ['Measure', 'Apparent', 'Out of fold'],
  rows: {
    auc: 'AUC',
    brier: 'Brier score',
    scaledBrier: 'Scaled Brier score',
    predicted: 'Mean predicted risk',
    observed: 'Observed incidence (95% CI)',
    ratio: 'Observed over predicted',
  },
  measuresNote:
    'AUC: of those with the event by the time against all without it, the competing event among them; AUC and Brier score count patients lost before by inverse probability of censoring. Scaled Brier score: one minus its ratio to that of one risk for everybody. Observed incidence: Aalen–Johansen, with its log-log interval.',
  risk: (time: string) => `Risk at ${time}, competing event considered`,
  nomogram: (label: string) => `Nomogram of the Fine–Gray model: ${label}`,
  nomogramCaption:
    'Points of each variable add up to the total, which gives the cumulative incidence of the event by each time where the competing event may come first. Fitted to complete cases, without shrinkage.',
  validation: (label: string) => `Calibration and net benefit of the Fine–Gray model: ${label}`,
  at: (time: TextPart, auc: TextPart, predicted: TextPart, observed: TextPart, lower: TextPart, upper: TextPart) =>
    text`at ${time} AUC ${auc}, mean predicted risk ${predicted}, observed ${observed} (95% CI ${lower}–${upper})`,
  validationCaption: (folds: TextPart, at: TextPart) =>
    text`Risks out of fold (${folds} folds): ${at}. Above, calibration at each time: the curve is the incidence by a Fine–Gray regression on a spline of the predicted risk, dots are groups of risk with their Aalen–Johansen estimate and 95% interval. Below, decision curves at the same times, net benefit by Aalen–Johansen estimates.`,
}
