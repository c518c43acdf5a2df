import { isUnit } from './units.ts'

/** The rows above the patients: the names of the columns, put together where a heading has several rows, and a legend. */
export interface HeadRows {
  names: string[]
  /** Index of the last row of names, and of the first row of patients. */
  head: number
  first: number
  /** What a row of explanations says of each column; '' where nothing. */
  legend?: string[]
}

const filledIn = (row: readonly string[] | undefined) => (row ?? []).filter((cell) => cell.trim() !== '').length
const cellOf = (row: readonly string[] | undefined, j: number) => (row?.[j] ?? '').replace(/\s+/g, ' ').trim()

/**
 * Where the names of a table are. The row that has the identifier's name, else the first that is filled at least half as
 * far as the widest. A second row of names fills the cells below a heading over several columns (merged cells), or stands
 * complete below headings that leave the identifier and others open; a heading
 * is put before names that would stand twice. A row of codes (`0 = no, 1 = yes`) below the names is a legend.
 * Undefined where no row could be one of names.
 */
export function headRows(rows: readonly string[][], id: string | undefined): HeadRows | undefined {
  const widest = rows.reduce((most, row) => Math.max(most, filledIn(row)), 0)
  const named = id === undefined ? -1 : rows.slice(0, 50).findIndex((row) => row.some((cell) => cell.trim() === id))
  let head = named >= 0 ? named : rows.findIndex((row) => filledIn(row) > 0 && filledIn(row) >= widest / 2)
  if (head < 0) return undefined
  // Under merged headings: the row below names the columns that the heading spans.
  if (isSecondRow(rows[head], rows[head + 1]) || isNamesBelow(rows[head], rows[head + 1], rows[head + 2])) head++
  const above = [rows[head - 1], rows[head - 2]].filter((row) => filledIn(row) > 1)
  let width = Math.max(rows[head].length, ...above.map((row) => row.length))
  while (width > 0 && [rows[head], ...above].every((row) => cellOf(row, width - 1) === '')) width--
  const groups = above.map((row) => spread(row, width))
  const own = Array.from(
    { length: width },
    (_, j) => cellOf(rows[head], j) || above.map((row) => cellOf(row, j)).find(Boolean) || '',
  )
  const times = new Map<string, number>()
  for (const name of own) times.set(name, (times.get(name) ?? 0) + 1)
  const names = own.map((name, j) => {
    if (name === '' || times.get(name) === 1) return name
    const group = groups.map((row) => row[j]).find((text) => text !== '' && text !== name)
    return group ? `${group} ${name}` : name
  })
  const below = rows[head + 1]
  if (!isLegend(below, rows[head + 2])) return { names, head, first: head + 1 }
  return { names, head, first: head + 2, legend: names.map((_, j) => (below[j] ?? '').trim()) }
}

/** Words only, none below a name that stands by itself, and most of the cells that the row above leaves open. */
function isSecondRow(upper: readonly string[], lower: readonly string[] | undefined): boolean {
  if (!lower || filledIn(lower) === 0) return false
  const width = Math.max(upper.length, lower.length)
  let open = 0
  let filled = 0
  let clash = 0
  for (let j = 0; j < width; j++) {
    const below = cellOf(lower, j)
    if (below !== '' && /^[\d.,<>+-]+$/.test(below)) return false
    if (cellOf(upper, j) === '') {
      open++
      if (below !== '') filled++
    } else if (below !== '' && cellOf(upper, j + 1) !== '') clash++
  }
  return open > 0 && filled >= open / 2 && clash === 0 && cellOf(lower, 0) === ''
}

/** A row of names, complete, different and without a number, below headings of some columns; patients with numbers follow. */
function isNamesBelow(
  upper: readonly string[],
  lower: readonly string[] | undefined,
  next: readonly string[] | undefined,
): boolean {
  if (!lower || !next || cellOf(upper, 0) !== '') return false
  const names = lower.map((_, j) => cellOf(lower, j))
  while (names.length > 0 && names[names.length - 1] === '') names.pop()
  const isNumber = (text: string) => /^[\d.,<>+-]*\d[\d.,<>+-]*$/.test(text)
  // A nameless first column alone is an index that somebody wrote beside the names.
  const open = names.filter((_, j) => j > 0 && cellOf(upper, j) === '').length
  if (open === 0 || filledIn(upper) >= names.length - 1) return false
  if (new Set(names).size < names.length || names.some((name) => name === '' || isNumber(name))) return false
  return names.some((_, j) => isNumber(cellOf(next, j)))
}

/** A heading carried to the right over the columns that it spans. */
function spread(row: readonly string[], width: number): string[] {
  let last = ''
  return Array.from({ length: width }, (_, j) => {
    const own = cellOf(row, j)
    if (own !== '') last = own
    return last
  })
}

const explains = /(^|[\s,;{(])[-\w+]+\s*=\s*\p{L}/u

/** A row without an identifier that explains codes or gives units; the row of a patient has one, and is not followed by nothing. */
function isLegend(row: readonly string[] | undefined, next: readonly string[] | undefined): boolean {
  if (!row || filledIn(next) === 0) return false
  const cells = row.map((cell) => cell.trim()).filter((cell) => cell !== '')
  const explained = cells.filter((cell) => explains.test(cell)).length
  const first = cellOf(row, 0)
  if (first === '' && cells.length > 0 && cells.every((cell) => isUnit(cell.replace(/^[([]|[)\]]$/g, '')))) return true
  if (first === '') return explained >= Math.max(1, cells.length / 4)
  return !explains.test(first) && explained >= 2 && explained >= cells.length / 2
}

/** A legend's codes: `0 = no, 1 = yes, 2 = borderline` as pairs of value and label. */
export function legendLevels(text: string): [string, string][] {
  const found = [
    ...text.matchAll(/(?:^|[,;\n{(]|\s)\s*([-\w+]+)\s*=\s*([^,;\n})]+?)(?=\s*(?:[,;\n})]|$|\s[-\w+]+\s*=))/g),
  ]
  return found.map(([, value, label]) => [value, label.trim()])
}
