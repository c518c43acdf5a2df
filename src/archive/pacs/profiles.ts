import { parse } from 'yaml'
import { z } from 'zod'
import { ServerFileWrong, ServerUnknown } from '../../errors/index.ts'

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
const schema = z.strictObject({ servers: z.record(z.string(), z.union([web, dimse])) })

export type WebServer = z.infer<typeof web>
export type DimseServer = z.infer<typeof dimse>
export type Server = WebServer | DimseServer

/**
 * The server of that name in a file of servers. The file holds no secrets: a password or token in it is refused.
 * Throws ServerFileWrong, ServerUnknown.
 */
export function readServer(content: string, file: string, name: string): Server {
  let given: unknown
  try {
    given = parse(content)
  } catch (error) {
    throw ServerFileWrong(file, (error as Error).message.split('\n')[0])
  }
  if (/^\s*(password|passwd|token|secret)\s*:/im.test(content) || /:\/\/[^/\s]*:[^/\s]*@/.test(content))
    throw ServerFileWrong(file, 'it holds a password or a token')
  const read = schema.safeParse(given)
  if (!read.success)
    throw ServerFileWrong(
      file,
      read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    )
  const found = read.data.servers[name]
  if (!found) throw ServerUnknown(name, file, Object.keys(read.data.servers))
  return found
}
