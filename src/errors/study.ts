import { problem } from './problem.ts'

// Study files
export const StudyFileFault = problem(
  'NS-STU-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  'Mend these lines; docs/study.schema.json lets an editor check the file while you type.',
)
export const MaskUnnamed = problem(
  'NS-STU-02',
  (sequence: string) => `images.${sequence} names no mask.`,
  'Add `mask: path` or `masks: { reader1: path, reader2: path }`.',
)
export const UnsafeIdentifier = problem(
  'NS-STU-03',
  (id: string) => `The identifier ${JSON.stringify(id)} cannot be a part of a path.`,
  'Identifiers of patients with images may not hold / or \\ or be only dots.',
)
export const CaseFailed = problem(
  'NS-STU-04',
  (patient: string, what: string, reason: string) => `${patient}, ${what}: ${reason}`,
  'Mend this case and run again with --resume; the other cases are not computed again.',
)
export const SpacingUnlike = problem(
  'NS-STU-11',
  (sequence: string, axis: string, spacing: number, usual: number) =>
    `${sequence} has a spacing of ${spacing} mm along ${axis}, where the cohort's usual one is ${usual} mm.`,
  'Check that it is the same series and protocol; resampling makes the grids alike, not the images.',
)
export const SameImageTwice = problem(
  'NS-CHK-01',
  (sequence: string, patient: string, other: string) =>
    `${sequence} of ${patient} holds the same voxels as that of ${other}.`,
  'Find out whose image it is; one of the two was copied or exported under the wrong name.',
)
export const RegionsDisagree = problem(
  'NS-CHK-02',
  (patient: string, sequence: string, one: string, other: string, dice: number) =>
    `The regions of ${one} and ${other} on ${sequence} of ${patient} overlap by ${dice.toFixed(2)} (Dice).`,
  'Look at both outlines; below 0.7 the readers often drew different lesions.',
)
export const ReadersIdentical = problem(
  'NS-CHK-04',
  (patient: string, sequence: string, one: string, other: string) =>
    `The regions of ${one} and ${other} on ${sequence} of ${patient} are the same voxel for voxel.`,
  'Two people never draw the same; one file was probably copied, and would make features look reliable.',
)
export const SameMaskTwice = problem(
  'NS-CHK-05',
  (sequence: string, patient: string, other: string) =>
    `The region on ${sequence} of ${patient} is that of ${other}, voxel for voxel.`,
  'Find out whose mask it is; one of the two was copied or exported under the wrong name.',
)
export const RangeUnlike = problem(
  'NS-CHK-06',
  (sequence: string, patient: string, range: string, usual: string) =>
    `Intensities of ${sequence} of ${patient} span ${range}, where the cohort's span about ${usual}.`,
  'Look for a rescaling that was lost or applied twice, another unit (ADC), or 8-bit export.',
)
export const RegionFlat = problem(
  'NS-CHK-07',
  (sequence: string, patient: string) => `The region on ${sequence} of ${patient} is on a single slice.`,
  'Shape and texture in three dimensions say little of it; draw it on all slices, or set force2D for all.',
)
export const RegionSizeUnlike = problem(
  'NS-CHK-08',
  (patient: string, sequence: string, volume: string, other: string, otherVolume: string) =>
    `The region of ${patient} has ${volume} mL on ${sequence} and ${otherVolume} mL on ${other}, a ratio unlike the cohort's.`,
  'Look at both outlines; one may be of another lesion, or of one slice only.',
)
export const CaseIncomplete = problem(
  'NS-CHK-09',
  (patient: string, lacking: string[]) => `${patient} is not analysed and lacks ${lacking.join(', ')}.`,
  'Put the files where the study file looks for them, if they exist.',
)
export const QualityUnlike = problem(
  'NS-CHK-03',
  (sequence: string, patient: string, measure: string, value: string) =>
    `The ${measure} of ${sequence} of ${patient}, ${value}, is an outlier of the cohort.`,
  'Look at the image; poor quality can be made a criterion of exclusion.',
)
export const PredictorRefused = problem(
  'NS-STU-12',
  (column: string, reason: string) => `${column} cannot be a predictor: ${reason}.`,
  'Take it out of the blocks and models; it was left out here.',
)
export const CurveColumnTaken = problem(
  'NS-STU-16',
  (name: string) =>
    `${name} is what the measured time–signal curve would be called, and a column of the cohort already.`,
  'Rename the column of the spreadsheet, or leave `curve` out of the sequence.',
)
export const UnknownBlock = problem(
  'NS-STU-13',
  (model: string, term: string, near?: string) =>
    `The model ${model} names ${term}, which is no column and no block${near ? `; did you mean ${near}?` : '.'}`,
  'Write the name as in the spreadsheet, or under `blocks:`.',
)
export const NameTaken = problem(
  'NS-STU-14',
  (name: string) => `${name} is the name of a feature and of a column of the cohort.`,
  'Rename one of them, or leave the feature out with `features: { exclude: [...] }`.',
)
export const ReaderUnknown = problem(
  'NS-STU-15',
  (reader: string, readers: string[]) =>
    reader === 'mean'
      ? `features.reader is mean, but ${readers.length ? `only ${readers.join(', ')} drew` : 'no mask names its reader'}.`
      : `features.reader is ${reader}, of whom there are no masks; there are those of ${readers.join(', ')}.`,
  'Name a reader as under `masks:` of the sequence, or draw the mask of the consensus and name it consensus.',
)
export const NoFeatures = problem(
  'NS-STU-05',
  (first: string) => `No case could be extracted; the first says: ${first}`,
  'Check the paths in images: and run `nomoscope check`.',
)
export const NoTableFound = problem(
  'NS-STU-06',
  (folder: string) => `There is no table (.csv, .tsv, .xlsx) in ${folder}.`,
  'Put the spreadsheet of the patients there, one row a patient, with a column that identifies them.',
)
export const GroupsNeedLevels = problem(
  'NS-STU-07',
  (file: string, column: string) => `${file}: the column ${column} has no levels, so it makes no groups.`,
  'Give it `type: categorical` and its `levels` in the codebook.',
)
export const OutcomeValueAbsent = problem(
  'NS-STU-08',
  (file: string, column: string, value: string, levels: string[]) =>
    `${file}: the outcome ${column} never is ${value}; it is ${levels.join(' or ')}.`,
  'Name one of these as `positive` (of validate: --positive, --negative).',
)
export const OutcomeNotBinary = problem(
  'NS-STU-09',
  (file: string, column: string) => `${file}: the outcome ${column} is neither categorical nor a number.`,
  'Give it `type: binary` and its two `levels` in the codebook.',
)
export const OutcomeConstant = problem(
  'NS-STU-10',
  (file: string, column: string, value: string, events: number) =>
    `${file}: ${events === 0 ? 'no row that is left has' : 'every row that is left has'} ${column} = ${value}.`,
  'Check the criteria and the outcome; a model needs patients with and without it.',
)
export const FeatureIdUnnamed = problem(
  'NS-STU-18',
  (table: string) => `features names the table ${table} and not which of its columns identifies the patients.`,
  'Add `id: COLUMN` to `features`.',
)
export const NoResults = problem(
  'NS-CMP-01',
  (file: string) => `${file} is not what nomoscope run writes.`,
  'Name two folders that nomoscope run of this version has written.',
)
export const NewPatientRepeats = problem(
  'NS-STU-19',
  (patients: number, shown: string) =>
    `${patients} ${patients === 1 ? 'identifier is' : 'identifiers are'} in several rows (${shown}): repeated patients.`,
  'Keep one row a patient; `validate` used the first of each, `predict` gives a risk for every row.',
)
export const OutcomeCodedOtherwise = problem(
  'NS-STU-20',
  (file: string, column: string, values: string, positive: string, negative: string) =>
    `${file}: the outcome ${column} is coded otherwise than in the model: it is ${values}, and the model knows ${positive} (with the outcome)${negative ? ` and ${negative} (without)` : ''}.`,
  'Say which value is the outcome here: `--positive VALUE`, and with more than two values `--negative VALUE`.',
)
export const OutcomeNotKnown = problem(
  'NS-STU-21',
  (column: string, value: string, rows: number) =>
    `${rows} ${rows === 1 ? 'row has' : 'rows have'} "${value}" as the outcome ${column}, a value that the model does not know; they were left out.`,
  'Correct the value, or name the two that count with `--positive` and `--negative`.',
)
export const RegressionOutcome = problem(
  'NS-STU-22',
  (file: string, column: string, kind: 'ordinal' | 'multinomial' | 'linear', level?: string) =>
    level === undefined
      ? `${file}: ${column} is ${kind === 'linear' ? 'categorical, which a linear regression cannot predict' : `no column of several levels, which ${kind === 'ordinal' ? 'an ordinal' : 'a multinomial'} regression needs`}.`
      : `${file}: ${column} has no level ${level}.`,
  'Say `kind: ordinal` or `multinomial` of a categorical outcome, with its levels under `order` as the codebook has them, and `kind: linear` of a number.',
)
export const OutcomeOfOneLevel = problem(
  'NS-STU-23',
  (file: string, column: string, level: string) => `${file}: of ${column}, no complete row has the level ${level}.`,
  'Leave the level out of `order`, or add patients that have it.',
)
export const ImageOfAnother = problem(
  'NS-CHK-10',
  (patient: string, what: string, stated: string, other: boolean) =>
    `The ${what} of ${patient} has the PatientID ${stated}${other ? ', which is another patient of this table' : ', unlike the other patients, whose PatientID is their identifier'}.`,
  'Find out whose it is; folders that were exchanged or mixed up on export are the usual cause.',
)
export const PatientsOfRowDiffer = problem(
  'NS-CHK-11',
  (patient: string, what: string[]) =>
    `The files of ${patient} name several patients (PatientID or name differ): ${what.join('; ')}.`,
  'Find out whose each of them is; image, mask and all sequences of a row are one patient.',
)
export const OnePatientIdTwice = problem(
  'NS-CHK-12',
  (patient: string, other: string, stated: string) =>
    `The images of ${patient} and of ${other} have one PatientID, ${stated}.`,
  'Find out whether both rows are one patient, or one of the folders holds the other patient.',
)
export const MaskOnGridOfAnother = problem(
  'NS-CHK-13',
  (patient: string, sequence: string, others: string[]) =>
    `The mask of ${patient} on ${sequence} is not on this image's grid, but exactly on that of ${others.join(', ')}.`,
  'It is probably the mask of that patient: look whether two masks were exchanged.',
)
export const RegionInAir = problem(
  'NS-CHK-14',
  (patient: string, sequence: string, share: number) =>
    `${(100 * share).toFixed(0)}% of the region of ${patient} on ${sequence} is in the air around the patient.`,
  'Look at it on the sheet (`nomoscope check --sheet`); a mask that is mirrored or shifted lies so.',
)
export const RegionConstant = problem(
  'NS-CHK-17',
  (patient: string, sequence: string, value: number) =>
    `All voxels of the region of ${patient} on ${sequence} are ${Number(value.toPrecision(6))}: no texture can be measured there.`,
  'See whether the image is one (and not its mask, or an empty map), and whether the region lies on it.',
)
export const RegionEverywhere = problem(
  'NS-CHK-18',
  (patient: string, sequence: string, share: number) =>
    `The region of ${patient} on ${sequence} reaches all edges of the image and takes ${(100 * share).toFixed(0)}% of it.`,
  'It may be the background that has this label, or a mask of the whole image; name the `label` of the lesion.',
)
export const ReaderOnSubset = problem(
  'NS-CHK-15',
  (sequence: string, reader: string, drawn: number, total: number) =>
    `${reader} drew ${drawn} of ${total} regions on ${sequence}: agreement is measured on these.`,
  'Nothing needs to be done; a second reading of a subset is a usual design.',
)
export const OneOutcome = problem(
  'NS-STU-40',
  (file: string, column: string, rows: number, value: string) =>
    `${file}: the outcome ${column} is ${value} in all ${rows} rows that have a prediction and a known outcome.`,
  'Nothing can be told from patients who are all the same: give some of the others, too.',
)
export const FewOutcomes = problem(
  'NS-STU-41',
  (column: string, rows: number, what: string) =>
    `Only ${rows} ${rows === 1 ? 'patient' : 'patients'} with a known ${column} ${rows === 1 ? 'has' : 'have'} ${what}: the figures say little.`,
  'A hundred with and a hundred without the outcome are usually asked for.',
)
export const HorizonsBeyond = problem(
  'NS-STU-42',
  (column: string, horizons: string, last: number) =>
    `Nobody is followed up to ${horizons} (the longest ${column} is ${last}), so the model is not judged there.`,
  'Nothing to do if that is so; else give the time in the unit of the model.',
)
export const ClassesNotFound = problem(
  'NS-STU-43',
  (file: string, column: string, values: string, classes: string) =>
    `${file}: the outcome ${column} is ${values}, none of which the model knows; it foretells ${classes}.`,
  'Write the classes as the model names them.',
)
export const ValuesInOtherUnit = problem(
  'NS-STU-44',
  (column: string, median: number, foretold: number) =>
    `The median of ${column} is ${median}, and the model foretells ${foretold}: is it in another unit?`,
  'Give the outcome in the unit of the model.',
)
export const NoIdentifier = problem(
  'NS-STU-45',
  () => 'No column tells who the patients are; they are called by their rows.',
  'Name the column with --id.',
)
export const TimesInOtherUnit = problem(
  'NS-STU-24',
  (column: string, median: number, horizons: string, unit = '') =>
    `The median of ${column} is ${median}, and the model foretells the event by ${horizons}${unit && ` ${unit}`}: is the time in another unit?`,
  'Give the time in the unit of the model.',
)
export const EntriesAbsent = problem(
  'NS-STU-38',
  (file: string, start: string) =>
    `${file} has no column ${start}, by which the model's patients came under observation: everybody is taken to be at risk from the start.`,
  'Add the column where patients came late; the events that nobody could see would else count as survival.',
)
export const TooFewKnown = problem(
  'NS-STU-39',
  (column: string, rows: number, told = '') =>
    `${rows} ${rows === 1 ? 'row has' : 'rows have'} a prediction and a known ${column}; a validation needs two or more.${told}`,
  'Give patients whose outcome is known, with the columns of the model.',
)
export const MarkerNotANumber = problem(
  'NS-STU-33',
  (file: string, column: string) => `${file}: ${column} is no number, so no curve can be drawn over its values.`,
  'Take a column of numbers, or compare the groups instead.',
)
export const AgreementUnlike = problem(
  'NS-STU-34',
  (file: string, first: string, second: string) =>
    `${file}: ${first} and ${second} are not of one kind, so their agreement cannot be measured.`,
  'Take two columns of numbers in one unit, or two with the same levels.',
)
export const PerturbationsFailed = problem(
  'NS-STU-35',
  (patient: string, sequence: string, failed: number, all: number, reason: string) =>
    `${patient}, ${sequence}: ${failed} of ${all} perturbations failed (${reason}); the patient does not count for the agreement under perturbations.`,
  'Look at this region in the check sheet; leave out the larger changes under `perturb` if small regions do not bear them.',
)
export const LateEntryPenalised = problem(
  'NS-STU-37',
  (file: string, start: string, model: string) =>
    `${file}: ${model} has a score or a penalty, which is not fitted to patients who entered late (${start}).`,
  'Name the columns of this Cox model, or leave `start` out and begin at a `landmark`.',
)
export const LateEntryCompeting = problem(
  'NS-STU-36',
  (file: string, start: string, event: string) =>
    `${file}: ${event} has a competing event, whose incidence is not estimated of patients who entered late (${start}).`,
  'Leave `start` or the competing values out of this `survival` request.',
)
export const TableNotMade = problem(
  'NS-STU-46',
  (key: string, path: string, made: string) => `${key} names ${path}, which is not there${made && `: ${made}`}.`,
  'Make the table, correct its path (it starts from the folder of the study file), or leave the key out until it is there.',
)
