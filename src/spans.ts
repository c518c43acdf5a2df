/** A piece of work in time: what it was, when it began (ms since 1970, by a clock that no change of the time of day moves) and how long it took. */
export interface Span {
  kind: SpanKind
  name: string
  from: number
  ms: number
  /** What it was done to, such as the files of a case. */
  of?: Record<string, string | number>
}

/** A stage of a study, a job of a thread, a case, and the steps of a case; a refit of models. */
export type SpanKind = 'stage' | 'job' | 'case' | 'load' | 'resample' | 'filter' | 'family' | 'refit'

let listener: ((span: Span) => void) | undefined

/** Who is told of each span of this thread when it has ended; nobody by default, and then a span costs nothing. */
export function listenToSpans(heard: ((span: Span) => void) | undefined): void {
  listener = heard
}

const now = () => performance.timeOrigin + performance.now()

/** Does the work and tells the listener how long it took, also where it failed. What is computed never depends on it. */
export function span<Result>(kind: SpanKind, name: string, work: () => Result, of?: Span['of']): Result {
  if (!listener) return work()
  const from = now()
  const end = () => listener?.({ kind, name, from, ms: now() - from, ...(of && { of }) })
  let later = false
  try {
    const result = work()
    later = result instanceof Promise
    return later ? ((result as Promise<unknown>).finally(end) as Result) : result
  } finally {
    if (!later) end()
  }
}

/** The same items, each one's making a span of its own. */
export function* spanEach<Item>(kind: SpanKind, name: string, items: Iterable<Item>): Iterable<Item> {
  const making = items[Symbol.iterator]()
  for (let next = span(kind, name, () => making.next()); !next.done; next = span(kind, name, () => making.next()))
    yield next.value
}
