import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** A Slurm of so many nodes of one core, of Debian's packages, as plain processes of this user; `close` ends it. */
export async function startSlurm(folder: string, count = 2) {
  const nodes = Array.from({ length: count }, (_, i) => `node${i + 1}`)
  for (const name of ['state', 'munge', ...nodes]) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
  const at = (...path: string[]) => join(folder, ...path)
  const port = 20_000 + (process.pid % 10_000)
  writeFileSync(
    at('slurm.conf'),
    `ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${at('munge', 'socket')},cred_expire=5
CredType=cred/munge
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('%n')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('%n.pid')}
SlurmdTimeout=5
SlurmctldPort=${port}
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
MpiDefault=none
${nodes.map((name, i) => `NodeName=${name} NodeHostname=${hostname()} NodeAddr=127.0.0.1 Port=${port + 1 + i} CPUs=1 RealMemory=4000`).join('\n')}
PartitionName=main Nodes=${nodes.join(',')} Default=YES MaxTime=INFINITE State=UP
`,
  )
  writeFileSync(at('munge', 'key'), randomBytes(1024), { mode: 0o600 })
  const env = { ...process.env, SLURM_CONF: at('slurm.conf') }
  const running: ChildProcess[] = []
  const start = (name: string, ...words: string[]) => {
    const log = openSync(at(`${name}.log`), 'a')
    const child = spawn(name, words, { env, stdio: ['ignore', log, log] })
    running.push(child)
    return child
  }
  const munge = ['socket', 'key', 'pid', 'log', 'seed'].map((name) => at('munge', name))
  const [socket, key, pid, log, seed] = munge
  start(
    'munged',
    '--force',
    '--foreground',
    `--socket=${socket}`,
    `--key-file=${key}`,
    `--pid-file=${pid}`,
    `--log-file=${log}`,
    `--seed-file=${seed}`,
  )
  await wait(1000)
  start('slurmctld', '-D', '-c')
  const daemons = new Map(nodes.map((name) => [name, start('slurmd', '-D', '-N', name)]))
  const idle = () =>
    execFileSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8', stdio: 'pipe' }).trim() === 'idle'
  for (let i = 0; !answers(idle); i++) {
    if (i > 60) throw new Error('Slurm does not start')
    await wait(500)
  }
  return {
    env,
    nodes,
    /** The node as if its power were cut: its daemon and all that it runs. */
    async killNode(name: string) {
      await killed(daemons.get(name)!)
      killWhere(env.SLURM_CONF, `SLURMD_NODENAME=${name}`)
    },
    startNode: (name: string) => void daemons.set(name, start('slurmd', '-D', '-N', name)),
    /** The program of a part, as a system does that is out of memory; gives back whether it was there. */
    killPart: (index: number) => killWhere(env.SLURM_CONF, `SLURM_ARRAY_TASK_ID=${index}`, 'node') > 0,
    async close() {
      for (const one of running.reverse()) await killed(one)
      killWhere(env.SLURM_CONF, 'SLURM_JOB_ID=')
    },
  }
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await ended
}

/**
 * Kills the processes of a Slurm's jobs, by what stands in their environment, and Slurm's own that watch over them; of one
 * program alone where it is named. Gives back how many there were.
 */
function killWhere(configuration: string, variable: string, program?: string): number {
  const found = new Set<number>()
  for (const name of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const words = read(name, 'environ').split('\0')
    if (!words.includes(`SLURM_CONF=${configuration}`) || !words.some((word) => word.startsWith(variable))) continue
    const status = read(name, 'status')
    if (program !== undefined && !status.startsWith(`Name:\t${program}\n`)) continue
    found.add(Number(name))
    const parent = /^PPid:\t(\d+)/m.exec(status)?.[1] ?? '1'
    if (program === undefined && read(parent, 'status').startsWith('Name:\tslurmstepd\n')) found.add(Number(parent))
  }
  for (const pid of [...found].sort((a, b) => a - b))
    try {
      process.kill(pid, 'SIGKILL')
    } catch {} // it has just ended
  return found.size
}

function read(process: string, file: string): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8')
  } catch {
    return '' // it has just ended, or is another user's
  }
}

const answers = (question: () => boolean) => {
  try {
    return question()
  } catch {
    return false // it has not started yet
  }
}

export const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
