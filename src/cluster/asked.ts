import { isAbsolute, resolve } from 'node:path'
import type { CaseTask } from '../cases/case.ts'
import { AnswerOutside } from '../errors/index.ts'
import { isInside } from '../jobs/inside.node.ts'

const answerFile = /[/\\]answers[/\\][0-9a-f]{64}\.json$/

/**
 * Whatever the queue says, a worker writes answers below its roots and nothing else.
 *
 * @param roots real paths
 * @throws AnswerOutside
 */
export function requireAnswer(roots: readonly string[], answer: unknown): void {
  const isName = typeof answer === 'string' && isAbsolute(answer) && answerFile.test(answer)
  if (!isName || !roots.some((root) => isInside(root, resolve(answer))))
    throw AnswerOutside(isName ? answer : JSON.stringify(answer), roots)
}

/** A case without what would have it write files of its own: whoever sends jobs names no place for these. */
export const readingOnly = ({ cache: _, images: __, ...task }: CaseTask): CaseTask => task
