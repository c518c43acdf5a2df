import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { init } from '../../src/cli/init.ts'
import { writeCsv } from '../../src/cohort/tables/write-csv.ts'
import { writeSheet } from '../../src/cohort/tables/write-xlsx.ts'
import { writeNifti } from '../../src/image/formats/nifti.ts'
import { writeNrrd } from '../../src/image/formats/nrrd.ts'
import { randomStream } from '../../src/statistics/resampling/random.ts'
import { scratchFolder } from '../support/cli.ts'
import { imageOf } from '../support/phantom.ts'
import { tryStudy } from '../support/try-study.ts'

/** Folders as people have them: `init` drafts a study that `check` and `run` take as it is. */

const folder = scratchFolder()
const silent = { summary: () => {}, say: () => {}, fault: () => {}, progress: () => () => {}, result: () => {} }
const random = randomStream(3, 'init forms')
const patients = Array.from({ length: 60 }, (_, i) => ({
  id: `P${String(i + 1).padStart(3, '0')}`,
  positive: random.uniform() < 0.4,
  age: (35 + 40 * random.uniform()).toFixed(1),
  size: (5 + 40 * random.uniform()).toFixed(1),
  months: (1 + 59 * random.uniform()).toFixed(1),
  dead: random.uniform() < 0.35,
  arm: 'ab'[i % 2],
}))
type Patient = (typeof patients)[number]
const names = Array.from({ length: 12 }, (_, j) => `original_glcm_F${j}`)
const features = patients.map(() => names.map(() => random.gaussian().toFixed(4)))

const table = (heads: string[], row: (patient: Patient, i: number) => (string | number)[], separator = ',') => {
  const text = writeCsv(heads, patients.map(row))
  return separator === ',' ? text : text.replaceAll(',', separator).replaceAll('.', ',')
}
const answer = ({ positive }: Patient) => (positive ? 'positive' : 'negative')

async function drafted(name: string, files: Record<string, string | Uint8Array>, start = '') {
  const at = join(folder, name)
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(at, file)), { recursive: true })
    writeFileSync(join(at, file), content)
  }
  await init(join(at, start), {}, silent)
  const file = join(at, 'study.yaml')
  const draft = readFileSync(file, 'utf8')
  const quick = draft.replace(/bootstrap: \d+/, 'bootstrap: 2').replace('folds: 10, repeats: 1', 'folds: 2, repeats: 1')
  writeFileSync(file, quick)
  const { check, run, said, unforetold } = await tryStudy(file)
  return { draft, check, run, said, unforetold }
}

