import type { TermShape } from '../terms/term.ts'

/** One term's estimate with its standard error, Wald statistic, ratio and 95% interval. */
export interface TermResult extends Omit<TermShape, 'name'> {
  term: string
  estimate: number
  se: number
  wald: number
  p: number
  or: number
  lower: number
  upper: number
  /** False after a selection on the same rows, of a score, and of a penalised coefficient. */
  validInference: boolean
}
