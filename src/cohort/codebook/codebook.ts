import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import { CodebookInvalid } from '../../errors/index.ts'
import { brokenSaid } from '../../text/broken-yaml.ts'
import { closest } from '../../text/closest.ts'
import { type Level, type Measured, measurementTimes, type Variable, type VariableType } from './variable.ts'

/** What is known of the columns of a table: by name, in the order of the file. */
export interface Codebook {
  file: string
  /** Missing codes of every column. */
  missing: string[]
  variables: Map<string, CodebookVariable>
}

/** A codebook may leave things open; these are then inferred from the cells. */
export type CodebookVariable = Partial<Variable> & { name: string }

const variableTypes: VariableType[] = ['continuous', 'count', 'ordinal', 'categorical', 'binary', 'date', 'text', 'id']
const keys = [
  'label',
  'type',
  'levels',
  'unit',
  'missing',
  'recode',
  'measured',
  'range',
  'detection',
  'derivedFrom',
  'decimal',
  'dateOrder',
  'column',
  'derive',
  'cut',
  'per',
]

/**
 * A codebook from its YAML:
 *
 *     missing: ['', NA]
 *     variables:
 *       age:  { label: Age, type: continuous, unit: years, measured: baseline, range: [18, 120] }
 *       her2: { type: binary, levels: { negative: Negative, positive: Positive }, derivedFrom: [ihc, fish] }
 *
 * `levels` is a list or a map from the value in the file to its label; the first is the reference. `recode` maps further
 * spellings in the file to a value (or to '' for missing).
 * `derive` makes a column from others, `cut` groups of its numbers, `per` another unit of estimates.
 *
 * @param text YAML
 * @param file its name, for messages
 * @returns the codebook, variables by column name
 * @throws CodebookInvalid with the line of what is wrong
 * @example
 * ```ts
 * import { parseCodebook } from 'nomoscope/cohort'
 * const book = parseCodebook('variables: { age: { type: continuous, unit: years } }', 'codebook.yaml')
 * book.variables.get('age')?.unit // → 'years'
 * ```
 */
export function parseCodebook(text: string, file: string): Codebook {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const wrong = (what: string, node?: unknown) => {
    const offset = (node as Node | undefined)?.range?.[0] ?? 0
    return CodebookInvalid(file, lines.linePos(offset).line || 1, what)
  }
  const [broken] = document.errors
  if (broken) throw CodebookInvalid(file, broken.linePos?.[0].line ?? 1, brokenSaid(broken))
  const root = document.contents
  if (!isMap(root)) throw wrong('it must be a map with `variables`', root)
  for (const { key } of root.items)
    if (!['missing', 'variables', 'synthetic'].includes(String(key))) throw wrong(`${key} is not known here`, key)
  const variables = document.get('variables', true)
  if (!isMap(variables)) throw wrong('`variables` must map column names to what they are', variables ?? root)

  const codebook: Codebook = {
    file,
    missing: strings(document.get('missing') ?? [], root, wrong),
    variables: new Map(),
  }
  for (const { key, value } of variables.items) {
    const name = String(isScalar(key) ? key.value : key)
    if (value !== null && isScalar(value) && value.value === null) codebook.variables.set(name, { name })
    else if (isMap(value)) codebook.variables.set(name, variableOf(name, value, wrong))
    else throw wrong(`${name} must be a map such as { type: continuous, unit: mm }`, key)
  }
  return codebook
}

type Wrong = (what: string, node?: unknown) => Error

