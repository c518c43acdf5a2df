import { Problem } from '../errors/index.ts'

/** A task whose failure is an answer: its reason, so that one case never stops the others. */
export const orReason =
  <Task, Result>(body: (task: Task) => Promise<Result>) =>
  async (task: Task): Promise<Result | { failed: string }> => {
    try {
      return await body(task)
    } catch (error) {
      return { failed: reasonOf(error) }
    }
  }

/** What a case's table says of its failure. */
export const reasonOf = (error: unknown) =>
  error instanceof Problem
    ? `${error.code} ${error.message} ${error.remedy}`
    : `a fault of nomoscope: ${error instanceof Error ? (error.stack ?? error.message) : error}`
