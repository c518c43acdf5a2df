import type { Fault } from '../../cohort/fault.ts'
import { groupFaults } from '../../cohort/group-faults.ts'
import { whole } from '../../text/format.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import { type Chapter, paragraph } from './chapter.ts'

const mostListed = 100

/** Every fault of the data that did not stop the study: file, row, column, what, and what to do. */
export function faultsChapter(faults: readonly Fault[]): Chapter | undefined {
  if (faults.length === 0) return undefined
  const errors = faults.filter(({ severity }) => severity === 'error')
  const groups = groupFaults([...errors, ...faults.filter(({ severity }) => severity === 'note')])
  const listed = groups.slice(0, mostListed)
  return {
    id: 'faults',
    title: 'Faults of the data',
    blocks: [
      paragraph(
        text`${whole(errors.length)} values or cases could not be used as they stand and ${whole(faults.length - errors.length)} were used with a remark; everything else was used.${groups.length > mostListed ? ` The first ${mostListed} are listed; all are in results.json.` : ''}`,
      ),
      { kind: 'list', items: listed.map((fault) => plainText(faultText(fault))) },
    ],
    warnings:
      errors.length > 0
        ? [{ severity: 'note', text: text`${whole(errors.length)} faults in the data are listed at the end.` }]
        : [],
  }
}

export function faultText({ code, file, row, column, patient, what, repair }: Fault): string {
  const where = [file, row && `row ${row}`, column, patient && `patient ${patient}`].filter(Boolean).join(', ')
  return `${code} ${where}: ${what} ${repair}`
}
