import { existsSync } from 'node:fs'
import type { Query } from '../../archive/pacs/archive-server.ts'
import { findSeries, notFound } from '../../archive/pacs/find.ts'
import { type OpenedArchive, openArchive } from '../../archive/pacs/open.node.ts'
import { readPatientList } from '../../archive/pacs/patient-list.ts'
import { draftProtocolMap } from '../../archive/pacs/protocol-map.ts'
import { seriesTable } from '../../archive/pacs/series-table.ts'
import { OutputExists, PacsSecretMissing, WrongArguments } from '../../errors/index.ts'
import { isDicom } from '../../image/dicom/file.ts'
import { nodeStore } from '../../image/platform/image-store.node.ts'
import { readNamedText } from '../../jobs/read-named.node.ts'
import { writeAtomically } from '../../jobs/write-atomically.node.ts'
import type { Terminal } from '../terminal.ts'
import { ask } from './deidentify.ts'
import { fetchAction, type PacsOptions } from './pacs-fetch.ts'

/** `nomoscope pacs`: asks an archive for series, fetches them, stores results back. */
export async function pacs(action: string, server: string, inputs: string[], options: PacsOptions, terminal: Terminal) {
  const cohort = async (...given: Parameters<typeof fetchAction>) => (await import('./pacs-cohort.ts')).cohort(...given)
  const actions = { echo, find, fetch: fetchAction, store, cohort }
  if (!Object.hasOwn(actions, action))
    throw WrongArguments(`There is no "pacs ${action}"; there are ${Object.keys(actions).join(', ')}.`)
  const opened = await openArchive(options.servers, server, secretOf)
  try {
    await actions[action as keyof typeof actions](opened, inputs, options, terminal)
  } finally {
    await opened.archive.close()
  }
}

async function secretOf(name: string): Promise<string> {
  const given =
    process.env.NOMOSCOPE_PACS_SECRET ?? (process.stdin.isTTY ? await ask(`Password or token of ${name}: `) : '')
  if (given === '') throw PacsSecretMissing(name)
  return given
}

async function echo({ archive }: OpenedArchive, _inputs: string[], _options: PacsOptions, terminal: Terminal) {
  await archive.echo()
  terminal.result('It answers.')
}

async function find({ archive }: OpenedArchive, _inputs: string[], options: PacsOptions, terminal: Terminal) {
  for (const file of [options.out, options.map])
    if (file && existsSync(file) && !options.overwrite) throw OutputExists(file)
  const { patient, study, modality, from, to, description } = options
  const query: Query = { patient, study, modality, from, to, description }
  const list = options.patients ? readPatientList(await readNamedText(options.patients), options.patients) : undefined
  const found = await findSeries(archive, query, list, terminal.progress('patients asked for'))
  const table = seriesTable(found)
  if (options.out) await writeAtomically(options.out, table)
  else terminal.result(table)
  if (options.map) await writeAtomically(options.map, draftProtocolMap(found))
  terminal.say(`${found.length} series of ${new Set(found.map(({ patient: id }) => id)).size} patients.`)
  const absent = list ? notFound(list, found) : []
  if (absent.length > 0) terminal.say(`Nothing was found of ${absent.join(', ')}.`)
  if (options.out) terminal.say('Take out the rows that are not wanted, then: nomoscope pacs fetch.')
}

async function store({ archive }: OpenedArchive, inputs: string[], _options: PacsOptions, terminal: Terminal) {
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
