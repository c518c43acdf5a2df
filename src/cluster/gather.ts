import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve as whole } from 'node:path'
import { type FeatureRow, toCsv, toJson, toParquet } from '../cases/feature-table.ts'
import { PartsMissing, systemReason, Unwritable } from '../errors/index.ts'
import { sweepParts } from '../jobs/lock.node.ts'
import { makeFolder, writeAtomically } from '../jobs/write-atomically.node.ts'
import { rowsOfPart } from './part.ts'
import { readPlan } from './plan.ts'
import { partsOf } from './status.ts'

/** What a folder of Parquet files holds: `manifest.json`. */
export interface Manifest {
  schema: 1
  rows: number
  failed: number
  /** Columns that every part has, in their order. */
  columns: string[]
  parts: { file: string; rows: number; sha256: string }[]
}

/** What was gathered. */
export interface Gathered {
  rows: number
  failed: number
}

/** The columns of all parts, in the order in which they first occur, and which of them are numbers everywhere. */
interface Columns {
  inputs: string[]
  names: string[]
  texts: Set<string>
}

/**
 * Joins the parts of submitted work to the bytes that one run would have written: CSV, JSON, Parquet, or a folder of
 * Parquet files with a manifest. Memory is bounded by a part, but for a single Parquet file, which needs all rows.
 *
 * @throws NoPlan, PartsMissing, PartOfAnother, Unwritable
 */
export async function gather(folder: string, out: string): Promise<Gathered> {
  const { plan, name } = await readPlan(folder)
  const missing = partsOf(folder, plan).filter(({ done }) => !done)
  if (missing.length > 0)
    throw PartsMissing(
      folder,
      missing.length,
      plan.parts,
      missing
        .slice(0, 5)
        .map(({ index }) => index)
        .join(', '),
    )
  const parts = Array.from({ length: plan.parts }, (_, i) => () => rowsOfPart(folder, i + 1, name))
  const counted: Gathered = { rows: 0, failed: 0 }
  const columns: Columns = { inputs: [], names: [], texts: new Set() }
  const known = new Set<string>()
  for (const part of parts)
    for await (const row of part()) {
      if (counted.rows === 0) columns.inputs = Object.keys(row.input)
      counted.rows++
      if (row.status === 'failed') counted.failed++
      for (const [key, value] of Object.entries(row.values)) {
        if (!known.has(key)) {
          known.add(key)
          columns.names.push(key)
        }
        if (typeof value !== 'number') columns.texts.add(key)
      }
    }
  if (/\.csv$/i.test(out)) await writeStream(out, csvOf(parts, columns))
  else if (/\.json$/i.test(out)) await writeStream(out, jsonOf(parts, counted.rows))
  else if (/\.parquet$/i.test(out)) await writeAtomically(out, await parquetOf(parts, columns))
  else await writeFolder(out, parts, columns, counted)
  // What killed attempts at a part left: all parts are there.
  sweepParts(join(folder, 'parts'))
  await rm(join(folder, 'cache'), { recursive: true, force: true })
  return counted
}

type Parts = (() => AsyncGenerator<FeatureRow>)[]

async function* csvOf(parts: Parts, { names, inputs }: Columns): AsyncGenerator<string> {
  yield toCsv({ rows: [], from: 0, isFirst: true, isLast: false }, names, inputs)
  for (const part of parts)
    for await (const row of part()) yield toCsv({ rows: [row], from: 1, isFirst: false, isLast: false }, names, inputs)
}

async function* jsonOf(parts: Parts, count: number): AsyncGenerator<string> {
  let from = 0
  for (const part of parts)
    for await (const row of part()) {
      yield toJson({ rows: [row], from, isFirst: from === 0, isLast: from === count - 1 })
      from++
    }
  if (count === 0) yield toJson({ rows: [], from: 0, isFirst: true, isLast: true })
}

async function parquetOf(parts: Parts, { names, inputs }: Columns): Promise<Uint8Array> {
  const rows: FeatureRow[] = []
  for (const part of parts) for await (const row of part()) rows.push(row)
  return toParquet(rows, names, inputs)
}

const partName = /^part-\d{5,}\.parquet$/

/** A Parquet file a part and the manifest, which is written last: a folder without it is unfinished. Rows of an earlier one go. */
async function writeFolder(out: string, parts: Parts, { names, inputs, texts }: Columns, counted: Gathered) {
  const manifest: Manifest = { schema: 1, ...counted, columns: [...inputs, 'status', 'reason', ...names], parts: [] }
  await rm(join(out, 'manifest.json'), { force: true })
  for (const name of await readdir(out).catch(() => [])) if (partName.test(name)) await rm(join(out, name))
  for (const [i, part] of parts.entries()) {
    const rows: FeatureRow[] = []
    for await (const row of part()) rows.push(row)
    if (rows.length === 0) continue
    const bytes = await toParquet(rows, names, inputs, texts)
    const file = `part-${String(i + 1).padStart(5, '0')}.parquet`
    await writeAtomically(join(out, file), bytes)
    manifest.parts.push({ file, rows: rows.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  await writeAtomically(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
}

/** A file written piece by piece beside its place and renamed. */
async function writeStream(path: string, pieces: AsyncGenerator<string>): Promise<void> {
  await makeFolder(dirname(whole(path)))
  const unfinished = join(dirname(path), `.${basename(path).slice(-100)}.${crypto.randomUUID()}.part`)
  const stream = createWriteStream(unfinished, { flags: 'wx' })
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => {}) // it is told by whoever waits
  const drained = () => new Promise<void>((resolve) => stream.once('drain', () => resolve()))
  try {
    for await (const piece of pieces) if (!stream.write(piece)) await Promise.race([drained(), failed])
    await Promise.race([new Promise<void>((resolve) => stream.end(resolve)), failed])
    await rename(unfinished, path)
  } catch (error) {
    stream.destroy()
    await rm(unfinished, { force: true })
    const reason = systemReason(error)
    throw reason === undefined ? error : Unwritable(path, reason)
  }
}
