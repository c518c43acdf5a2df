import { problem } from './problem.ts'

// Work in parts: submit, shard, gather, status, worker
export const NoPlan = problem(
  'NS-CLU-01',
  (folder: string) => `${folder} holds no submitted work.`,
  'Name the folder that `nomoscope submit` made.',
  2,
)
export const PlanIsAnother = problem(
  'NS-CLU-02',
  (folder: string) => `${folder} holds other work than was asked for now.`,
  'Add --overwrite to begin anew, or name another --out.',
  2,
)
export const PartsMissing = problem(
  'NS-CLU-03',
  (folder: string, missing: number, of: number, first: string) =>
    `${missing} of ${of} parts of ${folder} are not there yet: ${first}.`,
  'See `nomoscope status` and the logs; submitting again with --resume sends the missing parts alone.',
)
export const PartOfAnother = problem(
  'NS-CLU-04',
  (file: string) => `${file} is a part of other work, or was cut off.`,
  'Delete it and submit again with --resume.',
)
export const InputChanged = problem(
  'NS-CLU-05',
  (file: string) => `${file} has changed since the work was submitted.`,
  'Submit again with --overwrite, so that all parts are of one list and one version.',
)
export const SchedulerAbsent = problem(
  'NS-CLU-06',
  (command: string, said: string) => `${command} could not be called: ${said}.`,
  'Call it where the scheduler is, or use --local N; the job script is in the folder and can be sent by hand.',
)
export const QueueAway = problem(
  'NS-CLU-07',
  (address: string, said: string) => `The queue ${address} does not answer: ${said}.`,
  'Check the address and the password (redis://:PASSWORD@HOST:6379, rediss:// with TLS) and that Redis is running.',
)
export const CaseKilled = problem(
  'NS-CLU-08',
  (why: string) => `The process that computed it was ended: ${why}.`,
  'Give the worker more with --memory or --time, or leave the case out.',
)
export const AnswerOutside = problem(
  'NS-CLU-09',
  (answer: string, roots: readonly string[]) => `${answer} is no file for an answer below ${roots.join(' or ')}.`,
  'Start the worker with --root and the folders that hold the images and the results, or in the folder that does.',
)
export const ReadOutside = problem(
  'NS-CLU-10',
  (path: string, roots: readonly string[]) =>
    `${path} lies outside ${roots.join(' and ')}: this worker does not read it.`,
  'Start the worker with --root and the folders that hold the images and the results, or leave the case out.',
)
export const PlannedByAnother = problem(
  'NS-CLU-11',
  (file: string, planned: string, here: string) =>
    `The work of ${file} was submitted with Nomoscope ${planned}, and this is ${here}.`,
  'Call the version that submitted it, or submit again with --overwrite: parts of two versions are not joined.',
)
export const NoJobNumber = problem(
  'NS-CLU-12',
  (command: string, said: string) => `${command} gave no number of a job: ${said || '(it said nothing)'}.`,
  'Look with squeue or qstat whether the job was taken, and cancel it; call a scheduler whose answer is not rewritten, or use --local N.',
)
export const QueueAddressInvalid = problem(
  'NS-CLU-13',
  (address: string) => `${address} is no address of a queue.`,
  'Write redis://:PASSWORD@HOST:6379/0, or rediss:// with TLS; in a password @ is written %40, / %2F, : %3A, # %23 and ? %3F.',
  2,
)
export const QueueRefuses = problem(
  'NS-CLU-14',
  (address: string, said: string) => `The queue ${address} takes no work: ${said}.`,
  'Its user must be allowed to write and to run scripts (eval, evalsha) on the keys bull:*, in a database that is there, on the primary and no replica.',
)
