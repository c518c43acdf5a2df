import { createServer } from 'node:http'
import { networkInterfaces } from 'node:os'
import { getRequestListener } from '@hono/node-server'
import { AddressTaken, ListenInsecure } from '../errors/index.ts'
import { openStudy } from '../study/file/open.node.ts'
import { openReadings, type ReadingFolder, type Readings } from '../study/readings/readings.ts'
import { application } from './application.ts'
import { type ServedFolder, serveFolder } from './folder.ts'
import { openJobs } from './jobs.ts'
import { openTokens } from './tokens.ts'
import { followWork } from './work-state.ts'

export interface ServeOptions {
  folder: string
  port: number
  /** Address to listen on; only this machine by default. */
  listen?: string
  /** Listen on another address than this machine's own without TLS. */
  insecure?: boolean
  /** The address under which a server with TLS passes requests on to this one: `https://nomoscope.example.org`. */
  at?: string
  /** Address of the Redis whose workers compute the cases of all runs; each run computes its own without it. */
  queue?: string
  /** The command line's own file, which the jobs run. */
  program: string
  /** Folder of the built page. */
  page: string
  version: string
}

export interface Served {
  /** The link that lets its owner in. */
  link: string
  /** The port that it listens on. */
  port: number
  linkFor: (reader: string) => Promise<string>
  /** The link of somebody who starts runs beside the owner. Throws UserNameUnusable. */
  linkForUser: (name: string) => Promise<string>
  close: () => Promise<void>
}

/** Serves a folder and the page on it. Throws FolderAbsent, AddressTaken, ListenInsecure, QueueAway. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { listen = '127.0.0.1', program, page, version } = options
  if (!isLoopback(listen) && !options.insecure) throw ListenInsecure(listen)
  const folder = serveFolder(options.folder)
  const tokens = openTokens(folder.root)
  // Loaded here, so that a server without a queue does not wait for its client.
  const queue = options.queue
    ? await (await import('../cluster/queue-state.ts')).openQueueState(options.queue, version)
    : undefined
  const jobs = openJobs(folder.root, program, options.queue)
  const work = followWork(folder.root, jobs, queue?.read)
  const opened = new Map<string, Readings>()
  const readingsOf = (study: string) => {
    folder.resolve(study)
    const known = opened.get(study) ?? openReadings(readingFolder(folder), study, Date.now)
    opened.set(study, known)
    return known
  }
  const hosts: string[] = []
  const app = application({ hosts, folder, jobs, work, tokens, readingsOf, page, version })
  const server = createServer(getRequestListener(app.fetch))
  // A body that trickles in, and a header that never ends, must not hold a connection for ever.
  server.headersTimeout = 20_000
  server.requestTimeout = 300_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? AddressTaken(options.port) : error),
    )
    server.listen(options.port, listen, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  for (const name of namesOf(listen)) hosts.push(`${name}:${port}`)
  const own = `http://${isLoopback(listen) ? '127.0.0.1' : namesOf(listen)[0]}:${port}`
  const passedOn = options.at === undefined ? undefined : new URL(options.at)
  if (passedOn) hosts.push(passedOn.host)
  const base = `${passedOn?.origin ?? own}/`
  return {
    link: `${base}?token=${tokens.owner}`,
    port,
    linkFor: async (reader) => `${base}?token=${await tokens.forReader(reader)}`,
    linkForUser: async (name) => `${base}?token=${await tokens.forUser(name)}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await jobs.close()
      await queue?.close()
    },
  }
}

const isLoopback = (host: string) => /^(127(\.\d+){3}|localhost|::1)$/.test(host)

/** Under which names a listening address may be asked for. */
function namesOf(listen: string): string[] {
  if (isLoopback(listen)) return ['127.0.0.1', 'localhost', '[::1]']
  if (listen !== '0.0.0.0' && listen !== '::') return [listen.toLowerCase()]
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? [])
  return [...own.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address)), 'localhost']
}

/** The served folder for readings. */
export const readingFolder = (folder: ServedFolder): ReadingFolder => ({
  list: folder.list,
  read: folder.read,
  write: folder.write,
  append: folder.append,
  studyOf: async (path) => (await openStudy(folder.resolve(path))).study,
})
