import { isAbsolute, resolve } from 'node:path'
import type { CaseTask } from '../cases/case.ts'
import { AnswerOutside } from '../errors/index.ts'
import { isInside } from '../jobs/inside.node.ts'

const answerFile = /[/\\]answers[/\\][0-9a-f]{64}\.json$/

/**
 * Whatever the queue says, a worker writes answers below its root and nothing else.
 *
 * @param root a real path
 * @throws AnswerOutside
 */
export function requireAnswer(root: string, answer: unknown): void {
  const isName = typeof answer === 'string' && isAbsolute(answer) && answerFile.test(answer)
  if (!isName || !isInside(root, resolve(answer))) throw AnswerOutside(isName ? answer : JSON.stringify(answer), root)
}

/** A case without what would have it write files of its own: whoever sends jobs names no place for these. */
export const readingOnly = ({ cache: _, images: __, ...task }: CaseTask): CaseTask => task
