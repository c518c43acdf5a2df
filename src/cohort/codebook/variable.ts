/** When a variable is known, in the order of a patient's way; a predictor must be known before the outcome. */
export const measurementTimes = ['baseline', 'imaging', 'serum', 'tissue', 'after'] as const
/** When a variable is known: before imaging, from it, from serum, from tissue, or after the outcome. */
export type Measured = (typeof measurementTimes)[number]

/** What the values of a column are. */
export type VariableType = 'continuous' | 'count' | 'ordinal' | 'categorical' | 'binary' | 'date' | 'text' | 'id'

/** One level of a categorical variable: the value in the file and what tables call it. */
export interface Level {
  value: string
  label: string
}

/** What the codebook says of one column. */
export interface Variable {
  name: string
  label: string
  type: VariableType
  /** Of a categorical, ordinal or binary variable, in order; the first is the reference. */
  levels?: Level[]
  unit?: string
  /** Values in the file that mean "not known". */
  missing: string[]
  /** Other spellings in the file, each with the value that it stands for: slips of the pen, other codes. */
  recode?: Record<string, string>
  measured: Measured
  /** Smallest and largest possible value; outside is a fault of the row. */
  range?: [number, number]
  /** What `<0.5` and `>1000` are read as: the limit, or for a lower limit half of it; a fault where it is not said. */
  detection?: 'limit' | 'half'
  /** How the file writes numbers, where the cells leave it open. */
  decimal?: '.' | ','
  /** How the file writes dates, where the cells leave it open. */
  dateOrder?: 'ymd' | 'dmy' | 'mdy'
  /** Name of the column in the file, where the study calls it otherwise. */
  column?: string
  /** What the column is computed by from others, in the words of a rule: `years(mri_date - birth_date)`. */
  derive?: string
  /** Cut points that make groups of the numbers: below the first, from it to the next, … */
  cut?: number[]
  /** How many units an estimate is told for: an odds ratio per 10 years. The values stay as they are. */
  per?: number
  /** Columns that this one was computed from: one that comes from the outcome cannot be a predictor. */
  derivedFrom: string[]
}

/**
 * A column of the cohort, as numbers: continuous and count as they are, a categorical variable as the index of its
 * level, a date as days since 1970-01-01; NaN where missing. `text` holds the cells as read, for `text` and `id`.
 */
export interface Column {
  variable: Variable
  values: Float64Array
  text?: string[]
}

/** Typed and checked rows; several rows (lesions, readers) may share a patient, and every split goes by patient. */
export interface Cohort {
  unit: 'patient' | 'lesion'
  /** Identifier of each row, as in the file. */
  ids: string[]
  /** Index of each row's patient into `patients`. */
  patientOf: Int32Array
  patients: string[]
  columns: Map<string, Column>
}
