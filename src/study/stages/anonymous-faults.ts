import type { Fault } from '../../cohort/fault.ts'

/** Faults whose words may name a patient, without them: what kind, in which column, and what to do. */
export function anonymousFaults(faults: readonly Fault[], cohortFile: string): Fault[] {
  return faults.map(({ code, severity, column, repair }) => ({
    code,
    severity,
    file: cohortFile,
    ...(column && { column }),
    what: 'Not shown, to leave identifiers out.',
    repair,
  }))
}
