import { createServer } from 'node:net'
import { ListenTaken } from '../../../errors/index.ts'
import { field, kinds } from './command.ts'
import { connection, largestUnit, type Message } from './connection.node.ts'
import { decodeItems, encodeAccept, encodePdu, pduTypes } from './pdu.ts'
import { implicitLittle, storageSyntaxes } from './storage.ts'
import { takeStored } from './stored.ts'

/**
 * Listens for objects that an archive sends in answer to C-MOVE; what `take` throws ends that association and is thrown
 * by `done`. Throws ListenTaken.
 */
export async function openReceiver(port: number, seconds: number, take: (file: Uint8Array) => Promise<void>) {
  const open = new Set<Promise<void>>()
  const lines = new Set<{ destroy: () => void }>()
  let failure: unknown
  const server = createServer((socket) => {
    const line = connection(socket, `${socket.remoteAddress}`, seconds)
    lines.add(line)
    const work = serve(line)
      .catch((error: unknown) => {
        failure ??= error
        line.destroy()
      })
      .finally(() => {
        open.delete(work)
        lines.delete(line)
      })
    open.add(work)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(ListenTaken(port)))
    server.listen(port, resolve)
  })

  async function serve(line: ReturnType<typeof connection>) {
    const asked = await line.unit()
    if (asked.type !== pduTypes.request) return line.destroy()
    const { contexts, largest } = decodeItems(asked.body)
    const chosen = new Map(
      contexts.map(({ id, syntaxes }) => [id, syntaxes.find((syntax) => storageSyntaxes.includes(syntax))]),
    )
    await line.send(encodeAccept(asked.body, chosen, largestUnit))
    const association = {
      line,
      host: 'the archive',
      syntaxOf: (id: number) => chosen.get(id) ?? implicitLittle,
      largest,
    }
    for (;;) {
      const read = await line.message()
      if (!('command' in read)) {
        if (read.type === pduTypes.releaseRequest) await line.send(encodePdu(pduTypes.releaseReply, Buffer.alloc(4)))
        return line.destroy()
      }
      if (read.command.get(field.kind) === kinds.echo) await echo(line, read, largest)
      else await takeStored(read, association, take)
    }
  }

  return {
    /** When what is under way has come. Throws what taking it threw. */
    async done() {
      await Promise.all(open)
      if (failure) throw failure
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const line of lines) line.destroy()
        server.close(() => resolve())
      }),
  }
}

const echo = (line: ReturnType<typeof connection>, { context, command }: Message, largest: number) =>
  line.say(
    context,
    new Map<number, string | number>([
      [field.sopClass, String(command.get(field.sopClass))],
      [field.kind, kinds.echo | kinds.answer],
      [field.answered, Number(command.get(field.message))],
      [field.status, 0],
    ]),
    undefined,
    largest,
  )
