import { connect } from 'node:net'
import { AccessRefused, BrokenAnswer, ServerRefused } from '../../../errors/index.ts'
import type { DimseServer } from '../profiles.ts'
import { type Command, field, kinds } from './command.ts'
import { type Connection, connection, largestUnit } from './connection.node.ts'
import { type Context, decodeItems, encodePdu, encodeRequest, pduTypes } from './pdu.ts'

/** An association that is open: the contexts that the archive accepted, by kind of object or service. */
export interface Association {
  line: Connection
  host: string
  contexts: ReadonlyMap<string, { id: number; syntax: string }>
  syntaxOf: (context: number) => string | undefined
  largest: number
  /** The number of the next message. */
  next: () => number
  release: () => Promise<void>
}

/** What an archive says when it declines (PS3.8, table 9-21). */
const rejections: Record<string, string> = {
  '1 3': 'it does not know the title that this machine gives itself (calling)',
  '1 7': 'it does not know the title by which it was called',
  '2 1': 'it has too many associations',
  '3 1': 'it has too many associations',
  '3 2': 'it has no room for more associations',
}

/**
 * Opens an association. Throws ServerUnreachable, ServerTooSlow, AccessRefused where the archive declines, and
 * ServerRefused where it takes none of the contexts.
 */
export async function associate(server: DimseServer, offered: Omit<Context, 'id'>[]): Promise<Association> {
  const host = `${server.host}:${server.port}`
  const line = connection(connect(server.port, server.host), host, server.timeout)
  const contexts = offered.map((context, i): Context => ({ ...context, id: 2 * i + 1 }))
  await line.send(encodeRequest(server.called, server.calling, contexts, largestUnit))
  const { type, body } = await line.unit()
  if (type !== pduTypes.accept) {
    line.destroy()
    if (type !== pduTypes.reject) throw BrokenAnswer(host, 'it broke the association off before it was open')
    const why = rejections[`${body[2]} ${body[3]}`] ?? `source ${body[2]}, reason ${body[3]}`
    throw AccessRefused(host, why)
  }
  const { contexts: answered, largest } = decodeItems(body)
  const accepted = new Map<string, { id: number; syntax: string }>()
  const syntaxes = new Map<number, string>()
  for (const { id, result, syntaxes: chosen } of answered) {
    const asked = contexts.find((context) => context.id === id)
    if (!asked || result !== 0 || !chosen[0]) continue
    syntaxes.set(id, chosen[0])
    if (!accepted.has(asked.abstract)) accepted.set(asked.abstract, { id, syntax: chosen[0] })
  }
  if (accepted.size === 0) {
    line.destroy()
    throw ServerRefused(host, 'every service that was asked for', 'no')
  }
  let count = 0
  return {
    line,
    host,
    contexts: accepted,
    syntaxOf: (context) => syntaxes.get(context),
    largest,
    next: () => ++count,
    async release() {
      await line.send(encodePdu(pduTypes.releaseRequest, Buffer.alloc(4))).catch(() => {})
      await line.unit().catch(() => {})
      line.destroy()
    },
  }
}

/** The context of a service. Throws ServerRefused where the archive did not accept it. */
export function contextOf({ contexts, host }: Association, service: string, what: string) {
  const found = contexts.get(service)
  if (!found) throw ServerRefused(host, what, 'no')
  return found
}

/** Whether a status says that more answers follow. */
export const isPending = (command: Command) => ((command.get(field.status) as number) & 0xff00) === 0xff00

/** Throws ServerRefused or AccessRefused unless a status is success or a warning. */
export function judgeStatus(command: Command, host: string, what: string): void {
  const status = Number(command.get(field.status) ?? 0)
  if (status === 0 || (status & 0xf000) === 0xb000) return
  const said = command.get(field.error)
  const text = `0x${status.toString(16).padStart(4, '0')}${said ? ` (${said})` : ''}`
  if (status === 0x0124) throw AccessRefused(host, text)
  throw ServerRefused(host, what, text)
}

export const isAnswer = (command: Command, kind: number) => command.get(field.kind) === (kind | kinds.answer)
