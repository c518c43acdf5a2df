import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { servedRun } from '../support/kills.ts'
import { fixture, toolTest } from '../support/needs.ts'
import { skippedWithout, smallDisk } from '../support/small-disk.ts'

const folder = scratchFolder()
const at = (name: string) => join(folder, name)
const roomy = 64 * 1024

/** A disk of so many kB for one test; in CI there is one. */
const disks: NonNullable<ReturnType<typeof smallDisk>>[] = []
function diskOf(name: string, kilobytes: number) {
  const disk = smallDisk(at(name), kilobytes)!
  disks.push(disk)
  return disk
}
const probe = smallDisk(at('probe'), 64)
probe?.remove()
afterAll(() => {
  for (const disk of disks) disk.remove()
})

const onDisk = (name: string, body: () => void | Promise<void>) => {
  if (!probe && process.env.CI === 'true') test(name, () => expect.fail('CI has the right to mount a disk'))
  else test.skipIf(!probe)(`${name}${skippedWithout(probe)}`, { timeout: 120_000 }, body)
}

const lesion = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`)).join(',')
const cases = at('cases.csv')
writeFileSync(cases, `ID,Image,Mask\n${Array.from({ length: 6 }, (_, i) => `c${i},${lesion}`).join('\n')}\n`)
const list = ['--cases', cases]
/** What an undisturbed extraction writes. */
const whole = () => {
  if (!existsSync(at('whole.csv'))) nomoscope('extract', ...list, '--out', at('whole.csv'), '--quiet')
  return readFileSync(at('whole.csv'), 'utf8')
}

const rows = Array.from({ length: 60 }, (_, i) => `P${i},${40 + ((i * 7) % 30)},${(i * 13) % 5 > 2 ? 1 : 0}`)
mkdirSync(at('study'))
writeFileSync(at('study/cohort.csv'), `id,age,y\n${rows.join('\n')}\n`)
const study = at('study/study.yaml')
writeFileSync(
  study,
  'study: s\nseed: 1\ncohort: { file: cohort.csv, id: id }\noutcome: { column: y, positive: 1 }\nmodels: { age: { terms: [age] } }\nvalidation: { bootstrap: 5, permutations: 0 }\n',
)

/** Files below a folder but the cache, which any run may leave. */
const filesOf = (place: string) =>
  readdirSync(at(place), { recursive: true, withFileTypes: true, encoding: 'utf8' })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(at(place).length + 1))
const results = (place: string) => filesOf(place).filter((name) => !name.startsWith('.cache/'))
const unfinished = (place: string) => filesOf(place).filter((name) => /\.part$|\.running$/.test(name))
/** Files of a run's results that are not those of an undisturbed one. */
const differing = (out: string) => {
  if (!existsSync(at('undisturbed'))) nomoscope('run', study, '--out', at('undisturbed'), '--quiet')
  const both = [...new Set([...results(out), ...results('undisturbed')])]
  const read = (of: string, name: string) => (existsSync(at(`${of}/${name}`)) ? readFileSync(at(`${of}/${name}`)) : '')
  return both.filter((name) => String(read(out, name)) !== String(read('undisturbed', name)))
}

/** The one message of what was lacking: the file, why, and what to do. */
function expectTold({ status, stderr }: ReturnType<typeof nomoscope>, file: string, why: string) {
  expect([status, stderr.match(/NS-DSK-02/g)?.length], stderr).toEqual([3, 1])
  expect(stderr).toMatch(new RegExp(`NS-DSK-02 .*${file}.* cannot be written: ${why}\\.\n {2}See that there is room`))
  expect(stderr).not.toMatch(/^ {4}at /m)
}

onDisk(
  'extract --cases: a full disk is named, nothing is half-written, and with room it goes on to the same bytes',
  () => {
    const disk = diskOf('extract', 24)
    expectTold(nomoscope('extract', ...list, '--out', at('extract/f.csv')), 'f\\.csv', 'the disk is full')
    expect([existsSync(at('extract/f.csv')), unfinished('extract')]).toEqual([false, []])
    disk.resize(roomy)
    expect(nomoscope('extract', ...list, '--out', at('extract/f.csv'), '--resume').status).toBe(0)
    expect([readFileSync(at('extract/f.csv'), 'utf8') === whole(), filesOf('extract')]).toEqual([true, ['f.csv']])
  },
)

onDisk('submit --local and gather: the same', () => {
  const disk = diskOf('parts', 24)
  const words = ['submit', ...list, '--out', at('parts/f.csv'), '--local', '1', '--parts', '3']
  const full = nomoscope(...words)
  expect([full.status, full.stderr]).toEqual([3, expect.stringMatching(/NS-CLU-03 \d of 3 parts.*f\.csv\.parts/)])
  expect(full.stderr).toMatch(/part 3: NS-DSK-02 .*parts.00003.jsonl cannot be written: the disk is full/)
  expect([existsSync(at('parts/f.csv')), unfinished('parts')]).toEqual([false, []])
  disk.resize(roomy)
  expect(nomoscope(...words, '--resume').status).toBe(0)
  expect(readFileSync(at('parts/f.csv'), 'utf8') === whole()).toBe(true)
  const small = diskOf('gathered', 12)
  for (const name of ['g.csv', 'g.json', 'g.parquet'])
    expectTold(nomoscope('gather', at('parts/f.csv.parts'), '--out', at(`gathered/${name}`)), name, 'the disk is full')
  expect(filesOf('gathered')).toEqual([])
  small.resize(roomy)
  expect(nomoscope('gather', at('parts/f.csv.parts'), '--out', at('gathered/g.csv')).status).toBe(0)
  expect(readFileSync(at('gathered/g.csv'), 'utf8') === whole()).toBe(true)
})

onDisk('run: the same', () => {
  const disk = diskOf('results', 200)
  expectTold(nomoscope('run', study, '--out', at('results/out')), 'results/out/', 'the disk is full')
  expect([existsSync(at('results/out/results.json')), unfinished('results')]).toEqual([false, []])
  disk.resize(roomy)
  expect(nomoscope('run', study, '--out', at('results/out'), '--resume', '--quiet').status).toBe(0)
  expect([differing('results/out'), unfinished('results')]).toEqual([[], []])
})

onDisk('a run that the page asks for: the same, and the server goes on', async () => {
  const disk = diskOf('served', 200)
  for (const name of ['cohort.csv', 'study.yaml'])
    writeFileSync(at(`served/${name}`), readFileSync(at(`study/${name}`)))
  const run = servedRun(at('served'), 'job')
  const full = await run().ended
  expect([full.killed, existsSync(at('served/results/results.json'))]).toEqual([false, false])
  disk.resize(roomy)
  await run().ended
  expect([differing('served/results'), unfinished('served')]).toEqual([[], []])
})

onDisk('a disk that can only be read is named before anything is computed', () => {
  const disk = diskOf('locked', roomy)
  mkdirSync(at('locked/out'))
  nomoscope('submit', ...list, '--out', at('f.csv'), '--local', '1', '--parts', '1')
  disk.readOnly()
  const only = 'the disk can only be read'
  for (const words of [
    ['extract', ...list, '--out', at('locked/f.csv')],
    ['gather', at('f.csv.parts'), '--out', at('locked/f.csv')],
    ['run', study, '--out', at('locked/out')],
    ['submit', ...list, '--out', at('locked/s.csv'), '--local', '1', '--parts', '1'],
  ]) {
    const told = nomoscope(...words)
    expectTold(told, 'locked/', only)
    expect(told.stderr).not.toMatch(/cases:|refits:/)
  }
})

onDisk('a cache that can only be read costs its time alone', () => {
  diskOf('k.csv.cache', 64).readOnly()
  const { status, stderr } = nomoscope('extract', ...list, '--out', at('k.csv'))
  expect([status, stderr]).toEqual([0, expect.stringContaining('k.csv.cache could not be removed')])
  expect(readFileSync(at('k.csv'), 'utf8') === whole()).toBe(true)
  mkdirSync(at('kept'))
  diskOf('kept/.cache', 64).readOnly()
  expect(nomoscope('run', study, '--out', at('kept'), '--resume', '--quiet').status).toBe(0)
  expect(differing('kept')).toEqual([])
})

// A quota of a file's size, which any user can have.
toolTest(
  'a file that is larger than it may be is named, and nothing is half-written',
  ['sh', '-c', 'ulimit -f 8'],
  3,
  () => {
    const words = ['extract', ...list, '--out', at('limited.csv')].map((word) => `'${word}'`).join(' ')
    const limited = `ulimit -f 8; '${process.execPath}' '${resolve('dist/cli.js')}' ${words}`
    const { status, stderr } = spawnSync('sh', ['-c', limited], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(/limited\.csv cannot be written: it is larger than a file/),
    ])
    expect(existsSync(at('limited.csv'))).toBe(false)
    expect(filesOf('.').filter((name) => /limited.*\.part$/.test(name))).toEqual([])
  },
)
