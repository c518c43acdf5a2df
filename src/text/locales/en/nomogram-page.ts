/** The nomogram as a page. What the page's own program fills in ({label} …) is under `page`: it holds no function. */
export const nomogramPage = {
  patient: 'Patient',
  label: 'Patient label (stays on this page)',
  total: 'Total points',
  typical: 'Enter a typical patient',
  clear: 'Clear',
  print: 'Print this patient',
  result: 'Result',
  training: {
    'out of fold':
      'Training patients by risk, each by a model that was fitted without that patient; filled: those with the outcome.',
    apparent:
      'Training patients by the risk of this model, which was fitted to them and is flattered by it; filled: those with the outcome.',
  },
  quality: 'How good the model is',
  fittedTo: (rows: string, events: string, cohort: string) =>
    `Fitted to ${rows} patients, ${events} with the outcome (${cohort}).`,
  fittedToRows: (rows: string, cohort: string) => `Fitted to ${rows} patients (${cohort}).`,
  outOfFold: (measure: string, value: string) => `On patients it had not seen (cross-validation): ${measure} ${value}.`,
  nested: (measure: string, value: string, lower: string, upper: string) =>
    `On patients it had not seen (nested cross-validation): ${measure} ${value} (95% CI ${lower}–${upper}).`,
  slope: (slope: string) => `Calibration slope there, as fitted: ${slope}.`,
  notValidated: 'Not validated: nothing says how it does on new patients.',
  shrunken: (factor: string) => `Coefficients are multiplied by the recommended shrinkage, ${factor}.`,
  asFitted: 'Coefficients are as fitted.',
  threshold: (risk: string) =>
    `Threshold: a risk of ${risk} (Youden, out of fold; on the scale of the risks of this page).`,
  score: (columns: number) =>
    `Computed from ${columns} measured ${columns === 1 ? 'column' : 'columns'}, not read by eye: nomoscope predict and the workbench compute it from a patient’s images or features.`,
  drawing: 'Nomogram',
  slider: 'slider',
  noScript: 'This page computes in the browser: allow scripts for it, or use the printed nomogram below.',
  page: {
    choose: 'choose …',
    points: 'points',
    incomplete: 'Enter every value to see the risk.',
    outside: '{label}: {value} is outside what the training patients had ({low} to {high}); the risk is extrapolated.',
    notNumber: '{label}: not a number.',
    higher: 'Higher than about {share}% of the training patients.',
    group: 'Of the {n} training patients with a risk of {low} to {high}, {events} had the outcome.',
    groupFollowed:
      'Of the {n} training patients with a risk of {low} to {high}, {events} had the outcome by then; {unknown} were not followed that long.',
    interval: '95% interval {lower} to {upper}',
    wald: 'Interval: Wald, on the scale of the linear predictor; valid because the model was prespecified and is not penalised. It is about the mean risk of such patients.',
    prediction:
      'Interval: in which 95 of 100 such patients have their value, if its scatter is normal and the same everywhere.',
    refits: 'Interval: from refitting the whole pipeline, selection included, to resamples of the training patients.',
    none: 'No interval is known for this model.',
  },
}
