import { Document } from 'yaml'
import { numbersRows } from '../structure/row-numbers.ts'
import { maybeUnknown } from '../tables/absent-words.ts'
import { legendLevels } from '../tables/head-rows.ts'
import { beyondLimit, decimalOf, isSpreadsheetError, parseNumber } from '../tables/parse-cell.ts'
import { daysExchanged, looksLikeDate } from '../tables/parse-date.ts'
import type { RawColumn, Table } from '../tables/table.ts'
import { isUnit, unitInName, withUnit } from '../tables/units.ts'
import { inferVariable } from './infer.ts'
import { slips, speltValues } from './spelling.ts'
import { suspectedCodes } from './suspected-codes.ts'
import type { Measured, Variable } from './variable.ts'

/**
 * A first codebook of a table, to be read and corrected by whoever knows the data: what the cells show, when a
 * variable is known by the words of its name, and remarks where a person must decide. `ids` are the columns that name
 * rows and patients.
 *
 * @param table text cells
 * @param ids columns that name rows and patients
 * @returns YAML with comments
 * @example
 * ```ts
 * import { draftCodebook, parseCodebook, readTable } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,age\nP1,40.5\nP2,51.2\nP3,49.9\nP4,63.1\n')
 * const yaml = draftCodebook(await readTable(csv, 'patients.csv'), ['id'])
 * parseCodebook(yaml, 'codebook.yaml').variables.get('age')?.type // → 'continuous'
 * ```
 */
export function draftCodebook(table: Table, ids: readonly string[]): string {
  const document = new Document({ missing: [''], variables: {} })
  document.commentBefore = ` Drafted from ${table.file}, ${table.length} rows. Read every line: types are what the cells look like,
 and \`measured\` (baseline, imaging, serum, tissue or after) is guessed from the names.
 A column that comes from the outcome needs \`derivedFrom\`; the first of \`levels\` is the reference.`
  const variables = document.createNode({}) as ReturnType<typeof document.createNode> & {
    set: (key: string, value: unknown) => void
  }
  for (const column of table.columns) {
    const { said, remarks } = draftVariable(table, column, ids)
    const node = document.createNode(said, { flow: true })
    if (remarks.length > 0) (node as { comment?: string }).comment = ` ${remarks.join(' ')}`
    variables.set(column.name, node)
  }
  document.set('variables', variables)
  return document.toString({ lineWidth: 0 })
}

/**
 * What a codebook would say of a column, and what a person should look at.
 *
 * @param table the whole table, for its legend
 * @param column the column
 * @param ids columns that name rows and patients
 * @returns the codebook's entry, and remarks in words
 * @example
 * ```ts
 * import { draftVariable, readTable } from 'nomoscope/cohort'
 * const table = await readTable(new TextEncoder().encode('id,age\nP1,40\nP2,51\n'), 'patients.csv')
 * draftVariable(table, table.columns[0], ['id']) // → { said: { type: 'id' }, remarks: [] }
 * ```
 */
export function draftVariable(table: Table, column: RawColumn, ids: readonly string[]) {
  if (ids.includes(column.name)) return { said: { type: 'id' } as Record<string, unknown>, remarks: [] }
  if (numbersRows(column.cells)) return { said: { type: 'id' }, remarks: ['It numbers the rows.'] }
  const codes = absentCodes(column)
  const cells = column.cells.filter((cell) => !codes.includes(cell))
  const variable = inferVariable({ ...column, cells })
  const said = entry({ ...column, cells }, variable, legendLevels(table.legend?.get(column.name) ?? ''))
  const missing = [...codes]
  const remarks: string[] = []
  if (codes.length > 0) remarks.push(`${codes.join(', ')} taken as missing: is that so?`)
  for (const one of suspectedCodes({ ...column, cells }, variable)) remarks.push(one.what)
  if (variable.levels) {
    const values = speltValues(cells)
    for (const { slip, meant } of slips(values))
      remarks.push(
        `"${slip.value}" (${slip.count}) may be "${meant.value}": recode: { ${slip.value}: ${meant.value} } joins them.`,
      )
    const unsaid = variable.levels.map(({ value }) => value).filter((value) => maybeUnknown(value))
    if (unsaid.length > 0)
      remarks.push(`${unsaid.join(', ')} is a level here; \`missing: [${unsaid.join(', ')}]\` if it means not known.`)
  }
  if (variable.type === 'date' && daysExchanged(cells))
    remarks.push('A spreadsheet may have exchanged day and month of some: see `check`.')
  else if (variable.type === 'date' && variable.dateOrder === undefined)
    remarks.push('Which number is the day: dateOrder: dmy (31/5/2024) or mdy (5/31/2024)?')
  if (missing.length > 0) said.missing = missing
  return { said, remarks }
}

