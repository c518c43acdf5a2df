import { existsSync, readFileSync } from 'node:fs'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import type { FoundSeries } from '../archive/pacs/archive-server.ts'
import { findSeries, notFound } from '../archive/pacs/find.ts'
import { openArchive } from '../archive/pacs/open.node.ts'
import { orderSeries } from '../archive/pacs/order-series.ts'
import { readPatientList } from '../archive/pacs/patient-list.ts'
import { previewOf } from '../archive/pacs/preview.ts'
import { readServers, type Server } from '../archive/pacs/profiles.ts'
import { chosenProtocolMap, type ProtocolMap, readProtocolMap, sequenceOrDraft } from '../archive/pacs/protocol-map.ts'
import { seriesTable } from '../archive/pacs/series-table.ts'
import { ArchiveRequestWrong, NothingToFetch, PacsSecretMissing, PassphraseMissing } from '../errors/index.ts'
import { writeAtomically } from '../jobs/write-atomically.node.ts'
import { editYaml } from '../study/file/edit.ts'
import type { ServedFolder } from './folder.ts'
import { startedBy } from './guard.ts'
import type { ServerJobs } from './jobs.ts'

/** Files of the served folder: neither has a secret, nor who a patient is. */
const serversFile = 'pacs.yaml'
const mapFile = 'protocol.yaml'

/** An archive as the page lists it. */
export interface ListedArchive {
  name: string
  address: string
  /** Whether it wants a password or token that this server was not started with. */
  secret: boolean
  quiet: boolean
}

/** What was found, with the sequence that each series is taken for; '' is none. */
export interface FoundInArchive {
  series: (FoundSeries & { sequence: string })[]
  /** Patients of the list of whom nothing was found. */
  absent: string[]
}

const text = z.string().max(1000)
const uid = z.string().regex(/^[0-9.]{1,64}$/)
const seriesShape = z.object({
  patient: text,
  name: text,
  studyDate: text,
  study: uid,
  series: uid,
  number: text,
  modality: text,
  studyDescription: text,
  description: text,
  instances: z.number(),
  pseudonym: text.optional(),
})
/** The password or token, and the passphrase, are of one request: they are kept nowhere and stand in no message. */
const asked = z.object({ server: text, secret: text.optional() })
const requests = {
  add: z.object({ name: text, server: z.record(z.string(), z.unknown()) }),
  echo: asked,
  find: asked.extend({
    patients: z.string().max(2_000_000),
    query: z.object({ modality: text, from: text, to: text, description: text }).partial(),
  }),
  preview: asked.extend({ series: seriesShape }),
  fetch: asked.extend({
    passphrase: text,
    series: z.array(seriesShape.extend({ sequence: text })).max(200_000),
    plan: z.boolean(),
  }),
}

/** A request's body. What is wrong with it is told without its values. Throws ArchiveRequestWrong. */
async function bodyOf<Kind extends keyof typeof requests>(context: Context, kind: Kind) {
  const given: unknown = await context.req.json().catch(() => undefined)
  const read = requests[kind].safeParse(given)
  if (!read.success)
    throw ArchiveRequestWrong(read.error.issues.map(({ path }) => path.join('.')).join(', ') || 'no JSON')
  return read.data as z.infer<(typeof requests)[Kind]>
}

/**
 * The requests of the page's archive view: which archives there are, what is in them, a picture of it, and the job that
 * fetches what was picked. The guard before them lets in the owner alone.
 */
export function archiveRoutes(app: Hono, folder: ServedFolder, jobs: ServerJobs): void {
  const servers = () => folder.resolve(serversFile)
  const known = (): Record<string, Server> =>
    existsSync(servers()) ? readServers(readFileSync(servers(), 'utf8'), serversFile) : {}
  const given = (secret = '') => secret || process.env.NOMOSCOPE_PACS_SECRET || ''
  const open = ({ server, secret }: z.infer<typeof asked>) =>
    openArchive(servers(), server, async (name) => {
      if (!given(secret)) throw PacsSecretMissing(name)
      return given(secret)
    })
  const savedMap = (): ProtocolMap => {
    const file = folder.resolve(mapFile)
    return existsSync(file) ? readProtocolMap(readFileSync(file, 'utf8'), mapFile) : { sequences: {} }
  }

  app.get('/api/archive/servers', (context) => {
    const listed = Object.entries(known()).map(
      ([name, server]): ListedArchive => ({
        name,
        address: 'web' in server ? server.web : `${server.called} ${server.host}:${server.port}`,
        secret: 'web' in server && server.auth !== 'none' && !given(),
        quiet: server.quiet.length > 0,
      }),
    )
    return context.json(listed)
  })
  app.post('/api/archive/servers', async (context) => {
    const { name, server } = await bodyOf(context, 'add')
    const before = existsSync(servers()) ? readFileSync(servers(), 'utf8') : ''
    const { text: after } = editYaml(before, ['servers', name], server)
    readServers(after, serversFile)
    await writeAtomically(servers(), after)
    return context.body(null, 204)
  })
  app.post('/api/archive/echo', async (context) => {
    const { archive } = await open(await bodyOf(context, 'echo'))
    await archive.echo()
    return context.body(null, 204)
  })
  app.post('/api/archive/find', async (context) => {
    const { patients, query, ...who } = await bodyOf(context, 'find')
    const list = patients.trim() ? readPatientList(patients, 'The list') : undefined
    const { archive } = await open(who)
    const found = await findSeries(archive, query, list, () => {})
    const sequences = await orderSeries(archive, found, savedMap(), () => {})
    const series = found.map((one, i) => ({ ...one, sequence: sequenceOrDraft(sequences[i], one) }))
    return context.json({ series, absent: list ? notFound(list, found) : [] } satisfies FoundInArchive)
  })
  app.post('/api/archive/preview', async (context) => {
    const { series, ...who } = await bodyOf(context, 'preview')
    const { archive } = await open(who)
    const shown = await previewOf(archive, series)
    if (!shown) return context.body(null, 204)
    context.header('X-Size', `${shown.width} ${shown.height}`)
    return context.body(shown.greys, 200, { 'Content-Type': 'application/octet-stream' })
  })
  app.post('/api/archive/fetch', async (context) => {
    const { series, passphrase, server, secret, plan } = await bodyOf(context, 'fetch')
    const picked = series.filter(({ sequence }) => sequence !== '')
    if (picked.length === 0) throw NothingToFetch('no series with a sequence is chosen')
    if (passphrase.length < 8) throw PassphraseMissing(`${folder.root}.linkage`)
    await open({ server, secret })
    await writeAtomically(folder.resolve(mapFile), chosenProtocolMap(savedMap(), picked))
    const job = await jobs.start(
      { command: 'fetch', target: server, plan, by: startedBy(context.get('visitor')) },
      {
        input: seriesTable(picked),
        environment: { NOMOSCOPE_PACS_SECRET: given(secret), NOMOSCOPE_PASSPHRASE: passphrase },
      },
    )
    return context.json(job, 201)
  })
}
