import type { Span } from '../spans.ts'

/** The spans of one row of a trace: a thread. */
export interface TraceRow {
  name: string
  spans: readonly Span[]
}

/**
 * Spans as a trace file that chrome://tracing and Perfetto open: complete events (`ph: X`) with times in microseconds from
 * the first span on, a row a thread, which metadata events (`ph: M`) name and sort.
 * Source: "Trace Event Format", https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 *
 * @param facts of the whole, such as the version; they stand in `otherData`
 */
export function traceText(rows: readonly TraceRow[], facts: Record<string, string | number>): string {
  const [pid, process] = [1, 'nomoscope']
  const first = rows.reduce((least, { spans }) => spans.reduce((one, { from }) => Math.min(one, from), least), Infinity)
  const microseconds = (ms: number) => Math.round(1000 * ms)
  const named = (name: string, tid: number, args: object) => ({ ph: 'M', name, pid, tid, ts: 0, args })
  const events = [
    named('process_name', 0, { name: process }),
    ...rows.flatMap(({ name }, tid) => [
      named('thread_name', tid, { name }),
      named('thread_sort_index', tid, { sort_index: tid }),
    ]),
    ...rows.flatMap(({ spans }, tid) =>
      spans.map(({ kind, name, from, ms, of = {} }) => {
        const ts = microseconds(from - first)
        // By its rounded end, so that a span that ends with the one around it does not outlast it.
        return { ph: 'X', name, cat: kind, ts, dur: microseconds(from + ms - first) - ts, pid, tid, args: of }
      }),
    ),
  ]
  const lines = events.map((event) => JSON.stringify(event)).join(',\n')
  return `{"displayTimeUnit":"ms","otherData":${JSON.stringify(facts)},"traceEvents":[\n${lines}\n]}\n`
}
