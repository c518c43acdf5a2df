import { ColumnAbsent, ExpressionInvalid } from '../../errors/index.ts'
import { closest } from '../../text/closest.ts'
import { levelIndex } from '../codebook/spelling.ts'
import type { Cohort, Column } from '../codebook/variable.ts'
import { parseDate } from '../tables/parse-date.ts'
import { type Comparison, type Expression, parseExpression } from './expression.ts'

/** True, false, or unknown where a value it hangs on is missing. */
export type Verdict = boolean | undefined
/** A row's value: a number, text, a verdict; `undefined` where missing. */
type Value = number | string | boolean | undefined
type Evaluate = (row: number) => Value

/**
 * A rule as a function of the row, by three-valued logic: missing and false is false, missing or true is true, every
 * other operation on a missing value is unknown. A categorical column is compared by value or label, an ordinal one
 * with < by the order of its levels, a date with text such as '2024-01-01'.
 *
 * @param text the rule
 * @param cohort whose columns it names
 * @param file the cohort's file, for messages
 * @returns true, false or unknown for a row's index
 * @throws ColumnAbsent, ExpressionInvalid
 * @example
 * ```ts
 * import { buildCohort, compileRule, readTable } from 'nomoscope/cohort'
 * const csv = new TextEncoder().encode('id,age\nP1,40\nP2,17\nP3,51\nP4,63\n')
 * const { cohort } = buildCohort(await readTable(csv, 'patients.csv'), { id: 'id' })
 * const grown = compileRule('age >= 18', cohort, 'patients.csv')
 * grown(0) // → true
 * grown(1) // → false
 * ```
 */
export function compileRule(text: string, cohort: Cohort, file: string): (row: number) => Verdict {
  return compiled(text, cohort, file).logical(parseExpression(text))
}

/** Columns that an expression names, in the order in which it does. */
export function columnsIn(text: string): string[] {
  const names: string[] = []
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(walk)
    else if (node !== null && typeof node === 'object') {
      const { kind, name } = node as { kind?: string; name?: string }
      if ((kind === 'name' || kind === 'missing') && name !== undefined && !names.includes(name)) names.push(name)
      Object.values(node).forEach(walk)
    }
  }
  walk(parseExpression(text))
  return names
}

const verdicts = new Set(['and', 'or', 'not', 'in', 'missing', '==', '!=', '<', '<=', '>', '>='])

/**
 * An expression as a number of each row, or as a verdict where it is a comparison; undefined where a value that it hangs
 * on is missing. Dates count as days. Throws what compileRule throws.
 */
export function compileValue(text: string, cohort: Cohort, file: string) {
  const tree = parseExpression(text)
  const { logical, numeric } = compiled(text, cohort, file)
  return verdicts.has(tree.kind)
    ? { isVerdict: true as const, of: logical(tree) }
    : { isVerdict: false as const, of: numeric(tree) }
}

