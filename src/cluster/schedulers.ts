import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { NoJobNumber, SchedulerAbsent } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'

/** What a part may take, as the scheduler is told. */
export interface Resources {
  /** Minutes. */
  time: number
  megabytes: number
  /** Words handed to the scheduler as they are: a partition, an account. */
  options: readonly string[]
}

/** Parts that may be computed at the same time. */
export interface Stage {
  indices: readonly number[]
  resources: Resources
}

/** What is sent: the parts that are missing, one stage after the other, and how the program is called. */
export interface Sending {
  folder: string
  stages: readonly Stage[]
  /** Node and the program's file, with Node's options between them. */
  program: readonly string[]
  /** What is called when all parts have ended, such as `gather`. */
  after: readonly string[]
}

/** A word of a shell, whatever is in it. */
export const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`

/** 1,2,3,7 as a scheduler writes it: 1-3,7. */
export function ranges(indices: readonly number[]): string {
  const runs: [number, number][] = []
  for (const index of indices) {
    const last = runs.at(-1)
    if (last && last[1] === index - 1) last[1] = index
    else runs.push([index, index])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',')
}

/** How often a part whose process was killed, or ran out of memory, is begun anew in its job: it goes on from its cache. */
const attempts = 3

type Script = Pick<Sending, 'folder' | 'program'> & Stage

/** The lines of a script that compute the part whose number a variable of the scheduler has. */
function attempted({ program, folder }: Script, variable: string): string {
  const command = [...program, 'shard', '--jobs', '1', folder].map(quoted).join(' ')
  return [
    `for attempt in ${Array.from({ length: attempts }, (_, i) => i + 1).join(' ')}; do`,
    `  ${command} "$${variable}"`,
    '  status=$?',
    // 128 + SIGABRT, SIGKILL; a time limit's SIGTERM and what the program itself says are not answered by another attempt.
    '  case $status in 134|137) ;; *) break ;; esac',
    'done',
    'exit $status',
  ].join('\n')
}

/** hours:minutes:seconds */
const clock = (minutes: number) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:00`

/** The script of an array job of Slurm: a part a job, sent again by Slurm where its node fails. */
export function slurmScript(script: Script): string {
  const { folder, indices, resources } = script
  return [
    '#!/bin/sh',
    '#SBATCH --job-name=nomoscope',
    `#SBATCH --array=${ranges(indices)}`,
    '#SBATCH --cpus-per-task=1',
    `#SBATCH --mem=${resources.megabytes}M`,
    `#SBATCH --time=${clock(resources.time)}`,
    '#SBATCH --requeue',
    '#SBATCH --open-mode=append',
    `#SBATCH --output="${join(folder, 'logs', '%a.log')}"`,
    ...resources.options.map((option) => `#SBATCH ${option}`),
    attempted(script, 'SLURM_ARRAY_TASK_ID'),
    '',
  ].join('\n')
}

/** The script of an array job of Grid Engine, of one run of parts; where it logs is said by the call, which knows no quotes. */
export function sgeScript(script: Script): string {
  const { resources } = script
  return [
    '#!/bin/sh',
    '#$ -N nomoscope',
    '#$ -S /bin/sh',
    '#$ -j y',
    '#$ -r y',
    `#$ -l h_rt=${clock(resources.time)},h_vmem=${resources.megabytes}M`,
    ...resources.options.map((option) => `#$ ${option}`),
    attempted(script, 'SGE_TASK_ID'),
    '',
  ].join('\n')
}

/** Sends array jobs, each after the one before, and what follows them; gives back what the scheduler said. Throws SchedulerAbsent, NoJobNumber. */
export async function sendSlurm(sending: Sending): Promise<string> {
  const { folder, stages } = sending
  const ids: string[] = []
  const submitted = (...words: string[]) => {
    const after = ids.length > 0 ? [`--dependency=afterany:${ids.at(-1)}`] : []
    return jobNumber('sbatch', ['--parsable', ...after, ...words])
  }
  for (const [i, stage] of stages.entries())
    ids.push(submitted(await writeScript(folder, `slurm-${i + 1}.sh`, slurmScript({ ...sending, ...stage }))))
  const log = `--output=${join(folder, 'logs', 'gather.log')}`
  const name = ['--job-name=nomoscope-gather', '--open-mode=append', log, ...stages[0].resources.options]
  const gathering = submitted(...name, await writeGathering(sending))
  await writeAtomically(join(folder, 'job.json'), `${JSON.stringify({ slurm: ids, gather: gathering })}\n`)
  return `Slurm job ${ids.join(', ')}, and ${gathering} to gather`
}

/**
 * What Grid Engine limits (h_vmem) is the memory that a process may address, not what it holds. Of that Node takes 10 GB for
 * each WebAssembly kernel (NS-DSK-08); called so it takes what a kernel needs.
 */
const withinAddresses = ([node, ...words]: Sending['program']) => [node, '--disable-wasm-trap-handler', ...words]

/** The same by Grid Engine. */
export async function sendGridEngine(asked: Sending): Promise<string> {
  const sending = { ...asked, program: withinAddresses(asked.program) }
  const { folder, stages } = sending
  const log = (name: string) => ['-j', 'y', '-o', join(folder, 'logs', name)]
  const ids: string[] = []
  let before: string[] = []
  for (const [i, stage] of stages.entries()) {
    const script = await writeScript(folder, `sge-${i + 1}.sh`, sgeScript({ ...sending, ...stage }))
    // Grid Engine takes one run of numbers a job.
    const sent = ranges(stage.indices)
      .split(',')
      .map((range) => jobNumber('qsub', ['-terse', ...holding(before), ...log('$TASK_ID.log'), '-t', range, script]))
    ids.push(...sent)
    before = sent
  }
  const name = ['-N', 'nomoscope-gather', '-S', '/bin/sh']
  const options = stages[0].resources.options.map((option) => `#$ ${option}`)
  jobNumber('qsub', [
    '-terse',
    ...name,
    ...holding(before),
    ...log('gather.log'),
    await writeGathering(sending, options),
  ])
  return `Grid Engine jobs ${ids.join(', ')}, and one to gather`
}

const holding = (ids: readonly string[]) => (ids.length > 0 ? ['-hold_jid', ids.join(',')] : [])

async function writeScript(folder: string, name: string, text: string): Promise<string> {
  mkdirSync(join(folder, 'logs'), { recursive: true })
  await writeAtomically(join(folder, name), text)
  return join(folder, name)
}

const writeGathering = ({ folder, program, after }: Sending, options: readonly string[] = []) =>
  writeScript(
    folder,
    'gather.sh',
    ['#!/bin/sh', ...options, `exec ${[...program, ...after].map(quoted).join(' ')}`, ''].join('\n'),
  )

/**
 * The number in what sbatch --parsable (12;cluster) or qsub -terse (12.1-3:1) says. Some sites put a script in the place of
 * these, which greets before the number or swallows it; without one nothing can wait for the job.
 */
function jobNumber(command: string, words: readonly string[]): string {
  const said = call(command, words)
  const number = /(?:^|\n)(\d+)(?:[;.]\S*)?$/.exec(said)?.[1]
  if (number === undefined) throw NoJobNumber(command, said.split('\n').at(-1)!)
  return number
}

function call(command: string, words: readonly string[]): string {
  try {
    return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string }
    throw SchedulerAbsent(command, (stderr || message).trim().replace(/\.$/, ''))
  }
}
