import type { StudyConfig } from '../file/schema.ts'

/** What a study file asks of survival: a time, an event, and the groups to compare. */
export interface SurvivalRequest {
  time: string
  event: string
  by: string
  /** An event that can come before it. */
  competing?: string
  /** Columns of the regressions beside it. */
  terms?: string[]
  /** Column of the time of entry, of patients who came under observation late. */
  start?: string
  /** Time from which survival is counted, of those followed beyond it. */
  landmark?: number
  label?: string
  unit?: string
}

export function survivalRequests({ survival }: StudyConfig): SurvivalRequest[] {
  return survival === undefined ? [] : Array.isArray(survival) ? survival : [survival]
}
