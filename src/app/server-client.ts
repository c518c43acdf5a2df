import { Problem } from '../errors/problem.ts'
import { ServerAway } from '../errors/server.ts'
import type { FoundInArchive, ListedArchive } from '../server/archive.ts'
import type { Visitor } from '../server/guard.ts'
import type { ServerJob } from '../server/jobs.ts'
import type { WorkState } from '../server/work-state.ts'
import type { ReadingCase, ReadingForm, ReadingImage, ReadingStroke } from '../study/readings/readings.ts'

/** What the server said was wrong, with what to do about it. */
export class ServerFault extends Problem {
  constructor(code: string, message: string, remedy: string) {
    super(code, message, remedy, 3)
  }
}

/** Names this page to the server, so that two pages on one patient know of each other. */
const page = crypto.randomUUID()

/** Whose page this is, as the server said first: when another link is opened in this browser, this page is refused. */
let called: string | undefined

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { ...init.headers, 'x-page': page, ...(called !== undefined && { 'x-visitor': called }) }
  const response = await fetch(path, { ...init, headers }).catch(() => {
    throw ServerAway()
  })
  if (response.ok) return response
  const text = await response.text()
  let fault: { code?: string; message?: string; remedy?: string } = { message: text }
  try {
    fault = JSON.parse(text)
  } catch {
    // a plain sentence
  }
  throw new ServerFault(fault.code ?? '', fault.message ?? text, fault.remedy ?? '')
}

