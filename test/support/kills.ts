import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

const program = resolve('dist/cli.js')

/** Runs the program and kills it after so many milliseconds; says whether it was still there. */
export async function killedAfter(milliseconds: number, words: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...words], { stdio: 'ignore' })
  const ended = new Promise<NodeJS.Signals | null>((done) => child.once('close', (_, signal) => done(signal)))
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds)
  const signal = await ended
  clearTimeout(timer)
  return signal === 'SIGKILL'
}

/** What a command that is killed again and again leaves, against what an undisturbed one does. */
export interface KillOutcome {
  kills: number
  /** Files that differ, and what is left over: parts and locks. */
  differ: string[]
  left: string[]
}

/**
 * Kills a command `chain` times at seeded moments within `span` milliseconds, then lets it end.
 *
 * words     the command; with `again` from the second start on
 * expected  a file, or a folder of results, that an undisturbed command wrote
 * made      the same of the command that is killed
 */
export async function killAndResume(
  words: readonly string[],
  {
    expected,
    made,
    chain,
    span,
    seed,
    again = '--resume',
  }: { expected: string; made: string; chain: number; span: number; seed: number; again?: string },
): Promise<KillOutcome> {
  const random = xoroshiro128plus(seed)
  let kills = 0
  for (let i = 0; i < chain; i++) {
    const resumed = i === 0 ? words : [...words, again]
    if (await killedAfter(uniformInt(random, 30, span), resumed)) kills++
  }
  await killedAfter(600_000, [...words, again])
  const names = (path: string) =>
    readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('.cache'))
  const isFolder = existsSync(join(expected, 'report.html'))
  const files = isFolder ? names(expected).filter((name) => /\.\w+$/.test(name)) : ['']
  const same = (name: string) =>
    existsSync(join(made, name)) && readFileSync(join(expected, name)).equals(readFileSync(join(made, name)))
  const around = readdirSync(isFolder ? made : join(made, '..'), { recursive: true, encoding: 'utf8' })
  return {
    kills,
    differ: [
      ...files.filter((name) => !same(name)),
      ...(isFolder ? names(made).filter((name) => !names(expected).includes(name)) : []),
    ],
    left: around.filter((name) => /\.part$|\.running$/.test(name)),
  }
}
