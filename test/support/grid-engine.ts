import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

const debian = '/usr/share/gridengine'
const tools = '/usr/lib/gridengine'

/** Grid Engine on this machine in a folder of its own, as plain processes of this user, who is root; `close` ends it. */
export async function startGridEngine(folder: string) {
  const at = (...path: string[]) => join(folder, ...path)
  const port = 30_000 + (process.pid % 10_000)
  const env = {
    ...process.env,
    SGE_ROOT: folder,
    SGE_CELL: 'default',
    SGE_ARCH: 'lx-amd64',
    SGE_QMASTER_PORT: String(port),
    SGE_EXECD_PORT: String(port + 1),
    SGE_ND: 'true', // daemons stay what was started
  }
  for (const name of ['default/common', 'master/job_scripts', 'db', 'nodes', 'bin'])
    mkdirSync(at(name), { recursive: true })
  symlinkSync(`${debian}/util`, at('util'))
  symlinkSync(tools, at('utilbin'))
  symlinkSync(tools, at('bin/lx-amd64'))
  writeFileSync(at('default/common/act_qmaster'), 'localhost\n')
  writeFileSync(at('default/common/host_aliases'), `localhost ${hostname()}\n`)
  const changed = (file: string, values: Record<string, string>) =>
    Object.entries(values).reduce(
      (text, [key, value]) => text.replace(new RegExp(`^${key}\\s.*`, 'm'), `${key} ${value}`),
      readFileSync(file, 'utf8'),
    )
  const bootstrap = { admin_user: 'none', spooling_params: at('db'), qmaster_spool_dir: at('master') }
  writeFileSync(at('default/common/bootstrap'), changed(`${debian}/default-bootstrap`, bootstrap))
  const configuration = { execd_spool_dir: at('nodes'), min_uid: '0', min_gid: '0', load_report_time: '00:00:02' }
  writeFileSync(at('configuration'), changed(`${debian}/default-configuration`, configuration))
  const call = (command: string, ...words: string[]) =>
    execFileSync(command, words, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  call(`${debian}/scripts/init_cluster`, folder, 'default', at('db'), 'root')
  call(`${tools}/spooldefaults`, 'configuration', at('configuration'))
  const running: ChildProcess[] = []
  const start = (name: string) => {
    const log = openSync(at(`${name}.log`), 'a')
    running.push(spawn(`${tools}/${name}`, { env, stdio: ['ignore', log, log] }))
  }
  start('sge_qmaster')
  await until(() => call('qconf', '-sh').includes('localhost'))
  call('qconf', '-as', 'localhost')
  start('sge_execd')
  await until(() => call('qconf', '-sel').includes('localhost'))
  writeFileSync(at('queue'), queue)
  call('qconf', '-Aq', at('queue'))
  writeFileSync(at('schedule'), call('qconf', '-ssconf'))
  const quick = {
    schedule_interval: '0:0:1',
    flush_submit_sec: '1',
    flush_finish_sec: '1',
    job_load_adjustments: 'NONE',
  }
  writeFileSync(at('schedule'), changed(at('schedule'), quick))
  call('qconf', '-Msconf', at('schedule'))
  return {
    env,
    /** The program of a part, as a system does that is out of memory; gives back whether it was there. */
    killPart: (index: number) => killWhere(folder, `SGE_TASK_ID=${index}`, 'node') > 0,
    async close() {
      for (const one of running.reverse()) await killed(one)
      killWhere(folder, 'SGE_TASK_ID=')
    },
  }
}

/** Two places on this machine, without any limit but a job's own. */
const queue = `qname main.q
hostlist localhost
seq_no 0
load_thresholds NONE
suspend_thresholds NONE
nsuspend 1
suspend_interval 00:05:00
priority 0
min_cpu_interval 00:05:00
processors UNDEFINED
qtype BATCH
ckpt_list NONE
pe_list NONE
rerun TRUE
slots 2
tmpdir /tmp
shell /bin/sh
prolog NONE
epilog NONE
shell_start_mode posix_compliant
starter_method NONE
suspend_method NONE
resume_method NONE
terminate_method NONE
notify 00:00:60
owner_list NONE
user_lists NONE
xuser_lists NONE
subordinate_list NONE
complex_values NONE
projects NONE
xprojects NONE
calendar NONE
initial_state default
${['rt', 'cpu', 'fsize', 'data', 'stack', 'core', 'rss', 'vmem'].map((one) => `s_${one} INFINITY\nh_${one} INFINITY`).join('\n')}
`

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 120; i++) {
    try {
      if (holds()) return
    } catch {} // it does not answer yet
    await new Promise((later) => setTimeout(later, 500))
  }
  throw new Error('Grid Engine does not start')
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGKILL')
  await ended
}

/** Kills the processes of this Grid Engine's jobs, by what stands in their environment; gives back how many there were. */
function killWhere(root: string, variable: string, program?: string): number {
  let count = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const words = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
      if (!words.includes(`SGE_ROOT=${root}`) || !words.some((word) => word.startsWith(variable))) continue
      if (program !== undefined && !readFileSync(`/proc/${pid}/status`, 'utf8').startsWith(`Name:\t${program}\n`))
        continue
      process.kill(Number(pid), 'SIGKILL')
      count++
    } catch {} // it has just ended, or is another user's
  return count
}
