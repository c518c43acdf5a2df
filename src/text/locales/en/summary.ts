import { type Quantity, type TextPart, text } from '../../with-numbers.ts'
import { plural } from './document.ts'

/** What a reader must know first, what limits it, and what was wrong with the data. */
export const summary = {
  analysed: 'Analysed',
  withOutcome: (events: TextPart, outcome: string, level: string, share: TextPart) =>
    text`${events} ${outcome} ${level.toLowerCase()} (${share})`,
  followed: 'followed up',
  described: 'described; nothing is predicted',
  measure: (measure: string, model: string) => `${measure}, ${model}`,
  apparentMeasure: (measure: string, model: string) => `Apparent ${measure}, ${model}`,
  nested: (apparent: TextPart, heldOut: TextPart | undefined) =>
    text`nested cross-validation; apparent ${apparent}${heldOut ? text`, held-out ${heldOut}` : ''}`,
  slope: 'Calibration slope',
  slopeMeaning: '1 is ideal; under 1, predictions are too extreme',
  fittedOnly: 'on the rows it was fitted to: no estimate for new patients',
  abstract: {
    title: 'Results in brief',
    patients: (n: TextPart) => text`${n} patients were analysed.`,
    withOutcome: (n: TextPart, events: TextPart, outcome: string, share: TextPart) =>
      text`${n} patients were analysed, ${events} of them ${outcome} (${share}).`,
    split: (training: TextPart, heldOut: TextPart) =>
      text`The models were fitted to ${training} of them and tested once on the ${heldOut} held out.`,
    combined: (model: string) =>
      text`The leading model is ${model}, because the study named it as its combined model, not because it did best.`,
    last: (model: string) =>
      text`The leading model is ${model}, because the study lists it last, not because it did best.`,
    only: (model: string) => text`One model was fitted: ${model}.`,
    interval: (lower: TextPart, upper: TextPart) => text`95% CI ${lower}–${upper}`,
    noInterval: 'its interval cannot be computed from these data',
    nested: (measure: string, auc: TextPart, interval: TextPart, slope: TextPart) =>
      text`In nested cross-validation, the estimate for new patients, its ${measure} is ${auc} (${interval}) and ${slope}.`,
    calibration: (slope: TextPart, meaning: string) => text`its calibration slope ${slope}: ${meaning}`,
    noSlope: 'its calibration slope cannot be estimated',
    apparentOnly: (auc: TextPart, withheld: boolean) =>
      text`Its AUC is ${auc} in the patients it was fitted to; ${withheld ? 'too many refits of the nested cross-validation failed' : 'nested cross-validation was not requested'}, so there is no estimate for new patients.`,
    empty: (auc: TextPart, interval: TextPart) =>
      text`Nothing was selected: it gives every patient the same risk. The procedure that led to it has an AUC of ${auc} (${interval}) in nested cross-validation.`,
    slope: {
      reversed: 'patients with a higher predicted risk did not have the outcome more often',
      extreme: 'predicted risks are too extreme, high ones too high and low ones too low',
      moderate: 'predicted risks are not extreme enough',
      perhapsExtreme:
        'predicted risks may be too extreme, although the interval does not exclude an ideal slope of one',
      perhapsModerate:
        'predicted risks may be not extreme enough, although the interval does not exclude an ideal slope of one',
      fits: 'the spread of the predicted risks is compatible with what was observed',
    },
    atThreshold: (threshold: TextPart, sensitivity: TextPart, specificity: TextPart) =>
      text`At the threshold of ${threshold}, sensitivity is ${sensitivity} and specificity ${specificity}, out of fold.`,
    share: (value: TextPart, hit: TextPart, all: TextPart, interval: TextPart) =>
      text`${value} (${hit}/${all}; ${interval})`,
    heldOut: (n: TextPart, measure: string, auc: TextPart, interval: TextPart, slope: TextPart) =>
      text`In the ${n} held-out patients the ${measure} is ${auc} (${interval}) and the calibration slope ${slope}.`,
    survival: (
      event: string,
      model: string,
      rows: TextPart,
      events: TextPart,
      c: TextPart,
      interval: TextPart,
      slope: TextPart,
    ) =>
      text`For the time to ${event}, the model ${model} was fitted to ${rows} patients, ${events} of them with the event. In nested cross-validation its C-index is ${c} (${interval}) and ${slope}.`,
    survivalApparent: (event: string, model: string, rows: TextPart, events: TextPart, c: TextPart) =>
      text`For the time to ${event}, the model ${model} was fitted to ${rows} patients, ${events} of them with the event. Its C-index in these patients is ${c}, and there is no estimate for new ones.`,
    regression: (label: string, kind: string, rows: TextPart, measure: string, value: TextPart, interval: TextPart) =>
      text`The ${kind} of ${label} was fitted to ${rows} patients; out of fold its ${measure} is ${value} (${interval}).`,
    regressionApparent: (label: string, kind: string, rows: TextPart) =>
      text`The ${kind} of ${label} was fitted to ${rows} patients, and there is no estimate for new ones.`,
    verdict: {
      better: (model: string) => text`The model ${model} separates patients better than chance.`,
      chance: (model: string) =>
        text`There is no evidence that the model ${model} predicts better than chance; it should not be used.`,
      empty: (model: string) =>
        text`The model ${model} holds no variable and cannot tell patients apart; it should not be used.`,
      mean: (model: string, better: boolean) =>
        text`${better ? `The model ${model} predicts better than the mean of all patients.` : `There is no evidence that the model ${model} predicts better than the mean of all patients; it should not be used.`}`,
      unknown: (model: string) => text`How well the model ${model} predicts in new patients is not known.`,
    },
    notYet:
      'Performance in patients of other places and times is not known from these data; until it is, the model should not guide care.',
    synthetic:
      'The patients are synthetic: this shows how the program works, and nothing about patients can be concluded.',
  },
  further: (n: Quantity) => text`${n} ${plural(n, 'more warning', 'more warnings')}`,
}

