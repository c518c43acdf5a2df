import { existsSync, realpathSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type CaseTask, requireFiles } from '../cases/case.ts'
import { extractCase } from '../cases/extract.ts'
import { type FeatureRow, jsonValue, type TableSlice, toCsv, toJson, toParquet } from '../cases/feature-table.ts'
import { readCases, type Settings } from '../cluster/cases-list.ts'
import { OutputExists, Problem, UnknownOption, Unwritable, WouldReplaceInput, WrongArguments } from '../errors/index.ts'
import { failureReason, isFailure } from '../jobs/failure.ts'
import { readShard, shardRange } from '../jobs/shard.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import type { ParallelMap } from '../parallel.ts'
import { span } from '../spans.ts'
import { type Case, extractGiven, valueNames } from '../study/cases/extract-all.ts'
import { counted } from '../text/counted.ts'
import { type OnSpans, openPool, type Pool } from '../workers/pool.ts'
import { openTimes, refuseOldTrace } from '../workers/times.ts'
import { type CaseOptions, readCaseSettings } from './case-settings.ts'
import type { Terminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

export interface ExtractOptions extends CaseOptions {
  cases?: string
  out?: string
  jobs?: number
  shard?: string
  resume?: boolean
  overwrite?: boolean
  voxel?: boolean
  saveImages?: string
  trace?: string
}

/** `nomoscope extract`: one case to one JSON object, or many cases to a table. */
export async function extract(
  image: string | undefined,
  mask: string | undefined,
  options: ExtractOptions,
  terminal: Terminal,
  openWork: OpenWork = openPool,
): Promise<void> {
  if (!options.voxel) formatOf(options.out)
  if (options.out) refuseBelowFile(options.out)
  refuseUselessOptions(options)
  const settings = await readCaseSettings(options)
  if (options.out) refuseInput(options.out, [options.cases, options.params, image, mask])
  if (options.trace) refuseInput(options.trace, [options.cases, options.params, image, mask, options.out])
  refuseOldTrace(options)
  if (options.out && existsSync(options.out) && !options.overwrite && !options.resume) throw OutputExists(options.out)
  if (options.out && !options.voxel && statSync(options.out, { throwIfNoEntry: false })?.isDirectory())
    throw Unwritable(options.out, 'it is a folder, not a file')
  if (options.voxel) {
    if (!options.out) throw WrongArguments('--voxel needs the folder that --out names.')
    if (options.cases && !image) return extractVoxelsOfMany(options.cases, settings, options.out, options, terminal)
    if (!image || !mask || options.cases)
      throw WrongArguments('--voxel takes one IMAGE and MASK, or --cases CASES.csv.')
    return extractVoxels({ image, mask, ...settings }, options.out, options, terminal)
  }
  if (options.cases) {
    if (image) throw WrongArguments('--cases replaces IMAGE and MASK.')
    return extractMany(options.cases, settings, options, terminal, openWork)
  }
  if (!image || !mask) throw WrongArguments('An IMAGE and a MASK are needed, or --cases CASES.csv.')
  const times = timesOf(options)
  const pool = openPool(options.jobs, times?.onSpans)
  const task = { image, mask, ...settings, images: options.saveImages }
  const { values, warnings } = await extractCase(task, pool.platform, pool.jobs > 1 ? pool.map : undefined).finally(
    pool.close,
  )
  for (const warning of warnings) terminal.say(warning)
  const row: FeatureRow = { input: { Image: image, Mask: mask }, status: 'done', reason: '', values }
  const format = formatOf(options.out)
  const text =
    format === 'csv'
      ? toCsv({ rows: [row], from: 0, isFirst: true, isLast: true }, Object.keys(values), ['Image', 'Mask'])
      : `${JSON.stringify(jsonValue(values), null, 1)}\n`
  if (options.out && format === 'parquet') await writeAtomically(options.out, await parquetOf([row], ['Image', 'Mask']))
  else if (options.out) await writeAtomically(options.out, text)
  else terminal.result(text)
  await times?.writeTrace(terminal.say)
}

/** Where a trace was asked for: of one case nothing else is told. */
const timesOf = ({ trace }: ExtractOptions) => (trace === undefined ? undefined : openTimes(NOMOSCOPE_VERSION, trace))

/** `nomoscope extract --voxel`: every map an image in a folder; the files' names on stdout. */
async function extractVoxels(task: CaseTask, folder: string, options: ExtractOptions, terminal: Terminal) {
  const { voxelTasks } = await import('../cases/voxel-maps.ts')
  const times = timesOf(options)
  const pool = openPool(options.jobs, times?.onSpans)
  try {
    const parts = await pool.map('voxel/maps', voxelTasks(task, folder), { onDone: terminal.progress('maps') })
    for (const warning of new Set(parts.flatMap(({ warnings }) => warnings))) terminal.say(warning)
    terminal.result(JSON.stringify(Object.fromEntries(parts.flatMap(({ files }) => files)), null, 1))
    await times?.writeTrace(terminal.say)
  } finally {
    await pool.close()
  }
}

/** `nomoscope extract --voxel --cases`: the maps of every case in a folder of its own, by its number and its ID. */
async function extractVoxelsOfMany(
  file: string,
  settings: Settings,
  folder: string,
  options: ExtractOptions,
  terminal: Terminal,
) {
  const { voxelTasks } = await import('../cases/voxel-maps.ts')
  const cases = await readCases(file, settings)
  const [from, to] = shardRange(readShard(options.shard ?? '1/1'), cases.length)
  const times = timesOf(options)
  const pool = openPool(options.jobs, times?.onSpans)
  const onDone = terminal.progress('cases')
  const done: Record<string, Record<string, string>> = {}
  let failed = 0
  try {
    for (const [i, { input, task }] of cases.entries()) {
      if (i < from || i >= to) continue
      const own = `${i + 1}${safe(input.ID)}`
      try {
        requireFiles(task)
        const parts = await pool.map('voxel/maps', voxelTasks(task, join(folder, own)), {})
        for (const warning of new Set(parts.flatMap(({ warnings }) => warnings))) terminal.say(`${own}: ${warning}`)
        done[own] = Object.fromEntries(parts.flatMap(({ files }) => files))
      } catch (cause) {
        if (!(cause instanceof Problem)) throw cause
        failed++
        terminal.say(`${own}: ${failureReason(cause)}`)
      }
      onDone(i - from + 1, to - from)
    }
  } finally {
    await pool.close()
  }
  terminal.result(JSON.stringify(done, null, 1))
  await times?.writeTrace(terminal.say)
  if (failed) process.exitCode = 3
}

/** What computes the cases of a list: this machine's threads, or the workers of a queue. */
export type OpenWork = (jobs?: number, onSpans?: OnSpans) => Promise<Work> | Work
type Work = Pick<Pool, 'map' | 'close'>

async function extractMany(
  file: string,
  settings: Settings,
  options: ExtractOptions,
  terminal: Terminal,
  openWork: OpenWork,
): Promise<void> {
  const times = openTimes(NOMOSCOPE_VERSION, options.trace)
  const cases = await span('stage', 'list', () => readCases(file, settings))
  const shard = readShard(options.shard ?? '1/1')
  const [from, to] = shardRange(shard, cases.length)
  const format = formatOf(options.out)
  if (format === 'parquet' && shard.count > 1)
    throw WrongArguments('Parts of a Parquet file cannot be joined end to end; shard to .csv or .json.')
  if (options.out) {
    const cache = { folder: `${options.out}.cache`, resume: options.resume === true, version: NOMOSCOPE_VERSION }
    for (const one of cases) one.task.cache = cache
  }
  if (options.saveImages) {
    for (const [i, { input, task }] of cases.entries())
      task.images = join(options.saveImages, `${i + 1}${safe(input.ID)}`)
  }
  const release = options.out ? await holdOutput(options.out, terminal) : () => {}
  const pool = await openWork(options.jobs, times.onSpans)
  try {
    const rows = await span('stage', 'cases', () =>
      extractGiven(cases.slice(from, to), pool.map, terminal.progress('cases')),
    )
    const inputs = Object.keys(cases[0]?.input ?? {})
    const part: TableSlice = { rows, from, isFirst: shard.index === 1, isLast: shard.index === shard.count }
    await span('stage', 'table', async () => {
      const content =
        format === 'parquet'
          ? await parquetOf(rows, inputs)
          : format === 'csv'
            ? toCsv(part, await columnsOfAll(cases, rows, shard.count, pool.map), inputs)
            : toJson(part)
      if (options.out) await writeAtomically(options.out, content)
      else terminal.result(content as string)
    })
    const failed = rows.filter((row) => row.status === 'failed')
    for (const row of failed) terminal.say(`${Object.values(row.input)[0]}: ${row.reason}`)
    terminal.say(
      `${rows.length - failed.length} of ${counted(rows.length, 'case')} done${failed.length > 0 ? `, ${failed.length} failed` : ''}`,
    )
    terminal.summary(times)
    await times.writeTrace(terminal.say)
    if (failed.length > 0) process.exitCode = 3
    if (options.out) await tidyCache(options.out, failed.length > 0 || shard.count > 1, terminal)
  } finally {
    await pool.close()
    release()
  }
}

/** Nobody else writes this file or its cache, and what a killed run left of them is gone; gives back what ends that. */
async function holdOutput(out: string, terminal: Terminal): Promise<() => void> {
  const { lockBeside, sweepParts, sweepPartsOf, takeLock } = await import('../jobs/lock.node.ts')
  const release = await takeLock(lockBeside(resolve(out)), out, terminal)
  sweepPartsOf(resolve(out))
  sweepParts(`${out}.cache`)
  return release
}

/** Throws for options that would do nothing here: whoever gives one believes that it does something. */
function refuseUselessOptions({ cases, voxel, shard, resume, saveImages, out }: ExtractOptions): void {
  if (shard !== undefined && !cases) throw WrongArguments('--shard takes a part of --cases; one case has no parts.')
  if (resume && !(cases && out)) throw WrongArguments('--resume goes on with the cases of --cases and --out.')
  if (voxel && saveImages) throw WrongArguments('--save-images writes the images of features; --voxel writes maps.')
}

/** The format of a result by its name; JSON on stdout. Throws UnknownOption. */
function formatOf(out: string | undefined): 'json' | 'csv' | 'parquet' {
  const format = /\.(json|csv|parquet)$/i.exec(out ?? '.json')?.[1].toLowerCase()
  if (!format) throw UnknownOption(`the format of --out ${out}`, '.json, .csv or .parquet')
  return format as 'json' | 'csv' | 'parquet'
}

/** Throws WouldReplaceInput where a result would take the place of what it is made from. */
function refuseInput(out: string, inputs: readonly (string | undefined)[]): void {
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : resolve(path))
  if (inputs.some((input) => input !== undefined && real(input) === real(out))) throw WouldReplaceInput(out)
}

