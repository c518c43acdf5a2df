/**
 * Every error that a user can meet, with what to do about it.
 *
 * A code is `NS-STAGE-NN`. `exit` is the process's exit status when the error ends the work:
 * 2 for wrong usage, 3 for data with faults. Anything that is not a `Problem` is our own fault (1).
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly remedy: string
  readonly exit: 2 | 3

  constructor(code: string, message: string, remedy: string, exit: 2 | 3) {
    super(message)
    this.code = code
    this.remedy = remedy
    this.exit = exit
  }
}

/** One kind of error: called with what is wrong, it gives the `Problem` to throw or to list. */
export function problem<Arguments extends unknown[]>(
  code: string,
  message: (...what: Arguments) => string,
  remedy: string,
  exit: 2 | 3 = 3,
) {
  return Object.assign((...what: Arguments) => new Problem(code, message(...what), remedy, exit), { code, remedy })
}

/** The problem that a promise was refused with; anything else is our fault and goes on. */
export function aProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  throw error
}

/** What a step gives, or the problem that it throws; anything else that it throws is our fault and goes on. */
export function problemOr<Result>(step: () => Result): Result | Problem {
  try {
    return step()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
