import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { fixture, toolTest } from '../support/needs.ts'

const folder = scratchFolder()
const planted = join(folder, 'planted')
const python = ['python3', '-c', 'import pydicom, highdicom, PIL']
const hasPython = spawnSync(python[0], python.slice(1)).status === 0

beforeAll(() => {
  process.env.NOMOSCOPE_PASSPHRASE = 'a passphrase of tests'
  if (hasPython) execFileSync('python3', [fixture('archive', 'planted.py'), planted])
})

const filesBelow = (place: string): string[] =>
  readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => join(place, name))
    .filter((path) => statSync(path).isFile())
    .sort()

const dicomBelow = (place: string) => filesBelow(place).filter((path) => path.endsWith('.dcm'))

/** What identifies the planted patient: in text, in UTF-8 Chinese, as a number, as UIDs, as a date of birth. */
const marks = /zyxplant|maria|\u00e6\u009d\u008e|88776655|1\.2\.999\.88|19510203/i

const ask = (script: string, ...words: string[]) =>
  JSON.parse(execFileSync('python3', ['-c', script, ...words], { encoding: 'utf8' }))

toolTest('planted identifiers are in no byte that deidentify writes, file names included', python, 8, () => {
  const before = filesBelow(planted).map((path) => readFileSync(path).toString('base64'))
  const out = join(folder, 'out')
  const run = nomoscope('deidentify', planted, out)
  expect(run.status).toBe(3)
  // Held back: dictated sound, two ultrasounds and a screen save with text; unreadable: the file that breaks off.
  expect(run.stderr.match(/NS-ARC-02/g)).toHaveLength(4)
  expect(run.stderr.match(/NS-ARC-01/g)).toHaveLength(1)
  const written = [...filesBelow(out), ...filesBelow(`${out}-report`), `${out}.linkage`]
  expect(written.filter((path) => marks.test(path.slice(folder.length)))).toEqual([])
  expect(written.filter((path) => marks.test(readFileSync(path).toString('latin1')))).toEqual([])
  expect(dicomBelow(out)).toHaveLength(8)
  expect(filesBelow(planted).map((path) => readFileSync(path).toString('base64'))).toEqual(before)
  const changes = readFileSync(`${out}-report/changes.csv`, 'utf8')
  expect(changes).toContain('"(0010,0020)",Patient ID,Z/D,replaced by a dummy,8')
})

toolTest(
  'what is written is read by pydicom and DCMTK: pixels byte for byte, references kept within the study',
  python,
  7,
  () => {
    const out = join(folder, 'out')
    const found = ask(
      `import sys, json, glob, pydicom, hashlib
def facts(place):
    r = {}
    for f in glob.glob(place + '/**/*.dcm', recursive=True):
        try: d = pydicom.dcmread(f)
        except Exception: continue
        if d.SOPClassUID != '1.2.840.10008.5.1.4.1.1.4': continue
        r[int(d.SeriesNumber)] = dict(pixels=hashlib.sha256(d.PixelData).hexdigest(), syntax=d.file_meta.TransferSyntaxUID, sop=d.SOPInstanceUID,
          ref=d.ReferencedImageSequence[0].ReferencedSOPInstanceUID, study=d.StudyInstanceUID, frame=d.FrameOfReferenceUID, b=str(d[0x0019, 0x100c].value), date=d.StudyDate,
          name=str(d.PatientName), description=d.SeriesDescription, said=d.get('PatientIdentityRemoved'))
    return r
print(json.dumps([facts(sys.argv[1]), facts(sys.argv[2])]))`,
      planted,
      out,
    )
    const [originals, copies] = found as Record<string, Record<string, string>>[]
    expect(Object.keys(copies)).toEqual(['1', '2', '3', '4'])
    expect(Object.values(copies).map(({ pixels }) => pixels)).toEqual(
      Object.values(originals).map(({ pixels }) => pixels),
    )
    expect(new Set(Object.values(copies).map(({ study, frame, date }) => `${study} ${frame} ${date}`)).size).toBe(1)
    // Each planted image refers to the first.
    expect(Object.values(copies).every(({ ref }) => ref === copies['1'].sop)).toBe(true)
    expect(Object.values(copies).every(({ b, said }) => b === '800' && said === 'YES')).toBe(true)
    expect(copies['2'].description).toBe('ax T1 dyn b800')
    const dumps = dicomBelow(out).map((path) => spawnSync('dcmdump', ['-q', path], { encoding: 'utf8' }))
    expect(dumps.map(({ status, stderr }) => `${status} ${stderr}`)).toEqual(dumps.map(() => '0 '))
  },
)

