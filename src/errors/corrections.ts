import { problem } from './problem.ts'

/** Corrected cells of a cohort's table. */

export const CorrectionMade = problem(
  'NS-COH-82',
  (column: string, was: string, now: string, who: string, why: string) =>
    `${column} was ${was || 'empty'} and counts as ${now || 'missing'} (${[who, why].filter(Boolean).join(': ')}).`,
  'Nothing to do; take the line out of the corrections to undo it.',
)
export const CorrectionStale = problem(
  'NS-COH-83',
  (patient: string, column: string, was: string, is: string) =>
    `The correction of ${column} of ${patient} is not made: the cell says ${is || 'nothing'}, not ${was || 'nothing'}.`,
  'Take the line out if the table was mended itself; else write what the cell says now under `was`.',
)
export const CorrectionUnplaced = problem(
  'NS-COH-84',
  (patient: string, column: string, file: string) =>
    `The correction of ${column} of ${patient} is not made: ${file} has no such cell.`,
  'Write the identifier and the column as the table has them.',
)
