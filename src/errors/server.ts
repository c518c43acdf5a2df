import { problem } from './problem.ts'

export const OutsideFolder = problem(
  'NS-SRV-01',
  (path: string) => `${path} is not in the folder that is served.`,
  'Only files in the folder given to `nomoscope serve` can be read or written, and no link leads out of it.',
)
export const FolderAbsent = problem(
  'NS-SRV-02',
  (path: string) => `There is no folder ${path}.`,
  'Give the folder of a study, as in `nomoscope serve my-study`.',
  2,
)
export const AddressTaken = problem(
  'NS-SRV-03',
  (port: number) => `Port ${port} is in use.`,
  'Another program, or another `nomoscope serve`, has it: name another with --port, or 0 for any that is free.',
  2,
)
export const ListenInsecure = problem(
  'NS-SRV-04',
  (host: string) => `Listening on ${host} would show the folder to the network without encryption.`,
  'Put a server with TLS before it and listen on 127.0.0.1, or say --insecure where the network is trusted.',
  2,
)
export const NoSuchServerJob = problem(
  'NS-SRV-05',
  (id: string) => `There is no job ${id}.`,
  'Start it again from the page; jobs are listed in .nomoscope/jobs.json of the folder.',
)
export const UploadTooLarge = problem(
  'NS-SRV-06',
  (megabytes: number) => `More than ${megabytes} MB were sent.`,
  'Copy large files into the folder with the file manager; the page is for masks and forms.',
)
export const NotYourReading = problem(
  'NS-SRV-07',
  (what: string) => `${what} is not open to this reader.`,
  'Each reader sees the images and what is their own; open the consensus when both have finished.',
)
export const HeldBy = problem(
  'NS-SRV-08',
  (patient: string, who: string) => `${patient} is being read by ${who}.`,
  'Take another patient, close the other page, or take the patient over from it where it is gone.',
)
export const NameNoFile = problem(
  'NS-SRV-10',
  (name: string) => `Nothing can be stored under the name "${name}".`,
  'A reader, patient or sequence that is read here is called without / \\ and :, and not . or .. alone: change the name in the study file.',
)
export const ChangedElsewhere = problem(
  'NS-SRV-09',
  (file: string) => `${file} was changed by another page or program since this page read it; nothing was written.`,
  'It is read anew: look at it, then make the change again.',
)
export const ServerAway = problem(
  'NS-SRV-11',
  () => '`nomoscope serve` does not answer.',
  'See whether it still runs and start it again in the same folder; what was drawn and answered is kept in this page until then.',
)
export const UserNameUnusable = problem(
  'NS-SRV-13',
  (name: string) => `Nobody can be called "${name}" here.`,
  'A name begins with a letter or digit, has blanks, - _ or . within at most, and is not owner.',
  2,
)
export const NotYourRun = problem(
  'NS-SRV-14',
  (who: string) => `This was started by ${who}.`,
  'They end it, or whoever started `nomoscope serve`.',
)
export const OtherLink = problem(
  'NS-SRV-12',
  () => 'Another link was opened in this browser since, and this page is no longer let in.',
  'Open the link of this page again, or each in a browser (or profile) of its own; what was drawn and answered is kept in this page until then.',
)
