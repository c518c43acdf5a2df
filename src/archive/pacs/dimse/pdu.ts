/** The units that two machines exchange. Source: DICOM PS3.8, section 9.3. */
export interface Pdu {
  type: number
  body: Buffer
}

export const pduTypes = {
  request: 1,
  accept: 2,
  reject: 3,
  data: 4,
  releaseRequest: 5,
  releaseReply: 6,
  abort: 7,
} as const

/** What is offered or accepted: a kind of object or service, and in which transfer syntaxes. */
export interface Context {
  id: number
  abstract: string
  syntaxes: readonly string[]
  /** That this machine is also given objects of the kind: C-GET. */
  receives?: boolean
}

const item = (type: number, body: Uint8Array): Buffer => {
  const head = Buffer.alloc(4)
  head[0] = type
  head.writeUInt16BE(body.length, 2)
  return Buffer.concat([head, body])
}

export function encodePdu(type: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(6)
  head[0] = type
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}

const title = (text: string) => Buffer.from(text.padEnd(16).slice(0, 16), 'latin1')
const applicationContext = item(0x10, Buffer.from('1.2.840.10008.3.1.1.1'))
const implementation = '2.25.99163027366417012044867146052113213573'

const userInformation = (largest: number, contexts: readonly Context[]) => {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(largest)
  const roles = contexts
    .filter(({ receives }) => receives)
    .map(({ abstract }) => {
      const uid = Buffer.from(abstract)
      const size = Buffer.alloc(2)
      size.writeUInt16BE(uid.length)
      return item(0x54, Buffer.concat([size, uid, Buffer.from([0, 1])]))
    })
  return item(
    0x50,
    Buffer.concat([
      item(0x51, length),
      item(0x52, Buffer.from(implementation)),
      ...roles,
      item(0x55, Buffer.from('NOMOSCOPE')),
    ]),
  )
}

/** A-ASSOCIATE-RQ. */
export function encodeRequest(called: string, calling: string, contexts: readonly Context[], largest: number): Buffer {
  const head = Buffer.alloc(68)
  head.writeUInt16BE(1, 0)
  title(called).copy(head, 4)
  title(calling).copy(head, 20)
  const offered = contexts.map(({ id, abstract, syntaxes }) =>
    item(
      0x20,
      Buffer.concat([
        Buffer.from([id, 0, 0, 0]),
        item(0x30, Buffer.from(abstract)),
        ...syntaxes.map((syntax) => item(0x40, Buffer.from(syntax))),
      ]),
    ),
  )
  return encodePdu(
    pduTypes.request,
    Buffer.concat([head, applicationContext, ...offered, userInformation(largest, contexts)]),
  )
}

/** A-ASSOCIATE-AC in answer to a request: each context with the first of our syntaxes that it offers, or refused. */
export function encodeAccept(
  request: Buffer,
  chosen: ReadonlyMap<number, string | undefined>,
  largest: number,
): Buffer {
  const head = Buffer.from(request.subarray(0, 68))
  const contexts = [...chosen].map(([id, syntax]) =>
    item(
      0x21,
      Buffer.concat([Buffer.from([id, 0, syntax ? 0 : 4, 0]), item(0x40, Buffer.from(syntax ?? '1.2.840.10008.1.2'))]),
    ),
  )
  return encodePdu(
    pduTypes.accept,
    Buffer.concat([head, applicationContext, ...contexts, userInformation(largest, [])]),
  )
}

export interface Items {
  contexts: { id: number; result: number; abstract: string; syntaxes: string[] }[]
  /** The largest data unit that the other side takes; 0 says any. */
  largest: number
}

/** The items of an A-ASSOCIATE-RQ or -AC. Throws RangeError where lengths do not fit. */
export function decodeItems(body: Buffer): Items {
  const found: Items = { contexts: [], largest: 0 }
  for (const [type, content] of itemsOf(body.subarray(68))) {
    if (type === 0x20 || type === 0x21) {
      const context = { id: content[0], result: content[2], abstract: '', syntaxes: [] as string[] }
      for (const [inner, text] of itemsOf(content.subarray(4))) {
        const uid = text.toString('latin1').replace(/\0+$/, '')
        if (inner === 0x30) context.abstract = uid
        if (inner === 0x40) context.syntaxes.push(uid)
      }
      found.contexts.push(context)
    } else if (type === 0x50)
      for (const [inner, value] of itemsOf(content)) if (inner === 0x51) found.largest = value.readUInt32BE(0)
  }
  return found
}

function* itemsOf(body: Buffer): Generator<[type: number, content: Buffer]> {
  for (let at = 0; at + 4 <= body.length; ) {
    const length = body.readUInt16BE(at + 2)
    if (at + 4 + length > body.length) throw new RangeError('an item runs over the end')
    yield [body[at], body.subarray(at + 4, at + 4 + length)]
    at += 4 + length
  }
}

/** P-DATA-TF units of one message's command or dataset, none larger than the other side takes. */
export function* dataUnits(context: number, command: boolean, content: Uint8Array, largest: number): Generator<Buffer> {
  const room = Math.max(1024, Math.min(largest || 1 << 16, 1 << 17)) - 6
  let at = 0
  do {
    const part = content.subarray(at, at + room)
    at += part.length
    const head = Buffer.alloc(6)
    head.writeUInt32BE(part.length + 2, 0)
    head[4] = context
    head[5] = (command ? 1 : 0) | (at >= content.length ? 2 : 0)
    yield encodePdu(pduTypes.data, Buffer.concat([head, part]))
  } while (at < content.length)
}

export interface Fragment {
  context: number
  command: boolean
  last: boolean
  content: Buffer
}

/** The fragments of a P-DATA-TF unit. Throws RangeError. */
export function* fragmentsOf(body: Buffer): Generator<Fragment> {
  for (let at = 0; at + 6 <= body.length; ) {
    const length = body.readUInt32BE(at)
    if (length < 2 || at + 4 + length > body.length) throw new RangeError('a fragment runs over the end')
    const flags = body[at + 5]
    yield {
      context: body[at + 4],
      command: (flags & 1) === 1,
      last: (flags & 2) === 2,
      content: body.subarray(at + 6, at + 4 + length),
    }
    at += 4 + length
  }
}
