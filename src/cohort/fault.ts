import type { Problem } from '../errors/index.ts'

/**
 * One thing wrong with the data, where it stands and what to do.
 *
 * severity  `error`: something could not be used as it stands; `note`: it was used, and this is how it was read
 * row       as a spreadsheet numbers it: the row of column names is usually 1
 */
export interface Fault {
  code: string
  severity: 'error' | 'note'
  file: string
  row?: number
  column?: string
  patient?: string
  what: string
  repair: string
}

export type Where = Pick<Fault, 'file' | 'row' | 'column' | 'patient'>

/** A problem that does not stop the work: it is listed with its place and the rest goes on. */
export function fault(problem: Problem, where: Where, severity: Fault['severity'] = 'error'): Fault {
  return { code: problem.code, severity, ...where, what: problem.message, repair: problem.remedy }
}
