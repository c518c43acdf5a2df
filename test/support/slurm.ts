import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** A Slurm of one node, of Debian's packages, as plain processes of this user; `close` ends it. */
export async function startSlurm(folder: string) {
  for (const name of ['state', 'spool', 'munge']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 })
  const at = (...path: string[]) => join(folder, ...path)
  const port = 20_000 + (process.pid % 10_000)
  writeFileSync(
    at('slurm.conf'),
    `ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${at('munge', 'socket')}
CredType=cred/munge
StateSaveLocation=${at('state')}
SlurmdSpoolDir=${at('spool')}
SlurmctldPidFile=${at('slurmctld.pid')}
SlurmdPidFile=${at('slurmd.pid')}
SlurmctldPort=${port}
SlurmdPort=${port + 1}
ProctrackType=proctrack/pgid
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
ReturnToService=2
MpiDefault=none
NodeName=localhost NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=localhost Default=YES MaxTime=INFINITE State=UP
`,
  )
  writeFileSync(at('munge', 'key'), randomBytes(1024), { mode: 0o600 })
  const env = { ...process.env, SLURM_CONF: at('slurm.conf') }
  const running: ChildProcess[] = []
  const start = (name: string, ...words: string[]) => {
    const log = openSync(at(`${name}.log`), 'w')
    running.push(spawn(name, words, { env, stdio: ['ignore', log, log] }))
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
  start('slurmd', '-D', '-N', 'localhost')
  const idle = () =>
    execFileSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8', stdio: 'pipe' }).includes('idle')
  for (let i = 0; !answers(idle); i++) {
    if (i > 60) throw new Error('Slurm does not start')
    await wait(500)
  }
  return {
    env,
    async close() {
      for (const one of running.reverse()) {
        const ended = new Promise((resolve) => one.once('close', resolve))
        one.kill('SIGKILL')
        await ended
      }
    },
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
