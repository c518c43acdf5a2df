const digest = async (algorithm: 'SHA-1' | 'SHA-256', bytes: Uint8Array): Promise<string> => {
  // Node's own hash copies nothing and waits for no thread.
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  if (node) return node.createHash(algorithm).update(bytes).digest('hex')
  // A page that was not served securely has no crypto.subtle.
  if (!globalThis.crypto?.subtle) return ''
  // The digest takes no view of shared memory.
  const own = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes)
  const hash = await crypto.subtle.digest(algorithm, own)
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const bytesOf = (content: string | ArrayBufferView) =>
  typeof content === 'string'
    ? new TextEncoder().encode(content)
    : new Uint8Array(content.buffer, content.byteOffset, content.byteLength)

/** SHA-1 of an array's bytes, as SimpleITK's `Hash` gives it, in hexadecimal; empty where the platform has no digest. */
export const sha1 = (values: ArrayBufferView): Promise<string> => digest('SHA-1', bytesOf(values))

/** SHA-256 of a text or of an array's bytes, as sha256sum gives it; empty where the platform has no digest. */
export const sha256 = (content: string | ArrayBufferView): Promise<string> => digest('SHA-256', bytesOf(content))
