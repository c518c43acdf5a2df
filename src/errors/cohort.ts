import { problem } from './problem.ts'

// Cohort
export const ColumnAbsent = problem(
  'NS-COH-05',
  (file: string, column: string, near?: string) =>
    `${file} has no column ${column}${near ? `; did you mean ${near}?` : '.'}`,
  'Column names are taken from the first row as written, capitals and blanks included.',
)
export const CodebookInvalid = problem(
  'NS-COH-06',
  (file: string, line: number, what: string) => `${file}:${line}: ${what}.`,
  'See docs/codebook.md for what a codebook may say; `nomoscope init` drafts one.',
)
export const MatchInvalid = problem(
  'NS-COH-07',
  (match: string, why: string) => `The match ${match} cannot be used: ${why}.`,
  'Give a regular expression with one capture group: { column: ID, match: ISPY1-(\\d+), as: number }.',
)
export const ExpressionInvalid = problem(
  'NS-COH-08',
  (expression: string, at: number, why: string) => `In the rule "${expression}", at character ${at + 1}: ${why}.`,
  'Rules compare columns: age >= 18 and type in [mass, nonmass]; names with blanks are written in `backquotes`.',
)
export const SplitImpossible = problem(
  'NS-COH-09',
  (why: string) => `The split cannot be made: ${why}.`,
  'See `split` in the study file: { training: 0.7, stratify: outcome }, { by: centre, validation: [C] }, { by: date, before: 2024-01-01 }, { column: set } or none.',
)
export const DuplicatePatient = problem(
  'NS-COH-16',
  (id: string, first: number, differing: string) =>
    `${id} is already in row ${first}${differing ? `, with other values of ${differing}` : ' with the same values'}.`,
  'Keep one row a patient, or, where a row is a lesion, name the column of the patient; the first row was used.',
)
export const IdMissing = problem(
  'NS-COH-17',
  (column: string, cell = '') => `The row has no ${column}${cell && ` ("${cell}")`}.`,
  'Give every row an identifier; this row was left out.',
)
export const IdUnmatched = problem(
  'NS-COH-18',
  (id: string, other: string) => `${id} has no row in ${other}.`,
  'Check the identifier in both files; this row was not joined.',
)
export const LeadingZerosLost = problem(
  'NS-COH-19',
  (id: string, other: string) => `${id} was joined to ${other}: they differ only in leading zeros.`,
  'Format the identifier column as text before saving from Excel.',
)
export const IdAmbiguous = problem(
  'NS-COH-20',
  (id: string, others: string) => `${id} may be any of ${others}: its leading zeros are lost.`,
  'Restore the identifiers as text; this row was not joined.',
)
export const IdNotDerived = problem(
  'NS-COH-21',
  (id: string, match: string) => `${id} does not match ${match}.`,
  'Check `match`; this row was not joined.',
)
export const LesionsDisagree = problem(
  'NS-COH-24',
  (patient: string, values: string) => `The lesions of ${patient} have different values (${values}) of this column.`,
  'Give one value a patient, or make it ordinal so that the highest can be taken; it was read as missing.',
)
export const ReadersDisagree = problem(
  'NS-COH-27',
  (item: string, values: string) => `The readers differ on ${item} (${values}) and no consensus is given.`,
  'Add a consensus row; until then the value is missing.',
)
export const Contradiction = problem(
  'NS-COH-28',
  (what: string) => what,
  'Check the sources of this value in the record.',
)
export const RepeatsSetAside = problem(
  'NS-COH-33',
  (instrument: string, rows: number) =>
    `${rows} rows of the repeating instrument ${instrument} are not part of a record's one row.`,
  'Export visits on their own and name that file under `followUp`.',
)
export const NotPlaced = problem(
  'NS-COH-34',
  (id: string, column: string) => `${id} is in neither part of the split: its ${column} is missing.`,
  'Complete the column; until then the row is used neither for training nor for validation.',
)
export const ImagesOfNobody = problem(
  'NS-COH-35',
  (name: string, file: string) => `The images of ${name} belong to nobody in ${file}.`,
  'Add the patient to the table, or correct the name of the folder; these images are not used.',
)
export const PatientsAlike = problem(
  'NS-COH-36',
  (id: string, other: string) =>
    `${id} and ${other} differ only in leading zeros, capitals, blanks, dashes or letters that look alike; they were taken as two patients.`,
  'Check that they are not one patient entered twice.',
)
export const AggregationUnstated = problem(
  'NS-COH-31',
  (file: string) =>
    `${file} has lesions in its rows, and the study does not say how those of a patient become one row.`,
  'Say `unit: lesion`, or `aggregate: mean`, `first` or `{ largest: COLUMN }`.',
)
export const LesionsWithoutPatient = problem(
  'NS-COH-32',
  (file: string) => `The study's unit is the lesion, and nothing says which patient a row of ${file} belongs to.`,
  'Name the column of the patient: `cohort: { patient: COLUMN }`; every split goes by it.',
)
export const NotAFeature = problem(
  'NS-COH-30',
  (column: string, cell: string) => `The column ${column} has no numbers ("${cell}") and is not a feature.`,
  'Leave it out with `exclude`, or choose the feature columns with `columns`.',
)

