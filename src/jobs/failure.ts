import { machineProblem, Problem } from '../errors/index.ts'

/** What a job answers in place of its result when it failed: one case never stops the others. */
export interface Failure {
  failed: string
}

export const isFailure = <Answer extends object>(answer: Answer): answer is Extract<Answer, Failure> =>
  'failed' in answer

/** A job's body whose failure is an answer. */
export const capturingFailure =
  <Task, Result>(body: (task: Task) => Promise<Result>) =>
  async (task: Task): Promise<Result | Failure> => {
    try {
      return await body(task)
    } catch (error) {
      return { failed: failureReason(error) }
    }
  }

/** What a case's table says of its failure. */
export function failureReason(error: unknown): string {
  const told = error instanceof Problem ? error : machineProblem(error)
  return told
    ? `${told.code} ${told.message} ${told.remedy}`
    : `a fault of nomoscope: ${error instanceof Error ? (error.stack ?? error.message) : error}`
}
