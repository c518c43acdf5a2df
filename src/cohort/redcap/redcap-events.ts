import { RepeatsSetAside } from '../../errors/index.ts'
import { fault } from '../fault.ts'
import { columnOf, type RawColumn, type Table } from '../tables/table.ts'

const instance = 'redcap_repeat_instance'
const instrument = 'redcap_repeat_instrument'
const eventName = 'redcap_event_name'

/**
 * A longitudinal REDCap export as one row a record. A field that is filled in one event of each record at most keeps its
 * name; one that is filled in several becomes a column an event, `field@event`, in the order of the events. Rows of
 * repeating instruments have no place in one row a record: they are set aside, with a note for each instrument.
 * A table without REDCap's event columns comes back as it is.
 */
export function mergeEvents(table: Table, id: string): Table {
  const named = (name: string) => table.columns.find((column) => column.name === name)
  const event = named(eventName)
  const repeat = named(instance)
  if (!event && !repeat) return table
  const ids = columnOf(table, id)
  const faults = [...table.faults]
  const kept: number[] = []
  const aside = new Map<string, number>()
  for (let row = 0; row < table.length; row++) {
    const repeated = repeat !== undefined && repeat.cells[row] !== ''
    if (!repeated) kept.push(row)
    else {
      const of = named(instrument)?.cells[row] || event?.cells[row] || 'repeated'
      aside.set(of, (aside.get(of) ?? 0) + 1)
    }
  }
  for (const [of, times] of aside)
    faults.push(fault(RepeatsSetAside(of, times), { file: table.file, column: instance }, 'note'))

  const records = [...new Set(kept.map((row) => ids.cells[row]))]
  const place = new Map(records.map((record, i) => [record, i]))
  const eventOf = (row: number) => event?.cells[row] ?? ''
  const events = [...new Set(kept.map(eventOf))]
  /** One column of the events that `takes` allows: the first filled cell of each record. */
  const gathered = (source: RawColumn, name: string, takes: (row: number) => boolean): RawColumn => {
    const column: RawColumn = {
      name,
      cells: records.map(() => ''),
      file: source.file,
      rows: new Int32Array(records.length),
    }
    for (const row of kept) {
      const record = place.get(ids.cells[row])!
      if (!takes(row) || column.cells[record] !== '') continue
      column.rows[record] = source.rows[row]
      column.cells[record] = source.cells[row]
    }
    return column
  }
  const columns = table.columns
    .filter(({ name }) => ![eventName, instance, instrument].includes(name))
    .flatMap((source) => {
      if (source === ids) return [gathered(source, source.name, () => true)]
      const filled = kept.filter((row) => source.cells[row] !== '')
      const once = new Set(filled.map((row) => ids.cells[row])).size === filled.length
      if (once) return [gathered(source, source.name, () => true)]
      return events
        .filter((own) => filled.some((row) => eventOf(row) === own))
        .map((own) => gathered(source, `${source.name}@${own}`, (row) => eventOf(row) === own))
    })
  return { ...table, length: records.length, columns, faults }
}
