// The results of so many simulated cases (nothing is extracted: synthetic) gathered into a folder of Parquet, asked by DuckDB
// and modelled; exits 1 where any of it takes more than 4 GB.
// npx tsx bench/store.ts [CASES] [PARTS]
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { documentedQuery, manifestOf, simulatedStore } from '../test/support/simulated-store.ts'

const [cases = 100_000, parts = 100] = process.argv.slice(2).map(Number)
const limit = 4096
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-store-'))
const program = resolve('dist/cli.js')

interface Spent {
  seconds: number
  /** The most that the process held in memory, all its threads. */
  megabytes: number
  status: number | null
  said: string
}

function measured(command: string, words: readonly string[], cwd = folder): Promise<Spent> {
  const started = performance.now()
  const child = spawn(command, words, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let [megabytes, said] = [0, '']
  child.stdout.on('data', (text) => (said += text))
  const timer = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
      megabytes = Math.max(megabytes, Number(peak ?? 0) / 1024)
    } catch {} // it has just ended
  }, 50)
  return new Promise((done) =>
    child.once('close', (status) => {
      clearInterval(timer)
      done({ seconds: (performance.now() - started) / 1000, megabytes, status, said })
    }),
  )
}

const simulated = await simulatedStore(folder, cases, parts)
const steps: [string, () => Promise<Spent>][] = [
  ['gather', () => measured(process.execPath, [program, 'gather', simulated.parts, '--quiet'])],
  ['DuckDB', () => measured('python3', ['-c', `${documentedQuery()}.show()`])],
  ['run', () => measured(process.execPath, [program, 'run', simulated.study, '--quiet'])],
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
