/** Columns that images give the cohort are named SEQUENCE_REST; this is the one place that says so. */

const separator = '_'

/** The column of one feature, measure or path of a sequence: `dce_original_glcm_Contrast`. */
export const columnOf = (sequence: string, rest: string): string => `${sequence}${separator}${rest}`

/** Of some sequences the one that a column is of: the longest, since `dce_late_…` begins like `dce_…`. */
export function sequenceOf(column: string, sequences: readonly string[]): string | undefined {
  const own = sequences.filter((sequence) => column.startsWith(columnOf(sequence, '')))
  return own.reduce<string | undefined>(
    (longest, one) => (one.length > (longest?.length ?? -1) ? one : longest),
    undefined,
  )
}

/** A sequence as papers name it: DCE, DWI, T2; a longer name as it is. */
export const sequenceName = (name: string): string => (name.length <= 4 ? name.toUpperCase() : name)
