/** Fields of a message's command: text, or a number of two bytes. Source: DICOM PS3.7, annex E. */
export type Command = Map<number, string | number>

export const field = {
  sopClass: 0x0002,
  kind: 0x0100,
  message: 0x0110,
  answered: 0x0120,
  destination: 0x0600,
  priority: 0x0700,
  dataset: 0x0800,
  status: 0x0900,
  instance: 0x1000,
  remaining: 0x1020,
  completed: 0x1021,
  failed: 0x1022,
  error: 0x0902,
} as const

export const kinds = { store: 0x0001, get: 0x0010, find: 0x0020, move: 0x0021, echo: 0x0030, answer: 0x8000 } as const
/** The value of `dataset` for a message that has none. */
export const noDataset = 0x0101

/** In implicit little endian, with the length of the group first. */
export function encodeCommand(command: Command): Buffer {
  const elements = [...command]
    .sort(([a], [b]) => a - b)
    .map(([element, value]) => {
      const text =
        typeof value === 'string' ? Buffer.from(value.length % 2 ? `${value}\0` : value, 'latin1') : undefined
      const body = text ?? Buffer.alloc(2)
      if (typeof value === 'number') body.writeUInt16LE(value)
      return encodeElement(element, body)
    })
  const length = Buffer.alloc(4)
  length.writeUInt32LE(elements.reduce((sum, { length: size }) => sum + size, 0))
  return Buffer.concat([encodeElement(0, length), ...elements])
}

function encodeElement(element: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(element, 2)
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}

const texts = new Set<number>([field.sopClass, field.destination, field.instance, field.error, 0x0003, 0x1001, 0x1030])

/** Throws RangeError where lengths do not fit. */
export function decodeCommand(bytes: Buffer): Command {
  const command: Command = new Map()
  for (let at = 0; at + 8 <= bytes.length; ) {
    const element = bytes.readUInt16LE(at + 2)
    const length = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, at + 8 + length)
    if (body.length < length) throw new RangeError('a command breaks off')
    if (texts.has(element)) command.set(element, body.toString('latin1').replace(/[\0 ]+$/, ''))
    else if (length === 2) command.set(element, body.readUInt16LE(0))
    at += 8 + length
  }
  return command
}

/** A query's or an identifier's attributes as a dataset in implicit little endian. */
export function encodeIdentifier(attributes: readonly [tag: number, value: string][]): Buffer {
  const parts = [...attributes]
    .sort(([a], [b]) => a - b)
    .map(([tag, value]) => {
      const padding = /^(0x)?(0020000[de]|00080018)$/.test(tag.toString(16).padStart(8, '0')) ? '\0' : ' '
      const text = Buffer.from(value, 'utf8')
      const body = text.length % 2 ? Buffer.concat([text, Buffer.from(padding)]) : text
      const head = Buffer.alloc(8)
      head.writeUInt16LE(tag >>> 16, 0)
      head.writeUInt16LE(tag & 0xffff, 2)
      head.writeUInt32LE(body.length, 4)
      return Buffer.concat([head, body])
    })
  return Buffer.concat(parts)
}
