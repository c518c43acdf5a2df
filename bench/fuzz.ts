// Damages 10,000 inputs of every image format and of every parser of text, tables and models, and says what became of them; exits 1 after any crash, delay or excess.
// npx tsx bench/fuzz.ts [FILES] [FORMAT]
import { fuzz } from '../test/support/fuzz.ts'
import { fuzzedParsers } from '../test/support/fuzz-parsers.ts'
import { fuzzedFormats } from '../test/support/fuzz-seeds.ts'

const count = Number(process.argv[2] ?? 10_000)
let faults = 0
for (const [format, { seeds, read }] of Object.entries({ ...fuzzedFormats(), ...(await fuzzedParsers()) })) {
  if (process.argv[3] && process.argv[3] !== format) continue
  const started = performance.now()
  const { read: sound, refused, crashes, slow, oversized } = await fuzz(seeds, count, read)
  const bad = [...crashes, ...slow, ...oversized]
  faults += bad.length
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${format}: ${count} files in ${seconds} s; ${sound} read, ${refused} refused, ${bad.length} faults`)
  for (const line of bad.slice(0, 20)) console.log(`  ${line}`)
}
process.exit(faults ? 1 : 0)
