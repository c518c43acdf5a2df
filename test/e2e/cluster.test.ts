import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { ranges, sgeScript } from '../../src/cluster/schedulers.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { startSlurm, wait } from '../support/slurm.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const program = resolve('dist/cli.js')

/** A list of nine cases of two images, one of which is not there. */
function listOfCases(): string {
  const of = (name: string) =>
    `${fixture('radiomics', `${name}_image.nrrd`)},${fixture('radiomics', `${name}_label.nrrd`)}`
  const rows = Array.from({ length: 8 }, (_, i) => `c${i},${of(i % 2 ? 'oblique' : 'lesion')}`)
  rows.splice(5, 0, `absent,${at('none.nrrd')},${fixture('radiomics', 'lesion_label.nrrd')}`)
  writeFileSync(at('cases.csv'), `ID,Image,Mask\n${rows.join('\n')}\n`)
  return at('cases.csv')
}

const cases = listOfCases()
const params = at('three-classes.yaml')
writeFileSync(params, 'featureClass: { shape: , firstorder: , glcm: }\n')
const given = ['--cases', cases, '--params', params]
/** What one run writes. */
const whole = (format: string) => {
  const out = at(`whole.${format}`)
  if (!existsSync(out)) nomoscope('extract', ...given, '--out', out, '--quiet')
  return readFileSync(out)
}

test('parts computed by several processes are gathered to the bytes of one run: CSV, JSON, Parquet', () => {
  const first = nomoscope('submit', ...given, '--out', at('local.csv'), '--local', '2', '--parts', '4')
  expect([first.status, first.stderr]).toEqual([3, expect.stringContaining('8 of 9 cases done, 1 failed')])
  for (const format of ['json', 'parquet'])
    expect(nomoscope('gather', at('local.csv.parts'), '--out', at(`local.${format}`)).status).toBe(3)
  for (const format of ['csv', 'json', 'parquet'])
    expect([format, readFileSync(at(`local.${format}`)).equals(whole(format))]).toEqual([format, true])
  const state = JSON.parse(nomoscope('--json', 'status', at('local.csv.parts')).stdout)
  expect(state).toEqual({ parts: 4, done: 4, cases: 9, finished: 9, failed: 1, open: [] })
})

test('a folder of Parquet files has all rows, the same columns in each, and a manifest', async () => {
  nomoscope('submit', ...given, '--out', at('folder'), '--local', '2', '--parts', '3')
  const manifest = JSON.parse(readFileSync(at('folder/manifest.json'), 'utf8'))
  expect([manifest.rows, manifest.failed, manifest.parts.length]).toEqual([9, 1, 3])
  const rows = []
  for (const { file } of manifest.parts) {
    const bytes = readFileSync(at(`folder/${file}`))
    rows.push(...(await parquetReadObjects({ file: new Uint8Array(bytes).buffer })))
  }
  const bytes = new Uint8Array(whole('parquet')).buffer
  expect(rows).toEqual(await parquetReadObjects({ file: bytes }))
  expect(Object.keys(rows[0])).toEqual(manifest.columns)
  // Rows of an earlier result of more parts: whoever reads *.parquet would have them twice.
  copyFileSync(at('folder/part-00001.parquet'), at('folder/part-00009.parquet'))
  nomoscope('gather', at('folder.parts'), '--overwrite')
  expect(readdirSync(at('folder')).sort()).toEqual(['manifest.json', ...[1, 2, 3].map((i) => `part-0000${i}.parquet`)])
})

test('a part that is killed again and again is finished by the next attempt, and computed once', async () => {
  const planned = nomoscope('submit', ...given, '--out', at('killed.json'), '--parts', '2')
  expect(planned.stdout.trim()).toBe(at('killed.json.parts'))
  expect(nomoscope('gather', at('killed.json.parts')).stderr).toMatch(/NS-CLU-03 2 of 2 parts/)
  for (let kill = 0; kill < 4; kill++) {
    const child = spawn(process.execPath, [program, 'shard', at('killed.json.parts'), '1'], { stdio: 'ignore' })
    const ended = new Promise((done) => child.once('close', done))
    await wait(150 + 120 * kill)
    child.kill('SIGKILL')
    await ended
  }
  const resumed = nomoscope('submit', ...given, '--out', at('killed.json'), '--local', '1', '--resume')
  expect(resumed.status).toBe(3)
  expect(readFileSync(at('killed.json')).equals(whole('json'))).toBe(true)
  expect(existsSync(at('killed.json.parts/cache'))).toBe(false)
})

test('a list that changed, a part that was cut off and another work are refused', () => {
  writeFileSync(at('other.csv'), readFileSync(cases))
  nomoscope('submit', '--cases', at('other.csv'), '--out', at('other.json'), '--local', '1', '--parts', '2')
  const part = at('other.json.parts/parts/00002.jsonl')
  writeFileSync(part, readFileSync(part, 'utf8').slice(0, -200))
  expect(nomoscope('gather', at('other.json.parts'), '--overwrite').stderr).toContain('NS-CLU-04')
  writeFileSync(at('other.csv'), `${readFileSync(cases, 'utf8').trim()}\n`.replace('c0,', 'c9,'))
  expect(nomoscope('gather', at('other.json.parts'), '--overwrite').stderr).toContain('NS-CLU-05')
  expect(nomoscope('status', folder).stderr).toContain('NS-CLU-01')
  expect(nomoscope('submit', ...given, '--out', at('local.csv'), '--local', '1').status).toBe(2)
})

