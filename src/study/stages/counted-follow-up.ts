import type { Cohort } from '../../cohort/codebook/variable.ts'
import { columnNamed } from '../../cohort/column-named.ts'
import { EntryAfterLast } from '../../errors/index.ts'
import { observedEvents } from './endpoints.ts'

/** What an analysis of time to an event names in the study file. */
interface FollowUpRequest {
  time: string
  event: string
  start?: string
  landmark?: number
}

/** Times of every row, from the landmark on where there is one; NaN where not known or not beyond it. */
export interface CountedFollowUp {
  time: Float64Array
  /** 1 where the event happened. */
  event: Float64Array
  /** Of patients who came under observation late, when they did; 0 of those who did before the landmark. */
  start?: Float64Array
  /** Whether time, event and entry are known, whatever the landmark. */
  isKnown: (row: number) => boolean
}

/** Throws ColumnAbsent, and EntryAfterLast where a patient entered when or after they were last seen. */
export function countedFollowUp(cohort: Cohort, request: FollowUpRequest, file: string): CountedFollowUp {
  const time = columnNamed(cohort, request.time, file).values
  const event = observedEvents(columnNamed(cohort, request.event, file))
  const entry = request.start === undefined ? undefined : columnNamed(cohort, request.start, file).values
  const needed = [time, event, ...(entry ? [entry] : [])]
  const isKnown = (row: number) => needed.every((values) => Number.isFinite(values[row]))
  if (entry) {
    const wrong = cohort.ids.filter((_, row) => isKnown(row) && !(entry[row] >= 0 && entry[row] < time[row]))
    if (wrong.length > 0) throw EntryAfterLast(file, request.start!, request.time, wrong.slice(0, 5))
  }
  const { landmark } = request
  return {
    time: landmark === undefined ? time : time.map((at) => (at > landmark ? at - landmark : Number.NaN)),
    event,
    ...(entry && { start: entry.map((at) => Math.max(0, at - (landmark ?? 0))) }),
    isKnown,
  }
}
