import { problem } from './problem.ts'

// De-identification
export const UnreadableObject = problem(
  'NS-ARC-01',
  (file: string, why: string) => `${file} cannot be read as DICOM to its end: ${why}.`,
  'It was not copied. Fetch or export it again.',
)
export const UnjudgedObject = problem(
  'NS-ARC-02',
  (file: string, why: string) => `${file} is held back: ${why}.`,
  'Look at it. Give a rectangle to blank by --rules, let text that is found be blanked by --clean pixels, or leave it out.',
)
export const BlankRulesWrong = problem(
  'NS-ARC-03',
  (file: string, why: string) => `The rules in ${file} are not right: ${why}.`,
  'Write `blank: [{ modality: US, rectangles: [[left, top, width, height]] }]`; docs/archive.md has an example.',
)
export const PassphraseMissing = problem(
  'NS-ARC-04',
  (file: string) =>
    `The linkage file ${file} is encrypted with a passphrase, and none of eight characters or more is given.`,
  'Set NOMOSCOPE_PASSPHRASE, run it in a terminal to be asked, or say --no-linkage to keep no way back.',
  2,
)
export const PassphraseWrong = problem(
  'NS-ARC-05',
  (file: string) => `${file} cannot be opened: the passphrase is another one, or the file was changed.`,
  'Give the passphrase of the run that made it. Nobody can open it without.',
  2,
)
export const NotALinkage = problem(
  'NS-ARC-06',
  (file: string) => `${file} is no linkage file.`,
  'Give the file that `nomoscope deidentify` wrote beside its folder of results.',
  2,
)
export const FoldersOverlap = problem(
  'NS-ARC-07',
  (one: string, other: string) => `${one} lies within ${other}.`,
  'Originals, de-identified copies, report and linkage file need places of their own.',
  2,
)
export const CannotResume = problem(
  'NS-ARC-08',
  (folder: string, why: string) => `${folder} cannot be gone on with: ${why}.`,
  'Begin again with --overwrite.',
  2,
)
export const NothingToDeidentify = problem(
  'NS-ARC-09',
  (folder: string) => `${folder} has no DICOM files.`,
  'Give the folder of an export, a CD or a fetch; files of other formats are not copied.',
)
export const SameInstanceTwice = problem(
  'NS-ARC-10',
  (file: string) => `${file} has the number of another object here and is not the same.`,
  'One of the two was changed without a number of its own. Keep the right one.',
)
export const ChangedBeforeResume = problem(
  'NS-ARC-11',
  (what: string) => `${what} differ from those of the run that is to be gone on with.`,
  'Give the same options, or begin again with --overwrite.',
  2,
)
