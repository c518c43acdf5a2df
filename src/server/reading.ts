import type { Context, Hono, MiddlewareHandler } from 'hono'
import { NotYourReading } from '../errors/index.ts'
import { namesOf, type ReadingImage, type Readings } from '../study/readings/readings.ts'
import { openBlinding } from './blinding.ts'
import type { ServedFolder } from './folder.ts'

/** What is read and drawn, each reader's own: images, strokes, masks and forms. `limit` bounds what is sent. */
export function readingRoutes(
  app: Hono,
  folder: ServedFolder,
  readingsOf: (study: string) => Readings,
  limit: MiddlewareHandler,
): void {
  /** The reader whose own things are asked for: of a reader themselves, of the owner whom the request names. */
  const readerOf = (context: Context): string => {
    const visitor = context.get('visitor')
    const asked = context.req.query('reader')
    if (visitor.role === 'owner') {
      const reader = asked ?? ''
      if (context.req.method !== 'GET' && !isTheirs(context, reader)) throw NotYourReading(`what ${reader} reads`)
      return reader
    }
    if (asked !== undefined && asked !== visitor.reader) throw NotYourReading(`what ${asked} drew`)
    return visitor.reader
  }
  /** Whoever works beside the owner looks at all of it, and draws and answers in no other reader's name. */
  const isTheirs = (context: Context, reader: string): boolean => {
    const visitor = context.get('visitor')
    if (visitor.role === 'reader') return reader === visitor.reader
    return visitor.name === undefined || [visitor.name, 'consensus', ''].includes(reader)
  }
  const blinding = openBlinding(folder, readingsOf)
  const isReader = (context: Context) => context.get('visitor').role === 'reader'
  const studyOf = (context: Context) => {
    const study = context.req.query('study') ?? 'study.yaml'
    if (isReader(context)) blinding.refuseStudy(study)
    return study
  }
  const readings = (context: Context) => readingsOf(studyOf(context))
  const at = (context: Context) => [context.req.param('patient')!, context.req.param('sequence')!] as const

  app.get('/api/reading', async (context) => {
    const all = readings(context)
    const reader = readerOf(context)
    const visible = context.get('visitor').role === 'owner' ? await all.readers() : [reader]
    return context.json({ reader, readers: visible, cases: await all.worklist(reader) })
  })
  // The owner compares the readings, and so may have any.
  app.use('/api/reading/:patient/*', async (context, next) => {
    if (isReader(context))
      await blinding.refuseHidden(studyOf(context), context.req.param('patient')!, readerOf(context))
    await next()
  })
  const othersMasks = async (context: Context) =>
    isReader(context)
      ? blinding.othersMasks(studyOf(context), context.req.param('patient')!, readerOf(context))
      : () => false
  const maskOf = async (context: Context, drawnByOther?: (path: string) => boolean): Promise<string> => {
    const mask = await readings(context).maskFile(...at(context), readerOf(context))
    const others = drawnByOther ?? (await othersMasks(context))
    if (others(mask)) throw NotYourReading('the mask of another reader')
    return mask
  }
  const imageOf = async (context: Context): Promise<ReadingImage> => {
    const drawnByOther = await othersMasks(context)
    await maskOf(context, drawnByOther)
    const image = await readings(context).image(...at(context), readerOf(context))
    const files = image.files.filter((file) => !drawnByOther(file))
    if (files.length === 0 || image.phases.some(drawnByOther)) throw NotYourReading('the mask of another reader')
    return { ...image, files }
  }
  app.get('/api/reading/:patient/:sequence/image', async (context) => {
    const [patient, sequence] = at(context)
    const all = readings(context)
    const reader = readerOf(context)
    const image = await imageOf(context)
    const index = context.req.query('file')
    if (index === undefined) {
      if (isTheirs(context, reader)) await all.log(reader, { action: 'open', patient, sequence })
      return context.json({ ...image, files: namesOf(image.files), phases: namesOf(image.phases) })
    }
    const file = [...image.files, ...image.phases][Number(index)]
    return context.body(await folder.read(file ?? ''), 200, { 'Content-Type': 'application/octet-stream' })
  })
  app.get('/api/reading/:patient/:sequence/strokes', async (context) =>
    context.json(await readings(context).strokes(...at(context), readerOf(context))),
  )
  app.post('/api/reading/:patient/:sequence/strokes', limit, async (context) => {
    const reader = readerOf(context)
    const all = readings(context)
    const [patient, sequence] = at(context)
    all.hold(patient, reader, context.req.header('x-page') ?? '')
    await maskOf(context)
    const { tool, runs } = await context.req.json()
    await all.addStroke(patient, sequence, reader, { tool: String(tool), runs: String(runs) })
    return context.body(null, 204)
  })
  app.get('/api/reading/:patient/:sequence/mask', async (context) => {
    return context.body(await folder.read(await maskOf(context)), 200, { 'Content-Type': 'application/octet-stream' })
  })
  app.put('/api/reading/:patient/:sequence/mask', limit, async (context) => {
    const reader = readerOf(context)
    const all = readings(context)
    const [patient, sequence] = at(context)
    all.hold(patient, reader, context.req.header('x-page') ?? '')
    const bytes = new Uint8Array(await context.req.arrayBuffer())
    await folder.write(await maskOf(context), bytes)
    await all.addStroke(patient, sequence, reader, undefined)
    await all.log(reader, { action: 'mask', patient, sequence, bytes: bytes.length })
    return context.body(null, 204)
  })
  app.get('/api/reading/:patient/form', async (context) =>
    context.json(await readings(context).form(context.req.param('patient'), readerOf(context))),
  )
  app.put('/api/reading/:patient/form', limit, async (context) => {
    const reader = readerOf(context)
    const all = readings(context)
    const patient = context.req.param('patient')
    all.hold(patient, reader, context.req.header('x-page') ?? '')
    const form = await context.req.json()
    await all.saveForm(patient, reader, form)
    await all.log(reader, { action: 'form', patient, state: form.state })
    return context.body(null, 204)
  })
  app.post('/api/reading/:patient/hold', (context) => {
    const page = context.req.header('x-page') ?? ''
    const over = context.req.query('over') !== undefined
    readings(context).hold(context.req.param('patient'), readerOf(context), page, over)
    return context.body(null, 204)
  })
  app.delete('/api/reading/:patient/hold', async (context) => {
    const page = context.req.header('x-page') ?? ''
    await readings(context).release(context.req.param('patient'), readerOf(context), page)
    return context.body(null, 204)
  })
}