const json = async <Value>(path: string, init?: RequestInit) => (await ask(path, init)).json() as Promise<Value>
const send = (method: string, value: unknown): RequestInit => ({ method, body: JSON.stringify(value) })
const query = (values: Record<string, string | undefined>) =>
  new URLSearchParams(
    Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString()

/** Who is here, and which version serves. */
export type Me = Visitor & { version: string }

export interface Reading {
  reader: string
  readers: string[]
  cases: ReadingCase[]
}

/** The requests of `nomoscope serve`, one function each. All throw ServerFault, and ServerAway. */
export const server = {
  me: async () => {
    const me = await json<Me & { called: string }>('/api/me')
    called = me.called
    return me
  },
  fileAddress: (path: string) => `/api/file?${query({ path })}`,
  bytes: async (path: string, head?: number) =>
    bytesOf(await ask(`/api/file?${query({ path, head: head === undefined ? undefined : String(head) })}`)),
  /** All files below a folder, by their paths from it on. */
  files: (path: string) => json<string[]>(`/api/files?${query({ path })}`),
  jobs: () => json<ServerJob[]>('/api/jobs'),
  start: (job: Pick<ServerJob, 'command' | 'target' | 'out'>) => json<ServerJob>('/api/jobs', send('POST', job)),
  cancel: (id: string) => ask(`/api/jobs/${id}`, { method: 'DELETE' }),
  write: (path: string, content: string | Uint8Array) =>
    ask(`/api/file?${query({ path })}`, {
      method: 'PUT',
      body: typeof content === 'string' ? content : new Uint8Array(content),
    }),
  archives: () => json<ListedArchive[]>('/api/archive/servers'),
  addArchive: (name: string, archive: Record<string, unknown>) =>
    ask('/api/archive/servers', send('POST', { name, server: archive })),
  echo: (access: ArchiveAccess) => ask('/api/archive/echo', send('POST', access)),
  find: (access: ArchiveAccess, patients: string, query: ArchiveQuery) =>
    json<FoundInArchive>('/api/archive/find', send('POST', { ...access, patients, query })),
  preview: async (access: ArchiveAccess, series: PickedSeries) => {
    const answer = await ask('/api/archive/preview', send('POST', { ...access, series }))
    if (answer.status === 204) return undefined
    const [width, height] = (answer.headers.get('x-size') ?? '').split(' ').map(Number)
    return { width, height, greys: await bytesOf(answer) }
  },
  fetchSeries: (access: ArchiveAccess, series: readonly PickedSeries[], passphrase: string, plan: boolean) =>
    json<ServerJob>('/api/archive/fetch', send('POST', { ...access, series, passphrase, plan })),
  users: () => json<string[]>('/api/users'),
  userLink: (user: string) => json<{ token: string }>('/api/users', send('POST', { user })),
  linkFor: (reader: string) => json<{ token: string }>('/api/readers', send('POST', { reader })),
  reading: (study: string, reader?: string) => json<Reading>(`/api/reading?${query({ study, reader })}`),
  image: (study: string, patient: string, sequence: string, reader?: string) =>
    json<ReadingImage>(`${readingPath(patient, sequence)}/image?${query({ study, reader })}`),
  imageBytes: async (study: string, patient: string, sequence: string, file: number, reader?: string) =>
    bytesOf(await ask(`${readingPath(patient, sequence)}/image?${query({ study, reader, file: String(file) })}`)),
  strokes: (study: string, patient: string, sequence: string, reader?: string) =>
    json<string[]>(`${readingPath(patient, sequence)}/strokes?${query({ study, reader })}`),
  addStroke: (study: string, patient: string, sequence: string, stroke: ReadingStroke, reader?: string) =>
    ask(`${readingPath(patient, sequence)}/strokes?${query({ study, reader })}`, send('POST', stroke)),
  mask: async (study: string, patient: string, sequence: string, reader?: string) =>
    bytesOf(await ask(`${readingPath(patient, sequence)}/mask?${query({ study, reader })}`)),
  saveMask: (study: string, patient: string, sequence: string, bytes: Uint8Array<ArrayBuffer>, reader?: string) =>
    ask(`${readingPath(patient, sequence)}/mask?${query({ study, reader })}`, { method: 'PUT', body: bytes }),
  form: (study: string, patient: string, reader?: string) =>
    json<ReadingForm>(`/api/reading/${encodeURIComponent(patient)}/form?${query({ study, reader })}`),
  saveForm: (study: string, patient: string, form: ReadingForm, reader?: string) =>
    ask(`/api/reading/${encodeURIComponent(patient)}/form?${query({ study, reader })}`, send('PUT', form)),
  hold: (study: string, patient: string, reader?: string, over?: boolean) =>
    ask(holdPath(patient, { study, reader, over: over ? '' : undefined }), { method: 'POST' }),
  /** Also while the page is being closed. */
  release: (study: string, patient: string, reader?: string) =>
    ask(holdPath(patient, { study, reader }), { method: 'DELETE', keepalive: true }),
}

/** Which archive is asked, and the password or token, which this page alone holds. */
export interface ArchiveAccess {
  server: string
  secret?: string
}

export type ArchiveQuery = Partial<Record<'modality' | 'from' | 'to' | 'description', string>>
export type PickedSeries = FoundInArchive['series'][number]

const holdPath = (patient: string, values: Record<string, string | undefined>) =>
  `/api/reading/${encodeURIComponent(patient)}/hold?${query(values)}`
const readingPath = (patient: string, sequence: string) =>
  `/api/reading/${encodeURIComponent(patient)}/${encodeURIComponent(sequence)}`
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer())

/**
 * Calls back with each line that a job says, from the first, and with its state at the end; after a break all lines come
 * again, which `onOpen` tells. Gives back what stops that.
 */
export function followJob(
  id: string,
  onOpen: () => void,
  onLine: (line: string) => void,
  onEnd: (state: ServerJob['state']) => void,
) {
  const events = new EventSource(`/api/jobs/${id}/events`)
  events.onopen = onOpen
  events.onmessage = ({ data }) => {
    const said = JSON.parse(data) as { line?: string; state?: ServerJob['state'] }
    if (said.line !== undefined) onLine(said.line)
    else if (said.state && said.state !== 'running') {
      events.close()
      onEnd(said.state)
    }
  }
  return () => events.close()
}

/** Calls back with what the server computes, now and whenever it has changed. Gives back what stops that. */
export function followWork(onState: (work: WorkState) => void) {
  const events = new EventSource('/api/work/events')
  events.onmessage = ({ data }) => onState(JSON.parse(data))
  return () => events.close()
}
