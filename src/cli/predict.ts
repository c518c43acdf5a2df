import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { writeCsv } from '../cohort/tables/write-csv.ts'
import { writeSheet } from '../cohort/tables/write-xlsx.ts'
import { OutputExists, UnknownOption } from '../errors/index.ts'
import { readNamedText } from '../jobs/read-named.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { noticeOf } from '../model/deploy/make-model-file.ts'
import { readModelFile } from '../model/predict/model-file.ts'
import type { ModelFile } from '../model/predict/model-schema.ts'
import { type Prediction, predict } from '../model/predict/predict.ts'
import { contributionColumns, writeContributions } from './explain.ts'
import { openPatients, type PatientOptions } from './patients.ts'
import type { Terminal } from './terminal.ts'

export interface PredictOptions extends PatientOptions {
  out?: string
  horizon?: number
  /** What each variable contributes, in columns of their own. */
  explain?: boolean
  /** Folder for a picture of each row's contributions. */
  figures?: string
  overwrite?: boolean
}

/** `nomoscope predict`: the risk of each row of a table, with its interval, or the reason why there is none. */
export async function predictRisks(model: string, options: PredictOptions, terminal: Terminal, json = false) {
  for (const path of [options.out, options.figures])
    if (path && existsSync(path) && !options.overwrite) throw OutputExists(path)
  const format = options.out && extname(options.out).toLowerCase()
  if (format && !['.csv', '.json', '.xlsx'].includes(format))
    throw UnknownOption(`the format of --out ${options.out}`, '.csv, .xlsx or .json')
  const file = await openModel(model)
  const { ids, rows, failed: unread, noticed, read } = await openPatients(file, options, terminal)
  const repeated = new Set(read.repeats)
  const predictions = predict(file, rows, options.horizon).map((one, i) => ({
    ...one,
    warnings: [
      ...(repeated.has(i) ? [`${ids[i]} is in a row above already.`] : []),
      ...(noticed.get(i) ?? []),
      ...one.warnings,
    ],
    ...(unread.has(i) && { error: unread.get(i) }),
  }))
  const notice = noticeOf(file)
  const names = riskColumns(file, predictions)
  const found = predictions.map(({ interval, warnings, error, ...told }, i) => ({
    id: ids[i],
    ...Object.fromEntries(names.map((name, k) => [name, risksOf(told)[k]])),
    interval: interval === 'none' ? undefined : interval,
    warnings: warnings.join(' '),
    error,
    ...(options.explain && contributionColumns(file, predictions[i])),
  }))
  const explained = options.explain ? predictions.find(({ error }) => error === undefined) : undefined
  const contributions = explained ? Object.keys(contributionColumns(file, explained)) : []
  const columns = ['id', ...names, 'interval', 'warnings', 'error', ...contributions, 'notice']
  const text =
    json || options.out?.endsWith('.json')
      ? `${JSON.stringify({ notice, predictions: predictions.map((one, i) => ({ id: ids[i], ...one })) }, null, 1)}\n`
      : writeCsv(
          columns,
          found.map((row) => columns.map((name) => ({ ...row, notice })[name])),
        )
  if (options.out?.endsWith('.xlsx')) {
    const lines = found.map((row) => columns.map((name) => ({ ...row, notice })[name]))
    await writeAtomically(options.out, await writeSheet('Risks', columns, lines))
  } else if (options.out) await writeAtomically(options.out, text)
  else terminal.result(text)
  if (options.figures) await writeContributions(options.figures, file, ids, predictions)
  terminal.say(notice)
  const failed = found.filter((row) => row.error !== undefined)
  for (const { id, error } of failed) terminal.say(`${id}: ${error}`)
  if (failed.length > 0 || read.faults.some(({ severity }) => severity === 'error')) process.exitCode = 3
}

const parts = ['risk', 'lower', 'upper'] as const

/** Columns of what is foretold: of a Cox or Fine–Gray model for each horizon, of classes for each, of a number its value. */
function riskColumns({ classes, family }: ModelFile, predictions: readonly Prediction[]): string[] {
  const named = (of: (string | number)[]) => of.flatMap((one) => parts.map((part) => `${part}_${one}`))
  if (classes) return named(classes.map(({ value }) => value))
  if (family === 'linear') return ['value', 'lower', 'upper']
  const horizons = predictions.find(({ risks }) => risks)?.risks?.map(({ horizon }) => horizon) ?? []
  return horizons.length === 0 ? [...parts] : named(horizons)
}

/** What is foretold, in the order of those columns; empty where there is nothing. */
function risksOf({ risk, value, lower, upper, risks, classes }: Partial<Prediction>): (number | undefined)[] {
  const several = classes ?? risks
  return several ? several.flatMap((one) => parts.map((part) => one[part])) : [value ?? risk, lower, upper]
}

/** The model file at a path. Throws FileNotFound, Unreadable, ModelFileUnknown, ModelFileDamaged. */
export async function openModel(path: string): Promise<ModelFile> {
  return readModelFile(await readNamedText(path), path)
}
