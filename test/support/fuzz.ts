import { Problem } from '../../src/errors/index.ts'
import { mutator } from './mutate.ts'

/** What a reader did with damaged files. */
export interface FuzzOutcome {
  read: number
  refused: number
  /** Errors that are no Problem, with the seed that makes the file again. */
  crashes: string[]
  /** Files that took longer than a second of processor time (other programs may hold the machine), or ten of the clock. */
  slow: string[]
  /** The largest array a file was given, relative to what its size allows. */
  oversized: string[]
}

/** The most a file of some bytes may unfold to: deflate's ratio, 64-bit integers held as such. */
const bound = (bytes: number) => 1032 * bytes + (1 << 16)

/** Damages seeds `count` times and reads each; every file must be read or refused by a Problem, in time and in bounds. */
export async function fuzz(
  seeds: Uint8Array[],
  count: number,
  read: (bytes: Uint8Array) => { data: ArrayBufferView } | Promise<{ data: ArrayBufferView }>,
  from = 1,
): Promise<FuzzOutcome> {
  const outcome: FuzzOutcome = { read: 0, refused: 0, crashes: [], slow: [], oversized: [] }
  for (let seed = from; seed < from + count; seed++) {
    const bytes = mutator(seed)(seeds[seed % seeds.length])
    const started = performance.now()
    const busy = process.cpuUsage()
    try {
      const { data } = await read(bytes)
      outcome.read++
      if (data.byteLength > bound(bytes.length))
        outcome.oversized.push(`seed ${seed}: ${data.byteLength} bytes from ${bytes.length}`)
    } catch (error) {
      if (error instanceof Problem) outcome.refused++
      else
        outcome.crashes.push(
          `seed ${seed}: ${error instanceof Error ? error.stack?.split('\n').slice(0, 3).join(' ') : error}`,
        )
    }
    const { user, system } = process.cpuUsage(busy)
    const [worked, waited] = [(user + system) / 1000, performance.now() - started]
    if (worked > 1000 || waited > 10_000)
      outcome.slow.push(`seed ${seed}: ${Math.round(worked)} ms of work in ${Math.round(waited)} ms`)
  }
  return outcome
}
