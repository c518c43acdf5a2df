#!/usr/bin/env node
// Runs every test and says how many assertions ran and how many were skipped, and why.
// Arguments go to Vitest: npm test -- src/statistics
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'nomoscope-test-'))
const ledger = join(folder, 'ledger')
const summary = join(folder, 'summary.json')
writeFileSync(ledger, '')
// The tests of the command line and of the workers run what was built.
const built = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
if (built.status !== 0) process.exit(built.status ?? 1)
const run = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${summary}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit', env: { ...process.env, NOMOSCOPE_TEST_LEDGER: ledger } },
)

let ran = 0
const skipped = { shared: 0, tool: 0 }
const reasons = []
for (const line of readFileSync(ledger, 'utf8').split('\n')) {
  const [kind, count, ...rest] = line.split(' ')
  if (kind === 'ran') ran += Number(count)
  if (kind.startsWith('skipped-')) {
    skipped[kind.slice('skipped-'.length)] += Number(count)
    reasons.push(rest.join(' '))
  }
}
for (const reason of reasons) console.log(`skipped: ${reason}`)
const all = ran + skipped.shared + skipped.tool
console.log(
  `${ran} assertions ran (${((100 * ran) / Math.max(1, all)).toFixed(1)}% of ${all}); ` +
    `${skipped.shared} skipped because ../shared is absent, ${skipped.tool} because a program is`,
)
try {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(summary, 'utf8'))
  console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`)
} catch {
  console.log('the test runner left no summary')
}
rmSync(folder, { recursive: true })
process.exit(run.status ?? 1)
