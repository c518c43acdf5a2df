// A wide study (synthetic): so many features of so many patients, of which twenty tell the outcome, through the program: filters
// and LASSO, LASSO alone. Prints time and the most memory of each.
// npx tsx bench/wide.ts [FEATURES] [PATIENTS]
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { randomStream } from '../src/statistics/resampling/random.ts'
import { measured } from './measured.ts'

const [features = 100_000, patients = 5000] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-wide-'))
const rowsOfPart = 500
const told = 20
const random = randomStream(1, 'wide')

const positive = Uint8Array.from({ length: patients }, () => Number(random.uniform() < 0.3))
writeFileSync(
  join(folder, 'cohort.csv'),
  `patient,response\n${Array.from(positive, (is, i) => `P${i},${is ? 'yes' : 'no'}`).join('\n')}\n`,
)
mkdirSync(join(folder, 'features'))
const parts: { file: string; sha256: string }[] = []
for (let from = 0; from < patients; from += rowsOfPart) {
  const count = Math.min(rowsOfPart, patients - from)
  // Of ten neighbours each takes a third of its variance from what they share.
  const shared = Array.from({ length: Math.ceil(features / 10) }, () =>
    Float64Array.from({ length: count }, () => random.gaussian()),
  )
  const columnData = [
    { name: 'ID', type: 'STRING' as const, data: Array.from({ length: count }, (_, i) => `P${from + i}`) },
    ...Array.from({ length: features }, (_, j) => ({
      name: `f${j}`,
      type: 'DOUBLE' as const,
      data: Float64Array.from({ length: count }, (_, i) => {
        const effect = j % 10 === 0 && j < 10 * told && positive[from + i] ? 0.25 : 0
        return 0.6 * shared[Math.floor(j / 10)][i] + 0.8 * (random.uniform() - 0.5) * Math.sqrt(12) + effect
      }),
    })),
  ]
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED', statistics: false }))
  const file = `part-${String(parts.length + 1).padStart(5, '0')}.parquet`
  writeFileSync(join(folder, 'features', file), bytes)
  parts.push({ file, sha256: createHash('sha256').update(bytes).digest('hex') })
}
writeFileSync(join(folder, 'features', 'manifest.json'), JSON.stringify({ schema: 1, parts }))

const study = (selection: string) => `study: Wide
synthetic: true
seed: 1
cohort: { file: cohort.csv, id: patient }
outcome: { column: response, positive: 'yes' }
blocks: { radiomics: features }
features: { table: features, id: ID }
split: { training: 0.7, stratify: outcome }
selection: [${selection}]
models: { radiomics: { terms: [{ score: radiomics }] } }
validation: { bootstrap: 0, permutations: 0 }
`

async function run(name: string, selection: string) {
  writeFileSync(join(folder, 'study.yaml'), study(selection))
  const words = [resolve('dist/cli.js'), 'run', join(folder, 'study.yaml'), '--overwrite']
  const { seconds, megabytes, status } = await measured(process.execPath, words, folder)
  const size = (features * patients * 8) / 2 ** 20
  console.log(
    `${name}: ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB at most (the table has ${size.toFixed(0)} MB), ends with ${status}`,
  )
}

console.log(`${features} features of ${patients} patients`)
await run('filters and LASSO', '{ variance: 0.1 }, { univariate: 0.01 }, { correlation: 0.9 }, { lasso: { folds: 5 } }')
await run('LASSO alone', '{ lasso: { folds: 5 } }')
rmSync(folder, { recursive: true })
