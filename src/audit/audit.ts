import { checks as allChecks } from './checks/index.ts'
import { type Check, type Examination, type Grade, grades } from './examination.ts'
import type { Transcript } from './transcript.ts'

/** A finding with its number, by which the page, the tables and the letter speak of it. */
export interface Finding extends Examination {
  number: string
  check: string
  grade: Grade
  statement: string
  brief: string
}

/** What an audit of a paper found. */
export interface Audit {
  /** Gravest first, and in a grade those that change a conclusion. */
  findings: Finding[]
  /** What was looked at, check by check. */
  checks: { id: string; title: string; question: string; examined: number; found: number }[]
  /** What adds up, with its arithmetic. */
  addsUp: (Examination & { check: string })[]
}

/**
 * Runs the checks on a transcript.
 *
 * @param transcript of `readTranscript`
 * @param checks those that are run; all where absent
 * @returns findings, numbered, and what each check looked at
 */
export function auditPaper(transcript: Transcript, checks: readonly Check[] = allChecks): Audit {
  const results = checks.map((check) => ({ check, examinations: check.examine(transcript) }))
  const all = results.flatMap(({ check, examinations }) => examinations.map((one) => ({ ...one, check: check.id })))
  const findings = grades
    .flatMap((grade) => {
      const those = all.filter((one) => one.grade === grade)
      return [...those.filter(({ decision }) => decision), ...those.filter(({ decision }) => !decision)]
    })
    .map((one, i) => ({ ...one, number: `F${i + 1}` }) as Finding)
  return {
    findings,
    checks: results.map(({ check: { id, title, question }, examinations }) => ({
      id,
      title,
      question,
      examined: examinations.length,
      found: examinations.filter(({ grade }) => grade).length,
    })),
    addsUp: all.filter(({ grade }) => !grade),
  }
}
