import { type TextPart, text } from '../../with-numbers.ts'

/** Survival and incidence at stated times, hazard ratios, competing risks. */
export const survivalTables = {
  survival: (label: string, by: string) => `${label} by ${by}: survival at stated times`,
  group: 'Group',
  patients: 'Patients',
  events: 'Events',
  notReached: 'NR',
  median: 'Median (95% CI)',
  at: (time: TextPart, unit: string) => text`At ${time}${unit ? ` ${unit}` : ''} (95% CI) [at risk]`,
  hazardRatio: 'Hazard ratio (95% CI)',
  p: 'p',
  reference: '1 (reference)',
  survivalNote:
    'Kaplan–Meier estimates with log-log intervals; NR, not reached; hazard ratios of a Cox regression on the group alone, Wald intervals (Firth’s estimate has none where a group separates the events: a dash).',
  incidence: (label: string, by: string) => `${label} by ${by}: cumulative incidence with competing risks`,
  incidenceAt: (time: TextPart, unit: string) => text`By ${time}${unit ? ` ${unit}` : ''} (95% CI)`,
  incidenceNote: (competing: string, events: TextPart, others: TextPart) =>
    text`Aalen–Johansen estimates: ${events} had the event, ${others} ${competing} before it. Where a competing event is censored instead, 1 − Kaplan–Meier is too high.`,
  gray: (chiSquare: TextPart, df: TextPart, p: TextPart) => text`Gray’s test: χ² ${chiSquare} on ${df} df, ${p}.`,
  models: (label: string) => `${label}: cause-specific and Fine–Gray regression`,
  variable: 'Variable',
  causeSpecific: 'Cause-specific HR (95% CI)',
  subdistribution: 'Subdistribution HR (95% CI)',
  modelsNote: (n: TextPart, events: TextPart, others: TextPart) =>
    text`${n} patients with all variables known (complete cases), ${events} with the event, ${others} with the competing one. The cause-specific hazard ratio is of those still free of both events, the subdistribution hazard ratio of the cumulative incidence (Fine and Gray; ties Breslow’s).`,
  univariable: (event: string, model: string) =>
    `Univariable and multivariable Cox regression of ${event} (multivariable: ${model})`,
}