/** Short codes among numbers or dates that are none (NP, NC, -, n.d.): not done, not known. */
function absentCodes(column: RawColumn): string[] {
  const counts = new Map<string, number>()
  let numbers = 0
  for (const cell of column.cells) {
    if (cell === '' || isSpreadsheetError(cell)) continue
    const { decimal, grouped } = decimalOf([cell])
    const parted = withUnit(cell)
    const isMeasured =
      !Number.isNaN(parseNumber(parted && isUnit(parted.unit) ? parted.number : cell, decimal, grouped)) ||
      beyondLimit(cell, decimal) !== undefined ||
      looksLikeDate(cell)
    if (isMeasured) numbers++
    else counts.set(cell, (counts.get(cell) ?? 0) + 1)
  }
  const words = [...counts.keys()]
  const rest = [...counts.values()].reduce((sum, times) => sum + times, 0)
  const isCode = words.length <= 3 && words.every((word) => word.length <= 14 && !/\d/.test(word))
  return numbers > 0 && rest > 0 && isCode && rest <= numbers ? words : []
}

function entry(column: RawColumn, variable: Variable, legend: [string, string][]): Record<string, unknown> {
  const said: Record<string, unknown> = { label: labelOf(column.name), type: variable.type }
  const told = new Map(legend)
  const isCoded = legend.length >= 2 && column.cells.every((cell) => cell === '' || told.has(cell))
  if (isCoded) {
    const used = legend.filter(([value]) => column.cells.includes(value))
    const levels = used.length >= 2 ? used : legend
    said.type = levels.length === 2 ? 'binary' : 'categorical'
    said.levels = new Map(levels)
  } else if (variable.levels) {
    const levels = variable.levels.map(({ value }) => value)
    said.levels = new Map(levels.map((value) => [value, told.get(value) ?? value]))
  }
  const unit = unitInName(column.name) ?? variable.unit
  if (unit && said.type === 'continuous') said.unit = unit
  // To be confirmed by a person: until it stands in a codebook, such a cell is a fault.
  if (variable.type === 'continuous' && column.cells.some((cell) => beyondLimit(cell, variable.decimal)))
    said.detection = 'half'
  // What might be a thousands separator is for a person to say: until then it is a fault.
  if (variable.decimal && decimalOf(column.cells).ambiguous === undefined) said.decimal = variable.decimal
  if (variable.dateOrder && variable.dateOrder !== 'ymd') said.dateOrder = variable.dateOrder
  said.measured = measuredOf(column.name)
  if (said.type === 'continuous' && /(^|[_\W])age([_\W]|$)/i.test(column.name) && unit !== 'days') said.range = [0, 120]
  else if (said.type === 'continuous' && unit === '%') said.range = [0, 100]
  return said
}

const labelOf = (name: string) => {
  const words = name
    .replace(/[([][^)\]]*[)\]]\s*$/, '')
    .replace(/[_.]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Words of treatments, which follow the diagnosis and often the outcome. */
export const treatmentName =
  /therap|chemo|treat|adjuvant|surgery|surgical|mastectomy|lumpectomy|resection|radiation|radioth|irradi|endocrine|tamoxifen|letrozole|anastrozole|trastuzumab|herceptin|taxan|anthracyc|immunotherap|regimen|thérap|traitement|chirurg|operation|operaci[óo]n|cirug[íi]a|quimio|radioterap|bestrahl|behandl|mastektom|tumorektom|化疗|放疗|手术|治疗|内分泌|靶向|化學治療|(^|[_\W])(rt|ct|nac|drug|dose)([_\W]|$)/i

/** Words in a column's name that tell when it is known; the first that fits decides. */
const times: [Measured, RegExp][] = [
  ['after', treatmentName],
  [
    'after',
    /surviv|recur|relapse|progress|death|dead|died|follow|(^|[_\W])(dfs|pfs|os|rfs|pcr|rcb)([_\W]|$)|response|status_at|last_/i,
  ],
  ['serum', /(^|_)(cea|ca_?\d+|ca15|ca27|cyfra|afp|s100|ldh|crp|psa)|serum|blood|plasma/i],
  [
    'tissue',
    /her2|ihc|fish|ki_?67|(^|_)(er|pr|erpos|pgrpos|grade|cd\d+|treg|tam|m1|tils?)(_|$)|receptor|histolog|biops|patholog/i,
  ],
  [
    'imaging',
    /mri|(^|_)(dce|adc|dwi|t2|tic|bpe|birads|bi_rads|edge|margin|axilla\w*|nipple|skin|enhancement|reader)(_|$)/i,
  ],
]

/**
 * When a variable is known, as far as the words of its name tell.
 *
 * @param name the column's name
 * @returns baseline where no word says otherwise
 * @example
 * ```ts
 * import { measuredOf } from 'nomoscope/cohort'
 * measuredOf('age') // → 'baseline'
 * ```
 */
export function measuredOf(name: string): Measured {
  return times.find(([, words]) => words.test(name))?.[0] ?? 'baseline'
}
