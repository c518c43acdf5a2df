import { basename } from 'node:path'
import { Problem } from '../errors/index.ts'
import type { Times } from '../workers/times.ts'

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
  /** Says how long the work took, stage by stage and step by step, how much memory at most, and which cases were slowest. */
  summary: (times: Times) => void
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
  const started = now()
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
      const from = pieces.get(label)?.from ?? now()
      return (done, total) => {
        pieces.set(label, { from, to: now() })
        show(done, total)
      }
    },
    summary({ stages, steps, slowest }) {
      const spent = [...pieces].map(([label, { from, to }]) => [label, to - from] as const)
      const total = now() - started
      const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
      if (json && !options.quiet) {
        const [inPieces, inStages, inSteps] = [spent, stages, steps].map((times) =>
          Object.fromEntries([...times].map(([name, ms]) => [name, ms / 1000])),
        )
        const took = { seconds: total / 1000, megabytes, pieces: inPieces, stages: inStages, steps: inSteps, slowest }
        log({ level: 'info', event: 'summary', ...took })
        return
      }
      const each = listed(stages.size > 0 ? stages : spent)
      say(`${seconds(total / 1000)}${each ? ` (${each})` : ''}, ${megabytes} MB of memory at most`)
      if (steps.size > 0) say(`over all threads: ${listed(steps)}`)
      if (slowest.length > 1)
        say(
          `slowest cases: ${slowest.map((one) => `${one.image} in ${basename(one.mask)} ${seconds(one.seconds)}`).join(', ')}`,
        )
    },
    result(text) {
      process.stdout.off('error', endQuietly).on('error', endQuietly)
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
  }
}

/** Milliseconds since the program began, whatever becomes of the time of day. */
const now = () => performance.now()

const listed = (times: Iterable<readonly [string, number]>) =>
  [...times]
    .filter(([, ms]) => ms >= 50)
    .map(([name, ms]) => `${name} ${seconds(ms / 1000)}`)
    .join(', ')

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
  const started = now()
  return (done: number, total: number) => {
    const width = 24
    const filled = Math.round((width * done) / Math.max(1, total))
    const line = `${label} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${done}/${total}${timeLeft(started, done, total)}`
    process.stderr.write(`\r\u001b[K${line}${done >= total ? '\n' : ''}`)
  }
}

/** Without a terminal: the first, the last, and at most one line every five seconds between. */
function plainLines(label: string, say: (line: string) => void) {
  const started = now()
  let last = Number.NEGATIVE_INFINITY
  return (done: number, total: number) => {
    const time = now()
    if (done < total && time - last < 5000) return
    last = time
    say(`${label}: ${done} of ${total}${timeLeft(started, done, total)}`)
  }
}

/** At most one line a second, and the last. */
function jsonLines(label: string, log: (entry: Record<string, unknown>) => void) {
  let last = Number.NEGATIVE_INFINITY
  return (done: number, total: number) => {
    const time = now()
    if (done < total && time - last < 1000) return
    last = time
    log({ level: 'info', event: 'progress', label, done, total })
  }
}

function timeLeft(started: number, done: number, total: number): string {
  const elapsed = (now() - started) / 1000
  if (done >= total) return ` in ${seconds(elapsed)}`
  return done > 0 ? `, about ${seconds((elapsed / done) * (total - done))} left` : ''
}

function seconds(value: number): string {
  return value < 100 ? `${value.toFixed(value < 10 ? 1 : 0)} s` : `${Math.round(value / 60)} min`
}
