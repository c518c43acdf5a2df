import { OtherTableBeside } from '../../errors/index.ts'
import { type Fault, fault } from '../fault.ts'
import type { RowIdentity } from '../tables/row-identity.ts'
import { columnOf, type Table } from '../tables/table.ts'
import { identifierName } from './identifier-names.ts'

/**
 * A table without another that stands to its right in the sheet: from the column on that identifies too, but in whose rows
 * mostly other patients stand. Its values belong to those, not to the row's. `faults` is added to.
 */
export function withoutTableBeside(table: Table, identity: RowIdentity, faults: Fault[]): Table {
  const id = columnOf(table, identity.id)
  const known = new Set(id.cells)
  const own = table.columns.filter(({ file }) => file === id.file)
  const second = own.slice(own.indexOf(id) + 1).find(({ name, cells }) => {
    const word = name.replace(/ \(\d+\)$/, '')
    if (name === identity.patient || (word !== id.name && !identifierName.test(word))) return false
    const filled = cells.filter((cell) => cell !== '').length
    const here = cells.filter((cell, row) => cell !== '' && cell === id.cells[row]).length
    const elsewhere = cells.filter((cell, row) => cell !== id.cells[row] && known.has(cell)).length
    return elsewhere >= fewest && elsewhere >= 0.5 * filled && here < 0.5 * filled
  })
  if (!second) return table
  const beside = own.slice(own.indexOf(second))
  faults.push(fault(OtherTableBeside(beside.length), { file: id.file, column: second.name }))
  return { ...table, columns: table.columns.filter((column) => !beside.includes(column)) }
}

const fewest = 5
