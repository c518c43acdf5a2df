import { Document } from 'yaml'
import { beyondLimit } from '../tables/parse-cell.ts'
import type { RawColumn, Table } from '../tables/table.ts'
import { inferVariable, suspectedCodes } from './infer.ts'
import type { Measured, Variable } from './variable.ts'

/**
 * A first codebook of a table, to be read and corrected by whoever knows the data: what the cells show, when a
 * variable is known by the words of its name, and remarks where a person must decide.
 */
export function draftCodebook(table: Table, id: string): string {
  const document = new Document({ missing: [''], variables: {} })
  document.commentBefore = ` Drafted from ${table.file}, ${table.length} rows. Read every line: types are what the cells look like,
 and \`measured\` (baseline, imaging, serum, tissue or after) is guessed from the names.
 A column that comes from the outcome needs \`derivedFrom\`; the first of \`levels\` is the reference.`
  const variables = document.createNode({}) as ReturnType<typeof document.createNode> & {
    set: (key: string, value: unknown) => void
  }
  for (const column of table.columns) {
    const variable = column.name === id ? ({ type: 'id' } as Variable) : inferVariable(column)
    const node = document.createNode(entry(column.name === id, column, variable), { flow: true })
    const codes = suspectedCodes(column, variable).map(({ what }) => what)
    if (codes.length > 0) (node as { comment?: string }).comment = ` ${codes.join(' ')}`
    variables.set(column.name, node)
  }
  document.set('variables', variables)
  return document.toString({ lineWidth: 0 })
}

function entry(isId: boolean, column: RawColumn, variable: Variable): Record<string, unknown> {
  if (isId) return { type: 'id' }
  const said: Record<string, unknown> = { label: labelOf(column.name), type: variable.type }
  if (variable.levels) {
    const levels = variable.levels.map(({ value }) => value)
    said.levels = Object.fromEntries(levels.map((value) => [value, value]))
    // An object would put whole numbers first; only when that changes nothing may it be a map.
    if (Object.keys(said.levels as object).join('\n') !== levels.join('\n')) said.levels = levels
  }
  const unit = /[([](%|[a-zµμ/^0-9·.²³-]+)[)\]]\s*$/i.exec(column.name)?.[1] ?? unitOf(column.name)
  if (unit && variable.type === 'continuous') said.unit = unit
  // To be confirmed by a person: until it stands in a codebook, such a cell is a fault.
  if (variable.type === 'continuous' && column.cells.some((cell) => beyondLimit(cell, variable.decimal)))
    said.detection = 'half'
  if (variable.decimal) said.decimal = variable.decimal
  if (variable.dateOrder && variable.dateOrder !== 'ymd') said.dateOrder = variable.dateOrder
  said.measured = measuredOf(column.name)
  if (variable.type === 'continuous' && /(^|[_\W])age([_\W]|$)/i.test(column.name)) said.range = [0, 120]
  else if (variable.type === 'continuous' && unit === '%') said.range = [0, 100]
  return said
}

const labelOf = (name: string) => {
  const words = name
    .replace(/[([][^)\]]*[)\]]\s*$/, '')
    .replace(/[_.]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const unitOf = (name: string) => /_(mm|cm|months|days|years|percent)$/i.exec(name)?.[1].replace('percent', '%')

/** Words in a column's name that tell when it is known; the first that fits decides. */
const times: [Measured, RegExp][] = [
  [
    'after',
    /surviv|recur|relapse|progress|death|dead|died|follow|(^|_)(dfs|pfs|os|rfs|pcr|rcb)(_|$)|response|status_at|last_/i,
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

function measuredOf(name: string): Measured {
  return times.find(([, words]) => words.test(name))?.[0] ?? 'baseline'
}
