import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { Problem } from '../../src/errors/index.ts'
import { predictorTable } from '../../src/model/data/predictor-table.ts'
import { selectionPresets } from '../../src/model/plan/presets.ts'
import { permutedOutcome } from '../../src/model/resample/samples.ts'
import type { ModelStudy } from '../../src/model/validate/model-study.ts'
import { validateComparators } from '../../src/model/validate/validate-comparators.ts'
import { validateModels } from '../../src/model/validate/validate-models.ts'
import { type Checked, checkCoverage, checkIncomplete } from '../../test/support/coverage.ts'
import type { Truth } from '../../test/support/incomplete-truth.ts'
import { shared } from '../../test/support/needs.ts'
import { noiseStudy, scorePlan } from '../../test/support/noise.ts'
import { oneThread } from '../../test/support/one-thread.ts'

export type Preset = keyof typeof selectionPresets

/** One set of patients, judged in one way. */
export interface Job {
  data: 'noise' | 'ispy1' | 'comparators' | 'truth' | 'incomplete'
  /** Of noise and permuted outcomes. */
  preset?: Preset
  /** Of `incomplete`. */
  truth?: Truth
  k: number
  kind: 'honest' | 'published' | 'bootstrap'
}

export interface Done {
  job: Job
  auc?: number
  plus?: number
  apparent?: number
  checked?: Checked[]
  /** Nested AUC of each comparator. */
  comparators?: Record<string, number>
  /** Why the model could not be fitted to the training rows. */
  failed?: string
}

const [patients, columns, resamples] = [224, 1218, 40]
/** Studies of the known truth: patients on whom a fitted model is judged, outer folds, bootstrap refits. */
const [fresh, truthFolds, truthRefits] = [20_000, 10, 40]
/** Of a slope more patients are needed to tell. */
const freshSlopes = 100_000
const methods = ['forest', 'boosting', 'svm'] as const
/** The tests simulate the first seeds; the bench draws other studies. */
const firstSeed = 10_000

/** Does a job; a model that cannot be fitted is told, not left out. */
export async function run(job: Job): Promise<Done> {
  try {
    return await judge(job)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'NS-MOD-07') throw error
    return { job, failed: error.message }
  }
}

async function judge(job: Job): Promise<Done> {
  const { preset, truth, k, kind } = job
  if (truth) return { job, checked: await checkIncomplete(truth, [firstSeed + k], freshSlopes, truthFolds) }
  if (job.data === 'comparators') return { job, comparators: await comparatorsOnNoise(k) }
  if (preset === undefined)
    return { job, checked: await checkCoverage([firstSeed + k], fresh, truthFolds, truthRefits) }
  const study =
    job.data === 'noise' ? noiseStudy(k, patients, columns, selectionPresets[preset]) : permutedIspy1(k, preset)
  const protocol = kind === 'published' ? 'as-published' : 'honest'
  const settings = {
    nested: kind === 'bootstrap' ? undefined : { folds: 5, repeats: 1 },
    bootstrap: kind === 'bootstrap' ? resamples : 0,
    permutations: 0,
  }
  const [{ performance }] = await validateModels({ ...study, protocol }, settings, oneThread)
  const { apparent, optimismCorrected, nested } = performance
  return kind === 'bootstrap'
    ? { job, auc: optimismCorrected!.auc, plus: optimismCorrected!.auc632plus, apparent: apparent.auc }
    : { job, auc: nested!.auc }
}

/** Every comparator on 15 columns of noise, a quarter of 100 patients having the outcome. */
async function comparatorsOnNoise(k: number): Promise<Record<string, number>> {
  const base = noiseStudy(k, 100, 15, [])
  const comparators = methods.map((method) => ({ name: method, label: method, method, on: ['radiomics'] }))
  const settings = { nested: { folds: 5, repeats: 1 }, bootstrap: 0, permutations: 0 }
  const onFailure = (problem: Problem) => {
    throw problem
  }
  const found = await validateComparators({ ...base, plan: { ...base.plan, comparators } }, settings, oneThread, {
    onFailure,
  })
  return Object.fromEntries(found.map(({ name, performance }) => [name, performance.nested!.auc]))
}

/** I-SPY 1's features with the collection's own target dealt out at random. */
function permutedIspy1(k: number, preset: Preset): ModelStudy {
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
  const plan = scorePlan(features, selectionPresets[preset])
  return { table, outcome, training: rows, validation: new Int32Array(0), seed: k, plan }
}
