import type { LineCounter, YAMLParseError } from 'yaml'
import { counted } from './counted.ts'

/** So many faults of a text that is no YAML are told: those that come after are mostly of the first one's making. */
const most = 10

/** What YAML finds wrong, once a line. */
export function brokenLines(errors: readonly YAMLParseError[], lines: LineCounter): string[] {
  const told = new Map<number, string>()
  for (const error of errors) {
    const { line } = lines.linePos(error.pos[0])
    if (!told.has(line)) told.set(line, `line ${line}: ${brokenSaid(error)}`)
  }
  const [shown, further] = [[...told.values()].slice(0, most), told.size - most]
  return further > 0 ? [...shown, `and ${counted(further, 'more line')}`] : shown
}

/** The parser's message less the place, which stands before it, and the lines that it shows. */
export function brokenSaid({ message }: YAMLParseError): string {
  if (message.startsWith('Maximum call stack')) return 'brackets or dashes are nested too deeply'
  return message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '')
}
