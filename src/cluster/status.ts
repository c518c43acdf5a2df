import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shardRange } from '../jobs/shard.ts'
import { countsOfPart, isDone } from './part.ts'
import { logFile, type Plan, partCount, readPlan } from './plan.ts'

/** A part as the folder shows it. */
export interface PartState {
  index: number
  done: boolean
}

export const partsOf = (folder: string, plan: Plan): PartState[] =>
  Array.from({ length: partCount(plan) }, (_, i) => ({ index: i + 1, done: isDone(folder, i + 1) }))

/** Where submitted work stands, by its files alone: any machine that sees the folder can say it. */
export interface WorkState {
  parts: number
  done: number
  cases: number
  /** Finished cases: of the parts that are there, and what the others have kept so far. */
  finished: number
  failed: number
  /** Of the parts that are not there: their cases, none where it is refits, how many are kept, and the last line of their log. */
  open: { index: number; cases: number; kept: number; log: string }[]
}

/** Throws NoPlan. */
export async function workState(folder: string): Promise<WorkState> {
  const { plan } = await readPlan(folder)
  const state: WorkState = { parts: partCount(plan), done: 0, cases: plan.cases, finished: 0, failed: 0, open: [] }
  for (const { index } of partsOf(folder, plan)) {
    const counts = await countsOfPart(folder, index)
    if (counts) {
      state.done++
      state.finished += counts.cases
      state.failed += counts.failed
    } else {
      const [from, to] = index > plan.parts ? [0, 0] : shardRange({ index, count: plan.parts }, plan.cases)
      const kept = filesIn(join(folder, 'cache', String(index)))
      state.finished += kept
      state.open.push({ index, cases: to - from, kept, log: lastLine(logFile(folder, index)) })
    }
  }
  return state
}

const filesIn = (folder: string) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).length
    : 0

const lastLine = (file: string) =>
  existsSync(file) ? (readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') : ''
