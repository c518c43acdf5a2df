import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { streamSSE } from 'hono/streaming'
import { machineProblem, NotYourReading, NotYourRun, Problem, UploadTooLarge } from '../errors/index.ts'
import type { Readings } from '../study/readings/readings.ts'
import { archiveRoutes } from './archive.ts'
import type { ServedFolder } from './folder.ts'
import { type GuardOptions, guard, startedBy, visitorName } from './guard.ts'
import type { ServerJobs } from './jobs.ts'
import { readingRoutes } from './reading.ts'
import { pageFile, typeOf } from './static-files.ts'
import type { Tokens } from './tokens.ts'
import type { WorkFollowing } from './work-state.ts'

export interface ApplicationOptions extends Pick<GuardOptions, 'hosts'> {
  folder: ServedFolder
  jobs: ServerJobs
  work: WorkFollowing
  tokens: Tokens
  /** The readings of a study file of the folder. */
  readingsOf: (study: string) => Readings
  /** Folder of the built page. */
  page: string
  version: string
}

const statuses: Record<string, 403 | 409> = {
  'NS-SRV-14': 403,
  'NS-SRV-01': 403,
  'NS-SRV-07': 403,
  'NS-SRV-08': 409,
  'NS-SRV-12': 403,
}

/** Largest mask or form that is taken, in MB. */
const maximumUpload = 512

/** Pages that the program wrote run in a frame without access to the folder or to this page. */
const sandboxed =
  "sandbox allow-scripts allow-downloads allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:"

/** Says what happens as it does: until `ended` gives the last thing that is said, or the page is gone. */
const events = (
  context: Context,
  follow: (say: (data: string) => void) => () => void,
  ended?: () => string | undefined,
) =>
  streamSSE(context, async (stream) => {
    const said: string[] = []
    let wake = () => {}
    const stop = follow((data) => {
      said.push(data)
      wake()
    })
    stream.onAbort(() => {
      stop()
      wake()
    })
    let last: string | undefined
    while (!stream.aborted && last === undefined) {
      while (said.length > 0) await stream.writeSSE({ data: said.shift()! })
      last = ended?.()
      if (last !== undefined) break
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    stop()
    if (last !== undefined) await stream.writeSSE({ data: last })
  })

/** The requests that the page makes, as handlers that know neither a socket nor a port. */
export function application(options: ApplicationOptions): Hono {
  const { folder, jobs, work, tokens, readingsOf, page, version } = options
  const app = new Hono()
  app.use(guard({ hosts: options.hosts, visitorOf: tokens.visitorOf }))
  const limit = bodyLimit({
    maxSize: maximumUpload << 20,
    onError: () => {
      throw UploadTooLarge(maximumUpload)
    },
  })
  app.onError((error, context) => {
    const known = error instanceof Problem ? error : machineProblem(error)
    const { code, message, remedy } = known ?? { code: '', message: String(error.message), remedy: '' }
    if (!known) process.stderr.write(`${error.stack ?? error.message}\n`)
    const status = !known || code.startsWith('NS-DSK') ? 500 : (statuses[code] ?? 404)
    return context.json({ code, message, remedy }, status)
  })
  const ownerOnly = (context: Context) => {
    if (context.get('visitor').role !== 'owner') throw NotYourReading('this part of the folder')
  }

  app.get('/api/me', (context) => {
    const visitor = context.get('visitor')
    return context.json({ version, ...visitor, called: visitorName(visitor) })
  })

  app.use('/api/archive/*', limit, async (context, next) => {
    ownerOnly(context)
    await next()
  })
  archiveRoutes(app, folder, jobs)

  app.get('/api/folder', async (context) => {
    ownerOnly(context)
    return context.json(await folder.list(context.req.query('path') || '.'))
  })
  app.get('/api/files', async (context) => {
    ownerOnly(context)
    return context.json(await folder.files(context.req.query('path') || '.'))
  })
  app.get('/api/file', async (context) => {
    ownerOnly(context)
    const path = context.req.query('path') ?? ''
    const type = typeOf(path)
    if (type.startsWith('text/html') || type.startsWith('image/svg'))
      context.header('Content-Security-Policy', sandboxed)
    const head = context.req.query('head')
    const bytes = await folder.read(path, head === undefined ? undefined : Math.max(0, Number.parseInt(head, 10) || 0))
    return context.body(bytes, 200, { 'Content-Type': type })
  })
  app.put('/api/file', limit, async (context) => {
    ownerOnly(context)
    await folder.write(context.req.query('path') ?? '', new Uint8Array(await context.req.arrayBuffer()))
    return context.body(null, 204)
  })

  app.get('/api/jobs', (context) => {
    ownerOnly(context)
    return context.json(jobs.list())
  })
  app.post('/api/jobs', limit, async (context) => {
    ownerOnly(context)
    const { command, target, out } = await context.req.json()
    if (!['run', 'check', 'init', 'demo'].includes(command)) throw NotYourReading(`the command ${command}`)
    folder.resolve(String(target))
    if (out !== undefined) folder.resolve(String(out))
    const by = startedBy(context.get('visitor'))
    return context.json(await jobs.start({ command, target: String(target), out, by }), 201)
  })
  app.delete('/api/jobs/:id', (context) => {
    ownerOnly(context)
    const { id, by } = jobs.get(context.req.param('id'))
    const name = startedBy(context.get('visitor'))
    if (name !== undefined && name !== by) throw NotYourRun(by ?? 'the owner of the folder')
    jobs.cancel(id)
    return context.body(null, 204)
  })
  app.get('/api/jobs/:id/events', (context) => {
    ownerOnly(context)
    const job = jobs.get(context.req.param('id'))
    return events(
      context,
      (say) => {
        for (const line of job.lines) say(JSON.stringify({ line }))
        return jobs.follow(job.id, (_, line) =>
          say(JSON.stringify(line === undefined ? { state: job.state } : { line })),
        )
      },
      () => (job.state === 'running' ? undefined : JSON.stringify({ state: job.state })),
    )
  })
  app.get('/api/work/events', (context) => {
    ownerOnly(context)
    return events(context, work.follow)
  })

  // Whoever makes a link may come in by it: the owner alone does.
  const noOther = (context: Context) => {
    const visitor = context.get('visitor')
    if (visitor.role !== 'owner' || visitor.name !== undefined) throw NotYourReading('what makes links')
  }
  app.get('/api/users', (context) => {
    noOther(context)
    return context.json(tokens.users())
  })
  app.post('/api/users', limit, async (context) => {
    noOther(context)
    const { user } = await context.req.json()
    return context.json({ token: await tokens.forUser(String(user)) }, 201)
  })
  app.post('/api/readers', limit, async (context) => {
    noOther(context)
    const { reader } = await context.req.json()
    return context.json({ token: await tokens.forReader(String(reader)) }, 201)
  })

  readingRoutes(app, folder, readingsOf, limit)

  app.get('*', async (context) => {
    const found = await pageFile(page, context.req.path)
    if (!found) return context.text('There is nothing here.', 404)
    if (context.req.path !== '/') return context.body(found.bytes, 200, { 'Content-Type': found.type })
    // The page asks this server for the folder; from any other it computes by itself.
    const html = new TextDecoder().decode(found.bytes)
    return context.html(html.replace('<head>', '<head>\n    <meta name="nomoscope-server" />'))
  })
  return app
}
