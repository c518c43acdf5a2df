import { RowsCopied } from '../../errors/index.ts'
import type { Column } from '../codebook/variable.ts'
import { type Fault, fault } from '../fault.ts'

/** So many measurements must be the same before two patients are called copies of one. */
const minimumMeasured = 3
/** A number with as many different values is a measurement. */
const manyValues = 10
const maximumPairs = 5
const mostKeyed = 50
const maximumNamed = 5

const isSame = (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b))

function hasMany(values: Float64Array): boolean {
  const seen = new Set<number>()
  for (const value of values) if (seen.add(value).size >= manyValues) return true
  return false
}

/**
 * Rows that hold the same values in every column but the identifiers: one patient entered twice under two names. Told
 * only where the columns have measurements enough for it to be no accident.
 */
export function copiedRows(columns: Iterable<Column>, ids: readonly string[], where: { file: string }): Fault[] {
  const compared = [...columns].filter(({ variable }) => variable.type !== 'id' && variable.type !== 'text')
  const measured = compared.filter(
    ({ variable: { type }, values }) => (type === 'continuous' || type === 'date') && hasMany(values),
  )
  if (measured.length < minimumMeasured) return []
  const groups: number[][] = []
  // by some of their measurements, so that whole rows are written for none and compared for few
  const alike = new Map<string, number[][]>()
  for (const row of ids.keys()) {
    if (measured.some(({ values }) => Number.isNaN(values[row]))) continue
    const key = measured.slice(0, mostKeyed).map(({ values }) => values[row])
    const near = alike.get(key.join(' ')) ?? []
    const same = near.find(([first]) => compared.every(({ values }) => isSame(values[first], values[row])))
    if (same) same.push(row)
    else {
      near.push([row])
      groups.push(near.at(-1)!)
    }
    alike.set(key.join(' '), near)
  }
  const copies = groups.filter((same) => same.length > 1)
  if (copies.length === 0) return []
  const shown = copies.slice(0, maximumPairs).map((same) => {
    const named = same.slice(0, maximumNamed).map((row) => ids[row])
    return named.join(' and ') + (same.length > maximumNamed ? ` and ${same.length - maximumNamed} more` : '')
  })
  const told = shown.join('; ') + (copies.length > maximumPairs ? '; …' : '')
  return [fault(RowsCopied(told, compared.length), where)]
}
