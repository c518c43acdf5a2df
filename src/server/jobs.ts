import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { NoSuchServerJob } from '../errors/index.ts'
import { sweepPartsOf } from '../jobs/lock.node.ts'
import { isRunning, type Process, processOf } from '../jobs/process.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'

/** A piece of work that the page asked for: a command of the program in the served folder. */
export interface ServerJob {
  id: string
  command: 'run' | 'check' | 'init' | 'demo' | 'fetch'
  /** The study file or the folder in the served folder, or the archive that is fetched from. */
  target: string
  /** Folder of the results, of `run`. */
  out?: string
  /** Of `fetch`: only say what would be fetched. */
  plan?: boolean
  /** Who started it; the owner of the folder where nobody is named. */
  by?: string
  state: 'running' | 'done' | 'faults' | 'failed' | 'cancelled'
  /** What it has said so far: progress, messages, faults. */
  lines: string[]
  /** What runs it: it outlives a server that is killed. */
  process?: Process
}

type Asked = Pick<ServerJob, 'command' | 'target' | 'out' | 'plan' | 'by'>

/** What a job is given beside its command line: it is never written, so that such a job does not go on by itself. */
interface JobSecrets {
  environment: Record<string, string>
  /** Its standard input. */
  input: string
}

/** The jobs of a folder: each is a process of its own, so that a crash of one leaves the server and the others alone. */
export interface ServerJobs {
  list: () => ServerJob[]
  get: (id: string) => ServerJob
  /** Starts it, unless it is running already: then it is that job that whoever asked follows. */
  start: (asked: Asked, given?: JobSecrets) => Promise<ServerJob>
  cancel: (id: string) => void
  /** Calls back with each new line and at the end; gives back what stops that. */
  follow: (id: string, onChange: (job: ServerJob, line?: string) => void) => () => void
  close: () => Promise<void>
}

/** Lines that a job keeps; a study that says more keeps the first and the last of them. */
const maximumLines = 2000

/**
 * root     the served folder; what runs is written in `.nomoscope/jobs.json`, so that a restart goes on with it
 * program  the command line's own file
 * queue    address of the Redis whose workers compute the cases of runs; never in a command line, which others see
 */
export function openJobs(root: string, program: string, queue?: string): ServerJobs {
  const file = join(root, '.nomoscope', 'jobs.json')
  sweepPartsOf(file) // what a killed server left half-written
  const jobs = new Map<string, ServerJob>()
  const processes = new Map<string, ChildProcess>()
  const followers = new Map<string, Set<(job: ServerJob, line?: string) => void>>()
  let saving = Promise.resolve()
  let closing = false

  const save = () => {
    // What an archive says may name patients.
    const written = [...jobs.values()].map((job) => (job.command === 'fetch' ? { ...job, lines: [] } : job))
    const text = `${JSON.stringify(written, null, 1)}\n`
    saving = saving.then(() => writeAtomically(file, text)).catch(() => {}) // a full disk must not end the job itself
    return saving
  }

  function tell(job: ServerJob, line?: string) {
    if (line !== undefined) {
      job.lines.push(line)
      if (job.lines.length > maximumLines) job.lines.splice(maximumLines / 2, 1)
    }
    for (const follower of followers.get(job.id) ?? []) follower(job, line)
  }

  function launch(job: ServerJob, given?: JobSecrets) {
    if (closing || job.state !== 'running') return // ended while it was about to start
    const child = spawn(process.execPath, [program, ...argumentsOf(job)], {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1', ...(queue && { NOMOSCOPE_QUEUE: queue }), ...given?.environment },
      stdio: [given ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    })
    child.stdin?.on('error', () => {}) // it ended before it read all: its status says so
    child.stdin?.end(given?.input)
    processes.set(job.id, child)
    if (child.pid !== undefined) job.process = processOf(child.pid)
    void save()
    for (const stream of [child.stdout!, child.stderr!]) {
      let rest = ''
      stream.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split(/\r?\n/)
        rest = lines.pop() ?? ''
        for (const line of lines) tell(job, line)
      })
      stream.on('end', () => rest && tell(job, rest))
    }
    child.on('error', (error) => tell(job, error.message))
    child.on('close', (status) => {
      processes.delete(job.id)
      if (closing) return // it is running as far as the next start is concerned
      if (job.state === 'running') job.state = status === 0 ? 'done' : status === 3 ? 'faults' : 'failed'
      void save()
      tell(job)
    })
  }

  const get = (id: string) => {
    const job = jobs.get(id)
    if (!job) throw NoSuchServerJob(id)
    return job
  }

  if (existsSync(file))
    for (const job of JSON.parse(readFileSync(file, 'utf8')) as ServerJob[]) {
      jobs.set(job.id, job)
      if (job.state !== 'running') continue
      if (job.command === 'fetch') job.state = 'cancelled'
      void endOf(job.process).then(() => launch(job))
    }

  return {
    list: () => [...jobs.values()],
    get,
    async start(asked, given) {
      const same = [...jobs.values()].find((job) => job.state === 'running' && isSame(job, asked))
      if (same && !given) return same // two who start one thing follow one job
      const job: ServerJob = { id: randomUUID(), ...asked, state: 'running', lines: [] }
      jobs.set(job.id, job)
      await save()
      launch(job, given)
      return job
    },
    cancel(id) {
      const job = get(id)
      if (job.state !== 'running') return
      job.state = 'cancelled'
      processes.get(id)?.kill('SIGINT')
      void save()
      tell(job)
    },
    follow(id, onChange) {
      const all = followers.get(id) ?? new Set()
      followers.set(id, all.add(onChange))
      return () => all.delete(onChange)
    },
    async close() {
      closing = true
      const ended = [...processes.values()].map((child) => new Promise((resolve) => child.once('close', resolve)))
      for (const child of processes.values()) child.kill('SIGINT')
      await Promise.all(ended)
      await saving
    },
  }
}

const isSame = (one: Asked, other: Asked) =>
  (['command', 'target', 'out', 'plan'] as const).every((key) => one[key] === other[key])

/**
 * Ends what a killed server left running and waits until it has: it holds the folder that is to be gone on with. Nothing is
 * ended where the system does not tell a process from a later one of its number; then the lock's message names it.
 */
async function endOf(left: Process | undefined): Promise<void> {
  while (left?.started && isRunning(left)) {
    process.kill(left.pid, 'SIGKILL')
    await setTimeout(20)
  }
}

/** A run goes on with what an earlier one finished; its cache makes that the same as a new one. */
function argumentsOf({ command, target, out, plan }: ServerJob): string[] {
  if (command === 'run') return ['run', target, '--resume', ...(out ? ['--out', out] : [])]
  if (command === 'check') return ['check', target, '--json']
  if (command === 'init') return ['init', target]
  if (command === 'fetch') {
    const where = ['--servers', 'pacs.yaml', '--map', 'protocol.yaml', '--out', '.']
    return ['pacs', 'fetch', target, '-', '--deidentify', ...where, ...(plan ? ['--plan'] : [])]
  }
  return ['demo', '--resume', '--out', target]
}
