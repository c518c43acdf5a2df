import { type Problem, problem } from './problem.ts'

// Disk and memory
export const Unreadable = problem(
  'NS-DSK-01',
  (path: string, reason: string) => `${path} cannot be read: ${reason}.`,
  'Check the path and who may read it, then run again; with --resume what was computed is kept.',
)
export const Unwritable = problem(
  'NS-DSK-02',
  (path: string, reason: string) => `${path} cannot be written: ${reason}.`,
  'See that there is room and that you may write there, or name another place with --out; with --resume what was computed is kept.',
)
export const ResultsInUse = problem(
  'NS-DSK-03',
  (folder: string, who: string) => `${folder} is being written by ${who}.`,
  'Wait until that has ended, or name another --out; two runs in one folder would mix their results.',
)
export const MemoryExhausted = problem(
  'NS-DSK-04',
  (what: string) => `The memory of this machine or thread did not suffice (${what}).`,
  'Run it with fewer --jobs, or with more memory: NODE_OPTIONS=--max-old-space-size=MEGABYTES.',
)
export const WouldReplaceInput = problem(
  'NS-DSK-05',
  (path: string) => `${path} is what is read here, and --out would replace it.`,
  'Name another file with --out.',
  2,
)
export const TableBeyondMemory = problem(
  'NS-DSK-07',
  (file: string, columns: number, rows: number, needed: number, there: number) =>
    `${columns} features of ${rows} rows of ${file} take about ${sizeOf(needed)} of memory; this machine has ${sizeOf(there)}.`,
  'Take fewer of them (`features: { columns: … }`), fewer --jobs, or a machine with more memory.',
)
export const AddressesLimited = problem(
  'NS-DSK-08',
  () =>
    'What this process may address is limited (ulimit -v, h_vmem), and Node takes 10 GB of addresses for each of its kernels.',
  'Lift the limit (ulimit -v unlimited), or set NODE_OPTIONS=--disable-wasm-trap-handler: it then takes what a kernel needs.',
)
export const FileTooLarge = problem(
  'NS-DSK-06',
  (path: string, bytes: number, most: number) =>
    `${path} has ${sizeOf(bytes)}; of such a file no more than ${sizeOf(most)} are read.`,
  'Check that it is the file that is meant. A table of that size is read from Parquet, part by part.',
)

/** Bytes as people say them. */
const sizeOf = (bytes: number) =>
  bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`

/** What the system's codes mean, in words that end a sentence. */
const reasons: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EROFS: 'the disk can only be read',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENOTEMPTY: 'it is a folder with files in it',
  EEXIST: 'a file of that name is there',
  ENAMETOOLONG: 'its name is too long for the disk',
  ELOOP: 'its links lead round in a circle',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EFBIG: 'it is larger than a file may be here',
  EIO: 'the disk failed',
  EBUSY: 'another program has it open',
  ETXTBSY: 'another program has it open',
  ESTALE: 'the network disk has lost it',
  ENXIO: 'it is a device that does not answer',
  EINVAL: 'the system takes no such path',
}

/** Calls of the system that change a disk. */
const writing = /^(mkdir|rename|write|rm|rmdir|unlink|ftruncate|copyfile|link|symlink|fsync)/

/** What the system said of a file, in words; undefined for another error. */
export function systemReason(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' ? reasons[code] : undefined
}

/** The problem that an error of the disk or of the memory is; undefined for any other. */
export function machineProblem(error: unknown): Problem | undefined {
  const { code, path, dest, syscall, message } = (error ?? {}) as Record<string, unknown>
  if (
    code === 'ERR_WORKER_OUT_OF_MEMORY' ||
    (error instanceof RangeError && /allocation failed/i.test(String(message)))
  )
    return MemoryExhausted(String(message))
  const reason = systemReason(error)
  if (reason === undefined || typeof syscall !== 'string') return undefined
  const full = /^(ENOSPC|EDQUOT|EROFS|EFBIG)$/.test(String(code))
  const where = typeof dest === 'string' ? dest : typeof path === 'string' ? path : 'A file'
  return writing.test(syscall) || full ? Unwritable(where, reason) : Unreadable(where, reason)
}
