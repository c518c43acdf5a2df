// Times of whole processes and of rounds within one; medians, by the clock and of the processor.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

/** What the table is headed with: no path and no host name, for they say nothing of the figures. */
export function machine() {
  const [{ model }] = cpus()
  return `${model.trim()}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

/** Medians of rounds { wall, user }, in seconds. */
export const summary = (rounds) => ({
  wall: median(rounds.map((r) => r.wall)),
  user: median(rounds.map((r) => r.user)),
})

/** One run of a whole process; user is all its processor time. Throws with what it said where it fails. */
export function runOnce([program, ...list], { clear = [], env } = {}) {
  for (const path of clear) rmSync(path, { recursive: true, force: true })
  // bash's `time` gives the processor time of the one process that it runs, and of what that waits for.
  const command = ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" 2>&1 >/dev/null', 'time', program, ...list]
  const run = spawnSync('bash', command, { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ...env } })
  const words = run.stderr.trim().split(/\s+/)
  const [wall, user, system] = words.slice(-3).map(Number)
  if (run.status !== 0) throw new Error(`${program} failed: ${run.stdout.slice(-600)}`)
  return { wall, user: user + system }
}

/** The rounds that a program prints, a JSON object { wall, user } a line. */
export function roundsOf([program, ...list], env = {}) {
  const run = spawnSync(program, list, { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ...env } })
  const lines = run.stdout?.split('\n').filter((line) => line.startsWith('{')) ?? []
  if (run.status !== 0 || lines.length === 0) throw new Error(`${program} failed: ${run.stderr?.slice(-600)}`)
  return lines.map((line) => JSON.parse(line))
}

/** Runs the contenders in turn, `times` times over; { name: rounds }. One that fails is left out, with the reason. */
export function inTurn(contenders, times) {
  const found = {}
  const failed = {}
  for (let turn = 0; turn < times; turn++)
    for (const [name, run] of Object.entries(contenders)) {
      if (failed[name]) continue
      try {
        found[name] = [...(found[name] ?? []), run()].flat()
      } catch (error) {
        failed[name] = error.message.split('\n').slice(-3).join(' ')
        delete found[name]
      }
    }
  return { found, failed }
}
