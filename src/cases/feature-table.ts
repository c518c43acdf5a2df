import { withoutFormula } from '../cohort/tables/write-csv.ts'
import type { Carried } from './carry-region.ts'
import type { CaseValue, Lost } from './case.ts'

/** What became of one case: its input columns as given, its outcome, and what was computed. */
export interface FeatureRow {
  input: Record<string, string>
  status: 'done' | 'failed'
  /** Why it failed, or what was noticed on the way; empty when nothing was. */
  reason: string
  values: Record<string, CaseValue>
  /** What of the region lies outside the image. */
  lost?: Lost
  /** How the region came from the image that it was drawn on. */
  carried?: Carried
  /** The least and the largest factor of the bias field that was taken out. */
  field?: [least: number, most: number]
}

/** Numbers that JSON lacks are written as words. */
export function jsonValue(value: CaseValue): CaseValue {
  if (typeof value === 'number')
    return Number.isFinite(value) ? value : Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  if (Array.isArray(value)) return value.map(jsonValue)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, jsonValue(inner)]))
  return value
}

const jsonObject = (row: FeatureRow) =>
  jsonValue({ ...row.input, status: row.status, reason: row.reason, ...row.values })

/**
 * Rows `from … from + rows.length − 1` of a table, so that the parts of a sharded run, one after the other, are the
 * unsharded file byte for byte: only the first part opens it, only the last closes it.
 */
export interface TableSlice {
  rows: FeatureRow[]
  from: number
  isFirst: boolean
  isLast: boolean
}

export function toJson({ rows, from, isFirst, isLast }: TableSlice): string {
  const lines = rows.map((row, i) => `${from + i === 0 ? '' : ',\n'}${JSON.stringify(jsonObject(row))}`)
  return `${isFirst ? '[\n' : ''}${lines.join('')}${isLast ? '\n]\n' : ''}`
}

/** RFC 4180; a text that a spreadsheet would take for a formula is made harmless. */
export function toCsv({ rows, isFirst }: TableSlice, names: string[], inputs: string[]): string {
  const header = [...inputs, 'status', 'reason', ...names].map(csvCell).join(',')
  const lines = rows.map((row) =>
    [...inputs.map((name) => row.input[name] ?? ''), row.status, row.reason, ...names.map((name) => row.values[name])]
      .map(csvCell)
      .join(','),
  )
  return [...(isFirst ? [header] : []), ...lines].map((line) => `${line}\r\n`).join('')
}

function csvCell(value: CaseValue | undefined): string {
  if (value === undefined) return ''
  const plain = jsonValue(value)
  if (plain === null) return ''
  if (typeof plain === 'number') return String(plain)
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain)
  const safe = withoutFormula(text)
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * One column a feature (double) and one a text; readable by pandas, DuckDB and R's arrow.
 * texts  columns that are texts also where these rows hold numbers alone: parts of one table have the same types
 */
export async function toParquet(
  rows: FeatureRow[],
  names: string[],
  inputs: string[],
  texts: ReadonlySet<string> = new Set(),
): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const text = (name: string, data: string[]) => ({ name, data, type: 'STRING' as const })
  const columnData = [
    ...inputs.map((name) =>
      text(
        name,
        rows.map((row) => row.input[name] ?? ''),
      ),
    ),
    text(
      'status',
      rows.map((row) => row.status),
    ),
    text(
      'reason',
      rows.map((row) => row.reason),
    ),
    ...names.map((name) => {
      const isNumber =
        !texts.has(name) && rows.every((row) => row.values[name] === undefined || typeof row.values[name] === 'number')
      return isNumber
        ? { name, data: rows.map((row) => (row.values[name] as number | undefined) ?? null), type: 'DOUBLE' as const }
        : text(
            name,
            rows.map((row) => textOf(row.values[name])),
          )
    }),
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

function textOf(value: CaseValue | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(jsonValue(value))
}
