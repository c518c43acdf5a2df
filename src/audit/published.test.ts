import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { shared, sharedTest } from '../../test/support/needs.ts'
import { auditPaper } from './audit.ts'
import { readTranscript } from './read-transcript.ts'

// Seven published papers: what is found above unusual, each checked by hand against the printed numbers.
const found: [paper: string, statements: RegExp[]][] = [
  ['p02', [/Tumor grade: OR 4\.91 lies outside/]],
  ['p04', []],
  ['p06', [/0\.804/, /88 \(69\.8\)/, /21 \(68\.2\)/, /203 \(30\.2\)/, /45 \(31\.8\)/, /81 \(27\.7\)/]],
  ['p08', [/validation clinical/, /validation rad-score/]],
  ['p10', [/Size: OR is printed 1\.086/]],
  ['p12', []],
  ['p14', [/57 \(73\.1\)/, /0\.604/]],
]

for (const [paper, statements] of found)
  sharedTest(`${paper}: ${statements.length} findings above unusual`, 1 + statements.length, () => {
    const { findings } = auditPaper(
      readTranscript(readFileSync(shared('audit-papers', `${paper}.yaml`), 'utf8'), paper),
    )
    const grave = findings.filter(({ grade }) => grade === 'impossible' || grade === 'inconsistent')
    expect(grave.map(({ statement }) => statement)).toHaveLength(statements.length)
    for (const statement of statements) expect(grave.some((one) => statement.test(one.statement))).toBe(true)
  })
