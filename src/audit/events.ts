import { levelOf, placedRows, plain } from './rows.ts'
import type { Transcript } from './transcript.ts'

export type Performance = Transcript['performance'][number]

export interface Events {
  count: number
  how: string
  /** Printed with the measure itself, not taken from elsewhere. */
  printed: boolean
}

/** How many of a set have the outcome: as printed, or the share of all patients, as a stratified split gives it. */
export function eventsOf({ n, events }: Performance, { patients }: Transcript): Events | undefined {
  if (events) return within(events.value, n.value, 'as printed', true)
  if (!patients.outcome || patients.n.value === 0) return undefined
  const count = Math.round((n.value * patients.outcome.n.value) / patients.n.value)
  return within(count, n.value, `${patients.outcome.n.text} of ${patients.n.text} as in all patients`, false)
}

/** The same by the tables that count the outcome in that set. */
export function countedEvents({ set, n }: Performance, transcript: Transcript): Events[] {
  return placedRows(transcript).flatMap(({ table, row }) => {
    const g = table.groups.findIndex(
      (group) => group.set !== undefined && plain(group.set) === plain(set) && group.n.value === n.value,
    )
    const cells = row.outcome ? levelOf(row, row.outcome) : undefined
    const found = g >= 0 && cells ? within(cells[g].count, n.value, table.id, false) : undefined
    return found ? [found] : []
  })
}

function within(count: number, n: number, how: string, printed: boolean): Events | undefined {
  return count > 0 && count < n ? { count, how, printed } : undefined
}
