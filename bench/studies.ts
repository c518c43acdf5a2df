// Tries random plausible study files, `check` and `run` of each in this process, and prints what is wrong with any: a
// crash, a fault that `check` has not foretold, NaN in print. Ends with 1 if there is one.
// npx tsx bench/studies.ts [STUDIES] [FROM] [FOLDER]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeRandomStudy } from '../test/support/random-studies.ts'
import { disagreement, tryStudy } from '../test/support/try-study.ts'

const count = Number(process.argv[2] ?? 1000)
const from = Number(process.argv[3] ?? 1)
const folder = process.argv[4] ?? mkdtempSync(join(tmpdir(), 'nomoscope-studies-'))
const ends = new Map<string, number>()
let wrong = 0
for (let k = from; k < from + count; k++) {
  const at = join(folder, String(k))
  writeRandomStudy(at, k)
  const trial = await tryStudy(join(at, 'study.yaml'))
  const what = `check ${trial.check}, run ${trial.run}`
  ends.set(what, (ends.get(what) ?? 0) + 1)
  const found = disagreement(trial)
  if (found) {
    wrong++
    console.log(`study ${k}: ${found}`)
  }
  if (!process.argv[4]) rmSync(at, { recursive: true, force: true })
}
for (const [what, times] of ends) console.log(`${times} ${what}`)
console.log(`${count} studies, ${wrong} wrong`)
process.exit(wrong ? 1 : 0)