function compiled(text: string, cohort: Cohort, file: string) {
  const wrong = (at: number, why: string) => ExpressionInvalid(text, at, why)
  const columnNamed = (name: string): Column => {
    const column = cohort.columns.get(name)
    if (!column) throw ColumnAbsent(file, name, closest(name, [...cohort.columns.keys()]))
    return column
  }
  const compile = (node: Expression): Evaluate => {
    switch (node.kind) {
      case 'number':
      case 'text':
        return () => node.value
      case 'name':
        return valueReader(columnNamed(node.name))
      case 'missing': {
        const value = valueReader(columnNamed(node.name))
        return (row) => value(row) === undefined
      }
      case 'call': {
        const operate = functions[node.name]
        if (!operate) {
          const near = closest(node.name, Object.keys(functions))
          throw wrong(node.at, `there is no function ${node.name}${near ? `; did you mean ${near}?` : ''}`)
        }
        const values = node.of.map(numeric)
        return (row) => {
          const result = operate(values.map((value) => value(row)))
          return result !== undefined && Number.isFinite(result) ? result : undefined
        }
      }
      case 'minus': {
        const value = numeric(node.of)
        return (row) => negative(value(row))
      }
      case 'not': {
        const value = logical(node.of)
        return (row) => {
          const verdict = value(row)
          return verdict === undefined ? undefined : !verdict
        }
      }
      case 'and':
      case 'or': {
        const left = logical(node.left)
        const right = logical(node.right)
        const decisive = node.kind === 'or'
        return (row) => {
          const a = left(row)
          if (a === decisive) return decisive
          const b = right(row)
          return b === decisive ? decisive : a === undefined || b === undefined ? undefined : !decisive
        }
      }
      case '+':
      case '-':
      case '*':
      case '/': {
        const left = numeric(node.left)
        const right = numeric(node.right)
        const operate = arithmetic[node.kind]
        return (row) => {
          const a = left(row)
          const b = right(row)
          const result = a === undefined || b === undefined ? Number.NaN : operate(a, b)
          return Number.isFinite(result) ? result : undefined
        }
      }
      case 'in': {
        if (node.right.kind !== 'list') throw wrong(node.at, 'in takes a list in [ ]')
        const tests = node.right.items.map((item) => comparison('==', node.left, item, node.at))
        return (row) => {
          const verdicts = tests.map((test) => test(row))
          return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false
        }
      }
      case 'list':
        throw wrong(node.at, 'a list may only follow in')
      default:
        return comparison(node.kind, node.left, node.right, node.at)
    }
  }
  const numeric = (node: Expression): ((row: number) => number | undefined) => {
    if (node.kind === 'text') throw wrong(node.at, `"${node.value}" is not a number`)
    const evaluate = compile(node)
    return (row) => {
      const value = evaluate(row)
      if (typeof value !== 'string') return value === undefined ? undefined : Number(value)
      const number = Number(value)
      return Number.isNaN(number) ? undefined : number
    }
  }
  const logical = (node: Expression): ((row: number) => Verdict) => {
    const column = node.kind === 'name' ? columnNamed(node.name) : undefined
    if (node.kind === 'text' || node.kind === 'number' || (column && column.variable.type !== 'binary'))
      throw wrong(node.at, 'a comparison is expected')
    // A binary column by itself is true at its second level.
    if (column) return (row) => (Number.isNaN(column.values[row]) ? undefined : column.values[row] === 1)
    return compile(node) as (row: number) => Verdict
  }
  const comparison = (
    kind: Comparison,
    left: Expression,
    right: Expression,
    at: number,
  ): ((row: number) => Verdict) => {
    const compare = comparisons[kind]
    const a = side(left, right, kind, at)
    const b = side(right, left, kind, at)
    return (row) => {
      const x = a(row)
      const y = b(row)
      if (x === undefined || y === undefined) return undefined
      if (typeof x === typeof y) return compare(x, y)
      return compare(String(x), String(y))
    }
  }
  /** One side of a comparison, in the terms of the other: levels as their place, dates as days. */
  const side = (node: Expression, other: Expression, kind: Comparison, at: number): Evaluate => {
    const own = node.kind === 'name' ? columnNamed(node.name) : undefined
    const theirs = other.kind === 'name' ? columnNamed(other.name) : undefined
    const literal = node.kind === 'text' || node.kind === 'number' ? String(node.value) : undefined
    const reference = theirs?.variable
    const ordering = kind !== '==' && kind !== '!='
    for (const variable of [own?.variable, reference])
      if (ordering && (variable?.type === 'categorical' || variable?.type === 'text') && !isNumbers(variable.levels))
        throw wrong(at, `${variable.name} has no order`)
    if (literal !== undefined && reference?.type === 'date') {
      const days = parseDate(literal, 'ymd')
      if (Number.isNaN(days)) throw wrong(node.at, `"${literal}" is not a date such as 2024-05-31`)
      return () => days
    }
    if (literal !== undefined && reference?.levels && !(ordering && isNumbers(reference.levels))) {
      const place = levelIndex(reference.levels, literal)
      if (place < 0)
        throw wrong(
          node.at,
          `${reference.name} has no level ${literal}, only ${reference.levels.map(({ value }) => value).join(', ')}`,
        )
      return () => place
    }
    if (literal !== undefined && (reference?.type === 'continuous' || reference?.type === 'count')) {
      const number = Number(literal)
      if (Number.isNaN(number)) throw wrong(node.at, `${reference.name} is a number and "${literal}" is none`)
      return () => number
    }
    const comparesLevels = other.kind === 'text' || other.kind === 'number' || sameLevels(own, theirs)
    if (own?.variable.levels && comparesLevels && !(ordering && isNumbers(own.variable.levels)))
      return (row) => (Number.isNaN(own.values[row]) ? undefined : own.values[row])
    return ordering && own?.variable.levels ? numeric(node) : compile(node)
  }
  return { logical, numeric }
}

function valueReader({ variable, values, text }: Column): Evaluate {
  if (text) return (row) => (text[row] === '' ? undefined : text[row])
  const { levels } = variable
  return (row) => {
    const value = values[row]
    return Number.isNaN(value) ? undefined : levels ? levels[value].value : value
  }
}

const negative = (value: number | undefined) => (value === undefined ? undefined : -value)
const isNumbers = (levels: { value: string }[] | undefined) =>
  levels?.every(({ value }) => value !== '' && !Number.isNaN(Number(value))) ?? false
const sameLevels = (a: Column | undefined, b: Column | undefined) =>
  a?.variable.levels !== undefined && JSON.stringify(a.variable.levels) === JSON.stringify(b?.variable.levels)

const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
}
type Numbers = readonly (number | undefined)[]
const ofOne =
  (operate: (x: number) => number) =>
  ([x]: Numbers) =>
    x === undefined ? undefined : operate(x)
const known = (values: Numbers) => values.filter((value) => value !== undefined)
/** Days of a year and of a month on average, leap years counted. */
const daysOfYear = 365.25
const functions: Record<string, (values: Numbers) => number | undefined> = {
  years: ofOne((days) => days / daysOfYear),
  months: ofOne((days) => (12 * days) / daysOfYear),
  days: ofOne((days) => days),
  log: ofOne(Math.log),
  log2: ofOne(Math.log2),
  log10: ofOne(Math.log10),
  sqrt: ofOne(Math.sqrt),
  abs: ofOne(Math.abs),
  round: ofOne(Math.round),
  min: (values) => (known(values).length > 0 ? Math.min(...known(values)) : undefined),
  max: (values) => (known(values).length > 0 ? Math.max(...known(values)) : undefined),
}
type Comparable = number | string | boolean
const comparisons: Record<Comparison, (a: Comparable, b: Comparable) => boolean> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}