describe('init, check and run of a folder', () => {
  const forms: [string, Record<string, string>, RegExp[], string?][] = [
    [
      'a table',
      { 'd.csv': table(['patient_id', 'her2', 'age', 'size'], (p) => [p.id, answer(p), p.age, p.size]) },
      [/id: patient_id/, /column: her2, positive: positive/],
    ],
    [
      'a file by name',
      { 'd.csv': table(['Case', 'pCR', 'age'], (p) => [p.id, Number(p.positive), p.age]) },
      [/id: Case/],
      'd.csv',
    ],
    [
      'semicolons and decimal commas',
      { 'd.csv': table(['id', 'pCR', 'age'], (p) => [p.id, Number(p.positive), p.age], ';') },
      [/id: id/],
    ],
    [
      'features with label and identifier behind them',
      { 'd.csv': table([...names, 'Outcome', 'PatientID'], (p, i) => [...features[i], Number(p.positive), p.id]) },
      [/id: PatientID/, /column: Outcome/, /features: \{ table: d.csv \}/],
    ],
    [
      'features of two sequences side by side',
      {
        'd.csv': table(['ID', 'Label', ...names.map((n) => `DCE_${n}`), ...names.map((n) => `T2_${n}`)], (p, i) => [
          p.id,
          Number(p.positive),
          ...features[i],
          ...features[59 - i],
        ]),
      },
      [/id: ID/, /24 columns named like features/],
    ],
    [
      "PyRadiomics' output beside a table",
      {
        'clinical.csv': table(['ID', 'her2', 'age'], (p) => [p.id, answer(p), p.age]),
        'radiomics.csv': table(['Image', 'Mask', 'ID', 'diagnostics_Versions_PyRadiomics', ...names], (p, i) => [
          `i/${p.id}.nrrd`,
          `m/${p.id}.nrrd`,
          p.id,
          'v3.0.1',
          ...features[i],
        ]),
      },
      [/file: clinical.csv/, /table: radiomics.csv, id: ID/],
    ],
    [
      'follow-up in Chinese',
      {
        'd.csv': table(['患者编号', '生存时间', '生存状态', '分组', '年龄'], (p) => [
          p.id,
          p.months,
          p.dead ? '死亡' : '存活',
          p.arm,
          p.age,
        ]),
      },
      [/生存时间/, /生存状态/],
    ],
    [
      'lesions of patients',
      {
        'd.csv': table(['patient_id', 'lesion', 'malignant', 'size'], (p, i) => [
          `K${i >> 1}`,
          `K${i >> 1}-${1 + (i & 1)}`,
          p.positive ? 'yes' : 'no',
          p.size,
        ]),
      },
      [/id: lesion, patient: patient_id/, /unit: lesion/],
    ],
  ]
  test.each(forms)('%s', async (name, files, expected, start) => {
    const { draft, run, said, unforetold } = await drafted(name, files, start)
    for (const part of expected) expect(draft).toMatch(part)
    expect(said).toBe('')
    expect([run, unforetold]).toEqual(['done', []])
  })

  test('a workbook of patients with their features', async () => {
    const heads = ['PatientID', 'pCR', 'age', ...names]
    const whole = patients.map((p, i) => [p.id, Number(p.positive), Number(p.age), ...features[i].map(Number)])
    const { draft, run } = await drafted('one sheet', { 'd.xlsx': await writeSheet('Data', heads, whole) })
    expect(draft).toMatch(/id: PatientID/)
    expect(run).toBe('done')
  })

  test('NIfTI and NRRD of each patient, folders with zeros that the table lost', async () => {
    for (const [name, extension, write] of [
      ['nifti', 'nii.gz', writeNifti],
      ['nrrd', 'nrrd', writeNrrd],
    ] as const) {
      const files: Record<string, string | Uint8Array> = {
        'params.yaml': 'imageType: { Original: {} }\nfeatureClass: { firstorder: [] }\n',
      }
      for (let k = 0; k < 12; k++) {
        const noise = randomStream(k, 'image')
        const image = imageOf([10, 10, 6], [1, 1, 2], () => 100 + 20 * noise.gaussian())
        const inside = (x: number, y: number, z: number) =>
          Number((x - 5) ** 2 + (y - 5) ** 2 + (z - 3) ** 2 < 7 + (k % 5))
        const at = `images/${String(k + 1).padStart(3, '0')}`
        files[`${at}/t2.${extension}`] = write(image)
        files[`${at}/mask.${extension}`] = write({
          ...imageOf([10, 10, 6], [1, 1, 2], inside),
          pixelType: 'uint8',
        })
      }
      files['c.csv'] = writeCsv(
        ['patient', 'her2', 'age'],
        patients.slice(0, 12).map((p, k) => [k + 1, k % 3 ? 'negative' : 'positive', p.age]),
      )
      const { draft, check, run } = await drafted(name, files)
      expect(draft).toContain(`path: "images/{patient}/t2.${extension}"`)
      expect(draft).toContain(`mask: "images/{patient}/mask.${extension}"`)
      expect(['done', 'faults']).toContain(check)
      expect(['done', 'faults']).toContain(run)
    }
  })
})

test('where the only table is another program’s, `init` says what it is', async () => {
  const opened = drafted('spss', { 'patients.sav': '$FL2@(#) SPSS DATA FILE MS Windows' })
  await expect(opened).rejects.toThrow('patients.sav cannot be read as a table: it is an SPSS (.sav) file')
})
