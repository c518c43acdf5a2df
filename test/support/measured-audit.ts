import { auditPaper } from '../../src/audit/audit.ts'
import { checks } from '../../src/audit/checks/index.ts'
import { readTranscript } from '../../src/audit/read-transcript.ts'
import { randomStream } from '../../src/statistics/index.ts'
import { plants } from './planted-faults.ts'
import { simulatedDesign } from './simulated-designs.ts'
import { simulatedPaper } from './simulated-paper.ts'

/** Riley's sample size from a C statistic is a simulation of a second, and never graver than unusual. */
const quick = checks.filter(({ id }) => id !== 'sample-size')

/** One paper in five is of the older simulation, whose models are those of a split with stratified sets. */
const paperOf = (k: number) => (k % 5 === 4 ? simulatedPaper(k) : simulatedDesign(k))

/** Findings above unusual in the first papers, which have none to be found. */
export function measureFalseAlarms(papers: number) {
  let [examined, accused, impossible, unusual] = [0, 0, 0, 0]
  const lines: string[] = []
  const looked = new Set<string>()
  for (let k = 0; k < papers; k++) {
    const audit = auditPaper(readTranscript(paperOf(k), `paper ${k}`), quick)
    for (const check of audit.checks) {
      examined += check.examined
      if (check.examined > 0) looked.add(check.id)
    }
    unusual += audit.findings.filter(({ grade }) => grade === 'unusual').length
    const grave = audit.findings.filter(({ grade }) => grade === 'impossible' || grade === 'inconsistent')
    if (grave.length > 0) accused++
    if (grave.some(({ grade }) => grade === 'impossible')) impossible++
    for (const { grade, check, statement } of grave) lines.push(`paper ${k}: ${grade} ${check}: ${statement}`)
  }
  return { papers, examined, accused, impossible, unusual, lines, looked }
}

/** Each kind of fault planted in so many papers: found where the audit says something that it did not say before. */
export function measurePlanted(times: number) {
  const kinds = Object.entries(plants).map(([kind, plant], p) => {
    let [made, found] = [0, 0]
    const missed: number[] = []
    for (let k = 0; made < times && k < 40 * times; k++) {
      const text = paperOf(k + 1000)
      const paper = readTranscript(text, 'planted')
      if (!plant(paper, randomStream(5, kind, p, k))) continue
      made++
      const before = new Set(
        auditPaper(readTranscript(text, 'sound'), quick).findings.map(({ statement }) => statement),
      )
      if (auditPaper(paper, quick).findings.some(({ statement }) => !before.has(statement))) found++
      else missed.push(k + 1000)
    }
    return { kind, made, found, missed }
  })
  const sum = (pick: (one: (typeof kinds)[number]) => number) => kinds.reduce((all, one) => all + pick(one), 0)
  return { kinds, made: sum(({ made }) => made), found: sum(({ found }) => found) }
}
