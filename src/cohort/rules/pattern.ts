import { RE2JS } from 're2js'

/** A regular expression of a study file; it takes time in proportion to the text, whatever it says. */
export interface Pattern {
  groups: number
  test: (text: string) => boolean
  /** What its first group holds where it matches. */
  first: (text: string) => string | undefined
}

/** Texts that a pattern which may backtrack is tried on, and its repeats without an end: 200⁴ steps at most. */
const longest = 200
const mostRepeats = 3

/**
 * A pattern as JavaScript writes it. What RE2 can say runs in its linear time; what it cannot (looking ahead and behind,
 * back references) runs in JavaScript's engine, where nothing may be repeated that could be matched in several ways.
 * Throws SyntaxError for what is no pattern or could take for ever.
 */
export function readPattern(text: string): Pattern {
  const native = new RegExp(text, 'u')
  const groups = new RegExp(`${text}|`, 'u').exec('')!.length - 1
  const linear = inRe2(text)
  if (linear) {
    return {
      groups,
      test: (name) => linear.matcher(name).find(),
      first: (name) => {
        const found = linear.matcher(name)
        return found.find() && groups > 0 ? (found.group(1) ?? undefined) : undefined
      },
    }
  }
  if (mayTakeForEver(text)) throw new SyntaxError(`/${text}/ repeats what could be matched in many ways`)
  const within = (name: string) => name.length <= longest
  return {
    groups,
    test: (name) => within(name) && native.test(name),
    first: (name) => (within(name) ? native.exec(name)?.[1] : undefined),
  }
}

function inRe2(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(text.replace(/\\u\{?([0-9a-fA-F]{4,6})\}?/g, '\\x{$1}'))
  } catch {
    return undefined
  }
}

/** A group that is repeated, or more repeats after one another than a short text bears. */
function mayTakeForEver(text: string): boolean {
  const plain = text.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x')
  return /\)([*+]|\{\d*,\d*\})/.test(plain) || (plain.match(/[*+]|\{\d*,\}/g) ?? []).length > mostRepeats
}
