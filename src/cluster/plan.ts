import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256 } from '../digest.ts'
import { InputChanged, NoPlan, PlanIsAnother, PlannedByAnother } from '../errors/index.ts'
import { readNamed } from '../jobs/read-named.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import type { Settings } from './cases-list.ts'

const schema = z.strictObject({
  schema: z.literal(1),
  version: z.string(),
  /** The cases of a list, or those of a study. */
  kind: z.enum(['cases', 'study']),
  /** The list or the study file, whole path, and what it held. */
  file: z.string(),
  hash: z.string(),
  /** What holds for every case of a list. */
  settings: z.record(z.string(), z.unknown()),
  /** Where the result goes: a file, or a study's folder. */
  out: z.string(),
  cases: z.number().int().min(0),
  /** Parts of the cases; none of a study that extracts no features. */
  parts: z.number().int().min(0),
  /** Parts of the refits of a study's models, which follow those of its cases. */
  refits: z.number().int().min(0),
})

/** Work in parts: what `submit` writes, and all that a part, `status` and `gather` need to know. */
export type Plan = Omit<z.infer<typeof schema>, 'settings'> & { settings: Settings }

/** All parts of a plan are numbered from 1 to this. */
export const partCount = ({ parts, refits }: Plan) => parts + refits

/** Where a study's run, and every part of it, keeps cases and refits. */
export const studyCache = (out: string) => ({ cases: join(out, '.cache'), refits: join(out, '.cache', 'refits') })

/** The folder of the parts of a result. */
export const partsFolder = (out: string) => `${out}.parts`

/** A part's file, of which there are `parts`. */
export const partFile = (folder: string, index: number) => join(folder, 'parts', `${numbered(index)}.jsonl`)

/** A part's log. */
export const logFile = (folder: string, index: number) => join(folder, 'logs', `${index}.log`)

const numbered = (index: number) => String(index).padStart(5, '0')

const planFile = (folder: string) => join(folder, 'plan.json')

/** Writes the plan; one that is there must be the same. Throws PlanIsAnother. */
export async function writePlan(folder: string, plan: Plan): Promise<void> {
  const text = `${JSON.stringify(plan, null, 1)}\n`
  if (existsSync(planFile(folder)) && (await readFile(planFile(folder), 'utf8')) !== text) throw PlanIsAnother(folder)
  await writeAtomically(planFile(folder), text)
}

/** The plan in a folder, with a name for what it is of: its own hash. Throws NoPlan. */
export async function readPlan(folder: string): Promise<{ plan: Plan; name: string }> {
  if (!existsSync(planFile(folder))) throw NoPlan(folder)
  const text = await readFile(planFile(folder), 'utf8')
  try {
    return { plan: schema.parse(JSON.parse(text)) as Plan, name: await sha256(text) }
  } catch {
    throw NoPlan(folder)
  }
}

/** Throws InputChanged where the list or study file is no longer what was submitted, PlannedByAnother where another version computes. */
export async function requireUnchanged(plan: Plan, version: string): Promise<void> {
  if (plan.version !== version) throw PlannedByAnother(plan.file, plan.version, version)
  const hash = await sha256(await readNamed(plan.file))
  if (hash !== plan.hash) throw InputChanged(plan.file)
}
