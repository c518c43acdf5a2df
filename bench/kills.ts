// Kills `extract --cases`, `run`, `gather` and runs of `serve` at random moments, uniform over what an undisturbed one takes,
// until so many kills have hit each, resumes, and compares; exits 1 where a byte differs or something is left.
// npx tsx bench/kills.ts [KILLS] [WHICH] [FROM SEED]
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Begun, begin, command, killAndResume, servedRun } from '../test/support/kills.ts'

const wanted = Number(process.argv[2] ?? 200)
const which = process.argv[3]
const from = Number(process.argv[4] ?? 1)
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-kills-'))
const at = (...name: string[]) => join(folder, ...name)
const fixture = (name: string) => resolve('test/fixtures/radiomics', name)
const images = ['lesion', 'oblique', 'flipped']
const pair = (i: number) => [`${images[i % 3]}_image.nrrd`, `${images[i % 3]}_label.nrrd`].map(fixture)
const cases = Array.from({ length: 12 }, (_, i) => `c${i},${pair(i).join(',')}`)
writeFileSync(at('cases.csv'), `ID,Image,Mask\n${cases.join('\n')}\n`)

/** A study of images and clinical columns: features, a model, all its files. */
function writeStudy(into: string) {
  mkdirSync(join(into, 'images'), { recursive: true })
  const patients = Array.from({ length: 36 }, (_, i) => {
    for (const [k, file] of pair(i).entries()) copyFileSync(file, join(into, 'images', `P${i}${k ? '-mask' : ''}.nrrd`))
    return `P${i},${40 + ((i * 7) % 30)},${(i * 13) % 5 > 2 ? 1 : 0}`
  })
  writeFileSync(join(into, 'cohort.csv'), `id,age,y\n${patients.join('\n')}\n`)
  writeFileSync(join(into, 'params.yaml'), 'featureClass: { firstorder: [Mean, Entropy] }\n')
  writeFileSync(
    join(into, 'study.yaml'),
    `study: s
seed: 1
cohort: { file: cohort.csv, id: id }
outcome: { column: y, positive: 1 }
images: { t1: { path: 'images/{patient}.nrrd', mask: 'images/{patient}-mask.nrrd' } }
features: { params: params.yaml }
models: { age: { terms: [age] } }
validation: { bootstrap: 5, permutations: 0 }
`,
  )
}
writeStudy(at('study'))

interface Work {
  /** What does it in a folder, for the chain of that number. */
  attempt: (into: string, chain: number) => (isFirst: boolean) => Begun
  /** What it writes there. */
  out: string
}
const works: Record<string, Work> = {
  extract: {
    attempt: (into) => command(['extract', '--cases', at('cases.csv'), '--out', join(into, 'f.parquet'), '--quiet']),
    out: 'f.parquet',
  },
  run: {
    attempt: (into) => command(['run', at('study', 'study.yaml'), '--out', join(into, 'results'), '--quiet']),
    out: 'results',
  },
  gather: {
    attempt: (into) =>
      command(['gather', at('parts.csv.parts'), '--out', join(into, 'f.csv'), '--quiet'], '--overwrite'),
    out: 'f.csv',
  },
  serve: {
    attempt(into, chain) {
      writeStudy(into)
      return servedRun(into, chain % 2 ? 'job' : 'server')
    },
    out: 'results',
  },
}
await begin(['submit', '--cases', at('cases.csv'), '--out', at('parts.csv'), '--local', '2', '--quiet']).ended
let faults = 0
for (const [name, { attempt, out }] of Object.entries(works)) {
  if (which && which !== name) continue
  const whole = at(name, 'whole')
  mkdirSync(whole, { recursive: true })
  const started = performance.now()
  await attempt(whole, 0)(true).ended
  const span = performance.now() - started
  let [kills, chains] = [0, from - 1]
  while (kills < wanted) {
    const into = at(name, String(++chains))
    mkdirSync(into)
    const chain = { expected: join(whole, out), made: join(into, out), chain: 4, span, seed: chains }
    const { kills: hit, differ, left, last } = await killAndResume(attempt(into, chains), chain)
    kills += hit
    if (differ.length > 0 || left.length > 0)
      console.log(`${name}, seed ${chains}: the last attempt ended with ${last}`)
    for (const line of [...differ.map((one) => `differs: ${one}`), ...left.map((one) => `left: ${one}`)]) {
      faults++
      console.log(`${name}, seed ${chains}, ${line}`)
    }
    rmSync(into, { recursive: true })
  }
  console.log(
    `${name}: ${kills} kills over ${Math.round(span)} ms, in ${chains - from + 1} chains, ${faults} faults so far`,
  )
}
rmSync(folder, { recursive: true })
process.exit(faults ? 1 : 0)
