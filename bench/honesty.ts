// How honest the stated performance is, on outcomes that nothing foretells: nested cross-validation, selection before
// validation (as published), the bootstrap's corrected AUC and .632+, for every preset. Writes docs/honesty.json.
// npx tsx bench/honesty.ts [--noise SETS] [--ispy PERMUTATIONS] [--bootstrap SETS] [--jobs N]
import { fork } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { permutedOutcome } from '../src/model/parts.ts'
import { selectionPresets } from '../src/model/presets.ts'
import { predictorTable } from '../src/model/table.ts'
import { type ModelStudy, validateModels } from '../src/model/validate.ts'
import { shared } from '../test/support/needs.ts'
import { noiseStudy, scorePlan } from '../test/support/noise.ts'
import { oneThread } from '../test/support/one-thread.ts'

type Preset = keyof typeof selectionPresets
interface Job {
  data: 'noise' | 'ispy1'
  preset: Preset
  k: number
  kind: 'honest' | 'published' | 'bootstrap'
}
interface Outcome {
  job: Job
  auc: number
  plus?: number
  apparent?: number
}

const [patients, columns, resamples] = [224, 1218, 40]

async function run(job: Job): Promise<Outcome> {
  const { preset, k, kind } = job
  const selection = selectionPresets[preset]
  const study = job.data === 'noise' ? noiseStudy(k, patients, columns, selection) : ispy1(k, preset)
  const protocol = kind === 'published' ? 'as-published' : 'honest'
  const settings = { nested: kind === 'bootstrap' ? undefined : { folds: 5, repeats: 1 }, permutations: 0 }
  const bootstrap = kind === 'bootstrap' ? resamples : 0
  const [{ performance }] = await validateModels({ ...study, protocol }, { ...settings, bootstrap }, oneThread)
  const { apparent, optimismCorrected, nested } = performance
  return kind === 'bootstrap'
    ? { job, auc: optimismCorrected!.auc, plus: optimismCorrected!.auc632plus, apparent: apparent.auc }
    : { job, auc: nested!.auc }
}

/** I-SPY 1's features with the collection's own target dealt out at random. */
function ispy1(k: number, preset: Preset): ModelStudy {
  const [head, ...lines] = gunzipSync(readFileSync(shared('real/ispy1/ISPY1_radiomics.csv.gz')))
    .toString()
    .trim()
    .split('\n')
  const names = head.split(',')
  const cells = lines.map((line) => line.split(','))
  const features = names.filter((name) => name !== 'ID' && name !== 'Target')
  const rows = Int32Array.from(cells, (_, i) => i)
  const table = predictorTable(
    cells.map((row) => row[names.indexOf('ID')]),
    rows,
    features.map((name) => ({
      name,
      label: name,
      values: cells.map((row) => Number(row[names.indexOf(name)] || Number.NaN)),
    })),
  )
  const positive = Float64Array.from(cells, (row) => Number(row[names.indexOf('Target')]))
  const outcome = permutedOutcome({ kind: 'binary', positive }, rows, rows, k, 1)
  return {
    table,
    outcome,
    training: rows,
    validation: new Int32Array(0),
    seed: k,
    plan: scorePlan(features, selectionPresets[preset]),
  }
}

const argument = (name: string, otherwise: number) => {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : Number(process.argv[at + 1])
}

if (process.send) {
  process.on('message', async (job: Job) => process.send!(await run(job)))
} else {
  const jobs: Job[] = []
  for (const preset of Object.keys(selectionPresets) as Preset[])
    for (const [data, count] of [
      ['noise', argument('noise', 100)],
      ['ispy1', existsSync(shared('real')) ? argument('ispy', 100) : 0],
    ] as const)
      for (const kind of ['honest', 'published', 'bootstrap'] as const)
        for (let k = 0; k < (kind === 'bootstrap' ? Math.min(count, argument('bootstrap', 10)) : count); k++)
          jobs.push({ data, preset, k, kind })
  jobs.sort((a, b) => a.k - b.k) // so that what is done when it is stopped is of every kind
  const outcomes: Outcome[] = []
  process.once('SIGINT', () => {
    write(outcomes)
    process.exit(130)
  })
  let next = 0
  await Promise.all(
    Array.from({ length: argument('jobs', 2) }, () => {
      const child = fork(import.meta.filename)
      return new Promise<void>((done) => {
        const ask = () => {
          if (next < jobs.length) return child.send(jobs[next++])
          child.kill()
          done()
        }
        child.on('message', (outcome: Outcome) => {
          outcomes.push(outcome)
          if (outcomes.length % 25 === 0) console.error(`${outcomes.length} of ${jobs.length}`)
          ask()
        })
        ask()
      })
    }),
  )
  write(outcomes)
}

function write(outcomes: Outcome[]): void {
  const table = summarise(outcomes)
  writeFileSync('docs/honesty.json', `${JSON.stringify(table, null, 1)}\n`)
  for (const { aucs: _, ...row } of table)
    console.log(
      Object.values(row)
        .map((value) => (typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(3) : value))
        .join('\t'),
    )
}

function summarise(outcomes: Outcome[]) {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const { data, preset, kind } = outcome.job
    const name = `${data}\t${preset}\t${kind}`
    groups.set(name, [...(groups.get(name) ?? []), outcome])
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, own]) => {
      const [data, preset, kind] = name.split('\t')
      const mean = (of: (outcome: Outcome) => number) => own.reduce((sum, outcome) => sum + of(outcome), 0) / own.length
      const auc = mean((outcome) => outcome.auc)
      const sd = Math.sqrt(
        own.reduce((sum, outcome) => sum + (outcome.auc - auc) ** 2, 0) / Math.max(1, own.length - 1),
      )
      const bootstrap = kind === 'bootstrap' && { plus632: mean((o) => o.plus!), apparent: mean((o) => o.apparent!) }
      const aucs = own.toSorted((a, b) => a.job.k - b.job.k).map((outcome) => Number(outcome.auc.toFixed(4)))
      return { data, preset, kind, sets: own.length, auc, se: sd / Math.sqrt(own.length), ...bootstrap, aucs }
    })
}
