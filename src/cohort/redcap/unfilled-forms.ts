import { FormUnfilled } from '../../errors/index.ts'
import { fault } from '../fault.ts'
import type { RawColumn, Table } from '../tables/table.ts'

/**
 * The table with the check boxes of forms that were never filled as missing. REDCap exports an unticked box as 0 also
 * where nobody opened the form: a form is taken for unfilled in a record where none of its boxes is ticked, every other
 * field of it is blank, and its `FORM_complete` is 0 or blank (or is not exported).
 */
export function withoutUnfilledForms(table: Table, dictionary: Table): Table {
  const cellsOf = (...names: string[]) => dictionary.columns.find(({ name }) => names.includes(name))?.cells
  const fields = cellsOf('Variable / Field Name', 'field_name')
  const forms = cellsOf('Form Name', 'form_name')
  if (!fields || !forms) return table
  const formOf = new Map(fields.map((field, i) => [field, forms[i]]))
  const blank = new Map<RawColumn, Set<number>>()
  const faults = [...table.faults]
  for (const { form, suffix, boxes, others, complete } of formsIn(table, formOf)) {
    if (boxes.length === 0 || (others.length === 0 && !complete)) continue
    const unfilled: number[] = []
    for (let row = 0; row < table.length; row++) {
      const isOpen = complete && !['', '0'].includes(complete.cells[row])
      const isTicked = boxes.some(({ cells }) => !['', '0'].includes(cells[row]))
      if (!isOpen && !isTicked && others.every(({ cells }) => cells[row] === '')) unfilled.push(row)
    }
    const exported = unfilled.filter((row) => boxes.some(({ cells }) => cells[row] === '0'))
    if (exported.length === 0) continue
    for (const box of boxes) blank.set(box, new Set(exported))
    const where = { file: table.file, column: complete?.name ?? boxes[0].name }
    faults.push(fault(FormUnfilled(`${form}${suffix}`, exported.length, table.length, boxes.length), where, 'note'))
  }
  if (blank.size === 0) return table
  const columns = table.columns.map((column) => {
    const rows = blank.get(column)
    return rows ? { ...column, cells: column.cells.map((cell, row) => (rows.has(row) ? '' : cell)) } : column
  })
  return { ...table, faults, columns }
}

interface FormColumns {
  form: string
  /** `@event` of a longitudinal project. */
  suffix: string
  boxes: RawColumn[]
  others: RawColumn[]
  complete?: RawColumn
}

function formsIn(table: Table, formOf: ReadonlyMap<string, string>): FormColumns[] {
  const found = new Map<string, FormColumns>()
  const first = table.columns[0]
  for (const column of table.columns) {
    if (column === first) continue
    const [, plain, suffix = ''] = /^(.+?)(@.+)?$/.exec(column.name)!
    const box = /^(.+)___.+$/.exec(plain)?.[1]
    const complete = /^(.+)_complete$/.exec(plain)?.[1]
    const isComplete = complete !== undefined && [...formOf.values()].includes(complete)
    const form = isComplete ? complete : formOf.get(box ?? plain)
    if (form === undefined) continue
    const key = `${form}${suffix}`
    if (!found.has(key)) found.set(key, { form, suffix, boxes: [], others: [] })
    const own = found.get(key)!
    if (isComplete) own.complete = column
    else if (box) own.boxes.push(column)
    else own.others.push(column)
  }
  return [...found.values()]
}
