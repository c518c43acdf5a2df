import { plain, sizesOf } from './rows.ts'
import type { Transcript } from './transcript.ts'

export type Performance = Transcript['performance'][number]

/**
 * The set of a split that a line of the table of performance is of: "training" of "training nomogram" or "Training cohort".
 * Undefined where none of the names that the splits and tables use begins it.
 */
export function setOf({ set }: Performance, transcript: Transcript): string | undefined {
  const name = words(set)
  const known = [...new Set(sizesOf(transcript).map((one) => one.set))].sort((a, b) => b.length - a.length)
  return known.find((one) => {
    const core = words(one)
    return name === core || name.startsWith(`${core} `) || name.endsWith(` ${core}`)
  })
}

/** A name without the words that tell nothing. */
const words = (name: string) =>
  plain(name)
    .replace(/\b(set|cohort|group|sample|dataset|data|the)\b/g, ' ')
    .replace(/[(),:]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Whether its numbers are shares of these patients: not means over folds and the like, nor said to be by the name of the set. */
export function isCounted({ over, set, where }: Performance): boolean {
  return (
    over === undefined &&
    !/\b(fold|folds|cross|cv|bootstrap|resampl|repeat|mean|averag|corrected)/i.test(`${set} ${where}`)
  )
}
