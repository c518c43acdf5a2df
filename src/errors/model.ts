import { problem } from './problem.ts'

// Models on other cohorts
export const OutcomeColumnAbsent = problem(
  'NS-MOD-50',
  (file: string, column: string) => `${file} has no column ${column} with the outcome.`,
  'Name it with --outcome, and the value of a patient with the outcome with --positive.',
)
// Models
export const NotTrainingRows = problem(
  'NS-MOD-01',
  (who: string) => `${who} was handed rows that are not a training part.`,
  'Whatever learns from rows learns from the training part of a split; make it with `trainingRows`.',
)
export const OutcomeOutsideTraining = problem(
  'NS-MOD-02',
  () => 'The outcome of rows outside the training part was asked for.',
  'A step may read the outcome in `fit` only; `apply` has no use for it.',
)
export const PatientOnBothSides = problem(
  'NS-MOD-03',
  (patient: number | string) => `Patient ${patient} is both learnt from and predicted.`,
  'All rows of a patient (lesions, copies) belong on one side of a split.',
)
export const TooFewEvents = problem(
  'NS-MOD-04',
  (withEvent: number, without: number) =>
    `${withEvent} patients with and ${without} without the outcome are too few to split into folds.`,
  'At least three of each are needed in every training part, and far more for a model worth having.',
)
export const UnknownTerm = problem(
  'NS-MOD-05',
  (model: string, term: string) => `Model ${model}: ${term} is neither a column nor a block.`,
  'Name a column of the cohort, a block of the study file, or a score of a block.',
  2,
)
export const RefusedPredictor = problem(
  'NS-MOD-06',
  (column: string, reason: string) => `${column} cannot be a predictor: ${reason}.`,
  'Take it out of the blocks and models of the study file, or mend what the codebook says of it.',
)
export const ModelFileUnknown = problem(
  'NS-MOD-08',
  (file: string, why: string) => `${file} is not a model file of Nomoscope (${why}).`,
  'Name the model.json that `nomoscope run` wrote.',
)
export const ModelFileDamaged = problem(
  'NS-MOD-09',
  (file: string) => `${file} was changed after it was written.`,
  'A model is not edited by hand: fit it again, or recalibrate it with `nomoscope validate`.',
)
export const NoHorizons = problem(
  'NS-MOD-51',
  (model: string) => `Model ${model} foretells no event in time, so --horizon says nothing of it.`,
  'Leave --horizon out, or name the model file of a Cox or Fine–Gray model.',
  2,
)
export const TimeColumnAbsent = problem(
  'NS-MOD-52',
  (file: string, column: string) => `${file} has no column ${column} with the time that patients were followed.`,
  'Name it with --time.',
)
export const ColumnsMissing = problem(
  'NS-MOD-10',
  (model: string, columns: string[], near: string[] = []) =>
    `Model ${model} needs ${columns.join(', ')}, which the table lacks${near.length > 0 ? `; it has ${near.join(', ')}` : ''}.`,
  'Name the columns as the model names them, one for each; features of images can be extracted (docs/models.md: From images).',
)
export const HarmonisedModel = problem(
  'NS-MOD-11',
  (model: string) =>
    `Model ${model} uses features harmonised by ComBat, so it cannot be handed to others: it has no nomogram and no model file.`,
  'ComBat knows the scanners of its training rows only; fit the model without it for use elsewhere.',
)
export const CentresNeeded = problem(
  'NS-MOD-12',
  (file: string) => `${file}: ComBat and leave-one-centre-out need to know the centre of each patient.`,
  'Name the column as `centre:` in the study file.',
)
export const CentreUnknown = problem(
  'NS-MOD-13',
  (file: string, row: string, column: string) => `${file}: the ${column} of ${row} is not known.`,
  'Fill it in, or leave the patient out by a criterion.',
)
export const HorizonBeyondFollowUp = problem(
  'NS-MOD-14',
  (model: string, horizon: number, last: number) =>
    `Model ${model}: patients were followed up to ${last}, so nothing is known of ${horizon}.`,
  'Ask for a time above 0 that the follow-up reaches, in the unit of its time column.',
)
export const HorizonUnreached = problem(
  'NS-MOD-15',
  (file: string, time: string, horizon: number, last: number) =>
    `${file}: no training row is followed for ${horizon}; the longest ${time} is ${last}.`,
  'Name horizons that the follow-up reaches, in the unit of its time column.',
)
export const NoEvents = problem(
  'NS-MOD-16',
  (file: string, event: string) => `${file}: no training row with a known time has the event of ${event}.`,
  'The event is the second level of its column, or 1; mend the codebook, or leave the Cox models out.',
)
export const SplineOfLevels = problem(
  'NS-MOD-17',
  (model: string, column: string) => `Model ${model}: ${column} has levels, and a spline is of a number.`,
  'Name the column itself as a term; each level but the first then has a coefficient.',
)
export const ExtractionUnknown = problem(
  'NS-MOD-18',
  (model: string) =>
    `Model ${model} does not know how its features were extracted: they came from a table, or it has none.`,
  'Give the features as columns, named as the model names them, in place of images.',
)
export const SequenceAbsent = problem(
  'NS-MOD-19',
  (model: string, sequence: string) => `Model ${model} needs images of ${sequence}, which the study file lacks.`,
  'Name that sequence under `images` of the study file, as the study did that made the model.',
)
export const ModelNotFitted = problem(
  'NS-MOD-07',
  (model: string, why: string) => `Model ${model} cannot be fitted: ${why}`,
  'Give it fewer columns, or more patients with the outcome.',
)
export const CoxWithoutMaximum = problem(
  'NS-MOD-24',
  (columns: number, events: number) =>
    `${columns} columns put the ${events} events in order: without a penalty a Cox model of so many has no estimate.`,
  'Put `lasso` or a filter into `selection`, or name fewer columns.',
)
export const SelectionStepUnknown = problem(
  'NS-MOD-20',
  (step: string, near: string | undefined, known: string[]) =>
    `The selection step ${step} is not known${near ? `; did you mean ${near}?` : `: there are ${known.join(', ')}.`}`,
  'Correct it in the selection; the steps of a preset are listed by selectionPresets.',
  2,
)
export const SelectionStepInvalid = problem(
  'NS-MOD-21',
  (step: string, fault: string) => `The selection step ${step} cannot be used: ${fault}.`,
  'Give it the values that docs/study.schema.json describes.',
  2,
)
export const FoldsBeyondPatients = problem(
  'NS-MOD-22',
  (folds: number, patients: number, file: string) =>
    `${file}: ${folds} folds cannot be made of the ${patients} patients that a model learns from.`,
  'Ask for fewer `folds` under `validation: { nested: … }`, or hold fewer patients out.',
)
export const HarmonisedByOutcome = problem(
  'NS-MOD-29',
  (file: string, column: string, reason: string) =>
    `${file}: \`combat\` is to keep the effect of ${column}, which it may not know: ${reason}.`,
  'Leave it out of `keep`: harmonised by what is to be predicted, features would tell it, and those of a patient to come could not be made.',
)
export const ReferenceCentreUnknown = problem(
  'NS-MOD-28',
  (centre: string, known: string) => `ComBat cannot bring centres to ${centre}, which is none of ${known}.`,
  'Name one of the centres as `reference` of `combat`, or write `combat: true`.',
)
export const SharesBeyondPatients = problem(
  'NS-MOD-23',
  (share: number, patients: number, file: string) =>
    `${file}: a part with a share of ${share} of the ${patients} patients that a model learns from has nobody in it, or nobody beside it.`,
  'Name other `shares` under `validation: { learning: … }`.',
)
