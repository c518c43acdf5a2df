import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SchedulerAbsent } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'

/** What a part may take, as the scheduler is told. */
export interface Resources {
  /** Minutes. */
  time: number
  megabytes: number
  /** Words handed to the scheduler as they are: a partition, an account. */
  options: readonly string[]
}

/** What is sent: the parts that are missing, and how the program is called. */
export interface Sending {
  folder: string
  indices: readonly number[]
  resources: Resources
  /** Node and the program's file. */
  program: readonly [string, string]
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

/** The lines of a script that compute the part whose number a variable of the scheduler has. */
function attempted({ program, folder }: Sending, variable: string): string {
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
export function slurmScript(sending: Sending): string {
  const { folder, indices, resources } = sending
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
    attempted(sending, 'SLURM_ARRAY_TASK_ID'),
    '',
  ].join('\n')
}

/** The script of an array job of Grid Engine, of one run of parts. */
export function sgeScript(sending: Sending): string {
  const { folder, resources } = sending
  return [
    '#!/bin/sh',
    '#$ -N nomoscope',
    '#$ -S /bin/sh',
    '#$ -j y',
    '#$ -r y',
    `#$ -o ${join(folder, 'logs', '$TASK_ID.log')}`,
    `#$ -l h_rt=${clock(resources.time)},h_vmem=${resources.megabytes}M`,
    ...resources.options.map((option) => `#$ ${option}`),
    attempted(sending, 'SGE_TASK_ID'),
    '',
  ].join('\n')
}

/** Sends an array job and what follows it; gives back what the scheduler said. Throws SchedulerAbsent. */
export async function sendSlurm(sending: Sending): Promise<string> {
  const { folder, after: last, program } = sending
  mkdirSync(join(folder, 'logs'), { recursive: true })
  const script = join(folder, 'slurm.sh')
  await writeAtomically(script, slurmScript(sending))
  const id = call('sbatch', ['--parsable', script]).split(';')[0]
  const gatherScript = ['#!/bin/sh', `exec ${[...program, ...last].map(quoted).join(' ')}`, ''].join('\n')
  await writeAtomically(join(folder, 'gather.sh'), gatherScript)
  const log = `--output=${join(folder, 'logs', 'gather.log')}`
  const name = ['--job-name=nomoscope-gather', '--open-mode=append', log, ...sending.resources.options]
  const gathering = call('sbatch', ['--parsable', `--dependency=afterany:${id}`, ...name, join(folder, 'gather.sh')])
  await writeAtomically(join(folder, 'job.json'), `${JSON.stringify({ slurm: id, gather: gathering.split(';')[0] })}\n`)
  return `Slurm job ${id}, and ${gathering} to gather`
}

export async function sendGridEngine(sending: Sending): Promise<string> {
  const { folder, indices, after: last, program } = sending
  mkdirSync(join(folder, 'logs'), { recursive: true })
  const script = join(folder, 'sge.sh')
  await writeAtomically(script, sgeScript(sending))
  // Grid Engine takes one run of numbers a job.
  const ids = ranges(indices)
    .split(',')
    .map((range) => call('qsub', ['-terse', '-t', range, script]).split('.')[0])
  const gatherScript = ['#!/bin/sh', `exec ${[...program, ...last].map(quoted).join(' ')}`, ''].join('\n')
  await writeAtomically(join(folder, 'gather.sh'), gatherScript)
  call('qsub', ['-terse', '-hold_jid', ids.join(','), '-j', 'y', '-o', join(folder, 'logs'), join(folder, 'gather.sh')])
  return `Grid Engine jobs ${ids.join(', ')}, and one to gather`
}

function call(command: string, words: readonly string[]): string {
  try {
    return execFileSync(command, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string }
    throw SchedulerAbsent(command, (stderr || message).trim().replace(/\.$/, ''))
  }
}
