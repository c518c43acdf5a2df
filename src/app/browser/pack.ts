import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'

/** What does not get smaller. */
const packed = /\.(png|docx|pptx|pdf|parquet|gz|zip|xlsx)$/i
/** The same files are the same archive: the first day that a zip knows stands for the clock. */
const mtime = '1980-01-01T12:00:00'

/** A zip archive that grows file by file. */
export function openZip() {
  const parts: Uint8Array<ArrayBuffer>[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    parts.push(chunk as Uint8Array<ArrayBuffer>)
  })
  return {
    add(path: string, bytes: Uint8Array): void {
      const entry = packed.test(path) ? new ZipPassThrough(path) : new ZipDeflate(path, { level: 6 })
      entry.mtime = mtime
      zip.add(entry)
      entry.push(bytes, true)
    },
    end(): Blob {
      zip.end()
      return new Blob(parts, { type: 'application/zip' })
    },
  }
}