test('the cases of a study are computed in parts, and its run is the same as without them', {
  timeout: 400_000,
}, () => {
  const study = smallDemo(folder, 14, (text) => text.replace(/^models:[\s\S]*?^validation:.*\n/m, ''))
  const parts = nomoscope('submit', study, '--out', at('in-parts'), '--local', '2', '--parts', '3')
  expect(parts.stderr).toContain('3 parts')
  nomoscope('run', study, '--out', at('at-once'), '--quiet')
  const files = readdirSync(at('at-once'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.\w+$/.test(name) && !name.startsWith('.'),
  )
  expect(files).toContain('features.parquet')
  expect(
    files.filter((name) => !readFileSync(at(`in-parts/${name}`)).equals(readFileSync(at(`at-once/${name}`)))),
  ).toEqual([])
})

test('work that another version planned is told so, where its list was called changed', () => {
  const parts = at('older.csv.parts')
  nomoscope('submit', ...given, '--out', at('older.csv'), '--parts', '2')
  const plan = readFileSync(join(parts, 'plan.json'), 'utf8')
  writeFileSync(join(parts, 'plan.json'), plan.replace(/"version": "[^"]*"/, '"version": "0.0.1"'))
  for (const words of [
    ['gather', parts],
    ['shard', parts, '1'],
  ])
    expect(nomoscope(...words).stderr).toMatch(
      /NS-CLU-11 .*cases\.csv was submitted with Nomoscope 0\.0\.1, and this is/,
    )
})

test.each([
  ['a site that greets before the number', 'echo Welcome; echo "17;main"', 0, 'Slurm job 17, and 17 to gather'],
  [
    'a number that is swallowed',
    'echo "Submitted, thank you"',
    3,
    'NS-CLU-12 sbatch gave no number of a job: Submitted, thank you.',
  ],
  ['silence', 'exit 0', 3, 'NS-CLU-12 sbatch gave no number of a job: (it said nothing).'],
])('what sbatch says is heard: %s', (_, script, status, told) => {
  mkdirSync(at('site'), { recursive: true })
  writeFileSync(at('site/sbatch'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const env = { ...process.env, PATH: `${at('site')}:${process.env.PATH}` }
  const words = [...given, '--out', at('site.csv'), '--parts', '1', '--slurm', '--overwrite']
  const sent = spawnSync(process.execPath, [program, 'submit', ...words], { env, encoding: 'utf8' })
  expect([sent.status, sent.stdout + sent.stderr]).toEqual([status, expect.stringContaining(told)])
})

test('an array job names the parts that are missing', () => {
  expect(ranges([1, 2, 3, 7, 9, 10])).toBe('1-3,7,9-10')
  const resources = { time: 75, megabytes: 2048, options: ['-q long'] }
  const script = sgeScript({ folder: "/data/o'clock", indices: [1], resources, program: ['node', 'cli.js'] })
  expect(script).toContain('#$ -l h_rt=1:15:00,h_vmem=2048M\n#$ -q long\n')
  expect(spawnSync('sh', ['-n'], { input: script }).status).toBe(0)
})

toolTest(
  'by Slurm: a node and processes are killed, status is asked, and the bytes are those of one run',
  ['slurmctld', '-V'],
  7,
  async () => {
    const slurm = await startSlurm(at('slurm'))
    const call = (...words: string[]) =>
      spawnSync(process.execPath, [program, ...words], { env: slurm.env, encoding: 'utf8' })
    const parts = at('slurm.csv.parts')
    /** Until one of some parts has kept a case and has not ended: where it is killed, something is lost and something kept. */
    const amid = async (...indices: number[]) => {
      const isAmid = (index: number) =>
        existsSync(join(parts, `cache/${index}`)) && !existsSync(join(parts, `parts/0000${index}.jsonl`))
      for (let i = 0; i < 1200 && !indices.some(isAmid); i++) await wait(50)
      return indices.some(isAmid)
    }
    try {
      // Of each case many a time, so that a part takes long enough to be killed.
      const [heading, ...rows] = readFileSync(cases, 'utf8').trim().split('\n')
      const many = Array.from({ length: 6 }, (_, i) => rows.map((row) => `${i}${row}`)).flat()
      writeFileSync(at('many.csv'), `${[heading, ...many].join('\n')}\n`)
      const list = ['--cases', at('many.csv')]
      expect(nomoscope('extract', ...list, '--out', at('many-whole.csv'), '--quiet').status).toBe(3)
      const sent = call('submit', ...list, '--out', at('slurm.csv'), '--slurm', '--parts', '4', '--memory', '512')
      expect([sent.status, sent.stdout]).toEqual([0, expect.stringMatching(/^Slurm job \d+, and \d+ to gather/)])
      expect([await amid(1), slurm.killPart(1)]).toEqual([true, true])
      expect(await amid(2, 3, 4)).toBe(true)
      await slurm.killNode(slurm.nodes[1])
      expect(JSON.parse(call('--json', 'status', parts).stdout)).toMatchObject({ parts: 4, cases: 54 })
      for (let i = 0; i < 160 && !existsSync(at('slurm.csv')); i++) await wait(500)
      expect(call('status', parts).stdout).toBe('4 of 4 parts, 54 of 54 cases, 6 of them failed\n')
      expect(readFileSync(at('slurm.csv')).equals(readFileSync(at('many-whole.csv')))).toBe(true)
    } finally {
      await slurm.close()
    }
  },
  200_000,
)
