import { type Part, type Quantity, text } from '../../with-numbers.ts'
import { plural } from './document.ts'

/** What a reader must know first, what limits it, and what was wrong with the data. */
export const summary = {
  analysed: 'Analysed',
  withOutcome: (events: Part, outcome: string, level: string, share: Part) =>
    text`${events} ${outcome} ${level.toLowerCase()} (${share})`,
  followed: 'followed up',
  described: 'described; nothing is predicted',
  measure: (measure: string, model: string) => `${measure}, ${model}`,
  apparentMeasure: (measure: string, model: string) => `Apparent ${measure}, ${model}`,
  nested: (apparent: Part, heldOut: Part | undefined) =>
    text`nested cross-validation; apparent ${apparent}${heldOut ? text`, held-out ${heldOut}` : ''}`,
  slope: 'Calibration slope',
  slopeMeaning: '1 is ideal; under 1, predictions are too extreme',
  fittedOnly: 'on the rows it was fitted to: no estimate for new patients',
  more: 'Further warnings',
}

export const limitations = {
  title: 'Limitations shown by the data',
  synthetic: 'The patients are synthetic: nothing can be concluded about patients.',
  asPublished:
    'Features were selected before validation, as published: every performance measured afterwards is too good.',
  internal: 'No patients from another place or time: performance elsewhere is not known.',
  oneReader: (sequences: Part) =>
    text`Regions of ${sequences} were drawn by one reader: how features depend on the reader is not known.`,
  fewEvents: (events: Part, needed: Part) =>
    text`Patients with the outcome in the validation set: ${events}, fewer than the ${needed} that a validation needs to be precise.`,
  scarce: (model: string, each: Part, cox: boolean, least: Part) =>
    text`${model}: ${each} ${cox ? 'events' : 'patients of the rarer class'} per candidate parameter (${least} is the usual minimum); coefficients may be too large and selection may be due to chance.`,
  falls: (model: string, measure: string, apparent: Part, nested: Part) =>
    text`${model}: the ${measure} falls from ${apparent} on the training rows to ${nested} in nested cross-validation; the model is overfitted to its training rows.`,
  imprecise: (model: string, measure: string, lower: Part, upper: Part) =>
    text`${model}: the nested ${measure} is imprecise (95% CI ${lower}–${upper}).`,
  missing: (columns: Part) => text`Often missing in the training set, and imputed by one value: ${columns}.`,
  share: (column: string, share: Part) => text`${column} (${share})`,
}

export const dataIssues = {
  title: 'Data issues',
  paragraph: (errors: Part, notes: Part, first: Part | undefined) =>
    text`${errors} values or cases could not be used as they are and ${notes} were used with a note; everything else was used.${first ? text` The first ${first} are listed; all are in results.json.` : ''}`,
  warning: (errors: Quantity) =>
    text`${errors} ${plural(errors, 'data issue is', 'data issues are')} listed at the end.`,
  row: (row: number) => `row ${row}`,
  patient: (patient: string) => `patient ${patient}`,
  /** One issue: its code, its place, what is wrong and what to do. */
  issue: (code: string, where: string, what: string, repair: string) => `${code} ${where}: ${what} ${repair}`,
}
