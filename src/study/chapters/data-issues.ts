import type { Fault } from '../../cohort/fault.ts'
import { groupFaults } from '../../cohort/group-faults.ts'
import { wholeNumber } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import { plainText } from '../../text/with-numbers.ts'
import { type Chapter, paragraph } from './chapter.ts'
import { fileName } from './methods/facts.ts'

const maximumListed = 100

/** Every fault of the data that did not stop the study: file, row, column, what, and what to do. */
export function faultsChapter(messages: Messages, faults: readonly Fault[]): Chapter | undefined {
  if (faults.length === 0) return undefined
  const { dataIssues: words } = messages
  const errors = faults.filter(({ severity }) => severity === 'error')
  const groups = groupFaults([...errors, ...faults.filter(({ severity }) => severity === 'note')])
  const listed = groups.slice(0, maximumListed)
  return {
    id: 'faults',
    title: words.title,
    blocks: [
      paragraph(
        words.paragraph(
          wholeNumber(errors.length),
          wholeNumber(faults.length - errors.length),
          groups.length > maximumListed ? wholeNumber(maximumListed) : undefined,
        ),
      ),
      {
        kind: 'list',
        items: listed.map((fault) => plainText(faultText({ ...fault, file: fileName(fault.file) }, messages))),
      },
    ],
    warnings: errors.length > 0 ? [{ severity: 'note', text: words.warning(wholeNumber(errors.length)) }] : [],
  }
}

export function faultText(
  { code, file, row, column, patient, what, repair }: Fault,
  { dataIssues: words }: Messages,
): string {
  const where = [file, row && words.row(row), column, patient && words.patient(patient)].filter(Boolean).join(', ')
  return words.issue(code, where, what, repair)
}