function variableOf(name: string, node: YAMLMap, wrong: Wrong): CodebookVariable {
  for (const { key } of node.items) {
    const near = closest(String(key), keys)
    if (!keys.includes(String(key)))
      throw wrong(`${name}: ${key} is not known${near ? `; did you mean ${near}?` : ''}`, key)
  }
  const variable: CodebookVariable = { name }
  const text = (key: 'label' | 'unit' | 'column') => {
    const value = node.get(key)
    if (value !== undefined) variable[key] = String(value)
  }
  text('label')
  text('unit')
  text('column')
  const one = <T extends string>(key: string, among: readonly T[]): T | undefined => {
    const value = node.get(key)
    if (value === undefined) return undefined
    if (!among.includes(value as T))
      throw wrong(`${name}: ${key} is one of ${among.join(', ')}, not ${String(value)}`, node.get(key, true))
    return value as T
  }
  assign(variable, 'type', one('type', variableTypes))
  assign(variable, 'measured', one<Measured>('measured', measurementTimes))
  assign(variable, 'detection', one('detection', ['limit', 'half'] as const))
  assign(variable, 'decimal', one('decimal', ['.', ','] as const))
  assign(variable, 'dateOrder', one('dateOrder', ['ymd', 'dmy', 'mdy'] as const))
  if (node.has('missing')) variable.missing = strings(plain(node.get('missing')), node.get('missing', true), wrong)
  if (node.has('recode')) variable.recode = recodeOf(name, node.get('recode', true), wrong)
  if (node.has('derivedFrom'))
    variable.derivedFrom = strings(plain(node.get('derivedFrom')), node.get('derivedFrom', true), wrong)
  if (node.has('levels')) variable.levels = levelsOf(name, node.get('levels', true), wrong)
  // Levels say that there are levels, whatever the cells look like.
  if (variable.levels && !variable.type) variable.type = variable.levels.length === 2 ? 'binary' : 'categorical'
  if (node.has('range')) {
    const range = plain(node.get('range'))
    const good = Array.isArray(range) && range.length === 2 && range.every((x) => typeof x === 'number')
    if (!good || range[0] > range[1]) throw wrong(`${name}: range is [smallest, largest]`, node.get('range', true))
    variable.range = [range[0], range[1]]
  }
  if (node.has('derive')) variable.derive = String(node.get('derive'))
  if (node.has('cut')) {
    const cut = [plain(node.get('cut'))].flat()
    if (!cut.every((x, i) => typeof x === 'number' && (i === 0 || x > (cut[i - 1] as number))))
      throw wrong(`${name}: cut is a list of rising numbers`, node.get('cut', true))
    variable.cut = cut as number[]
  }
  if (node.has('per')) {
    const per = node.get('per')
    if (typeof per !== 'number' || !(per > 0)) throw wrong(`${name}: per is a number above 0`, node.get('per', true))
    variable.per = per
  }
  if (variable.type === 'binary' && variable.levels && variable.levels.length !== 2)
    throw wrong(`${name}: a binary variable has two levels`, node.get('levels', true))
  return variable
}

function levelsOf(name: string, node: unknown, wrong: Wrong): Level[] {
  const given: [string, string][] = isMap(node)
    ? node.items.map(({ key, value }) => [written(key), written(value) || written(key)])
    : isSeq(node)
      ? node.items.map((item) => [written(item), written(item)])
      : []
  if (given.length < 2) throw wrong(`${name}: levels is a list, or a map from value to label, of two or more`, node)
  const levels = given.map(([value, label]) => ({ value, label }))
  if (new Set(levels.map(({ value }) => value)).size < levels.length) throw wrong(`${name}: a level occurs twice`, node)
  return levels
}

function recodeOf(name: string, node: unknown, wrong: Wrong): Record<string, string> {
  if (!isMap(node)) throw wrong(`${name}: recode maps what the file has to what it means`, node)
  return Object.fromEntries(node.items.map(({ key, value }) => [written(key), written(value)]))
}

function strings(value: unknown, node: unknown, wrong: Wrong): string[] {
  const list = plain(value)
  if (Array.isArray(list)) return list.map((item) => String(item ?? ''))
  if (typeof list === 'string' || typeof list === 'number') return [String(list)]
  throw wrong('a list is expected', node)
}

/** A scalar as the file writes it: the level 01 is not the level 1. */
function written(node: unknown): string {
  if (!isScalar(node) || node.value === null) return ''
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value))
}

function plain(value: unknown): unknown {
  return value !== null && typeof value === 'object' && 'toJSON' in value
    ? (value as { toJSON: () => unknown }).toJSON()
    : value
}

function assign<K extends 'type' | 'measured' | 'detection' | 'decimal' | 'dateOrder'>(
  variable: CodebookVariable,
  key: K,
  value: CodebookVariable[K],
) {
  if (value !== undefined) variable[key] = value
}
