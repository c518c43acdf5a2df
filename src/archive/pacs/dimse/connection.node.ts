import type { Socket } from 'node:net'
import { BrokenAnswer, ServerTooSlow, ServerUnreachable } from '../../../errors/index.ts'
import { type Command, decodeCommand, encodeCommand, field, noDataset } from './command.ts'
import { dataUnits, type Fragment, fragmentsOf, type Pdu, pduTypes } from './pdu.ts'

/** A whole message: its command, and its dataset where it has one. */
export interface Message {
  context: number
  command: Command
  dataset?: Buffer
}

/** Of one message; more is refused before it fills the memory. */
const largestMessage = 2 ** 31 - 1
export const largestUnit = 1 << 17

/** Units and messages over a socket, one reader at a time. What goes wrong on the way is thrown as a problem. */
export function connection(socket: Socket, host: string, seconds: number) {
  let buffered: Buffer[] = []
  let size = 0
  let ended: Error | undefined
  let wake: (() => void) | undefined
  let fragments: Fragment[] = []
  socket.setNoDelay(true)
  socket.setTimeout(1000 * seconds, () => end(ServerTooSlow(host, seconds)))
  socket.on('data', (chunk) => {
    buffered.push(chunk)
    size += chunk.length
    if (size > 8 * largestUnit) socket.pause()
    wake?.()
  })
  socket.on('error', (error: Error & { code?: string }) => end(ServerUnreachable(host, error.code ?? error.message)))
  socket.on('close', () => end(ServerUnreachable(host, 'it closed the connection')))

  function end(error: Error) {
    ended ??= error
    socket.destroy()
    wake?.()
  }

  async function take(length: number): Promise<Buffer> {
    while (size < length) {
      if (ended) throw ended
      socket.resume()
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
    const all = buffered.length === 1 ? buffered[0] : Buffer.concat(buffered)
    size -= length
    buffered = size > 0 ? [all.subarray(length)] : []
    return all.subarray(0, length)
  }

  /** The next unit. */
  async function unit(): Promise<Pdu> {
    const head = await take(6)
    const length = head.readUInt32BE(2)
    if (head[0] < 1 || head[0] > 7 || length > 64 * largestUnit) {
      end(BrokenAnswer(host, 'what it sends is not DICOM'))
      throw ended
    }
    return { type: head[0], body: await take(length) }
  }

  async function send(bytes: Uint8Array): Promise<void> {
    if (ended) throw ended
    if (!socket.write(bytes))
      await new Promise<void>((resolve) => {
        const go = () => {
          socket.off('drain', go)
          socket.off('close', go)
          resolve()
        }
        socket.on('drain', go)
        socket.on('close', go)
      })
  }

  return {
    unit,
    send,
    /** The next whole message; the unit itself where the other side ends or breaks off the association. */
    async message(): Promise<Message | Pdu> {
      let command: Command | undefined
      const parts: Buffer[] = []
      let total = 0
      for (;;) {
        if (fragments.length === 0) {
          const next = await unit()
          if (next.type !== pduTypes.data) return next
          try {
            fragments = [...fragmentsOf(next.body)]
          } catch (error) {
            throw BrokenAnswer(host, (error as Error).message)
          }
          continue
        }
        const fragment = fragments.shift()!
        parts.push(fragment.content)
        total += fragment.content.length
        if (total > largestMessage) throw BrokenAnswer(host, 'it sends more than 2 GiB for one object')
        if (!fragment.last) continue
        const whole = Buffer.concat(parts)
        parts.length = 0
        total = 0
        if (!fragment.command) return { context: fragment.context, command: command ?? new Map(), dataset: whole }
        try {
          command = decodeCommand(whole)
        } catch (error) {
          throw BrokenAnswer(host, (error as Error).message)
        }
        if (command.get(field.dataset) === noDataset) return { context: fragment.context, command }
      }
    },
    async say(context: number, command: Command, dataset: Uint8Array | undefined, largest: number): Promise<void> {
      const full = new Map(command).set(field.dataset, dataset ? 0 : noDataset)
      for (const part of dataUnits(context, true, encodeCommand(full), largest)) await send(part)
      if (dataset) for (const part of dataUnits(context, false, dataset, largest)) await send(part)
    },
    destroy: () => void socket.destroy(),
  }
}

export type Connection = ReturnType<typeof connection>
