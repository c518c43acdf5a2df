import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { FeatureRow } from '../../src/cases/feature-table.ts'
import { writePart } from '../../src/cluster/part.ts'
import { partsFolder, readPlan } from '../../src/cluster/plan.ts'
import { shardRange } from '../../src/jobs/shard.ts'
import { type RandomStream, randomStream } from '../../src/statistics/resampling/random.ts'
import { fixture } from './needs.ts'

const program = resolve('dist/cli.js')

/**
 * Submitted work whose parts are simulated, not extracted: the features of a real lesion, varied from case to case as those
 * of one tissue are (some together, some alone), with an outcome that three of them carry; one case in a hundred failed. Beside
 * it the cohort and the study that models the folder of Parquet that is gathered from it.
 *
 * @returns the folder of parts, and the folder that they are gathered into
 */
export async function simulatedStore(folder: string, count: number, parts: number) {
  mkdirSync(folder, { recursive: true })
  const [image, mask] = ['image', 'label'].map((part) => fixture('radiomics', `lesion_${part}.nrrd`))
  const call = (...words: string[]) =>
    execFileSync(process.execPath, [program, ...words, '--quiet'], { encoding: 'utf8' })
  const lesion: FeatureRow['values'] = JSON.parse(call('extract', image, mask))
  const random = randomStream(1, 'store')
  const outcomes = Array.from({ length: count }, () => random.uniform() < 0.3)
  const ages = outcomes.map((is) => Math.round(52 + 11 * random.gaussian() + (is ? 4 : 0)))
  const lines = outcomes.map((_, i) => `P${i},images/P${i}.nrrd,masks/P${i}.nrrd`)
  const cohort = outcomes.map((is, i) => `P${i},${ages[i]},${is ? 'yes' : 'no'}`)
  writeFileSync(join(folder, 'cases.csv'), `ID,Image,Mask\n${lines.join('\n')}\n`)
  writeFileSync(join(folder, 'cohort.csv'), `patient,age,response\n${cohort.join('\n')}\n`)
  writeFileSync(join(folder, 'study.yaml'), study)
  const out = join(folder, 'features')
  call('submit', '--cases', join(folder, 'cases.csv'), '--out', out, '--parts', String(parts))
  const { plan, name } = await readPlan(partsFolder(out))
  for (let index = 1; index <= parts; index++) {
    const [from, to] = shardRange({ index, count: parts }, plan.cases)
    const rows = Array.from({ length: to - from }, (_, k): FeatureRow => {
      const [ID, Image, Mask] = lines[from + k].split(',')
      const input = { ID, Image, Mask }
      if ((from + k) % 100 === 99) return { input, status: 'failed', reason: 'simulated', values: {} }
      return { input, status: 'done', reason: '', values: varied(lesion, outcomes[from + k], random) }
    })
    await writePart(partsFolder(out), { plan: name, index, from, rows: rows.length }, rows)
  }
  return { parts: partsFolder(out), features: out, study: join(folder, 'study.yaml') }
}

/** Features of ten kinds: of a kind they vary together, and a fifth of them by themselves. */
function varied(lesion: FeatureRow['values'], positive: boolean, random: RandomStream): FeatureRow['values'] {
  const kinds = Array.from({ length: 10 }, (_, k) => random.gaussian() + (positive && k < 3 ? 0.4 : 0))
  let at = 0
  return Object.fromEntries(
    Object.entries(lesion).map(([name, value]) => {
      if (typeof value !== 'number' || !name.startsWith('original_')) return [name, value]
      const kind = at++
      const alone = kind % 5 === 0 ? 1 : 0.3
      return [name, value * (1 + 0.2 * (kinds[kind % 10] + alone * random.gaussian()))]
    }),
  )
}

const study = `study: Simulated store
seed: 1
cohort: { file: cohort.csv, id: patient }
outcome: { column: response, positive: 'yes' }
blocks: { clinical: [age], radiomics: features }
features: { table: features, id: ID, columns: '^original_' }
split: { training: 0.7, stratify: outcome }
selection: [{ variance: 0.001, scaled: true }, { correlation: 0.9, keep: first }, { lasso: { folds: 5, lambda: 1se } }]
models:
  clinical: { terms: [clinical] }
  radiomics: { terms: [{ score: radiomics }] }
validation: { nested: { folds: 3, repeats: 1 }, bootstrap: 5, permutations: 0 }
`

/** The bytes of the manifest, as an object. */
export const manifestOf = (features: string): { rows: number; failed: number; columns: string[] } =>
  JSON.parse(readFileSync(join(features, 'manifest.json'), 'utf8'))

/** The query of docs/scale.md, as Python; it reads the folder `features`. */
export const documentedQuery = () =>
  /```python\n(import duckdb[\s\S]*?)\n```/.exec(readFileSync('docs/scale.md', 'utf8'))![1]
