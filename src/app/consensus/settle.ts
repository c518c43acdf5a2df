/** How an outline is settled between two readers. */
export type Settlement = 'first' | 'second' | 'both' | 'either'

/** The mask that a decision gives, label by label: what both drew, what either drew, or one reader's own. */
export function settledMask(first: Uint16Array, second: Uint16Array, how: Settlement): Uint16Array {
  if (how === 'first') return first.slice()
  if (how === 'second') return second.slice()
  return first.map((label, i) => (how === 'both' ? (label === second[i] ? label : 0) : label || second[i]))
}
