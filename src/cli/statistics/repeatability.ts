import { existsSync } from 'node:fs'
import { parseNumber } from '../../cohort/tables/parse-cell.ts'
import { readTable } from '../../cohort/tables/read-table.ts'
import { columnOf, type RawColumn } from '../../cohort/tables/table.ts'
import { writeCsv } from '../../cohort/tables/write-csv.ts'
import { NothingRepeated, OutputExists } from '../../errors/index.ts'
import { readNamed } from '../../jobs/read-named.node.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import { repeatability } from '../../statistics/agreement/repeatability.ts'
import { blandAltman } from '../../statistics/agreement/two-readers.ts'
import type { Terminal } from '../terminal.ts'

export interface RepeatabilityOptions {
  id: string
  out?: string
  overwrite?: boolean
}

const heads = [
  ...['feature', 'subjects', 'measurements', 'icc', 'icc_lower', 'icc_upper', 'wsd', 'wcv'],
  ...['rc', 'rc_lower', 'rc_upper', 'bias', 'limit_lower', 'limit_upper'],
]

/**
 * `nomoscope repeatability`: of a table in which subjects stand several times (a phantom's scans, test and retest, two
 * readers), how far each column of numbers repeats: ICC(1,1), wSD, wCV, RC, and Bland and Altman's limits where each subject
 * stands twice. Of a table of features with several sequences each column is measured in each sequence by itself.
 */
export async function repeatabilityTable(
  path: string,
  options: RepeatabilityOptions,
  terminal: Terminal,
  json = false,
) {
  const { out } = options
  if (out && existsSync(out) && !options.overwrite) throw OutputExists(out)
  const table = await readTable(await readNamed(path), path, { id: options.id })
  const ids = columnOf(table, options.id).cells.map((cell) => cell.trim())
  const columns = table.columns.filter(({ name }) => name !== options.id && !name.startsWith('diagnostics_'))
  const rows = partsOf(table.columns, ids.length).flatMap(({ sequence, places }) =>
    columns.flatMap(({ name, cells }) => {
      const found = rowOf(
        places.map((i) => ids[i]),
        places.map((i) => cells[i]),
      )
      return found ? [{ feature: sequence === undefined ? name : `${sequence}_${name}`, ...found }] : []
    }),
  )
  if (rows.length === 0) throw NothingRepeated(path, options.id)
  const cell = (value: string | number) => (typeof value === 'number' && !Number.isFinite(value) ? '' : value)
  const text = json
    ? `${JSON.stringify(rows, null, 1)}\n`
    : writeCsv(
        heads,
        rows.map((row) => heads.map((head) => cell((row as Record<string, string | number>)[head]))),
      )
  if (out) await writeAtomically(out, text)
  terminal.result(out ?? text.trimEnd())
}

/** The rows of each sequence of a table of features, which are not measurements of one thing; all rows of any other table. */
function partsOf(columns: readonly RawColumn[], count: number): { sequence?: string; places: number[] }[] {
  const all = Array.from({ length: count }, (_, i) => i)
  const sequence = columns.find(({ name }) => name === 'sequence')?.cells
  const named = [...new Set(sequence)]
  if (!sequence || named.length < 2) return [{ places: all }]
  return named.map((name) => ({ sequence: name, places: all.filter((i) => sequence[i] === name) }))
}

/** A column's figures; undefined where it is no column of numbers, or no subject has two. */
function rowOf(ids: readonly string[], cells: readonly string[]) {
  const bySubject = new Map<string, number[]>()
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === '' || cells[i].trim() === '') continue
    const value = parseNumber(cells[i])
    if (!Number.isFinite(value)) return undefined
    const known = bySubject.get(ids[i])
    if (known) known.push(value)
    else bySubject.set(ids[i], [value])
  }
  const groups = [...bySubject.values()]
  if (groups.length < 2 || groups.every(({ length }) => length < 2)) return undefined
  const found = repeatability(groups)
  const pairs = groups.every(({ length }) => length === 2)
    ? blandAltman(
        groups.map(([first]) => first),
        groups.map(([, second]) => second),
      )
    : undefined
  return {
    subjects: found.subjects,
    measurements: found.measurements,
    ...{ icc: found.icc, icc_lower: found.iccLower, icc_upper: found.iccUpper, wsd: found.wSD, wcv: found.wCV },
    ...{ rc: found.RC, rc_lower: found.RCLower, rc_upper: found.RCUpper },
    ...{
      bias: pairs?.bias ?? Number.NaN,
      limit_lower: pairs?.lower ?? Number.NaN,
      limit_upper: pairs?.upper ?? Number.NaN,
    },
  }
}
