import { Gunzip } from 'fflate'
import { DamagedArchive } from '../../errors/index.ts'

/** Larger than any table of a study; what unpacks to more is a mistake or an attack. */
const maximumTable = 1 << 29

/** The bytes inside a gzip file. Throws DamagedArchive when it is broken off or unpacks to more than `largest` bytes. */
export function gunzipTable(bytes: Uint8Array, file: string, largest = maximumTable): Uint8Array {
  const chunks: Uint8Array[] = []
  let size = 0
  let member = 0
  let ended = false
  const stream = new Gunzip((chunk, final) => {
    size += chunk.length
    if (size > largest) throw DamagedArchive(file, `it holds more than ${largest >> 20} MB`)
    chunks.push(chunk)
    ended = final
  })
  // A file may be several gzip files in a row (bgzip); the size at the end is that of the last.
  stream.onmember = () => {
    member = size
  }
  try {
    // In pieces, so that the bound is met before everything is unpacked.
    const piece = 1 << 16
    for (let at = 0; at < bytes.length; at += piece)
      stream.push(bytes.subarray(at, at + piece), at + piece >= bytes.length)
  } catch (error) {
    if (error instanceof Error && error.name === 'Problem') throw error
    throw DamagedArchive(file, error instanceof Error ? error.message : String(error))
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (!ended || bytes.length < 18 || view.getUint32(bytes.length - 4, true) !== size - member)
    throw DamagedArchive(file, 'it ends too early')
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}