interface Counted {
  value: string
  label?: string
  rows: number
}
const countedText = (values: Counted[]) =>
  values
    .map(({ value, label, rows }) => `"${value}"${label && label !== value ? `, ${label},` : ''} (${rows})`)
    .join(', ')
/** A value as a study file may have it: in quotes where YAML would read something else. */
const yamlValue = (value: string) =>
  /^[\p{L}_][\p{L}\p{N}_ .-]*$/u.test(value) && !/^(y|n|yes|no|true|false|on|off|null)$/i.test(value)
    ? value
    : /^-?\d+(\.\d+)?$/.test(value)
      ? value
      : JSON.stringify(value)

const eventAnswer = (column: string, values: Counted[], at: number) => {
  const others = values.filter((_, i) => i !== at).map(({ value }) => yamlValue(value))
  const rest = others.length > 1 ? `, censored: [${others.join(', ')}]` : ''
  return `\`event: { column: ${yamlValue(column)}, value: ${yamlValue(values[at].value)}${rest} }\``
}
export const EventUnclear = problem(
  'NS-ASK-01',
  (file: string, column: string, values: Counted[]) =>
    values.length === 0
      ? `${file}: ${column} cannot be an event: it has no values, or more than 20.`
      : `${file}: which value of ${column} is the event is not known; it is ${countedText(values)}. Answer in the study file with ${values
          .slice(0, 4)
          .map((_, at) => eventAnswer(column, values, at))
          .join(
            ' or ',
          )}${values.length > 2 ? '; values that rule the event out, such as death from another cause, go under `competing:` in place of `censored:`' : ''}.`,
  'Name the value of the event; further values that are no event go under `censored:` or `competing:`.',
)
export const OtherValues = problem(
  'NS-ASK-02',
  (file: string, column: string, others: Counted[], value: string) =>
    `${file}: beside the event "${value}", ${column} has ${others.length} other values, ${countedText(others)}. Which of them are censored (followed without it) and which are competing events must be said: \`event: { column: ${yamlValue(column)}, value: ${yamlValue(value)}, censored: [${others.map((one) => yamlValue(one.value)).join(', ')}] }\`, with those that rule the event out under \`competing: [...]\` instead.`,
  'List each of them under `censored:` or `competing:`; rows with a value in neither list are left out and counted.',
)
export const EventValueAbsent = problem(
  'NS-ASK-03',
  (file: string, column: string, value: string, levels: string[]) =>
    `${file}: the event ${column} never is ${value}; it is ${levels.join(', ')}.`,
  'Name values of the column as they are printed here.',
)
export const EventValueUnlisted = problem(
  'NS-COH-46',
  (value: string, rows: number) =>
    `"${value}" (${rows} ${rows === 1 ? 'row' : 'rows'}) is neither the event nor censored nor competing; these rows take no part in the analysis of the event.`,
  'List the value under `value:`, `censored:` or `competing:` of the event, or correct it.',
)
export const TimeNotANumber = problem(
  'NS-ASK-04',
  (file: string, column: string, why: string) => `${file}: the follow-up time ${column} ${why} and is no number.`,
  'Give the time in days, months or years; `derive: months(last_seen - diagnosis)` in the codebook makes it from two dates.',
)
export const TimeUnits = problem(
  'NS-ASK-07',
  (file: string, column: string, unit: string, asked: string) =>
    `${file}: the time ${column} is in ${unit} by the codebook and in ${asked} by the study file. Which is it?`,
  'Say one unit in both; `derive: t / 30.4375` in the codebook makes months of days.',
)
export const FollowUpNegative = problem(
  'NS-COH-47',
  (time: number) => `A follow-up time of ${time} is impossible.`,
  'Check the two dates; the time was read as missing, and the patient takes no part in the analyses of it.',
)
export const EventsWithoutTime = problem(
  'NS-COH-48',
  (event: string) => `The patient has the event (${event}) and no follow-up time.`,
  'Complete the time; until then the patient takes no part in the analyses of it.',
)
export const OutcomeUnclear = problem(
  'NS-ASK-05',
  (file: string, column: string, positive: string, others: Counted[]) =>
    `${file}: beside "${positive}" the outcome ${column} has ${others.length} other values, ${countedText(others)}. Who is without the outcome must be said: \`outcome: { column: ${yamlValue(column)}, positive: ${yamlValue(positive)}, negative: ${others.length > 0 ? yamlValue(others.reduce((a, b) => (b.rows > a.rows ? b : a)).value) : '...'} }\`. Rows with any other value are then left out and counted in the flow; \`negative: [${others.map((one) => yamlValue(one.value)).join(', ')}]\` takes all.`,
  'Add `negative:` to the outcome; correct a misspelt value in the file, or with `recode` in the codebook.',
)
export const Unanswered = problem(
  'NS-ASK-06',
  (questions: string[]) => `${questions.length} questions have to be answered first:\n  ${questions.join('\n  ')}`,
  'Answer in the study file or the codebook as shown; nothing was computed.',
)
export const NumbersRows = problem(
  'NS-COH-49',
  (column: string) => `${column} numbers the rows (it is their order, not a measurement) and was left out.`,
  'Nothing to do; if it is a measurement, say `type: continuous` in the codebook.',
)
export const RowNumbersUsed = problem(
  'NS-COH-50',
  (column: string) =>
    `${column} numbers the rows: its values are 1, 2, 3, … in the order of the table or a row number from before it was sorted.`,
  'A row number is no measurement; take it out of the blocks and models unless the numbers mean something else.',
)
export const SummaryRow = problem(
  'NS-COH-51',
  (id: string) => `The row "${id}" is a summary of the others, not a patient; it was left out.`,
  'Nothing to do; a table of patients is best kept without sums.',
)
export const SummaryOrPatient = problem(
  'NS-COH-93',
  (id: string) =>
    `The row "${id}" may be a summary of the others or a patient of that name; its numbers lie among theirs, and it was kept as a patient.`,
  'Take the row out of the table if it is no patient.',
)
export const OtherTableBeside = problem(
  'NS-COH-94',
  (columns: number) =>
    `Here another table begins, with identifiers of its own in another order; its ${columns} ${columns === 1 ? 'column was' : 'columns were'} not read.`,
  'Put each table into a file or sheet of its own; `join` in the study file adds its columns.',
)
export const RepeatedHeading = problem(
  'NS-COH-85',
  () => 'The row repeats the names of the columns; it was left out.',
  'Nothing to do; a table is best kept with one row of names.',
)
export const OtherTableBelow = problem(
  'NS-COH-86',
  (rows: number) => `Here another table begins, with names of its own; its ${rows} rows were not read.`,
  'Put each table into a file or sheet of its own; `join` in the study file adds its columns.',
)
export const HeadingRow = problem(
  'NS-COH-87',
  (text: string) =>
    `The row "${text}" has nothing but these words, and no number as the identifiers have; it was taken for a heading and left out.`,
  'Nothing to do if that is meant; what the heading says is best kept in a column. A patient without data needs an identifier like the others.',
)
export const NothingKnown = problem(
  'NS-COH-88',
  (id: string) => `Of ${id} the table has nothing but the identifier.`,
  'Take the row out if it is no patient; it was kept with everything missing.',
)
export const RowsCopied = problem(
  'NS-COH-52',
  (ids: string, columns: number) =>
    `${ids} have the same values in all ${columns} columns: one patient may be in the table twice.`,
  'Keep one of the rows; copies of a patient on both sides of a split make a model look better than it is.',
)
export const IdentifierRepeats = problem(
  'NS-COH-53',
  (column: string, different: number, rows: number, most: string, times: number) =>
    `${column} has ${different} different values in ${rows} rows (${most} in ${times} of them): if it names the patient, rows of one patient are taken for independent here.`,
  'Name it: `cohort: { patient: COLUMN }`, with `unit: lesion` or `aggregate:`; every split then keeps a patient together.',
)
export const RowOrderTellsOutcome = problem(
  'NS-COH-54',
  (column: string, auc: number) =>
    `The rows are nearly sorted by ${column} (the row's number alone would have an AUC of ${auc.toFixed(2)}): whatever goes with their order, such as a file number, an index or a date, determines the outcome.`,
  'Look whether the table was put together from two lists, and that no predictor goes with the order of the rows.',
)
export const CentreTellsOutcome = problem(
  'NS-COH-55',
  (centre: string, outcome: string, column: string) =>
    `${centre} nearly determines the outcome ${outcome} (${column} with it): differences between the centres are confounded with the outcome, and harmonising them (ComBat) removes the outcome's signal.`,
  'Add patients with and without the outcome from every centre; a model of these patients may have learnt the centre.',
)
export const IdsDisjoint = problem(
  'NS-COH-56',
  (file: string, other: string, examples: string, hint: string) =>
    `No identifier of ${file} is in ${other}: ${examples}.${hint}`,
  'Give both the same identifiers, or say how one is found in the other: `id: { column: ID, match: "(\\\\d+)", as: number }`.',
)
export const IdsShifted = problem(
  'NS-COH-73',
  (file: string, there: string, other: string, here: string) =>
    `The identifiers of ${file} run from ${there}, those of ${other} from ${here}, as rows do that are counted from another start: to join the same numbers would give every patient the row of a neighbour.`,
  'Write the same identifiers into both tables; a row number that a program added (from 0, or with the heading as row 1) is none.',
)
export const NearlyRowNumber = problem(
  'NS-COH-74',
  (column: string, rising: string) =>
    `${column} rises or falls with the rows of the table (${rising}) and hardly has a value twice: it may number the patients, or the table was sorted by it.`,
  'If it is a number of the row, the patient or the examination, say `type: id` in the codebook; it measures nothing.',
)
export const SiteTellsOutcome = problem(
  'NS-COH-75',
  (column: string, outcome: string, level: string, told: string) =>
    `Of ${column} ${level} ${told} the outcome ${outcome}, unlike the others: what differs between the levels of ${column} is mixed with the outcome.`,
  'Keep the column out of the models, and see whether the features tell it (ComBat, validation by that column).',
)
export const DevelopmentCohort = problem(
  'NS-COH-76',
  (file: string, cohort: string, how: 'file' | 'rows') =>
    how === 'file'
      ? `${file} is the very table that the model was made from (${cohort}).`
      : `The patients of ${file} are those that the model was made from (${cohort}): as many, with as many events and the same distribution of every column.`,
  'This is no external validation: the figures are those of patients whom the model knows. Give patients of another place or time.',
)
export const IdWrittenOtherwise = problem(
  'NS-COH-57',
  (id: string, other: string) => `${id} was joined to ${other}: they differ only in how they are written.`,
  'Write identifiers alike in both files, as text.',
)
export const FormUnfilled = problem(
  'NS-COH-58',
  (form: string, records: number, total: number, boxes: number) =>
    `${records} of ${total} records never had the form ${form} filled: its ${boxes} check ${boxes === 1 ? 'box, exported as 0, was' : 'boxes, exported as 0, were'} read as missing there, not as unchecked.`,
  'Nothing to do if that is so; mark the form as complete in REDCap where no box applied.',
)
export const TherapyAsBaseline = problem(
  'NS-COH-59',
  (column: string) =>
    `${column} sounds like a treatment, which is chosen after the diagnosis and often because of the outcome; it predicts as something that is known beforehand.`,
  'Say `measured: after` in the codebook, unless it was known when a patient is to be predicted: then nothing is to be done.',
)
export const ColumnComputed = problem(
  'NS-COH-61',
  (column: string, how: string, examples: string) => `${column} was computed (${how}): ${examples}.`,
  'Check the first values by hand.',
)
export const NearlyOutcome = problem(
  'NS-COH-62',
  (column: string, reason: string) => `${column} all but tells what is to be predicted: ${reason}.`,
  'Look whether it is a copy of the outcome or was measured after it; then take it out, or say `measured: after` or `derivedFrom` in the codebook.',
)
export const IdentifiersShareStem = problem(
  'NS-COH-63',
  (rows: number, stems: number, examples: string) =>
    `The ${rows} identifiers are of ${stems} different beginnings (${examples}): if these are the lesions, sides or scans of one patient, rows of one patient are taken for independent here.`,
  'Add a column of the patient and name it: `cohort: { patient: COLUMN }`, with `unit: lesion` or `aggregate:`.',
)
export const NobodyFollowed = problem(
  'NS-COH-65',
  (file: string, time: string, event: string, by: string) =>
    `${file}: no row that is left has a ${time}, a ${event} and a ${by} at once; the survival analysis was left out.`,
  'Check the three columns and the criteria.',
)
export const EntryAfterLast = problem(
  'NS-COH-99',
  (file: string, start: string, time: string, ids: readonly string[]) =>
    `${file}: ${start} is not between 0 and ${time} of ${ids.join(', ')}; the survival analysis was left out.`,
  'Correct the entries, or leave these patients out by a criterion: nobody is observed after the event.',
)
export const EntryOfNothing = problem(
  'NS-COH-69',
  (column: string, table: string, near?: string) =>
    `The codebook describes ${column}, which is no column of ${table}${near ? `; did you mean ${near}?` : '.'}`,
  'Correct the name; an entry of another table has no effect here.',
)
export const NotTabulated = problem(
  'NS-COH-70',
  (column: string, kind: string) => `${column} is ${kind}; no table can summarise it, and it was left out.`,
  'Take it out of the table. The codebook makes levels of text (`type: categorical`) and a time of dates (`derive: years(mri_date - birth_date)`).',
)
export const IdentifiersShortened = problem(
  'NS-COH-71',
  (ids: number, example: string) =>
    `${ids} ${ids === 1 ? 'identifier is' : 'identifiers are'} written as ${example}: a spreadsheet has shortened long numbers, and different patients may have become one.`,
  'Restore the identifiers as text from where they came.',
)
export const FeaturesUnmatched = problem(
  'NS-COH-72',
  (pattern: string, what: string, examples: string) =>
    `The pattern ${pattern} matches no ${what}; there are ${examples}.`,
  'Correct the pattern: a regular expression, in which a point stands for any character and ^ for the beginning.',
)
