import type { Fault } from './fault.ts'

/** As many of a group are told one by one before they are gathered into one line. */
const minimumGroup = 4
const examples = 3

/**
 * Faults as people read them, in the order of the first of each: those of one kind in one column (the same remedy for
 * many cells) become one with their number and some examples, and a word that stands in several columns becomes one with
 * the columns' names.
 */
export function groupFaults(faults: readonly Fault[]): Fault[] {
  return inOneColumn(inColumns(faults))
}

/** A text that several columns have in common, as a code for "not done" in all the columns of a form. */
function inColumns(faults: readonly Fault[]): Fault[] {
  const same = ({ code, severity, file, repair, what, column }: Fault) =>
    column === undefined ? undefined : [code, severity, file, repair, withoutCount(what)]
  return gathered(faults, same).flatMap((own) => {
    const columns = [...new Set(own.map(({ column }) => column))]
    if (columns.length < 2 || own.length < minimumGroup) return own
    const { row: _, patient: __, column: ___, ...first } = own[0]
    const named = columns.slice(0, 12).join(', ') + (columns.length > 12 ? ', …' : '')
    const cells = own.reduce((sum, { what }) => sum + countIn(what), 0)
    return [{ ...first, what: `${withoutCount(first.what)} ${cells} cells in ${columns.length} columns: ${named}.` }]
  })
}

function inOneColumn(faults: readonly Fault[]): Fault[] {
  const same = ({ code, severity, file, column, repair }: Fault) => [code, severity, file, column, repair]
  return gathered(faults, same).flatMap((own) => {
    if (own.length < minimumGroup) return own
    const told = examplesOf(own).map(({ what, row, patient }) => `${placeOf(row, patient)}${what}`)
    const { row: _, patient: __, ...first } = own[0]
    return [{ ...first, what: `${own.length} times, such as: ${told.join(' ')}` }]
  })
}

/** One of each different text first, so that the examples show what differs. */
function examplesOf(own: readonly Fault[]): Fault[] {
  const different = [...new Map(own.map((one) => [one.what, one])).values()]
  return [...different, ...own.filter((one) => !different.includes(one))].slice(0, examples)
}

const placeOf = (row: number | undefined, patient: string | undefined) => {
  const place = [row && `row ${row}`, patient].filter(Boolean).join(', ')
  return place ? `${place}: ` : ''
}

/** A sentence without the number of cells that it speaks of, and that number. */
const cellCount = / \((\d+) cells?\)/
const withoutCount = (what: string) => what.replace(cellCount, '')
const countIn = (what: string) => Number(cellCount.exec(what)?.[1] ?? 1)

/** Faults that share a key, in the order of the first of each; one without a key is by itself. */
function gathered(faults: readonly Fault[], key: (fault: Fault) => unknown[] | undefined): Fault[][] {
  const groups = new Map<unknown, Fault[]>()
  for (const one of faults) {
    const parts = key(one)
    const own = parts ? JSON.stringify(parts) : one
    const group = groups.get(own)
    if (group) group.push(one)
    else groups.set(own, [one])
  }
  return [...groups.values()]
}
