import { Problem } from '../errors/index.ts'

/** How this run speaks: progress and messages on stderr, results on stdout. */
export interface Terminal {
  /** A message on stderr, unless `--quiet`. */
  say: (line: string) => void
  /** A fault of the data or of the call, with its remedy; printed even with `--quiet`. */
  fault: (where: string, error: unknown) => void
  /** A long piece of work: call with how much is done; a bar on a terminal, a plain line every few seconds elsewhere. */
  progress: (label: string) => (done: number, total: number) => void
  /** A result on stdout. */
  result: (text: string) => void
  /** Says how long the work took, piece by piece, and how much memory at most. */
  summary: () => void
}

export interface TerminalOptions {
  quiet?: boolean
  /** `json` writes each line of stderr as one JSON object, for whoever collects logs. */
  logFormat?: 'text' | 'json'
}

/** When each piece of work began and when it was last heard of, by its label. */
type Pieces = Map<string, { from: number; to: number }>

export function openTerminal(options: TerminalOptions = {}): Terminal {
  const json = options.logFormat === 'json'
  const pieces: Pieces = new Map()
  const started = Date.now()
  const log = (entry: Record<string, unknown>) => process.stderr.write(`${JSON.stringify(entry)}\n`)
  const colour = process.stderr.isTTY && !process.env.NO_COLOR
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
  const say = (line: string) => {
    if (options.quiet) return
    if (json) log({ level: 'info', message: line })
    else process.stderr.write(`${line}\n`)
  }
  const shown = (label: string) => {
    if (json) return jsonLines(label, log)
    return process.stderr.isTTY ? bar(label) : plainLines(label, say)
  }
  return {
    say,
    fault(where, error) {
      if (json) {
        const { code, remedy } = error instanceof Problem ? error : { code: undefined, remedy: undefined }
        log({ level: 'error', code, message: describe(where, error), remedy })
        return
      }
      process.stderr.write(`${paint(31, describe(where, error))}\n`)
      if (error instanceof Problem) process.stderr.write(`  ${error.remedy}\n`)
    },
    progress(label) {
      const show = options.quiet ? () => {} : shown(label)
      const from = pieces.get(label)?.from ?? Date.now()
      return (done, total) => {
        pieces.set(label, { from, to: Date.now() })
        show(done, total)
      }
    },
    summary() {
      const spent = [...pieces].map(([label, { from, to }]) => [label, (to - from) / 1000] as const)
      const total = (Date.now() - started) / 1000
      const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
      if (json && !options.quiet)
        log({ level: 'info', event: 'summary', seconds: total, megabytes, pieces: Object.fromEntries(spent) })
      else {
        const each = spent.map(([label, time]) => `${label} ${seconds(time)}`)
        say(`${seconds(total)}${each.length ? ` (${each.join(', ')})` : ''}, ${megabytes} MB of memory at most`)
      }
    },
    result(text) {
      process.stdout.off('error', endQuietly).on('error', endQuietly)
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
  }
}

/** Whoever read stdout has had enough (`| head`). */
function endQuietly(error: NodeJS.ErrnoException) {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
}

function describe(where: string, error: unknown): string {
  const prefix = where ? `${where}: ` : ''
  if (error instanceof Problem) return `${error.code} ${prefix}${error.message}`
  return `${prefix}${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}

function bar(label: string) {
  const started = Date.now()
  return (done: number, total: number) => {
    const width = 24
    const filled = Math.round((width * done) / Math.max(1, total))
    const line = `${label} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total}${timeLeft(started, done, total)}`
    process.stderr.write(`\r\u001b[K${line}${done >= total ? '\n' : ''}`)
  }
}

/** Without a terminal: the first, the last, and at most one line every five seconds between. */
function plainLines(label: string, say: (line: string) => void) {
  const started = Date.now()
  let last = 0
  return (done: number, total: number) => {
    const now = Date.now()
    if (done < total && now - last < 5000) return
    last = now
    say(`${label}: ${done} of ${total}${timeLeft(started, done, total)}`)
  }
}

/** At most one line a second, and the last. */
function jsonLines(label: string, log: (entry: Record<string, unknown>) => void) {
  let last = 0
  return (done: number, total: number) => {
    const now = Date.now()
    if (done < total && now - last < 1000) return
    last = now
    log({ level: 'info', event: 'progress', label, done, total })
  }
}

function timeLeft(started: number, done: number, total: number): string {
  const elapsed = (Date.now() - started) / 1000
  if (done >= total) return ` in ${seconds(elapsed)}`
  return done > 0 ? `, about ${seconds((elapsed / done) * (total - done))} left` : ''
}

function seconds(value: number): string {
  return value < 100 ? `${value.toFixed(value < 10 ? 1 : 0)} s` : `${Math.round(value / 60)} min`
}
