import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ArchiveServer, FoundSeries, Query } from '../archive/pacs/archive-server.ts'
import { fetchSeries, planFetch, type WantedSeries } from '../archive/pacs/fetch.node.ts'
import { openArchive } from '../archive/pacs/open.node.ts'
import { draftProtocolMap, type ProtocolMap, readProtocolMap, sequenceOf } from '../archive/pacs/protocol-map.ts'
import { readSeriesTable, seriesTable } from '../archive/pacs/series-table.ts'
import { FileNotFound, OutputExists, PacsSecretMissing, WrongArguments } from '../errors/index.ts'
import { isDicom } from '../image/dicom/file.ts'
import { nodeStore } from '../image/platform/image-store.node.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { ask } from './deidentify.ts'
import type { Terminal } from './terminal.ts'

export interface PacsOptions extends Query {
  servers: string
  patients?: string
  map?: string
  out?: string
  plan?: boolean
  parallel?: number
  pause?: number
  overwrite?: boolean
}

/** `nomoscope pacs`: asks an archive for series, fetches them, stores results back. */
export async function pacs(action: string, server: string, inputs: string[], options: PacsOptions, terminal: Terminal) {
  const actions = { echo, find, fetch: fetchAction, store }
  if (!Object.hasOwn(actions, action))
    throw WrongArguments(`There is no "pacs ${action}"; there are ${Object.keys(actions).join(', ')}.`)
  const archive = await openArchive(options.servers, server, secretOf)
  try {
    await actions[action as keyof typeof actions](archive, inputs, options, terminal)
  } finally {
    await archive.close()
  }
}

async function secretOf(name: string): Promise<string> {
  const given =
    process.env.NOMOSCOPE_PACS_SECRET ?? (process.stdin.isTTY ? await ask(`Password or token of ${name}: `) : '')
  if (given === '') throw PacsSecretMissing(name)
  return given
}

async function echo(archive: ArchiveServer, _inputs: string[], _options: PacsOptions, terminal: Terminal) {
  await archive.echo()
  terminal.result('It answers.')
}

async function find(archive: ArchiveServer, _inputs: string[], options: PacsOptions, terminal: Terminal) {
  for (const file of [options.out, options.map])
    if (file && existsSync(file) && !options.overwrite) throw OutputExists(file)
  const { patient, study, modality, from, to, description } = options
  const query: Query = { patient, study, modality, from, to, description }
  const patients = options.patients ? readPatients(options.patients) : [patient]
  const progress = terminal.progress('patients asked for')
  const found: FoundSeries[] = []
  for (const [i, id] of patients.entries()) {
    found.push(...(await archive.find({ ...query, patient: id })))
    if (options.patients) progress(i + 1, patients.length)
  }
  found.sort(
    (a, b) =>
      compare(a.patient, b.patient) ||
      compare(a.studyDate, b.studyDate) ||
      Number(a.number) - Number(b.number) ||
      compare(a.series, b.series),
  )
  const table = seriesTable(found)
  if (options.out) await writeAtomically(options.out, table)
  else terminal.result(table)
  if (options.map) await writeAtomically(options.map, draftProtocolMap(found))
  terminal.say(`${found.length} series of ${new Set(found.map(({ patient: id }) => id)).size} patients.`)
  if (options.out) terminal.say('Take out the rows that are not wanted, then: nomoscope pacs fetch.')
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The first column of a table, or one number a line. */
function readPatients(file: string): string[] {
  const cells = readText(file)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) =>
      line
        .split(/[,;\t]/)[0]
        .trim()
        .replace(/^"(.*)"$/, '$1'),
    )
    .filter(Boolean)
  return [...new Set(/^(id|patient|patient_?id|mrn)$/i.test(cells[0] ?? '') ? cells.slice(1) : cells)]
}

async function fetchAction(archive: ArchiveServer, inputs: string[], options: PacsOptions, terminal: Terminal) {
  const [table] = inputs
  if (!table || !options.out) throw WrongArguments('pacs fetch needs the table of series, and --out for the folder.')
  const map = options.map ? readProtocolMap(readText(options.map), options.map) : undefined
  const wanted = placesOf(readSeriesTable(readText(table), table), map, options.out)
  await fetchPlanned(archive, wanted, options, terminal)
}

/** Says what will be fetched, fetches it, and says what could not be. */
export async function fetchPlanned(
  archive: ArchiveServer,
  wanted: WantedSeries[],
  { plan: only, parallel, pause }: Pick<PacsOptions, 'plan' | 'parallel' | 'pause'>,
  terminal: Terminal,
): Promise<void> {
  const plan = await planFetch(archive, wanted)
  const patients = new Set(wanted.map(({ series }) => series.patient)).size
  terminal.say(
    `${plan.missing} objects of ${wanted.length} series of ${patients} patients are to be fetched; ${plan.present} are here.`,
  )
  if (only) return
  const started = performance.now()
  const progress = terminal.progress('fetched')
  const fault = (error: Error) => terminal.fault('', error)
  const { fetched, failed, duplicates } = await fetchSeries(archive, plan, { parallel, pause }, { progress, fault })
  const seconds = (performance.now() - started) / 1000
  terminal.say(
    `${fetched} fetched in ${seconds.toFixed(0)} s, ${failed} failed${duplicates > 0 ? `, ${duplicates} came twice and were kept once` : ''}.`,
  )
  if (failed > 0) process.exitCode = 3
}

/** A folder for each series: by patient and sequence where there is a map, whose other series are left. */
export function placesOf(found: readonly FoundSeries[], map: ProtocolMap | undefined, out: string): WantedSeries[] {
  return found.flatMap((series) => {
    const sequence = map ? sequenceOf(map, series.description) : ''
    if (sequence === undefined) return []
    const own = `${series.number.padStart(3, '0')}_${series.modality}_${plain(series.description).slice(0, 40)}_${series.series.slice(-8)}`
    return [{ series, folder: join(out, plain(series.patient) || 'unknown', sequence, plain(own)) }]
  })
}

const plain = (text: string) =>
  text
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')

async function store(archive: ArchiveServer, inputs: string[], _options: PacsOptions, terminal: Terminal) {
  if (inputs.length === 0) throw WrongArguments('pacs store needs files or folders.')
  const files = (await Promise.all(inputs.map(async (input) => (await nodeStore.list(input)) ?? [input]))).flat()
  const progress = terminal.progress('stored')
  let stored = 0
  for (const [i, file] of files.entries()) {
    const bytes = await nodeStore.bytes(file)
    if (!isDicom(bytes)) terminal.say(`${file} is not DICOM and was not sent.`)
    else {
      await archive.store(bytes, file)
      stored++
    }
    progress(i + 1, files.length)
  }
  terminal.result(`${stored} stored`)
}

function readText(file: string): string {
  if (!existsSync(file)) throw FileNotFound(file)
  return readFileSync(file, 'utf8')
}
