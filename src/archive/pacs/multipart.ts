import { BrokenAnswer } from '../../errors/index.ts'

/** The parts of a multipart/related body. Source: RFC 2387, RFC 2046. Throws BrokenAnswer. */
export function parts(body: Uint8Array, contentType: string, host: string): Uint8Array[] {
  const boundary = /boundary="?([^";,]+)"?/i.exec(contentType)?.[1]
  if (!boundary) throw BrokenAnswer(host, `its answer is of the kind ${contentType || 'unknown'}, not multipart`)
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const mark = Buffer.from(`--${boundary}`)
  const found: Uint8Array[] = []
  let at = bytes.indexOf(mark)
  while (at >= 0) {
    const after = at + mark.length
    if (bytes.subarray(after, after + 2).toString('latin1') === '--') return found
    const head = bytes.indexOf('\r\n\r\n', after)
    // The boundary may stand in pixels by chance: a part that says its length is taken by it.
    const length = /content-length:\s*(\d+)/i.exec(bytes.subarray(after, Math.max(after, head)).toString('latin1'))?.[1]
    const from = length ? head + 4 + Number(length) : head
    const next = head < 0 ? -1 : bytes.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), from)
    if (next < 0) throw BrokenAnswer(host, 'its answer breaks off')
    found.push(bytes.subarray(head + 4, next))
    at = next + 2
  }
  throw BrokenAnswer(host, 'its answer has no end')
}

/** A body of one file for STOW-RS, with its content type. */
export function related(file: Uint8Array, boundary: string): { body: Uint8Array; contentType: string } {
  const head = `--${boundary}\r\nContent-Type: application/dicom\r\nContent-Length: ${file.length}\r\n\r\n`
  const body = Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)])
  return { body, contentType: `multipart/related; type="application/dicom"; boundary="${boundary}"` }
}
