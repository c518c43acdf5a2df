import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'

const folder = scratchFolder()
const image = fixture('radiomics', 'lesion_image.nrrd')
const mask = fixture('radiomics', 'lesion_label.nrrd')
const cases = join(folder, 'cases.csv')
writeFileSync(cases, `ID,Image,Mask\na,${image},${mask}\nb,${image},${mask}\n`)
mkdirSync(join(folder, 'folder.csv'))
symlinkSync('loop.nrrd', join(folder, 'loop.nrrd'))
writeFileSync(join(folder, 'file'), '')
const long = `${'x'.repeat(300)}`
const at = (name: string) => join(folder, name)

test.each([
  ['a folder as the list of cases', ['extract', '--cases', at('folder.csv'), '--out', at('o.csv')], 'NS-DSK-01'],
  ['a folder as the result', ['extract', '--cases', cases, '--out', at('folder.csv'), '--overwrite'], 'NS-DSK-02'],
  ['a result below a file', ['extract', '--cases', cases, '--out', at('file/o.csv')], 'NS-USE-05'],
  ['a result with too long a name', ['extract', '--cases', cases, '--out', at(`${long}.csv`)], 'NS-DSK-0[12]'],
  ['a result where the system takes none', ['extract', '--cases', cases, '--out', '/proc/o.csv'], 'NS-DSK-02'],
  ['a result in place of its list', ['extract', '--cases', cases, '--out', cases, '--overwrite'], 'NS-DSK-05'],
  ['an image whose link leads to itself', ['extract', at('loop.nrrd'), mask], 'NS-DSK-01'],
  ['an image with too long a name', ['extract', at(`${long}.nrrd`), mask], 'NS-DSK-01'],
  ['a study file with too long a name', ['run', at(`${long}.yaml`)], 'NS-DSK-01'],
  ['a folder as the model', ['predict', folder, '--data', cases], 'NS-DSK-01'],
  ['results in place of a file', ['demo', '--out', at('file')], 'NS-DSK-02'],
])('%s is told by its path, before anything is computed', (_, words, code) => {
  const { status, stderr } = nomoscope(...words)
  expect(stderr).toMatch(new RegExp(code))
  expect(stderr).not.toMatch(/^ {4}at |cases:/m)
  expect([2, 3]).toContain(status)
})

test('a list written on Windows is read here', () => {
  mkdirSync(at('sub'))
  symlinkSync(image, at('sub/img.nrrd'))
  symlinkSync(mask, at('sub/m.nrrd'))
  writeFileSync(at('windows.csv'), 'ID,Image,Mask\na,sub\\img.nrrd,sub\\m.nrrd\n')
  const { status, stderr } = nomoscope('extract', '--cases', at('windows.csv'), '--out', at('windows.json'))
  expect([status, stderr]).toEqual([0, expect.stringContaining('1 of 1 case done')])
})

toolTest('a pipe in place of an image is refused, not waited for', ['mkfifo', '--version'], 1, () => {
  execFileSync('mkfifo', [at('pipe.nrrd')])
  expect(nomoscope('extract', at('pipe.nrrd'), mask).stderr).toMatch(/NS-DSK-01 .*pipe\.nrrd cannot be read/)
})

test('a reader who closes the pipe ends the program quietly', () => {
  const program = resolve('dist/cli.js')
  // More than a pipe holds.
  const rows = Array.from({ length: 12 }, (_, i) => `${i},${image},${mask}\n`)
  writeFileSync(at('many.csv'), `ID,Image,Mask\n${rows.join('')}`)
  const { stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" "${program}" extract --cases "${at('many.csv')}" --quiet | head -c 10`],
    { encoding: 'utf8' },
  )
  expect(stderr).toBe('')
})

test('a thread out of memory costs its case alone, by name', () => {
  // 20 MB of heap: a label map of many regions lists them all.
  const many = at('many.nrrd')
  const size = 128 * 128 * 64
  const labels = Uint16Array.from({ length: size }, (_, i) => 1 + ((i * 7919) % 59_999))
  const header = `NRRD0004\ntype: TYPE\ndimension: 3\nsizes: 128 128 64\nspacings: 1 1 1\nencoding: raw\nendian: little\n\n`
  writeFileSync(many, Buffer.concat([Buffer.from(header.replace('TYPE', 'uint16')), Buffer.from(labels.buffer)]))
  const values = Int16Array.from({ length: size }, (_, i) => (i * 31) % 3000)
  writeFileSync(
    at('large.nrrd'),
    Buffer.concat([Buffer.from(header.replace('TYPE', 'int16')), Buffer.from(values.buffer)]),
  )
  writeFileSync(at('oom.csv'), `ID,Image,Mask\na,${image},${mask}\nb,large.nrrd,many.nrrd\nc,${image},${mask}\n`)
  const program = resolve('dist/cli.js')
  const { status, stderr } = spawnSync(
    process.execPath,
    [program, 'extract', '--cases', at('oom.csv'), '--out', at('oom.json'), '--jobs', '2'],
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=20' } },
  )
  expect([status, stderr]).toEqual([3, expect.stringContaining('b: NS-DSK-04')])
  const rows: { status: string }[] = JSON.parse(readFileSync(at('oom.json'), 'utf8'))
  expect(rows.map((row) => row.status)).toEqual(['done', 'failed', 'done'])
})

test('a second run on a folder is refused while the first is there', async () => {
  const out = at('held')
  const study = at('study.yaml')
  writeFileSync(at('cohort.csv'), ['id,age', ...Array.from({ length: 30 }, (_, i) => `P${i},${40 + i}`)].join('\n'))
  writeFileSync(study, 'study: ages\nseed: 1\ncohort: { file: cohort.csv, id: id }\n')
  const first = spawn(process.execPath, [resolve('dist/cli.js'), 'run', study, '--out', out], { stdio: 'ignore' })
  const ended = new Promise((done) => first.once('close', done))
  while (!existsSync(join(out, '.running'))) await new Promise((wait) => setTimeout(wait, 5))
  first.kill('SIGSTOP')
  const second = nomoscope('run', study, '--out', out, '--overwrite')
  expect([second.status, second.stderr]).toEqual([3, expect.stringContaining(`by process ${first.pid}`)])
  first.kill('SIGKILL')
  await ended
  // The lock of the killed run is broken.
  expect(nomoscope('run', study, '--out', out, '--overwrite').status).toBe(0)
  expect(readdirSync(out, { recursive: true }).filter((name) => /running|\.part$/.test(String(name)))).toEqual([])
})
