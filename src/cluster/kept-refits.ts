import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { ofNumber } from '../jobs/cache.ts'
import type { Shard } from '../jobs/shard.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import type { JobName, Jobs, ParallelMap } from '../parallel.ts'

/** Where the refits of a study's models are kept, and the version that computes them. */
export interface KeptRefits {
  folder: string
  version: string
  /** The part of them that is computed; all of them where it is absent. */
  share?: Shard
}

/** The jobs that fit models to resamples, which parts can share; the fit to all training rows is every part's own. */
const refitNames = ['model/refit', 'model/compare', 'model/regression', 'model/fine-gray'] as const

type RefitName = (typeof refitNames)[number]
export type AnyRefitTask = Jobs[RefitName]['task']

export const isRefit = (name: string) => (refitNames as readonly string[]).includes(name)

/**
 * A map that keeps what models were fitted to resamples, a file for each task, and computes what is not there. A file is
 * called by the hash of all that its answer depends on: job, version, and what the task has: plan, predictors, outcomes,
 * rows and seeds. One that was cut off, changed or put in another's place is computed again.
 *
 * With a `share` every `count`-th task is computed; a refit of another part is answered as one that failed, so that the
 * study goes on to its next models, and must not be reported. The fit to all training rows is everybody's. Then a file that
 * cannot be written ends the map (Unwritable), since a share that is not kept is not done.
 */
export function keepingRefits(map: ParallelMap, { folder, version, share }: KeptRefits): ParallelMap {
  const keyOf = keysOf(version)
  let before = 0
  const isOwn = (name: JobName, number: number) =>
    share === undefined || !isRefit(name) || number % share.count === share.index - 1
  return async (name, tasks, options = {}) => {
    if (!isRefit(name) && name !== 'model/fit') return map(name, tasks, options)
    const refits = tasks as readonly AnyRefitTask[]
    const keys: string[] = []
    const answers: (Jobs[typeof name]['answer'] | undefined)[] = []
    const missing: number[] = []
    for (const [i, task] of refits.entries()) {
      keys.push(keyOf(name, task))
      const kept = await readKept(folder, keys[i])
      answers.push(kept as (typeof answers)[number])
      if (kept === undefined && isOwn(name, before + i)) missing.push(i)
    }
    if (isRefit(name)) before += tasks.length
    const onAnswer = async (at: number, answer: unknown) => {
      const written = writeKept(folder, keys[missing[at]], answer)
      await (share ? written : written.catch(() => {})) // a full disk is no fault of the study
    }
    const computed = await map(
      name,
      missing.map((i) => tasks[i]),
      { ...options, onAnswer },
    )
    for (const [at, i] of missing.entries()) answers[i] = computed[at]
    return answers.map((answer, i) => answer ?? (ofAnotherPart(refits[i]) as (typeof computed)[number]))
  }
}

/** The answer to a task that is not computed here. */
export function ofAnotherPart(task: AnyRefitTask) {
  const failed = { failed: 'it belongs to another part' }
  if (!('models' in task)) return task.parts.map(() => failed)
  return task.parts.map(() => Object.fromEntries(task.models.map((model) => [model, failed])))
}

/** The hash of what a task's answer depends on; what tasks share (plan, predictors, outcomes) is read once. */
function keysOf(version: string): (job: string, task: AnyRefitTask) => string {
  const known = new WeakMap<object, string>()
  const once = (shared: object) => {
    const name = known.get(shared) ?? hashOf(shared)
    known.set(shared, name)
    return name
  }
  return (job, { parts, ...shared }) => {
    const named = Object.entries(shared).map(([key, value]) => [key, typeof value === 'object' ? once(value) : value])
    return hashOf([version, job, named, parts])
  }
}

function hashOf(value: unknown): string {
  const text = JSON.stringify(value, (_, inner) =>
    ArrayBuffer.isView(inner) ? { [inner.constructor.name]: hashOfBytes(inner) } : ofNumber(inner),
  )
  return createHash('sha256').update(text).digest('hex')
}

/** Bytes that are hashed in one call, which takes less than 2 GB. */
const piece = 2 ** 30

function hashOfBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  const hash = createHash('sha256')
  for (let at = 0; at < byteLength; at += piece)
    hash.update(new Uint8Array(buffer, byteOffset + at, Math.min(piece, byteLength - at)))
  return hash.digest('hex')
}

const fileOf = (folder: string, key: string) => join(folder, key.slice(0, 2), key)

const sealLength = 32
const sealOf = (key: string, answer: Buffer) => createHash('sha256').update(key).update(answer).digest()

/** Writes an answer as a thread would send it, every number bit by bit, behind a hash of its key and itself. */
function writeKept(folder: string, key: string, answer: unknown): Promise<void> {
  const bytes = serialize(answer)
  return writeAtomically(fileOf(folder, key), Buffer.concat([sealOf(key, bytes), bytes]))
}

/** What is kept under a key; undefined where nothing is, or something else than was written. */
async function readKept(folder: string, key: string): Promise<unknown> {
  const bytes = await readFile(fileOf(folder, key)).catch(() => undefined)
  if (!bytes) return undefined
  const answer = bytes.subarray(sealLength)
  if (!sealOf(key, answer).equals(bytes.subarray(0, sealLength))) return undefined
  try {
    return deserialize(answer)
  } catch {
    return undefined // written by a Node whose format is newer
  }
}
