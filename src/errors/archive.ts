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
  'Give the same options, or begin again: with --overwrite, or in another folder.',
  2,
)

// Archives (PACS)
export const ServerFileWrong = problem(
  'NS-ARC-20',
  (file: string, why: string) => `The file of servers ${file} is not right: ${why}.`,
  'docs/archive.md has an example. A password or token is given by NOMOSCOPE_PACS_SECRET or asked for, never written there.',
  2,
)
export const ServerUnknown = problem(
  'NS-ARC-21',
  (name: string, file: string, known: string[]) => `${file} has no server "${name}"; it has ${known.join(', ')}.`,
  'Name one of them, or add it.',
  2,
)
export const AccessRefused = problem(
  'NS-ARC-22',
  (host: string, how: number | string) => `${host} refuses access (${how}).`,
  'Check user, password or token, and that the archive knows this machine by its title; ask the administrator for the right to query and retrieve.',
)
export const CertificateRefused = problem(
  'NS-ARC-23',
  (host: string, why: string) => `The certificate of ${host} is not trusted: ${why}.`,
  "If the hospital signs its own, name the file of its authority as `ca:` of the server; an expired one is the administrator's to renew.",
)
export const ServerUnreachable = problem(
  'NS-ARC-24',
  (host: string, why: string) => `${host} cannot be reached or dropped the connection: ${why}.`,
  'Check address and port, the network, and the firewall between; then run it again: only what is missing is fetched.',
)
export const ServerTooSlow = problem(
  'NS-ARC-25',
  (host: string, seconds: number) => `${host} did not answer within ${seconds} seconds.`,
  'Try at a quieter hour, with --parallel 1, or give the server a longer `timeout:`.',
)
export const BrokenAnswer = problem(
  'NS-ARC-26',
  (host: string, why: string) => `${host}: ${why}.`,
  'Run it again: only what is missing is fetched. If it stays, ask the administrator for the log of the archive.',
)
export const ServerRefused = problem(
  'NS-ARC-27',
  (host: string, what: string, status: number | string) => `${host} answers ${status} for ${what}.`,
  'Check the root of the services (often /dicom-web) and that the archive takes objects of this kind.',
)
export const DamagedObject = problem(
  'NS-ARC-28',
  (series: string, why: string) => `An object of ${series} came damaged and was not kept: ${why}.`,
  'Run it again. If it stays, the archive holds it so: have it sent again from the scanner.',
)
export const OtherPatientSent = problem(
  'NS-ARC-30',
  (series: string) => `For ${series} the archive sent an object of another patient; it was not kept.`,
  'Tell the administrator of the archive: two patients are mixed there.',
)
export const OtherObjectSent = problem(
  'NS-ARC-31',
  (series: string) => `For ${series} the archive sent an object of another series or number; it was not kept.`,
  'Run it again. If it stays, tell the administrator of the archive.',
)
export const NotSent = problem(
  'NS-ARC-32',
  (series: string, count: number) => `${count} objects of ${series} were listed but never sent.`,
  'Run it again; if it stays, they are lost or locked in the archive.',
)
export const SeriesListWrong = problem(
  'NS-ARC-33',
  (file: string, why: string) => `${file} is no list of series: ${why}.`,
  'Give the table that `nomoscope pacs find` wrote, with the rows that are not wanted taken out.',
)
export const ProtocolMapWrong = problem(
  'NS-ARC-34',
  (file: string, why: string) => `The protocol map ${file} is not right: ${why}.`,
  'Write `sequences: { dce: ["ax dyn*", "…"] }`, as `nomoscope pacs find --map` drafts it.',
)
export const PacsSecretMissing = problem(
  'NS-ARC-35',
  (name: string) => `The server ${name} wants a password or token.`,
  'Set NOMOSCOPE_PACS_SECRET, or run it in a terminal to be asked.',
  2,
)
export const MoveNeedsPort = problem(
  'NS-ARC-36',
  (host: string) => `C-MOVE from ${host} needs a port of this machine.`,
  'Add `listen:` with a port that the archive knows for the title `calling`, or take `get: get`.',
  2,
)
export const ListenTaken = problem(
  'NS-ARC-37',
  (port: number) => `Port ${port}, to which the archive is to send, cannot be listened on.`,
  'Another program has it, or ports below 1024 are kept for the administrator: take another and tell the archive.',
  2,
)
export const NotASegmentation = problem(
  'NS-ARC-38',
  (file: string) => `${file} is no DICOM Segmentation.`,
  'Give the SEG that the features were extracted with; the workbench writes one from any mask.',
)
export const NoSuchSegment = problem(
  'NS-ARC-39',
  (file: string, segments: string[]) => `Which segment of ${file} is meant is not said; it has ${segments.join(', ')}.`,
  'Name one by --segment.',
  2,
)
export const ReportTooLarge = problem(
  'NS-ARC-40',
  (count: number, most: number) => `A report of ${count} features is beyond what viewers list (${most}).`,
  'Extract fewer: the ones of the model, for instance.',
)
export const CohortHasNoCase = problem(
  'NS-ARC-41',
  (folder: string) => `No series of the protocol map has a mask in the archive; what was fetched is in ${folder}.`,
  'Store segmentations or structure sets of these series first (`nomoscope pacs store`), or correct the protocol map.',
)
export const PatientListWrong = problem(
  'NS-ARC-42',
  (file: string, why: string) => `${file} is no list of patients: ${why}.`,
  'Write one number a line, or a table with the numbers in its first column and, if you like, a column `pseudonym`.',
  2,
)
export const ArchiveRequestWrong = problem(
  'NS-ARC-43',
  (why: string) => `The request to the archive is not right: ${why}.`,
  'Load the page again; if it stays, it is a fault of ours.',
  2,
)
export const NothingToFetch = problem(
  'NS-ARC-44',
  (why: string) => `There is nothing to fetch: ${why}.`,
  'Look at the table of series and at the protocol map: a series is fetched when its description stands under a sequence.',
)
