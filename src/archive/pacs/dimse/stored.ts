import { BrokenAnswer } from '../../../errors/index.ts'
import { concatenate } from '../../../image/bytes.ts'
import { encodeHead } from '../../../image/dicom/write.ts'
import { type Command, field, kinds } from './command.ts'
import type { Connection, Message } from './connection.node.ts'
import { implicitLittle } from './storage.ts'

/** Where an object came in. */
interface Way {
  line: Pick<Connection, 'say'>
  host: string
  syntaxOf: (context: number) => string | undefined
  largest: number
}

/** Takes an object that is sent within an association, and says that it came. */
export async function takeStored(
  { context, command, dataset }: Message,
  { line, host, syntaxOf, largest }: Way,
  take: (file: Uint8Array) => Promise<void>,
): Promise<void> {
  const [kind, instance] = [String(command.get(field.sopClass)), String(command.get(field.instance))]
  if (command.get(field.kind) !== kinds.store || !dataset) throw BrokenAnswer(host, 'it sends what was not asked for')
  await take(concatenate(encodeHead(kind, instance, syntaxOf(context) ?? implicitLittle), dataset))
  const answer: Command = new Map<number, string | number>([
    [field.sopClass, kind],
    [field.kind, kinds.store | kinds.answer],
    [field.answered, Number(command.get(field.message))],
    [field.status, 0],
    [field.instance, instance],
  ])
  await line.say(context, answer, undefined, largest)
}
