import { answerPairs } from './answer-words.ts'
import { foldCase, identity } from './spelling.ts'
import type { Level } from './variable.ts'

const listed = answerPairs.map((words) => words.map((list) => new Set(list.split('|').map(foldCase))))

/** A word with "no", "not", "without" or "free of" before it says that the other did not happen. */
const denials =
  /^(no|not|non|without|free of|free from|kein|keine|kein\(e\)|ohne|sans|pas de|sin|sem|senza|geen|未|无|無|没有)[\s-]*(.+)$/

/** Whether a word only answers what the column's name asks: 0, 1, no, yes, false, true. */
export const isAnswer = (word: string) => listed[0].some((words) => words.has(identity(word)))

function having(without: string, other: string): boolean {
  const [a, b] = [identity(without), identity(other)]
  if (listed.some(([no, yes]) => no.has(a) && yes.has(b))) return true
  const denied = denials.exec(a)?.[2]
  return denied !== undefined && denied === b
}

/**
 * Which of two levels is what happened, where their words leave no doubt (0 and 1, no and yes, alive and dead, no relapse
 * and relapse). Labels say more than codes: of `1: dead, 0: alive` and `0: dead, 1: alive` both name the dead. Undefined
 * where somebody has to say it.
 */
export function whatHappened(levels: readonly Level[]): 0 | 1 | undefined {
  if (levels.length !== 2) return undefined
  const [first, second] = levels
  const isLabelled = levels.some(({ value, label }) => foldCase(value) !== foldCase(label))
  const words = (level: Level) => (isLabelled ? level.label : level.value)
  if (having(words(first), words(second))) return 1
  if (having(words(second), words(first))) return 0
  return undefined
}
