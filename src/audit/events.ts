import { levelOf, placedRows, plain } from './rows.ts'
import { type Performance, setOf } from './sets.ts'
import type { Transcript } from './transcript.ts'

export interface Events {
  count: number
  how: string
  /** Printed with the measure itself, not taken from elsewhere. */
  printed: boolean
}

/** How many of a set have the outcome: as printed, as a table counts them, or by the share in all patients. */
export function eventsOf(one: Performance, transcript: Transcript): Events | undefined {
  const { patients } = transcript
  const { n, events } = one
  const told = events?.value ?? sumOf(one.tp?.value, one.fn?.value)
  if (told) return within(told, n.value, 'as printed', true)
  if (!patients.outcome || patients.n.value === 0) return countedEvents(one, transcript)[0]
  const share = patients.outcome.n.value / patients.n.value
  // A table's count is taken where chance makes it of the share in all; one far from it contradicts, and is told as such.
  const spread = 4 * Math.sqrt(n.value * share * (1 - share)) + 1
  const counted = countedEvents(one, transcript).find((other) => Math.abs(other.count - n.value * share) <= spread)
  if (counted) return counted
  const count = Math.round((n.value * patients.outcome.n.value) / patients.n.value)
  return within(count, n.value, `${patients.outcome.n.text} of ${patients.n.text} as in all patients`, false)
}

const sumOf = (a: number | undefined, b: number | undefined) => (a === undefined || b === undefined ? undefined : a + b)

/** The same by the tables that count the outcome in that set. */
export function countedEvents(one: Performance, transcript: Transcript): Events[] {
  const own = setOf(one, transcript) ?? plain(one.set)
  const n = one.n.value
  const rows = placedRows(transcript).flatMap(({ table, row }) => {
    const g = table.groups.findIndex(
      (group) => group.set !== undefined && plain(group.set) === own && group.n.value === n,
    )
    const cells = row.outcome ? levelOf(row, row.outcome) : undefined
    const found = g >= 0 && cells ? within(cells[g].count, n, table.id, false) : undefined
    return found ? [found] : []
  })
  const tables = transcript.tables.flatMap(({ id, set, groups }) => {
    if (set === undefined || plain(set) !== own) return []
    const count = groups.filter(({ outcome }) => outcome === 'with').reduce((all, group) => all + group.n.value, 0)
    const found = within(count, n, id, false)
    return found ? [found] : []
  })
  return [...rows, ...tables]
}

function within(count: number, n: number, how: string, printed: boolean): Events | undefined {
  return count > 0 && count < n ? { count, how, printed } : undefined
}
