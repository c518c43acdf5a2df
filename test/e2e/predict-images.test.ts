import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { writeCsv } from '../../src/cohort/index.ts'
import { nomoscope, scratchFolder } from '../support/cli.ts'
import { toolTest } from '../support/needs.ts'
import { smallDemo } from '../support/small-demo.ts'

const folder = scratchFolder()
const at = (...names: string[]) => join(folder, ...names)
const python = process.env.NOMOSCOPE_PYTHON ?? 'python3'
const clinical = ['volume']
let held: { id: string; risk: number; outcome: number }[]
let cells: Map<string, Record<string, string>>

/** The demo's first patients, both readers' regions, images on a common scale, and a model of features as they are. */
beforeAll(() => {
  const file = smallDemo(folder, 32, (study) =>
    study
      .replace(/^ {2}dwi: .*\n/m, '')
      .replace(/^ {4}curve: .*$/m, '$&\n    normalise: { zscore: image }')
      .replace(/^( {2}t2: .*) \}$/m, '$1, normalise: nyul, n4: true }')
      .replace(/sequences: \[dce, dwi, t2\], reader: reader1/, 'sequences: [dce, t2], reader: mean')
      .replace(/^selection:[\s\S]*?^validation:.*\n/m, models),
  )
  const { stderr, status } = nomoscope('run', file, '--out', at('out'), '--quiet')
  expect(status, stderr).toBe(0)
  held = JSON.parse(readFileSync(at('out/results.json'), 'utf8')).models.combined.curves.heldOut.predictions
  const [header, ...lines] = readFileSync(at('cohort.csv'), 'utf8').trim().split('\r\n')
  const names = header.split(',')
  cells = new Map(
    lines.map((line) => [line.split(',')[0], Object.fromEntries(line.split(',').map((x, j) => [names[j], x]))]),
  )
}, 600_000)

const models = `models:
  combined: { terms: [volume, dce_original_firstorder_Median, t2_original_firstorder_Median] }
validation: { bootstrap: 0, permutations: 0 }
`

/** A table of the held-out patients with further columns. */
function writeTable(name: string, columns: readonly string[], more: (id: string) => (string | number)[]): string {
  const rows = held.map(({ id, outcome }) => [
    id,
    ...clinical.map((column) => cells.get(id)![column]),
    ['negative', 'positive'][outcome],
    ...more(id),
  ])
  writeFileSync(at(name), writeCsv(['id', ...clinical, 'her2', ...columns], rows))
  return at(name)
}

const imageColumns = ['dce', 't2'].flatMap((name) => [`${name}_image`, `${name}_mask`, `${name}_mask_reader2`])
const imagesOf = (id: string) =>
  [
    ['dce_phase2', 'dce'],
    ['t2', 't2'],
  ].flatMap(([image, name]) => [image, `${name}_reader1`, `${name}_reader2`].map((file) => `images/${id}/${file}.nrrd`))

function predict(...words: string[]): { notice: string; predictions: Predicted[] } & { status: number | null } {
  const { stdout, stderr, status } = nomoscope('--json', '--quiet', 'predict', at('out/model.json'), ...words)
  expect(status, stderr).not.toBe(1)
  return { ...JSON.parse(stdout), status }
}

interface Predicted {
  id: string
  risk?: number
  warnings: string[]
  error?: string
}

test('patients predicted from their images have the risks that the study gave them', { timeout: 300_000 }, () => {
  const wanted = held.map(({ risk }) => risk)
  expect(wanted.length).toBeGreaterThan(4)
  const table = writeTable('images.csv', imageColumns, imagesOf)
  const byColumns = predict('--data', table)
  expect(byColumns.status).toBe(0)
  expect(byColumns.notice).toMatch(/^Research use only, not a medical device\. .*nomoscope .*, cohort cohort\.csv\.$/)
  expect(byColumns.predictions.map(({ risk }) => risk)).toMatchDigits(wanted, 1e-12)
  const byStudy = predict(
    '--data',
    writeTable('clinical.csv', [], () => []),
    '--images',
    at('study.yaml'),
  )
  expect(byStudy.predictions.map(({ risk }) => risk)).toMatchDigits(wanted, 1e-12)
  const { stdout, status } = nomoscope('validate', at('out/model.json'), '--data', table, '--quiet')
  expect(status).toBe(0)
  const { performance, notice, rows } = JSON.parse(stdout)
  expect(performance.predictions.map(({ risk }: { risk: number }) => risk)).toMatchDigits(wanted, 1e-12)
  expect(notice).toBe(byColumns.notice)
  expect(rows.map(({ id }: { id: string }) => id)).toEqual(held.map(({ id }) => id))
})

