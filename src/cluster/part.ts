import { createReadStream, existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { FeatureRow } from '../cases/feature-table.ts'
import { PartOfAnother } from '../errors/index.ts'
import { fromText, toText } from '../jobs/cache.ts'
import { shardRange } from '../jobs/shard.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { type Case, extractGiven } from '../study/cases/extract-all.ts'
import { readCases } from './cases-list.ts'
import { partFile, readPlan, requireUnchanged, studyCache } from './plan.ts'
import { computeRefits, type PartContext, studyCases } from './study-part.ts'

/** The first line of a part: of which work it is, and which rows of the whole it has. */
interface PartHead {
  plan: string
  index: number
  from: number
  rows: number
}

/**
 * Computes one part of submitted work, of its cases or of its refits, and writes it, whole or not at all; what an earlier,
 * killed attempt computed is taken from its cache. Two attempts at once write the same bytes, so that nothing is locked.
 *
 * @returns how many cases it has and how many of them failed
 * @throws NoPlan, InputChanged, and what reading the list or running the study throws
 */
export async function computePart(folder: string, index: number, context: PartContext) {
  const { plan, name } = await readPlan(folder)
  await requireUnchanged(plan, context.version)
  if (index > plan.parts) {
    await computeRefits(plan, { index: index - plan.parts, count: plan.refits }, context)
    // The refits themselves lie where the run looks for them.
    await writePart(folder, { plan: name, index, from: 0, rows: 0 }, [])
    return { cases: 0, failed: 0 }
  }
  const [from, to] = shardRange({ index, count: plan.parts }, plan.cases)
  const own = join(folder, 'cache', String(index))
  const cache = {
    folder: plan.kind === 'study' ? studyCache(plan.out).cases : own,
    resume: true,
    version: context.version,
  }
  const all: Case[] =
    plan.kind === 'study' ? await studyCases(plan.file, context) : await readCases(plan.file, plan.settings)
  const cases = all.slice(from, to).map(({ input, task }) => ({ input, task: { ...task, cache } }))
  const rows = await extractGiven(cases, context.map, context.onDone)
  await writePart(folder, { plan: name, index, from, rows: rows.length }, rows)
  await rm(own, { recursive: true, force: true })
  return { cases: rows.length, failed: rows.filter(({ status }) => status === 'failed').length }
}

/** Writes the rows of a part, whole or not at all. */
export function writePart(folder: string, head: PartHead, rows: readonly FeatureRow[]): Promise<void> {
  const lines = [JSON.stringify(head), ...rows.map(toText)]
  return writeAtomically(partFile(folder, head.index), `${lines.join('\n')}\n`)
}

/** Whether a part is there; it is written whole. */
export const isDone = (folder: string, index: number) => existsSync(partFile(folder, index))

/** The rows of a part, one after the other. Throws PartOfAnother. */
export async function* rowsOfPart(folder: string, index: number, plan: string): AsyncGenerator<FeatureRow> {
  const file = partFile(folder, index)
  let head: PartHead | undefined
  let rows = 0
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    if (head === undefined) {
      head = headOf(line)
      if (head?.plan !== plan || head.index !== index) throw PartOfAnother(file)
    } else {
      yield rowOf(line, file)
      rows++
    }
  }
  if (head?.rows !== rows) throw PartOfAnother(file)
}

function headOf(line: string): PartHead | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function rowOf(line: string, file: string): FeatureRow {
  try {
    return fromText(line)
  } catch {
    throw PartOfAnother(file)
  }
}

/** How many cases a part has and how many of them failed; undefined where it is not there. */
export async function countsOfPart(folder: string, index: number) {
  if (!isDone(folder, index)) return undefined
  const text = await readFile(partFile(folder, index), 'utf8')
  return {
    cases: headOf(text.slice(0, text.indexOf('\n')))?.rows ?? 0,
    failed: text.split('\n').filter((line) => /^\{"input":\{.*?\},"status":"failed"/.test(line)).length,
  }
}