export const limitations = {
  title: 'Limitations shown by the data',
  synthetic: 'The patients are synthetic: nothing can be concluded about patients.',
  asPublished:
    'Features were selected before validation, as published: every performance measured afterwards is too good.',
  internal: 'No patients from another place or time: performance elsewhere is not known.',
  oneReader: (sequences: TextPart) =>
    text`Regions of ${sequences} were drawn by one reader: how features depend on the reader is not known.`,
  fewEvents: (events: TextPart, needed: TextPart) =>
    text`Patients with the outcome in the validation set: ${events}, fewer than the ${needed} that a validation needs to be precise.`,
  scarce: (model: string, each: TextPart, cox: boolean, least: TextPart, empty: boolean) =>
    text`${model}: ${each} ${cox ? 'events' : 'patients of the rarer class'} per candidate parameter (${least} is the usual minimum); ${empty ? 'what is selected, or not, may be due to chance' : 'coefficients may be too large and selection may be due to chance'}.`,
  falls: (model: string, measure: string, apparent: TextPart, nested: TextPart) =>
    text`${model}: the ${measure} falls from ${apparent} in the patients of the fit to ${nested} in nested cross-validation; the model is overfitted.`,
  imprecise: (model: string, measure: string, lower: TextPart, upper: TextPart) =>
    text`${model}: the nested ${measure} is imprecise (95% CI ${lower}–${upper}).`,
  missing: (columns: TextPart) => text`Often missing, and imputed by one value: ${columns}.`,
  share: (column: string, share: TextPart) => text`${column} (${share})`,
}

export const dataIssues = {
  title: 'Data issues',
  paragraph: (errors: TextPart, notes: TextPart, first: TextPart | undefined) =>
    text`${errors} values or cases could not be used as they are and ${notes} were used with a note; everything else was used.${first ? text` The first ${first} are listed; all are in results.json.` : ''}`,
  warning: (errors: Quantity) =>
    text`${errors} ${plural(errors, 'data issue is', 'data issues are')} listed at the end.`,
  row: (row: number) => `row ${row}`,
  patient: (patient: string) => `patient ${patient}`,
  /** One issue: its code, its place, what is wrong and what to do. */
  issue: (code: string, where: string, what: string, repair: string) => `${code} ${where}: ${what} ${repair}`,
}
