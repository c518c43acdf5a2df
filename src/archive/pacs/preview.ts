import { DamagedObject } from '../../errors/index.ts'
import { readAttributes } from '../../image/dicom/file.ts'
import { pictures } from '../deidentify/pixels.ts'
import { type ArchiveServer, type FoundSeries, nameOfSeries, oneObject } from './archive-server.ts'

/** A picture in 256 greys, row by row. */
interface Preview {
  width: number
  height: number
  greys: Uint8Array<ArrayBuffer>
}

/**
 * The middle frame of an object in the middle of a series, from its 1st to its 99th percentile; nothing is kept. Undefined
 * where it has no pixels, or such as cannot be shown. Throws what the archive's functions throw, and DamagedObject.
 */
export async function previewOf(archive: ArchiveServer, series: FoundSeries): Promise<Preview | undefined> {
  const file = await oneObject(archive, series)
  if (!file) return undefined
  const read = readAttributes(file, nameOfSeries(series))
  if (read.damage) throw DamagedObject(nameOfSeries(series), read.damage.message)
  const shown = await pictures(read.file)
  if (!shown) return undefined
  const { values, width, height } = shown[shown.length >> 1]
  const sorted = Float64Array.from(values).sort()
  const [low, high] = [0.01, 0.99].map((share) => sorted[Math.floor(share * (sorted.length - 1))])
  const scale = 255 / Math.max(1, high - low)
  const greys = Uint8Array.from(values, (value) => Math.min(255, Math.max(0, (value - low) * scale)))
  return { width, height, greys }
}