/** Throws before anything is computed where a part of the path to a result is a file. */
function refuseBelowFile(out: string): void {
  for (let folder = dirname(resolve(out)); folder !== dirname(folder); folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false })
    if (found?.isDirectory()) return
    if (found) throw WrongArguments(`--out ${out} cannot be written: ${folder} is a file, not a folder.`)
  }
}

/** A finished result needs no cache; one with failed cases may be gone on with. */
async function tidyCache(out: string, isNeeded: boolean, terminal: Terminal): Promise<void> {
  const folder = `${out}.cache`
  if (!existsSync(folder)) return
  if (isNeeded) terminal.say(`${folder} keeps what was computed, for --resume.`)
  else
    await rm(folder, { recursive: true, force: true }).catch(() =>
      terminal.say(`${folder} could not be removed; it is needed no more.`),
    )
}

/** A case's own name as the end of a folder's. */
const safe = (name: unknown) => (name ? `-${String(name).replace(/[^\p{L}\p{N}._-]+/gu, '_')}` : '')

/**
 * The columns of a CSV. Every shard must write the same ones, so a shard takes them from the first case of the whole
 * list that can be extracted; an unsharded run does too, then adds what other cases have besides.
 */
async function columnsOfAll(
  cases: readonly Case[],
  rows: readonly FeatureRow[],
  shards: number,
  map: ParallelMap,
): Promise<string[]> {
  if (shards === 1) return valueNames(rows)
  for (const { task } of cases) {
    const [answer] = await map('case/extract', [task])
    // A case that fails is reported by the shard that it belongs to.
    if (!isFailure(answer)) return Object.keys(answer.values)
  }
  return []
}

function parquetOf(rows: FeatureRow[], inputs: string[]): Promise<Uint8Array> {
  return toParquet(rows, valueNames(rows), inputs)
}
