import { withoutFormula } from '../../cohort/tables/write-csv.ts'

/** Pieces of R source. Everything outside ASCII is written as \u…, so that no locale reads it otherwise. */

/** A string as R reads it. */
export function rString(text: string): string {
  const body = text.replace(/[\\"]/g, '\\$&').replace(/[^\x20-\x7e]/gu, (sign) => {
    const code = sign.codePointAt(0)!
    return code === 10 ? '\\n' : `\\U{${code.toString(16)}}`
  })
  return `"${body}"`
}

/** A cell as it stands in a CSV file that nomoscope wrote. */
export const rCell = (text: string) => rString(withoutFormula(text))

/** A number with all its digits. */
export function rNumber(x: number): string {
  if (Number.isNaN(x)) return 'NA'
  return Number.isFinite(x) ? String(x) : x > 0 ? 'Inf' : '-Inf'
}

/** `c("a", "b")`, broken into lines. */
export const rStrings = (texts: readonly string[]) =>
  texts.length === 0 ? 'character(0)' : wrapped(texts.map(rString))

/** `c(1, 2)`, broken into lines. */
export const rNumbers = (values: readonly number[]) => wrapped(values.map(rNumber))

/** A named vector, one element a line: our numbers as they stand beside R's. */
export function rNamed(values: readonly (readonly [name: string, value: number])[]): string {
  if (values.length === 0) return 'numeric(0)'
  const width = Math.max(...values.map(([name]) => rString(name).length))
  return `c(\n${values.map(([name, value]) => `  ${rString(name).padEnd(width)} = ${rNumber(value)}`).join(',\n')}\n)`
}

/** Elements of `c(…)`, no line beyond a hundred columns. */
export function wrapped(elements: readonly string[]): string {
  const lines = ['']
  for (const element of elements) {
    if (lines[lines.length - 1].length + element.length > 96) lines.push('')
    lines[lines.length - 1] += `${element}, `
  }
  const body = lines
    .map((line) => line.trimEnd())
    .join('\n  ')
    .replace(/,$/, '')
  return lines.length === 1 ? `c(${body})` : `c(\n  ${body}\n)`
}

/** A comment, broken into lines; what R could take for code is no part of it. */
export function rComment(text: string): string {
  const lines = ['#']
  for (const word of text.split(/\s+/)) {
    if (lines[lines.length - 1].length + word.length > 110) lines.push('#')
    lines[lines.length - 1] += ` ${word}`
  }
  return lines.join('\n')
}

const reserved = /^(if|else|repeat|while|function|for|next|break|TRUE|FALSE|NULL|Inf|NaN|NA.*|in|T|F|c|t)$/

/** Names that R takes as they are, in the manner of make.names; two that would be the same are numbered. */
export function rNames(names: readonly string[], taken: Iterable<string> = []): Map<string, string> {
  const used = new Set(taken)
  const found = new Map<string, string>()
  for (const name of names) {
    if (found.has(name)) continue
    const plain = name.replace(/[^A-Za-z0-9._]/g, '.')
    const base = /^([A-Za-z]|\.(?![0-9]))/.test(plain) && !reserved.test(plain) ? plain : `X${plain}`
    let own = base
    for (let i = 1; used.has(own); i++) own = `${base}.${i}`
    used.add(own)
    found.set(name, own)
  }
  return found
}

/** R's name of a coefficient: the column's, of a factor with the level behind it. */
export function termIn(named: (column: string) => string, { column, level }: { column: string; level?: string }) {
  return named(column) + (level === undefined ? '' : withoutFormula(level))
}
