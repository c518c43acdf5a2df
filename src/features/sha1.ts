/** SHA-1 of an array's bytes, as SimpleITK's `Hash` gives it, in hexadecimal; empty where the platform has no digest. */
export async function sha1(values: ArrayBufferView): Promise<string> {
  // A page that was not served securely has no crypto.subtle.
  if (!globalThis.crypto?.subtle) return ''
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  // The digest takes no view of shared memory.
  const own = bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes)
  const digest = await crypto.subtle.digest('SHA-1', own)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
