// Damages 10,000 inputs of every image format and of every parser of text, tables and models, and says what became of them
// and how many lines of the parser they reached; exits 1 after any crash, delay or excess.
// npx tsx bench/fuzz.ts [FILES] [FORMATS] [FROM]
import { startCoverage } from '../test/support/line-coverage.ts'

const count = Number(process.argv[2] ?? 10_000)
const wanted = process.argv[3]?.split(',')
const from = Number(process.argv[4] ?? 1)
const coverage = await startCoverage()
const { fuzz } = await import('../test/support/fuzz.ts')
const { fuzzedParsers } = await import('../test/support/fuzz-parsers.ts')
const { fuzzedFormats } = await import('../test/support/fuzz-seeds.ts')

let faults = 0
for (const [format, { seeds, read, source }] of Object.entries({ ...fuzzedFormats(), ...(await fuzzedParsers()) })) {
  if (wanted && !wanted.includes(format)) continue
  const started = performance.now()
  const { read: sound, refused, crashes, slow, oversized } = await fuzz(seeds, count, read, from)
  const bad = [...crashes, ...slow, ...oversized]
  faults += bad.length
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${format}: ${count} files in ${seconds} s; ${sound} read, ${refused} refused, ${bad.length} faults`)
  for (const line of bad.slice(0, 20)) console.log(`  ${line}`)
  for (const { file, lines, covered, missed } of await coverage(source))
    console.log(`  ${file}: ${covered} of ${lines} lines${missed.length > 0 ? `, not ${missed.join(' ')}` : ''}`)
}
process.exit(faults ? 1 : 0)
