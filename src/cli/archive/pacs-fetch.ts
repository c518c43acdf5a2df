import { join, resolve } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { readRules } from '../../archive/deidentify/rules.ts'
import type { FoundSeries, Query } from '../../archive/pacs/archive-server.ts'
import { openArrival } from '../../archive/pacs/arrival.node.ts'
import { fetchSeries, keepFiles } from '../../archive/pacs/fetch.node.ts'
import type { OpenedArchive } from '../../archive/pacs/open.node.ts'
import { orderSeries } from '../../archive/pacs/order-series.ts'
import {
  estimateFetch,
  type FetchEstimate,
  type Keeper,
  planFetch,
  type WantedSeries,
} from '../../archive/pacs/plan.ts'
import { type ProtocolMap, readProtocolMap } from '../../archive/pacs/protocol-map.ts'
import { quietUntil, waitWhileQuiet } from '../../archive/pacs/quiet-hours.ts'
import { pseudonymsOf, readSeriesTable } from '../../archive/pacs/series-table.ts'
import { NothingToFetch, WrongArguments } from '../../errors/index.ts'
import { readNamedText } from '../../jobs/read-named.node.ts'
import { counted } from '../../text/counted.ts'
import type { Terminal } from '../terminal.ts'
import { passphraseFor, profileOptions, tellOutcomes } from './deidentify.ts'
import { addToStudy } from './study-of-arrival.ts'

declare const NOMOSCOPE_VERSION: string

export interface PacsOptions extends Query {
  servers: string
  patients?: string
  map?: string
  out?: string
  plan?: boolean
  deidentify?: boolean
  retain: string
  clean: string
  rules?: string
  linkage?: string
  parallel?: number
  pause?: number
  overwrite?: boolean
  params?: string
}

/** `nomoscope pacs fetch`: the series of a table, sorted by the protocol map; with `--deidentify` no original is written. */
export async function fetchAction(opened: OpenedArchive, inputs: string[], options: PacsOptions, terminal: Terminal) {
  const [table] = inputs
  const { out } = options
  if (!table || !out) throw WrongArguments('pacs fetch needs the table of series, and --out for the folder.')
  if (options.deidentify && !options.map)
    throw WrongArguments('pacs fetch --deidentify sorts by a protocol map: --map.')
  const map = options.map ? readProtocolMap(await readNamedText(options.map), options.map) : undefined
  const found = readSeriesTable(table === '-' ? await readAll(process.stdin) : await readNamedText(table), table)
  const wanted = placesOf(found, await ordered(opened, found, map, terminal), out)
  if (wanted.length === 0)
    throw NothingToFetch(found.length ? `${options.map} names none of its series` : `${table} is empty`)
  if (!options.deidentify) return fetchPlanned(opened, wanted, keepFiles, options, terminal)
  await fetchDeidentified(opened, wanted, out, options, terminal)
  if (!options.plan) await addToStudy(out, terminal)
}

/**
 * Fetches into `out/images`, by patient and sequence, without what identifies the patients; the report goes to
 * `out/deidentification`, the way back beside `out`.
 */
export async function fetchDeidentified(
  opened: OpenedArchive,
  wanted: WantedSeries[],
  out: string,
  options: PacsOptions,
  terminal: Terminal,
): Promise<void> {
  const linkage = options.linkage ?? `${resolve(out)}.linkage`
  const report = join(out, 'deidentification')
  const arrival = await openArrival(
    {
      to: join(out, 'images'),
      report,
      linkage: { file: linkage, passphrase: await passphraseFor(linkage) },
      options: profileOptions(options),
      rules: options.rules ? readRules(await readNamedText(options.rules), options.rules) : [],
      pseudonyms: pseudonymsOf(
        wanted.map(({ series }) => series),
        'The table of series',
      ),
      version: NOMOSCOPE_VERSION,
    },
    (error) => terminal.fault('', error),
  )
  if (options.plan) return fetchPlanned(opened, wanted, arrival, options, terminal)
  try {
    await fetchPlanned(opened, wanted, arrival, options, terminal)
  } finally {
    // What came before something ended it is told and can be traced too.
    const outcomes = await arrival.finish()
    if (outcomes.length > 0) tellOutcomes(outcomes, report, linkage, terminal)
  }
}

/** Says what will be fetched, fetches it, and says what could not be. */
async function fetchPlanned(
  { archive, politeness }: OpenedArchive,
  wanted: WantedSeries[],
  keeper: Keeper,
  options: Pick<PacsOptions, 'plan' | 'parallel' | 'pause'>,
  terminal: Terminal,
): Promise<void> {
  const { parallel = politeness.parallel, pause = politeness.pause } = options
  const quiet = (until: Date) =>
    terminal.say(`The archive has quiet hours: nothing is fetched until ${clockTime(until)}.`)
  const allowed = () => waitWhileQuiet(politeness.quiet, quiet)
  const plan = await planFetch(archive, wanted, keeper)
  const patients = new Set(wanted.map(({ series }) => series.patient)).size
  const until = quietUntil(politeness.quiet, new Date())
  const measured = plan.missing > 0 && (options.plan ? !until : plan.missing > manyObjects)
  if (measured) await allowed()
  const estimate = measured ? await estimateFetch(archive, plan, { parallel, pause }) : undefined
  terminal.say(
    `${counted(plan.missing, 'object')} of ${wanted.length} series of ${counted(patients, 'patient')} are to be fetched${estimated(estimate)}; ${plan.present} are here.`,
  )
  if (options.plan) {
    if (until) quiet(until)
    return
  }
  const started = performance.now()
  const progress = terminal.progress('fetched')
  const fault = (error: Error) => terminal.fault('', error)
  const asked = { parallel, pause, allowed }
  const { fetched, failed, duplicates } = await fetchSeries(archive, plan, keeper, asked, { progress, fault })
  const seconds = (performance.now() - started) / 1000
  terminal.say(
    `${fetched} fetched in ${seconds.toFixed(0)} s, ${failed} failed${duplicates > 0 ? `, ${duplicates} came twice and were kept once` : ''}.`,
  )
  if (failed > 0) process.exitCode = 3
}

/** A plan of more is measured even where nobody asked for the plan alone. */
const manyObjects = 200

function estimated(estimate: FetchEstimate | undefined): string {
  if (!estimate || estimate.asked === 0) return ''
  const { bytes, seconds, asked } = estimate
  const size = bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`
  const time = seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`
  return `, about ${size} in ${time} (by ${asked} that were measured)`
}

/** By this machine's clock. */
const clockTime = (date: Date) =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
const two = (value: number) => String(value).padStart(2, '0')

/** The sequence of each series by the map, if there is one. */
export const ordered = async (
  { archive }: OpenedArchive,
  found: readonly FoundSeries[],
  map: ProtocolMap | undefined,
  terminal: Terminal,
) => (map ? orderSeries(archive, found, map, (error) => terminal.fault('', error)) : found.map(() => ''))

/** A folder for each series that has a sequence, by patient and sequence. */
export function placesOf(
  found: readonly FoundSeries[],
  sequences: readonly (string | undefined)[],
  out: string,
): WantedSeries[] {
  return found.flatMap((series, i) => {
    const sequence = sequences[i]
    if (sequence === undefined) return []
    const own = `${series.number.padStart(3, '0')}_${series.modality}_${plain(series.description).slice(0, 40)}_${series.series.slice(-8)}`
    return [{ series, sequence, folder: join(out, plain(series.patient) || 'unknown', sequence, plain(own)) }]
  })
}

const plain = (text: string) =>
  text
    .trim()
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
