import { ColumnAbsent } from '../errors/index.ts'
import { pretty } from '../statistics/numerics/pretty.ts'
import { closest } from '../text/closest.ts'
import type { Cohort, Column } from './codebook/variable.ts'

/** A cohort's column by its name. Throws ColumnAbsent, with the nearest name that there is. */
export function columnNamed(cohort: Cohort, name: string, file: string): Column {
  const column = cohort.columns.get(name)
  if (!column) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
  return column
}

/** Round times from 0 under which numbers at risk are printed; years where the time runs in months. */
export function columnTimes(last: number): number[] {
  if (last > 12 && last <= 150) {
    const step = last <= 36 ? 6 : last <= 72 ? 12 : 24
    return Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step)
  }
  return pretty(0, last, 5).filter((time) => time <= last)
}
