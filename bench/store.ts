// The results of so many simulated cases (nothing is extracted: synthetic) gathered into a folder of Parquet, asked by DuckDB
// and modelled; exits 1 where any of it takes more than 4 GB.
// npx tsx bench/store.ts [CASES] [PARTS]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { documentedQuery, manifestOf, simulatedStore } from '../test/support/simulated-store.ts'
import { measured, type Spent } from './measured.ts'

const [cases = 100_000, parts = 100] = process.argv.slice(2).map(Number)
const limit = 4096
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-store-'))
const program = resolve('dist/cli.js')

const simulated = await simulatedStore(folder, cases, parts)
const steps: [string, () => Promise<Spent>][] = [
  ['gather', () => measured(process.execPath, [program, 'gather', simulated.parts, '--quiet'], folder)],
  ['DuckDB', () => measured('python3', ['-c', `${documentedQuery()}.show()`], folder)],
  ['run', () => measured(process.execPath, [program, 'run', simulated.study, '--quiet'], folder)],
]
let holds = true
for (const [name, step] of steps) {
  const { seconds, megabytes, status, said } = await step()
  holds &&= megabytes < limit && status !== 1 && status !== null
  console.log(`${name}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB at most, ends with ${status}`)
  if (name === 'DuckDB') console.log(said.trim())
}
const { rows, failed, columns } = manifestOf(simulated.features)
console.log(`${rows} simulated rows of ${columns.length} columns in ${parts} parts, ${failed} failed`)
rmSync(folder, { recursive: true })
process.exit(holds && rows === cases ? 0 : 1)