test('an image that cannot be read is the reason in its row; the others are answered', { timeout: 300_000 }, () => {
  writeFileSync(at('damaged.nrrd'), 'NRRD0004\nnonsense')
  const [damaged, absent] = held.map(({ id }) => id)
  const table = writeTable('faults.csv', imageColumns, (id) =>
    imagesOf(id).map((path, j) => (id === damaged && j === 0 ? 'damaged.nrrd' : id === absent && j === 3 ? '' : path)),
  )
  const { predictions, status } = predict('--data', table)
  expect(status).toBe(3)
  expect(predictions[0].error).toMatch(/^dce: NS-/)
  expect(predictions[1].error).toBe('t2_image is not given')
  expect([predictions[0].risk, predictions[1].risk]).toEqual([undefined, undefined])
  expect(predictions.slice(2).map(({ risk }) => risk)).toMatchDigits(
    held.slice(2).map(({ risk }) => risk),
    1e-12,
  )
  const validated = nomoscope('validate', at('out/model.json'), '--data', table, '--quiet')
  expect(validated.status).toBe(3)
  const { rows, performance } = JSON.parse(validated.stdout)
  expect(rows[0].error).toBe(predictions[0].error)
  expect(performance.n).toBe(held.length - 2)
})

test('the model file has the settings of its features, and a table without features or images is refused', () => {
  const { extraction } = JSON.parse(readFileSync(at('out/model.json'), 'utf8'))
  expect(extraction.params).toBe(readFileSync(at('params.yaml'), 'utf8'))
  expect(extraction.reader).toBe('mean')
  expect(extraction.sequences.dce.normalise).toEqual({ zscore: 'image' })
  expect(extraction.sequences.t2.normalise.nyul.landmarks.length).toBe(11)
  const provenance = JSON.parse(readFileSync(at('out/provenance.json'), 'utf8'))
  expect(extraction.paramsHash).toBe(provenance.inputs['params.yaml'])
  const refused = nomoscope(
    'predict',
    at('out/model.json'),
    '--data',
    writeTable('lacking.csv', [], () => []),
  )
  expect(refused.status).toBe(3)
  expect(refused.stderr).toContain('NS-MOD-10')
  expect(refused.stderr).toContain('dce_original_firstorder_Median')
})

toolTest(
  'reproduce.R of a study with images, its features as terms by themselves',
  ['Rscript', '-e', 'for (p in c("rms", "glmnet", "pROC", "survival")) loadNamespace(p)'],
  2,
  () => {
    const { status, stdout, stderr } = spawnSync('Rscript', ['reproduce.R'], { cwd: at('out'), encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('combined coefficient: dce_original_firstorder_Median')
  },
  120_000,
)

toolTest(
  'features.parquet read by pyarrow has the columns and values of features.csv',
  [python, '-c', 'import pyarrow.parquet, pandas'],
  4,
  () => {
    const script = `
import json, math, pandas
csv = pandas.read_csv("features.csv", dtype={"patient": str})
parquet = pandas.read_parquet("features.parquet")
numbers = [c for c in parquet.columns if parquet[c].dtype == "float64"]
apart = sum(1 for c in numbers for a, b in zip(csv[c], parquet[c]) if a != b and not (math.isnan(a) and math.isnan(b)))
print(json.dumps([list(csv.columns) == list(parquet.columns), len(csv) == len(parquet), len(numbers), apart]))`
    const { stdout, stderr } = spawnSync(python, ['-c', script], { cwd: at('out'), encoding: 'utf8' })
    const [columns, rows, numbers, apart] = JSON.parse(stdout || `[${JSON.stringify(stderr)}]`)
    expect(columns).toBe(true)
    expect(rows).toBe(true)
    expect(numbers).toBeGreaterThan(150)
    expect(apart).toBe(0)
  },
)
