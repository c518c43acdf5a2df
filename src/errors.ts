/**
 * Every error that a user can meet, with what to do about it.
 *
 * A code is `NS-STAGE-NN`. `exit` is the process's exit status when the error ends the work:
 * 2 for wrong usage, 3 for data with faults. Anything that is not a `Problem` is our own fault (1).
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly remedy: string
  readonly exit: 2 | 3

  constructor(code: string, message: string, remedy: string, exit: 2 | 3) {
    super(message)
    this.code = code
    this.remedy = remedy
    this.exit = exit
  }
}

/** One kind of error: called with what is wrong, it gives the `Problem` to throw or to list. */
function problem<Arguments extends unknown[]>(
  code: string,
  message: (...what: Arguments) => string,
  remedy: string,
  exit: 2 | 3 = 3,
) {
  return Object.assign((...what: Arguments) => new Problem(code, message(...what), remedy, exit), { code, remedy })
}

// Usage
export const FileNotFound = problem(
  'NS-USE-01',
  (path: string) => `There is no file ${path}.`,
  'Check the path; it is taken from the folder of the file that names it.',
)
export const UnknownOption = problem(
  'NS-USE-02',
  (what: string, near?: string) => `${what} is not known${near ? `; did you mean ${near}?` : '.'}`,
  'See `nomoscope --help`.',
  2,
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
  (column: number, why: string) => `Column ${column} of the design cannot be told from the others: ${why}.`,
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

// Images
export const UnknownImageFormat = problem(
  'NS-IMG-01',
  (file: string) => `${file} is not an image that can be read here.`,
  'NRRD, NIfTI-1 and -2 and MetaImage are read; export the image as one of these.',
)
export const DamagedImage = problem(
  'NS-IMG-02',
  (file: string, why: string) => `${file} is damaged: ${why}.`,
  'Export the file again; a copy that broke off is the usual cause.',
)
export const ImageTooLarge = problem(
  'NS-IMG-03',
  (file: string, bytes: number) => `${file} declares ${bytes} bytes of voxels, more than is accepted.`,
  'Crop the image, or check its header.',
)
export const DetachedDataMissing = problem(
  'NS-IMG-04',
  (file: string, data: string) => `${file} keeps its voxels in ${data}, which is not beside it.`,
  'Keep the header and its data file in one folder, under the names they were written with.',
)
export const UnsupportedImage = problem(
  'NS-IMG-05',
  (file: string, what: string) => `${file} uses ${what}, which is not read here.`,
  'Save the image again as an ordinary NRRD or NIfTI file, for example in 3D Slicer or ITK-SNAP.',
)

// Filters
export const FilterOptionInvalid = problem(
  'NS-FIL-01',
  (name: string, value: unknown, wanted: string) =>
    `The option ${name} is ${JSON.stringify(value)}; it must be ${wanted}.`,
  'Correct it under imageType or setting in the parameter file.',
  2,
)

// Study files
export const StudyFileFault = problem(
  'NS-STU-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  'Mend these lines; docs/study.schema.json lets an editor check the file while you type.',
)
