import type { Audit } from './audit.ts'
import type { Transcript } from './transcript.ts'

const maximumExamples = 6
const maximumQuestions = 10

/**
 * A short letter to the authors: one question a check, gravest first, each with the numbers of its findings.
 *
 * @param transcript the paper's numbers
 * @param audit of `auditPaper`
 * @returns the letter's text
 */
export function auditLetter({ title }: Transcript, { findings, checks }: Audit): string {
  const asked = [...new Set(findings.map(({ check }) => check))]
  const questions = asked.slice(0, maximumQuestions).map((id) => {
    const own = findings.filter((finding) => finding.check === id)
    const briefs = own.slice(0, maximumExamples).map(({ brief }) => brief)
    const more = own.length > maximumExamples ? `; and ${own.length - maximumExamples} more` : ''
    const numbers = own.map(({ number }) => number).join(', ')
    return `${checks.find((check) => check.id === id)!.question}? ${briefs.join('; ')}${more}. [${numbers}]`
  })
  const left = asked.length - questions.length
  const body =
    questions.length > 0
      ? [
          'we read your paper with interest and, redoing its arithmetic, could not bring some of its numbers together. Could you help us with the following?',
          ...questions.map((question, q) => `${q + 1}. ${question}`),
          ...(left > 0 ? [`${left} further points, less grave, are in the enclosed audit.`] : []),
          'Some of this may be slips in print, or ours in transcribing. The arithmetic of each point, by its number, is in the enclosed audit. The table of patients without identifiers, or the code of the analysis, would answer most of it.',
        ]
      : ['we redid the arithmetic of your paper and found nothing that does not add up.']
  return `${[`On: ${title}`, 'Dear authors,', ...body, 'With kind regards'].join('\n\n')}\n`
}
