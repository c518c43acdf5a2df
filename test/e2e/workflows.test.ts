import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fetchedTest, fixture, toolTest } from '../support/needs.ts'
import { wait } from '../support/slurm.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const program = `${process.execPath} ${resolve('dist/cli.js')}`
const workflow = (name: string) => resolve('workflow', name)

const cases = at('cases.csv')
const lesion = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`)).join(',')
const rows = Array.from({ length: 240 }, (_, i) => `c${i},${i === 7 ? lesion.replace('_image', '_absent') : lesion}`)
writeFileSync(cases, `ID,Image,Mask\n${rows.join('\n')}\n`)
/** What one run writes. */
const whole = () => {
  if (!existsSync(at('whole.csv'))) nomoscope('extract', '--cases', cases, '--out', at('whole.csv'), '--quiet')
  return readFileSync(at('whole.csv'))
}

/** A command, in a folder and a process group of its own. */
function started(name: string, words: readonly string[], cwd: string) {
  mkdirSync(cwd, { recursive: true })
  const child = spawn(name, words, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
  const ended = new Promise<{ status: number | null; said: string }>((done) =>
    child.once('close', (status) => done({ status, said })),
  )
  return { child, ended }
}

/** A part of three that has kept a case and has not ended: where it is killed, something is lost and something is kept. */
async function amid(parts: string): Promise<number | undefined> {
  const isAmid = (index: number) =>
    existsSync(join(parts, `cache/${index}`)) && !existsSync(join(parts, `parts/0000${index}.jsonl`))
  for (let i = 0; i < 3000; i++, await wait(10)) {
    const index = [1, 2, 3].find(isAmid)
    if (index !== undefined) return index
  }
  return undefined
}

/** Kills what computes a part of these, its program alone. */
function killPart(parts: string, index: number): boolean {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
  const line = stdout.split('\n').find((one) => /^\s*\d+ \S*node /.test(one) && one.endsWith(`${parts} ${index}`))
  if (line) process.kill(Number.parseInt(line, 10), 'SIGKILL')
  return line !== undefined
}

const killAll = ({ pid }: ChildProcess) => process.kill(-pid!, 'SIGKILL')

toolTest(
  'by Snakemake: a job is killed, then all of it, and the next call gives the bytes of one run',
  ['snakemake', '--version'],
  7,
  async () => {
    const out = at('snakemake.csv')
    const config = ['--config', `cases=${cases}`, `out=${out}`, `nomoscope=${program}`, 'parts=3']
    const words = ['-s', workflow('Snakefile'), '--cores', '2', '--rerun-incomplete', ...config]
    const first = started('snakemake', words, at('snakemake'))
    const hit = await amid(`${out}.parts`)
    expect(killPart(`${out}.parts`, hit!)).toBe(true)
    await wait(1000)
    expect(await amid(`${out}.parts`)).toBeDefined()
    killAll(first.child)
    await first.ended
    expect(existsSync(out)).toBe(false)
    // As Snakemake asks for after a kill: its lock is broken by hand.
    expect((await started('snakemake', [...words, '--unlock'], at('snakemake')).ended).status).toBe(0)
    const again = await started('snakemake', words, at('snakemake')).ended
    expect([again.status, again.said]).toEqual([0, expect.stringContaining('(100%) done')])
    expect(readFileSync(out).equals(whole())).toBe(true)
    expect(readdirSync(`${out}.parts/parts`)).toEqual([1, 2, 3].map((i) => `0000${i}.jsonl`))
  },
  200_000,
)

const nextflowFolder = 'node_modules/.cache/nextflow'
const nextflow = ['-cp', resolve(nextflowFolder, '*'), 'nextflow.cli.Launcher']

fetchedTest(
  'by Nextflow: a job is killed, then all of it, and -resume gives the bytes of one run',
  nextflowFolder,
  5,
  async () => {
    const out = at('nextflow.csv')
    process.env.NXF_OFFLINE = 'true'
    process.env.NXF_HOME = at('nextflow-home')
    const given = ['--cases', cases, '--out', out, '--nomoscope', program, '--parts', '3']
    const words = [...nextflow, 'run', workflow('main.nf'), ...given, '-ansi-log', 'false']
    const first = started('java', words, at('nextflow'))
    expect(killPart(`${out}.parts`, (await amid(`${out}.parts`))!)).toBe(true)
    await wait(1000)
    expect(await amid(`${out}.parts`)).toBeDefined()
    killAll(first.child)
    await first.ended
    expect(existsSync(out)).toBe(false)
    const again = await started('java', [...words, '-resume'], at('nextflow')).ended
    expect([again.status, again.said]).toEqual([0, expect.stringContaining('process > gather')])
    expect(readFileSync(out).equals(whole())).toBe(true)
  },
  200_000,
)

toolTest(
  'a Kubernetes Indexed Job of workflow/kubernetes.yaml is one by the schema of Kubernetes, and computes the parts',
  ['python3', '-c', 'import kubernetes_validate'],
  3,
  () => {
    const script = `
import kubernetes_validate, sys, yaml
kubernetes_validate.validate(yaml.safe_load(open(sys.argv[1])), '1.31', strict=True)
job = yaml.safe_load(open(sys.argv[1]))
print(job['spec']['template']['spec']['containers'][0]['args'][0])`
    const { status, stdout, stderr } = spawnSync('python3', ['-c', script, workflow('kubernetes.yaml')], {
      encoding: 'utf8',
    })
    expect([status, stderr]).toEqual([0, ''])
    // What its pods call, on this machine.
    nomoscope('submit', '--cases', cases, '--out', at('pods.csv'), '--parts', '2', '--quiet')
    const command = stdout
      .replace('npx nomoscope', program)
      .replace('/data/features.parquet.parts', at('pods.csv.parts'))
    const pods = ['0', '1'].map((index) =>
      spawnSync('sh', ['-c', command], { env: { ...process.env, JOB_COMPLETION_INDEX: index } }),
    )
    expect(pods.map(({ status }) => status)).toEqual([0, 0])
    nomoscope('gather', at('pods.csv.parts'))
    expect(readFileSync(at('pods.csv')).equals(whole())).toBe(true)
  },
)
