import { parse } from 'yaml'
import { z } from 'zod'
import { ServerFileWrong, ServerUnknown } from '../../errors/index.ts'
import { describeIssues } from '../issues.ts'
import { readQuietHours } from './quiet-hours.ts'

/** How an archive is spared. */
const politeness = z.object({
  /** Series that are fetched at a time. */
  parallel: z.number().int().min(1).max(16).default(2),
  /** Milliseconds between two requests. */
  pause: z.number().min(0).default(0),
  /** When nothing is fetched: `Mon-Fri 07:30-18:00`. */
  quiet: z
    .array(
      z.string().transform((text, context) => {
        const hours = readQuietHours(text)
        if (!hours) context.addIssue(`${text} is no time such as Mon-Fri 07:30-18:00`)
        return hours ?? z.NEVER
      }),
    )
    .default([]),
})

const web = z.strictObject({
  /** Root of the services: https://pacs.example/dicom-web */
  web: z.url({ protocol: /^https?$/ }),
  auth: z.enum(['none', 'basic', 'bearer']).default('none'),
  user: z.string().optional(),
  /** A file with the certificates of the hospital's own authority. */
  ca: z.string().optional(),
  timeout: z.number().min(1).default(60),
})
const dimse = z.strictObject({
  host: z.string(),
  port: z.number().int().min(1).max(65535),
  /** The archive's title, and the title under which it knows this machine. */
  called: z.string().min(1).max(16),
  calling: z.string().min(1).max(16).default('NOMOSCOPE'),
  /** How objects come: C-GET, or C-MOVE to a port of this machine that the archive knows. */
  get: z.enum(['get', 'move']).default('get'),
  listen: z.number().int().min(1).max(65535).optional(),
  timeout: z.number().min(1).default(60),
})
const schema = z.strictObject({
  servers: z.record(
    z.string().regex(/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u, 'letters, digits, ., - and _ only'),
    z.looseObject({}),
  ),
})

export type WebServer = z.infer<typeof web>
export type DimseServer = z.infer<typeof dimse>
export type Politeness = z.infer<typeof politeness>
export type Server = (WebServer | DimseServer) & Politeness

/**
 * The servers in a file of servers, by name. The file holds no secrets: a password or token in it is refused.
 * Throws ServerFileWrong.
 */
export function readServers(content: string, file: string): Record<string, Server> {
  let given: unknown
  try {
    given = parse(content)
  } catch (error) {
    throw ServerFileWrong(file, (error as Error).message.split('\n')[0])
  }
  if (/^\s*(password|passwd|token|secret)\s*:/im.test(content) || /:\/\/[^/\s]*:[^/\s]*@/.test(content))
    throw ServerFileWrong(file, 'it holds a password or a token')
  const { servers } = checked(schema, given, file, [])
  return Object.fromEntries(
    Object.entries(servers).map(([name, one]) => [
      name,
      checked<Server>((one.web === undefined ? dimse : web).extend(politeness.shape), one, file, ['servers', name]),
    ]),
  )
}

/** Throws ServerFileWrong, which says where. */
function checked<Value>(kind: z.ZodType<Value>, given: unknown, file: string, at: string[]): Value {
  const read = kind.safeParse(given)
  if (read.success) return read.data
  throw ServerFileWrong(file, describeIssues(read.error, at))
}

/** The server of that name in a file of servers. Throws ServerFileWrong, ServerUnknown. */
export function readServer(content: string, file: string, name: string): Server {
  const servers = readServers(content, file)
  if (!Object.hasOwn(servers, name)) throw ServerUnknown(name, file, Object.keys(servers))
  return servers[name]
}
