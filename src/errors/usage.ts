import { problem } from './problem.ts'

// Usage
export const FileNotFound = problem(
  'NS-USE-01',
  (path: string) => `There is no file ${path}.`,
  'Check how it is written. A path in a study or parameter file starts from the folder of that file.',
)
export const UnknownOption = problem(
  'NS-USE-02',
  (what: string, near?: string) => `${what} is not known${near ? `; did you mean ${near}?` : '.'}`,
  'See `nomoscope --help`.',
  2,
)
export const UnusableValue = problem(
  'NS-USE-09',
  (option: string, value: string, wanted: string) => `${option} ${value}: ${option} takes ${wanted}.`,
  'See `nomoscope --help`.',
  2,
)
export const WrongShard = problem(
  'NS-USE-03',
  (text: string) => `${text} names no shard.`,
  'Write i/N with i from 1 to N, as in --shard 2/4.',
  2,
)
export const OutputExists = problem(
  'NS-USE-04',
  (path: string) => `${path} is there already.`,
  'Add --overwrite to replace it or --resume to go on with it, or name another --out.',
  2,
)
export const NoSuchJob = problem(
  'NS-USE-06',
  (name: string, known: readonly string[]) => `No job is called ${name}; there are ${known.join(', ')}.`,
  'Give the map the jobs of the stages that it works for: modelJobs, featureJobs.',
)
export const WrongArguments = problem(
  'NS-USE-05',
  (what: string) => what,
  'See `nomoscope --help` and the examples there.',
  2,
)
export const FilesNotGiven = problem(
  'NS-USE-07',
  (what: string[]) => `${what.join(' and ')} ${what.length > 1 ? 'are' : 'is'} not given.`,
  'Fill the cell with the path of the file, or leave the row out.',
)
export const NothingRepeated = problem(
  'NS-USE-08',
  (file: string, id: string) => `${file}: no column of numbers has two subjects of ${id} of whom one stands twice.`,
  'Name the column by which measurements of one subject are told, with --id.',
  2,
)
