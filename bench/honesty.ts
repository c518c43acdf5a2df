// How honest the stated performance is. On outcomes that nothing foretells: nested cross-validation, selection before
// validation (as published), the bootstrap's corrected AUC and .632+, for every preset. On the demo's known truth: the
// nested AUC and its interval, and the calibration slope, on fresh patients; on another with and without missing values the
// intervals of AUC, C and slope. Writes docs/honesty.json, docs/honesty.svg and the tables of docs/honesty.md.
// npx tsx bench/honesty.ts [--noise SETS] [--ispy SETS] [--bootstrap SETS] [--comparators SETS] [--truth STUDIES]
//   [--incomplete STUDIES] [--jobs N] [--publish]
// What is done stands in bench/honesty.log, a line a job, and is not done again: delete the file to begin anew. --publish
// writes the documents from what is done so far; a table of which nothing is done stays as it stands in honesty.json.
import { fork } from 'node:child_process'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { selectionPresets } from '../src/model/plan/presets.ts'
import { shared } from '../test/support/needs.ts'
import { drawHonesty } from './honesty/figure.ts'
import { type Done, type Job, type Preset, run } from './honesty/job.ts'
import { summarise } from './honesty/summary.ts'
import { withTables } from './honesty/tables.ts'

const log = 'bench/honesty.log'
const keyOf = ({ data, preset, truth, kind, k }: Job) => JSON.stringify([data, preset, truth, kind, k])

if (process.send) {
  process.on('message', async (job: Job) => process.send!(await run(job)))
  process.once('disconnect', () => process.exit())
} else {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : []
  const read = lines.map((line): Done => JSON.parse(line))
  const done = [...new Map(read.map((one) => [keyOf(one.job), one])).values()]
  process.once('SIGINT', () => {
    publish(done)
    process.exit(130)
  })
  if (!process.argv.includes('--publish')) await runAll(jobsLeft(done), done)
  publish(done)
}

function jobsLeft(done: readonly Done[]): Job[] {
  const argument = (name: string, otherwise: number) => {
    const at = process.argv.indexOf(`--${name}`)
    return at < 0 ? otherwise : Number(process.argv[at + 1])
  }
  const jobs: (Job & { at: number })[] = []
  const add = (count: number, job: Omit<Job, 'k'>) => {
    for (let k = 0; k < count; k++) jobs.push({ ...job, k, at: (k + 1) / count })
  }
  for (const preset of Object.keys(selectionPresets) as Preset[])
    for (const data of ['noise', 'ispy1'] as const) {
      const count = data === 'noise' ? argument('noise', 100) : existsSync(shared('real')) ? argument('ispy', 100) : 0
      add(count, { data, preset, kind: 'honest' })
      add(count, { data, preset, kind: 'published' })
      add(Math.min(count, argument('bootstrap', 10)), { data, preset, kind: 'bootstrap' })
    }
  add(argument('comparators', 400), { data: 'comparators', kind: 'honest' })
  add(argument('truth', 400), { data: 'truth', kind: 'honest' })
  for (const family of ['logistic', 'cox'] as const)
    for (const missing of ['complete', 'median', 'multiple'] as const)
      add(argument('incomplete', 400), { data: 'incomplete', truth: { family, missing }, kind: 'honest' })
  const known = new Set(done.map(({ job }) => keyOf(job)))
  // evenly, so that what is done when it is stopped is of every kind
  return jobs.filter((job) => !known.has(keyOf(job))).sort((a, b) => a.at - b.at)
}

async function runAll(jobs: readonly Job[], done: Done[]): Promise<void> {
  const at = process.argv.indexOf('--jobs')
  let next = 0
  await Promise.all(
    Array.from({ length: at < 0 ? 2 : Number(process.argv[at + 1]) }, () => {
      const child = fork(import.meta.filename)
      return new Promise<void>((finish, fail) => {
        const ask = () => {
          if (next < jobs.length) return child.send(jobs[next++])
          child.removeAllListeners('exit')
          child.kill()
          finish()
        }
        child.on('exit', (code) => fail(new Error(`a worker ended with ${code}`)))
        child.on('message', (one: Done) => {
          done.push(one)
          appendFileSync(log, `${JSON.stringify(one)}\n`)
          if (done.length % 25 === 0) console.error(`${done.length}; ${jobs.length - next} left`)
          ask()
        })
        ask()
      })
    }),
  )
}

function publish(done: readonly Done[]): void {
  const honesty = summarise(done, JSON.parse(readFileSync('docs/honesty.json', 'utf8')))
  writeFileSync('docs/honesty.json', `${JSON.stringify(honesty, null, 1)}\n`)
  writeFileSync('docs/honesty.svg', `${drawHonesty(honesty.nothing)}\n`)
  const page = withTables(readFileSync('docs/honesty.md', 'utf8'), honesty)
  writeFileSync('docs/honesty.md', page)
}
