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

// Study files
export const StudyFileFault = problem(
  'NS-STU-01',
  (file: string, faults: string[]) => `${file}: ${faults.join('\n  ')}`,
  'Mend these lines; docs/study.schema.json lets an editor check the file while you type.',
)
