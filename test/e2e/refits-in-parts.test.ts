import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { startSlurm, wait } from '../support/slurm.ts'
import { writeSmallStudy } from '../support/small-study.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const program = resolve('dist/cli.js')
const study = at('study.yaml')

/** Every kind of model that has refits: logistic and Cox, another learner, regressions of classes and of a number, Fine–Gray. */
beforeAll(() => {
  writeSmallStudy(
    folder,
    `selection: [{ correlation: 0.8, keep: first }, { lasso: { folds: 3, lambda: min } }]
missing: multiple
models:
  combined: { terms: [{ score: radiomics }, { spline: age, knots: 3 }, grade] }
  plain: { terms: [age, grade], cox: &events { time: months, event: event, horizons: [12], label: Progression } }
  joint: { lasso: [radiomics, clinical], cox: *events }
comparators:
  svm: { method: svm, on: [clinical, radiomics] }
regressions:
  - { outcome: grade, kind: multinomial, terms: [age, lesion type] }
  - { outcome: grade, kind: ordinal, terms: [age, lesion type] }
  - { outcome: age, kind: linear, terms: [grade, lesion type] }`,
  )
  const validation = '{ nested: { folds: 3, repeats: 2 }, bootstrap: 40, permutations: 3 }'
  const text = readFileSync(study, 'utf8').replace(/^validation:.*\n/m, `validation: ${validation}\n`)
  writeFileSync(study, text.replace(/^survival: \{(.*)\}/m, 'survival: {$1, competing: told, terms: [age, grade] }'))
  expect(nomoscope('run', study, '--out', at('whole'), '--quiet').status).toBe(0)
}, 300_000)

const refitsOf = (out: string) => {
  const kept = at(`${out}/.cache/refits`)
  if (!existsSync(kept)) return []
  const names = readdirSync(kept, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => /[0-9a-f]{64}$/.test(name)).map((name) => join(kept, name))
}

/** Files of a folder of results that are not those of the undisturbed run. */
const differing = (out: string) => {
  const files = (of: string) =>
    readdirSync(at(of), { recursive: true, encoding: 'utf8' }).filter((name) => /^[^.].*\.\w+$/.test(name))
  expect([out, files(out).sort()]).toEqual([out, files('whole').sort()])
  return files(out).filter((name) => !readFileSync(at(`${out}/${name}`)).equals(readFileSync(at(`whole/${name}`))))
}

test('refits in four parts, by two processes, give every byte of one run', { timeout: 300_000 }, () => {
  const { status, stderr } = nomoscope('submit', study, '--out', at('local'), '--refits', '4', '--local', '2')
  expect([status, stderr]).toEqual([0, expect.stringContaining('refits in 4 parts, of which 4 are to be computed')])
  expect(
    refitsOf('local')
      .map((file) => file.slice(-64))
      .sort(),
  ).toEqual(
    refitsOf('whole')
      .map((file) => file.slice(-64))
      .sort(),
  )
  expect(differing('local')).toEqual([])
  // The gathering run computed none: nothing is newer than the last part.
  const last = Math.max(...[1, 2, 3, 4].map((part) => statSync(at(`local.parts/parts/0000${part}.jsonl`)).mtimeMs))
  expect(refitsOf('local').filter((file) => statSync(file).mtimeMs > last)).toEqual([])
  expect(existsSync(at('local/model-event-fine-gray.json'))).toBe(true)
  expect(nomoscope('status', at('local.parts')).stdout).toBe('4 of 4 parts\n')
})

test('a part that is killed keeps what it has, one that never ran and refits that were harmed are computed by the run', {
  timeout: 300_000,
}, async () => {
  const planned = nomoscope('submit', study, '--out', at('killed'), '--refits', '3')
  expect(planned.stdout.trim()).toBe(at('killed.parts'))
  expect(nomoscope('shard', at('killed.parts'), '4').stderr).toContain('1 to 3')
  const child = spawn(process.execPath, [program, 'shard', at('killed.parts'), '1'], { stdio: 'ignore' })
  const ended = new Promise((done) => child.once('close', done))
  for (let i = 0; i < 600 && refitsOf('killed').length < 3; i++) await wait(50)
  child.kill('SIGKILL')
  await ended
  expect(existsSync(at('killed.parts/parts/00001.jsonl'))).toBe(false)
  expect(refitsOf('killed').length).toBeGreaterThan(2)
  expect(nomoscope('shard', at('killed.parts'), '2', '--jobs', '1').status).toBe(0)
  expect(nomoscope('status', at('killed.parts')).stdout).toMatch(/^1 of 3 parts\npart 1: refits\npart 3: refits\n$/)
  const [changed, foreign, cut] = refitsOf('killed')
  const bytes = readFileSync(changed)
  bytes[bytes.length - 9] ^= 64
  writeFileSync(changed, bytes)
  copyFileSync(cut, foreign)
  writeFileSync(cut, readFileSync(cut).subarray(0, 50))
  expect(nomoscope('run', study, '--out', at('killed'), '--resume', '--quiet').status).toBe(0)
  expect(differing('killed')).toEqual([])
})

test('what has no refits to compute is told so', () => {
  expect(nomoscope('submit', study, '--out', at('none'), '--local', '1').stderr).toMatch(/NS-USE-\d+ .*--refits N/)
  expect(nomoscope('submit', '--cases', study, '--out', at('none'), '--refits', '2').stderr).toContain('--refits needs')
})

toolTest(
  'by Slurm: the parts are tried, sent and gathered while a node is killed, to the bytes of one run',
  ['slurmctld', '-V'],
  5,
  async () => {
    const slurm = await startSlurm(at('slurm-daemons'))
    const call = (...words: string[]) =>
      spawnSync(process.execPath, [program, ...words], { env: slurm.env, encoding: 'utf8' })
    try {
      const sent = call('submit', study, '--out', at('slurm'), '--refits', '4', '--slurm')
      expect([sent.status, sent.stdout]).toEqual([0, expect.stringMatching(/^Slurm job \d+, and \d+ to gather/)])
      expect(sent.stderr).toMatch(/each of 4 may take \d+ minutes and \d+ MB/)
      for (let i = 0; i < 1200 && refitsOf('slurm').length < 3; i++) await wait(50)
      await slurm.killNode(slurm.nodes[1])
      const isGathered = () => existsSync(at('slurm/report.html')) && !existsSync(at('slurm/.running'))
      for (let i = 0; i < 400 && !isGathered(); i++) await wait(500)
      expect(call('status', at('slurm.parts')).stdout).toBe('4 of 4 parts\n')
      expect(differing('slurm')).toEqual([])
    } finally {
      await slurm.close()
    }
  },
  300_000,
)
