import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const program = resolve('dist/cli.js')

/** How work ended: whether it was killed, with what status, and what it said on the way. */
interface End {
  killed: boolean
  status: number | null
  said: string
}

/** Work that has been begun: its end, and what kills it. */
export interface Begun {
  ended: Promise<End>
  kill: () => void
}

/** Begins a command of the program. */
export function begin(words: readonly string[]): Begun {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'ignore', 'pipe'] })
  return { ended: endOf(child), kill: () => child.kill('SIGKILL') }
}

/** A command that is called with another word, `--resume` as a rule, after its first call. */
export const command =
  (words: readonly string[], again = '--resume') =>
  (isFirst: boolean): Begun =>
    begin(isFirst ? words : [...words, again])

function endOf(child: ChildProcess): Promise<End> {
  let said = ''
  child.stderr?.on('data', (text) => (said += text))
  return new Promise((done) =>
    child.once('close', (status, signal) => done({ killed: signal === 'SIGKILL', status, said })),
  )
}

/**
 * A study's run as a job of `serve`, begun or gone on with: the server is killed, which leaves the job's process running, or
 * that process is, which the page then starts again.
 *
 * @param folder that is served; the study is `study.yaml` in it, its results `results`
 */
export function servedRun(folder: string, kills: 'server' | 'job'): () => Begun {
  return () => {
    const server = spawn(process.execPath, [program, 'serve', folder, '--port', '0'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let worked: number | undefined
    let wasKilled = false
    const following = follow(server, (pid) => (worked = pid))
    const ended = Promise.all([endOf(server), following]).then(([end]) => ({ ...end, killed: end.killed || wasKilled }))
    void following.then(() => server.kill('SIGTERM'))
    return {
      ended,
      kill() {
        if (kills === 'server' || worked === undefined) server.kill('SIGKILL')
        else
          try {
            process.kill(worked, 'SIGKILL')
            wasKilled = true
          } catch {} // it has just ended
      },
    }
  }
}

/** What the page does: it starts the job that is not there or was killed, and waits until it has ended, or the server has. */
async function follow(server: ChildProcess, onProcess: (pid: number) => void): Promise<void> {
  let text = ''
  for await (const piece of server.stdout!) {
    text += piece
    if (text.includes('\n')) break
  }
  if (!text.includes('\n')) return
  const { origin, searchParams } = new URL(text.trim().split('\n')[0])
  const headers = { authorization: `Bearer ${searchParams.get('token')}`, 'content-type': 'application/json' }
  const asked = JSON.stringify({ command: 'run', target: 'study.yaml', out: 'results' })
  interface Job {
    state: string
    process?: { pid: number }
  }
  try {
    const jobs = (): Promise<Job[]> => fetch(`${origin}/api/jobs`, { headers }).then((answer) => answer.json())
    const last = (await jobs()).at(-1)
    if (last?.state !== 'running') await fetch(`${origin}/api/jobs`, { method: 'POST', headers, body: asked })
    for (;;) {
      const job = (await jobs()).at(-1)
      if (job?.process) onProcess(job.process.pid)
      if (job?.state !== 'running') return
      await new Promise((tick) => setTimeout(tick, 20))
    }
  } catch {} // the server was killed
}

/** What work that is killed again and again leaves, against what undisturbed work does. */
export interface KillOutcome {
  kills: number
  /** Files that differ, and what is left over: parts and locks. */
  differ: string[]
  left: string[]
  /** How the last attempt ended, which was let be. */
  last: string
}

/**
 * Kills work `chain` times at seeded moments, then lets it end.
 *
 * attempt   begins it, or goes on with it
 * expected  a file, or a folder of results, that undisturbed work wrote
 * made      the same of the work that is killed
 * span      milliseconds that undisturbed work takes: the moments are uniform over them
 */
export async function killAndResume(
  attempt: (isFirst: boolean) => Begun,
  { expected, made, chain, span, seed }: { expected: string; made: string; chain: number; span: number; seed: number },
): Promise<KillOutcome> {
  const random = xoroshiro128plus(seed)
  let kills = 0
  for (let i = 0; i < chain; i++) {
    const { ended, kill } = attempt(i === 0)
    const timer = setTimeout(kill, span * uniformFloat64(random))
    if ((await ended).killed) kills++
    clearTimeout(timer)
  }
  const { status, said } = await attempt(false).ended
  const names = (path: string) =>
    readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('.cache'))
  const isFolder = existsSync(join(expected, 'report.html'))
  const files = isFolder ? names(expected).filter((name) => /\.\w+$/.test(name)) : ['']
  const same = (name: string) =>
    existsSync(join(made, name)) && readFileSync(join(expected, name)).equals(readFileSync(join(made, name)))
  const around = readdirSync(join(made, '..'), { recursive: true, encoding: 'utf8' })
  return {
    kills,
    differ: [
      ...files.filter((name) => !same(name)),
      ...(isFolder ? names(made).filter((name) => !names(expected).includes(name)) : []),
    ],
    left: around.filter((name) => /\.part$|\.running$/.test(name)),
    last: `${status} ${said.slice(-2000)}`,
  }
}
