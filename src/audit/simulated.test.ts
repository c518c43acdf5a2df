import { expect, test } from 'vitest'
import { simulatedPaper } from '../../test/support/simulated-paper.ts'
import { auditPaper } from './audit.ts'
import { checks } from './checks/index.ts'
import { readTranscript } from './read-transcript.ts'

const papers = 220
/** Riley's sample size from a C statistic is a simulation of a second, and never graver than unusual. */
const quick = checks.filter(({ id }) => id !== 'sample-size')

test(`${papers} true papers: fewer than 1% of what is examined is found above unusual, in no check more`, {
  timeout: 120_000,
}, () => {
  const examined = new Map<string, number>()
  const alarms = new Map<string, string[]>()
  let unusual = 0
  for (let k = 0; k < papers; k++) {
    const audit = auditPaper(readTranscript(simulatedPaper(k), `paper ${k}`), quick)
    for (const check of audit.checks) examined.set(check.id, (examined.get(check.id) ?? 0) + check.examined)
    for (const { check, grade, statement } of audit.findings)
      if (grade === 'impossible' || grade === 'inconsistent')
        alarms.set(check, [...(alarms.get(check) ?? []), `paper ${k}: ${statement}`])
      else unusual++
  }
  const total = [...examined.values()].reduce((a, b) => a + b, 0)
  expect(total).toBeGreaterThan(20_000)
  expect([...alarms.values()].flat().length / total).toBeLessThan(0.01)
  expect(unusual / total).toBeLessThan(0.03)
  for (const [check, found] of alarms)
    expect(found.length / examined.get(check)!, `${check}\n${found.join('\n')}`).toBeLessThan(0.01)
})