toolTest('dciodvfy finds no error in a copy that it did not find in the original', ['dciodvfy', '-version'], 3, () => {
  const errors = (path: string) => {
    const { stderr } = spawnSync('dciodvfy', [path], { encoding: 'latin1' })
    return new Set(stderr.split('\n').filter((line) => /^Error/.test(line)))
  }
  const pairs = [
    ['Zyxplant_Maria/MR explicit Zyxplant/IM0.dcm', '001_MR'],
    ['rt/structures.dcm', '010_RTSTRUCT'],
    ['sr/report.dcm', '011_SR'],
  ]
  for (const [original, copy] of pairs) {
    const before = errors(join(planted, original))
    const after = errors(dicomBelow(join(folder, 'out')).find((path) => path.includes(`/${copy}`))!)
    expect([...after].filter((error) => !before.has(error))).toEqual([])
  }
})

toolTest(
  'burned-in text: found and blanked, by rule or by its look, and nothing else of the picture',
  python,
  6,
  () => {
    const rules = join(folder, 'rules.yaml')
    writeFileSync(rules, 'blank:\n  - { modality: OT, columns: 300, rectangles: [[0, 80, 300, 30]] }\n')
    const out = join(folder, 'blanked')
    const run = nomoscope('deidentify', planted, out, '--clean', 'descriptors,structured,pixels', '--rules', rules)
    expect(run.stderr.match(/NS-ARC-02/g)).toHaveLength(1)
    const seen = ask(
      `import sys, json, glob, pydicom, numpy as np
def read(place):
    r = {}
    for f in glob.glob(place + '/**/*.dcm', recursive=True):
        try: d = pydicom.dcmread(f); r[int(d.SeriesNumber)] = d.pixel_array.astype(int)
        except Exception: pass
    return r
a, b = read(sys.argv[1]), read(sys.argv[2])
print(json.dumps({k: [int(((a[k] != b[k])).any(axis=-1).sum() if a[k].ndim == 3 else (a[k] != b[k]).sum()), int(b[k].max()), int((a[k] > 200).sum()), int((b[k] > 200).sum()), int((b[k] < 20).sum())] for k in b if k in (6, 7, 8)}))`,
      planted,
      out,
    ) as Record<string, number[]>
    // The bright letters are gone, and under a tenth of the picture with them; speckle reaches 160.
    expect(seen['6'][1]).toBeLessThanOrEqual(160)
    expect(seen['6'][0]).toBeLessThan(0.1 * 240 * 320)
    expect(seen['7'][1]).toBeLessThanOrEqual(160)
    // The rule's rectangle: 300 × 30 pixels of 235 became 0, the letters of 10 in it too.
    expect(seen['8'].slice(0, 2)).toEqual([300 * 30, 235])
    expect(filesBelow(out).filter((path) => marks.test(readFileSync(path).toString('latin1')))).toEqual([])
  },
)

toolTest(
  'the way back opens with the passphrase alone; a run is gone on with, and its key gives the same bytes',
  python,
  8,
  () => {
    const [out, again] = [join(folder, 'out'), join(folder, 'again')]
    const linkage = `${out}.linkage`
    const shown = nomoscope('linkage', linkage)
    expect(shown.stdout.split('\n')[1]).toMatch(/^P-[0-9a-z]{8},88776655,"?Zyxplant\^Maria.*,19510203,\d+$/)
    process.env.NOMOSCOPE_PASSPHRASE = 'another passphrase'
    const wrong = nomoscope('linkage', linkage)
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('NS-ARC-05')])
    process.env.NOMOSCOPE_PASSPHRASE = 'a passphrase of tests'
    cpSync(linkage, `${again}.linkage`)
    expect(nomoscope('deidentify', planted, again).status).toBe(3)
    const bytes = (place: string) =>
      dicomBelow(place).map((path) => [path.slice(place.length), readFileSync(path, 'base64')])
    expect(bytes(again)).toEqual(bytes(out))
    // As if it had been killed: the last line of the record torn, a copy missing.
    const journal = join(again, '.nomoscope-deidentify.jsonl')
    writeFileSync(journal, readFileSync(journal, 'utf8').slice(0, -40))
    execFileSync('rm', [dicomBelow(again)[0]])
    expect(nomoscope('deidentify', planted, again).stderr).toContain('NS-USE-04')
    expect(nomoscope('deidentify', planted, again, '--resume').status).toBe(3)
    expect(bytes(again)).toEqual(bytes(out))
    const other = nomoscope('deidentify', planted, again, '--resume', '--retain', 'none')
    expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('NS-ARC-11')])
  },
)

test('folders that lie within each other are refused, and so is a folder that is not ours', () => {
  const inside = nomoscope('deidentify', folder, join(folder, 'within'))
  expect([inside.status, inside.stderr]).toEqual([2, expect.stringContaining('NS-ARC-07')])
  const short = spawnSync(process.execPath, ['dist/cli.js', 'deidentify', folder, '/tmp/nowhere-x'], {
    encoding: 'utf8',
    env: { ...process.env, NOMOSCOPE_PASSPHRASE: 'short' },
  })
  expect([short.status, short.stderr]).toEqual([2, expect.stringContaining('NS-ARC-04')])
})
