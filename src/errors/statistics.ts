import { problem } from './problem.ts'

// Statistics: tests, agreement, survival, sample size (codes below 50)
export const TooFewValues = problem(
  'NS-STA-01',
  (what: string, needed: number, found: number) => `${what} needs at least ${needed} values; there are ${found}.`,
  'Leave the comparison out, or merge groups.',
)
export const ConstantValues = problem(
  'NS-STA-02',
  (what: string) => `All values of ${what} are the same, so nothing can be tested.`,
  'Leave the variable out of the comparison; a column that does not vary is often an export fault.',
)
export const EmptyCrossTable = problem(
  'NS-STA-03',
  (rows: number, columns: number) =>
    `The table has ${rows} rows and ${columns} columns with any count; two of each are needed.`,
  'Check the levels: all patients are in one of them.',
)
export const ImpossibleCount = problem(
  'NS-STA-04',
  (value: number) => `A table of counts holds ${value}.`,
  'Counts are whole and not negative; pass counts, not percentages.',
)
export const NegativeTime = problem(
  'NS-STA-05',
  (index: number, value: number) => `The follow-up time at position ${index} is ${value}.`,
  'Times run from 0 upwards; check the dates that the time was computed from.',
)
export const EntryNotBefore = problem(
  'NS-STA-59',
  (index: number, start: number, time: number) =>
    `The entry at position ${index}, ${start}, is not before the time ${time}.`,
  'Give each patient an entry before the event or the last contact.',
)
export const UnseenBatch = problem(
  'NS-STA-10',
  (batch: string, known: readonly string[]) =>
    `The batch ${batch} was not among those that ComBat was fitted on (${known.join(', ')}).`,
  'Its effect is unknown and cannot be removed: fit with rows of that batch, or leave it out.',
)
export const RowsNotRepeated = problem(
  'NS-STA-12',
  () => 'Longitudinal ComBat needs patients with several rows each; here every patient has one.',
  'Use `combat` without `longitudinal`, or rows of visits or lesions (`unit: lesion`) with the column of the patient.',
)
// Statistics: regression, curves, resampling (codes from 50)
export const UnequalLengths = problem(
  'NS-STA-50',
  (one: string, n: number, other: string, m: number) => `${one} has ${n} rows but ${other} has ${m}.`,
  'Give arrays of the same rows in the same order.',
)
export const NotFinite = problem(
  'NS-STA-51',
  (what: string, index: number, value: number) => `${what} holds ${value} at position ${index}.`,
  'Impute or leave out missing values first; no function here guesses them.',
)
export const OneClassOnly = problem(
  'NS-STA-52',
  (positive: number, negative: number) => `The outcome has ${positive} positive and ${negative} negative rows.`,
  'At least one row of each class is needed.',
)
export const NotBinary = problem(
  'NS-STA-53',
  (index: number, value: number) => `The outcome is ${value} at position ${index}, not 0 or 1.`,
  'Code the outcome as 0 (absent) and 1 (present).',
)
export const SingularDesign = problem(
  'NS-STA-54',
  (column: number, why: string) => `Column ${column} of the design is collinear with the others: ${why}.`,
  'Leave the column out, or use a penalised model; more columns than rows always end here.',
)
export const InvalidArgument = problem(
  'NS-STA-55',
  (name: string, must: string) => `${name} must be ${must}.`,
  "See the function's documentation for the range of each argument.",
)
export const NoConvergence = problem(
  'NS-STA-56',
  (what: string, iterations: number) => `${what} did not converge in ${iterations} iterations.`,
  'Check for extreme values, or for a column that separates the outcome.',
)
export const NestedOnTraining = problem(
  'NS-STA-57',
  () => "DeLong's test was asked for nested models on the rows they were fitted to, where it is not valid.",
  'Compare them by the likelihood-ratio test, or by DeLong on rows that neither has seen.',
)
export const TooFewOfAClass = problem(
  'NS-STA-58',
  (positive: number, negative: number) =>
    `DeLong's variance needs two rows of each class; there are ${positive} positive and ${negative} negative.`,
  'Use a larger test set, or report the AUC without an interval.',
)
