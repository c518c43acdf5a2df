import { addsUp, type Check, finding } from '../examination.ts'
import { placedRows } from '../rows.ts'

/** Quantities whose unit has a dimension: the words that name them and the powers of length. */
const quantities: readonly { name: string; words: RegExp; power: number }[] = [
  { name: 'volume', words: /\bvolume\b/i, power: 3 },
  { name: 'area', words: /\barea\b/i, power: 2 },
  { name: 'length', words: /\b(diameter|length|thickness|width|height)\b/i, power: 1 },
]

/** A unit of length, area or volume belongs to a quantity of that dimension. */
export const units: Check = {
  id: 'units',
  title: 'Units',
  question: 'A quantity is given in a unit of another dimension. What was measured',
  examine: (transcript) =>
    placedRows(transcript).flatMap(({ row, at, name }) => {
      const quantity = quantities.find(({ words }) => words.test(row.variable))
      const power = row.unit === undefined ? undefined : dimension(row.unit)
      if (!quantity || power === undefined) return []
      const line = `${row.unit} is length to the power ${power}; a ${quantity.name} has ${quantity.power}`
      if (power === quantity.power) return [addsUp(name, [at], line)]
      const statement = `${name}: a ${quantity.name} in ${row.unit}.`
      return [finding('inconsistent', name, [at], statement, `${name}: a ${quantity.name} in ${row.unit}`, [line])]
    }),
}

/** Power of length of a unit, undefined where it is none. */
function dimension(unit: string): number | undefined {
  const text = unit.trim()
  if (/^([mcdµμ]?l|cc|ccm)$/i.test(text)) return 3
  const found = /^(?:[mcdµμn]?m|in|inch)(?:\s*\^?\s*([23²³]))?$/.exec(text)
  if (!found) return undefined
  return found[1] ? { '2': 2, '²': 2, '3': 3, '³': 3 }[found[1]] : 1
}
