import { existsSync } from 'node:fs'
import { OutputExists } from '../errors/index.ts'
import { traceText } from '../jobs/trace.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { listenToSpans, type Span, type SpanKind } from '../spans.ts'
import type { OnSpans } from './pool.ts'

/** What took how long in a command, over all of its threads. */
export interface Times {
  /** Of the pool that the command opens. */
  onSpans: OnSpans
  /** Milliseconds of each stage of a study. */
  stages: ReadonlyMap<string, number>
  /** Milliseconds of each step of cases, and of refits, over all threads. */
  steps: ReadonlyMap<string, number>
  /** The slowest cases, the slowest first. */
  slowest: readonly SlowCase[]
  /** Writes the trace file that was asked for. Throws Unwritable. */
  writeTrace: (say: (line: string) => void) => Promise<void>
}

export interface SlowCase {
  image: string
  mask: string
  seconds: number
}

/** How many slow cases are named, and how many spans a trace has room for: about 150 MB of text. */
const [named, room] = [3, 1_000_000]

const kindsOfStep: readonly SpanKind[] = ['load', 'resample', 'filter', 'family', 'refit']

/** Throws OutputExists where a trace would take the place of a file, unless that may be. */
export function refuseOldTrace({
  trace,
  overwrite,
  resume,
}: {
  trace?: string
  overwrite?: boolean
  resume?: boolean
}) {
  if (trace !== undefined && existsSync(trace) && !overwrite && !resume) throw OutputExists(trace)
}

/** Listens to the spans of this thread from now on. `file` is where a trace of them all is written, if anywhere. */
export function openTimes(version: string, file?: string): Times {
  const stages = new Map<string, number>()
  const steps = new Map<string, number>()
  const slowest: SlowCase[] = []
  const rows = new Map<number, Span[]>()
  let [kept, left] = [0, 0]
  const hear = (thread: number, span: Span) => {
    const { kind, name, ms, of } = span
    if (kind === 'stage') stages.set(name, (stages.get(name) ?? 0) + ms)
    if (kindsOfStep.includes(kind)) steps.set(kind, (steps.get(kind) ?? 0) + ms)
    if (kind === 'case') {
      slowest.push({ image: name, mask: String(of?.mask), seconds: ms / 1000 })
      slowest.sort((a, b) => b.seconds - a.seconds)
      slowest.length = Math.min(slowest.length, named)
    }
    if (file === undefined) return
    if (kept === room) {
      left++
      return
    }
    kept++
    const row = rows.get(thread)
    if (row) row.push(span)
    else rows.set(thread, [span])
  }
  listenToSpans((span) => hear(0, span))
  return {
    onSpans: (thread, spans) => {
      for (const span of spans) hear(thread, span)
    },
    stages,
    steps,
    slowest,
    async writeTrace(say) {
      if (file === undefined) return
      const all = [...rows].sort(([a], [b]) => a - b)
      const named = all.map(([thread, spans]) => ({ name: thread === 0 ? 'main' : `worker ${thread}`, spans }))
      await writeAtomically(file, traceText(named, { version }))
      say(`${file}: open it in chrome://tracing or ui.perfetto.dev`)
      if (left > 0) say(`it has the first ${room} pieces of work; ${left} more found no room`)
    },
  }
}
