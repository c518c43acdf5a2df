import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixture } from '../../test/support/needs.ts'
import { auditPaper } from './audit.ts'
import { readTranscript } from './read-transcript.ts'

/*
 * Papers of eighteen designs whose numbers are R's own (survival, pROC, psych, MASS): test/fixtures/audit/make_designs.R
 * says how, in the printing styles of R, SPSS, JAMA, NEJM, the Lancet and four decimals.
 */
interface Paper {
  design: string
  style: string
  k: number
  what: string
  sound: string
  fault: string
}
const papers: Paper[] = JSON.parse(readFileSync(fixture('audit', 'designs.json'), 'utf8'))
const findingsOf = (text: string) => auditPaper(readTranscript(text, 'paper.yaml')).findings

describe.each([...new Set(papers.map(({ design }) => design))])('papers of the design %s', (design) => {
  const own = papers.filter((paper) => paper.design === design)

  test('none is accused', () => {
    const grave = own.flatMap(({ sound, style, k }) =>
      findingsOf(sound)
        .filter(({ grade }) => grade === 'impossible' || grade === 'inconsistent')
        .map(({ statement }) => `${style} ${k}: ${statement}`),
    )
    expect(grave).toEqual([])
  })

  test(`one fault is found: ${own[0].what}`, () => {
    const missed = own.filter(({ sound, fault }) => {
      const known = new Set(findingsOf(sound).map(({ statement }) => statement))
      return findingsOf(fault).every(({ statement }) => known.has(statement))
    })
    expect(missed.map(({ style, k }) => `${style} ${k}`)).toEqual([])
  })
})

test('columns that hold all patients again, of readers, are no sum, and no test of independent groups is held against them', () => {
  const text = `title: x
patients: { n: 60, where: Methods }
tables:
  - id: Table 1
    groups: [{ label: Reader 1, n: 60 }, { label: Reader 2, n: 60 }]
    rows:
      - { variable: Called, levels: { positive: [31 (51.7%), 25 (41.7%)], negative: [29 (48.3%), 35 (58.3%)] }, p: 0.041 }`
  expect(findingsOf(text)).toEqual([])
})
