import { join } from 'node:path'
import type { ArchiveServer, FoundSeries, Query } from '../../archive/pacs/archive-server.ts'
import { fetchSeries, planFetch, type WantedSeries } from '../../archive/pacs/fetch.node.ts'
import { type ProtocolMap, sequenceOf } from '../../archive/pacs/protocol-map.ts'
import type { Terminal } from '../terminal.ts'
import { readText } from './deidentify.ts'

export interface PacsOptions extends Query {
  servers: string
  patients?: string
  map?: string
  out?: string
  plan?: boolean
  parallel?: number
  pause?: number
  overwrite?: boolean
  params?: string
}

/** The first column of a table, or one number a line. */
export function readPatients(file: string): string[] {
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
