import { Problem } from '../errors/index.ts'
import type { JobName } from '../parallel.ts'
import type { Span } from '../spans.ts'

/** What the pool sends to a worker: one task. */
export interface Request {
  index: number
  name: JobName
  task: unknown
  /** Whether the answer is to say what took how long. */
  timed?: boolean
}

/** What the worker answers: the result, or the error in a form that survives the way. */
export type Answer = { index: number; spans?: Span[] } & ({ result: unknown } | { error: SentError })

/** What a worker says of a value that other threads may need: that it wants it, has made it, or could not. */
export type KeepMessage = { want: string } | { made: string; value: unknown } | { failed: string }

/** What it hears of one that it wants. */
export type KeptMessage = { key: string; value: unknown } | { key: string; make: true }

export interface SentError {
  message: string
  stack?: string
  problem?: { code: string; remedy: string; exit: 2 | 3 }
}

/** Errors lose their class when they are cloned: a `Problem` is taken apart here and put together in `receiveError`. */
export function sendError(error: unknown): SentError {
  if (error instanceof Problem)
    return { message: error.message, problem: { code: error.code, remedy: error.remedy, exit: error.exit } }
  if (error instanceof Error) return { message: error.message, stack: error.stack }
  return { message: String(error) }
}

export function receiveError(sent: SentError): Error {
  if (sent.problem) return new Problem(sent.problem.code, sent.message, sent.problem.remedy, sent.problem.exit)
  const error = new Error(sent.message)
  if (sent.stack) error.stack = sent.stack
  return error
}
