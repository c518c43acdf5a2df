// Kills `extract --cases`, `run` and `gather` at random moments until so many kills have hit, resumes, and compares with an
// undisturbed one; exits 1 where a byte differs or something is left. npx tsx bench/kills.ts [KILLS]
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { killAndResume } from '../test/support/kills.ts'

const wanted = Number(process.argv[2] ?? 200)
const folder = mkdtempSync(join(tmpdir(), 'nomoscope-kills-'))
const at = (...name: string[]) => join(folder, ...name)
const fixture = (name: string) => resolve('test/fixtures/radiomics', name)
const of = (name: string) => `${fixture(`${name}_image.nrrd`)},${fixture(`${name}_label.nrrd`)}`
const cases = Array.from({ length: 12 }, (_, i) => `c${i},${of(i % 2 ? 'oblique' : 'lesion')}`)
writeFileSync(at('cases.csv'), `ID,Image,Mask\n${cases.join('\n')}\n`)
const patients = Array.from({ length: 60 }, (_, i) => `P${i},${40 + ((i * 7) % 30)},${(i * 13) % 5 > 2 ? 1 : 0}`)
writeFileSync(at('cohort.csv'), `id,age,y\n${patients.join('\n')}\n`)
writeFileSync(
  at('study.yaml'),
  'study: s\nseed: 1\ncohort: { file: cohort.csv, id: id }\noutcome: { column: y, positive: 1 }\nmodels: { age: { terms: [age] } }\nvalidation: { bootstrap: 5, permutations: 0 }\n',
)
spawnSync(
  process.execPath,
  ['dist/cli.js', 'submit', '--cases', at('cases.csv'), '--out', at('parts.csv'), '--local', '2', '--quiet'],
  { stdio: 'ignore' },
)
const commands: Record<string, { words: string[]; out: string; span: number; again?: string }> = {
  extract: { words: ['extract', '--cases', at('cases.csv'), '--out'], out: 'f.parquet', span: 1200 },
  run: { words: ['run', at('study.yaml'), '--out'], out: 'results', span: 3500 },
  gather: { words: ['gather', at('parts.csv.parts'), '--out'], out: 'f.csv', span: 300, again: '--overwrite' },
}
let faults = 0
for (const [name, { words, out, span, again }] of Object.entries(commands)) {
  mkdirSync(at(name, 'whole'), { recursive: true })
  spawnSync(process.execPath, ['dist/cli.js', ...words, at(name, 'whole', out), '--quiet'], { stdio: 'ignore' })
  let [kills, chains] = [0, 0]
  while (kills < wanted) {
    const made = at(name, String(chains), out)
    mkdirSync(join(made, '..'))
    const chain = { expected: at(name, 'whole', out), made, chain: 4, span, seed: ++chains, again }
    const outcome = await killAndResume([...words, made], chain)
    kills += outcome.kills
    for (const line of [
      ...outcome.differ.map((one) => `differs: ${one}`),
      ...outcome.left.map((one) => `left: ${one}`),
    ]) {
      faults++
      console.log(`${name}, seed ${chains}, ${line}`)
    }
    rmSync(join(made, '..'), { recursive: true })
  }
  console.log(`${name}: ${kills} kills in ${chains} chains, ${faults} faults`)
}
rmSync(folder, { recursive: true })
process.exit(faults ? 1 : 0)
