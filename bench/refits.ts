// The refits of a study's models (synthetic: 160 patients, 30 features) in one run, in parts, and gathered: seconds of each, and
// whether the bytes are the same; exits 1 where they are not.
// npx tsx bench/refits.ts [BOOTSTRAPS] [PARTS]
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { writeSmallStudy } from '../test/support/small-study.ts'

const [bootstraps = 200, parts = 8] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-refits-'))
const study = writeSmallStudy(
  folder,
  `selection: [{ correlation: 0.8, keep: first }, { lasso: { folds: 10, lambda: min } }]
models:
  combined: { terms: [{ score: radiomics }, age, grade] }
  joint: { lasso: [radiomics, clinical], cox: { time: months, event: event, horizons: [12], label: Progression } }`,
)
const validation = `{ nested: { folds: 10, repeats: 2 }, bootstrap: ${bootstraps}, permutations: 5 }`
writeFileSync(study, readFileSync(study, 'utf8').replace(/^validation:.*\n/m, `validation: ${validation}\n`))

function seconds(...words: string[]): string {
  const started = performance.now()
  const { status, stderr } = spawnSync(process.execPath, [resolve('dist/cli.js'), ...words, '--quiet'])
  if (status !== 0) throw new Error(String(stderr))
  return `${((performance.now() - started) / 1000).toFixed(1)} s`
}
const [whole, out] = ['whole', 'parts'].map((name) => join(folder, name))
console.log(
  `${availableParallelism()} threads; ${bootstraps} bootstraps, 2 × 10 nested folds, 5 × 10 permuted ones, of a logistic and a Cox model`,
)
console.log(`one run: ${seconds('run', study, '--out', whole)}`)
seconds('submit', study, '--out', out, '--refits', `${parts}`)
const each = Array.from({ length: parts }, (_, i) => seconds('shard', '--jobs', '1', `${out}.parts`, `${i + 1}`))
console.log(`${parts} parts, one after the other on one thread: ${each.join(', ')}`)
console.log(`the run that gathers them: ${seconds('run', study, '--out', out, '--resume')}`)
const files = readdirSync(whole, { recursive: true, encoding: 'utf8' }).filter((name) => /^[^.].*\.\w+$/.test(name))
const differ = files.filter((name) => !readFileSync(join(whole, name)).equals(readFileSync(join(out, name))))
console.log(`${files.length} files, ${differ.length} of them differ`)
rmSync(folder, { recursive: true })
process.exit(differ.length > 0 || files.length === 0 ? 1 : 0)
