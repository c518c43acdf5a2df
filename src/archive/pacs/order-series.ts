import { Problem } from '../../errors/index.ts'
import { parseDicom, strings, value } from '../../image/dicom/file.ts'
import { readFrames } from '../../image/dicom/frames/frames.ts'
import { type ArchiveServer, type FoundSeries, nameOfSeries, oneObject } from './archive-server.ts'
import { needsObject, type ObjectFacts, type ProtocolMap, sequenceOf } from './protocol-map.ts'

/**
 * The sequence of each series by a protocol map; undefined where it has none. An object is asked for only of series on
 * which a line with b-values or tags may bear; what is wrong with it goes to `fault`, and the other lines hold.
 */
export async function orderSeries(
  archive: ArchiveServer,
  found: readonly FoundSeries[],
  map: ProtocolMap,
  fault: (error: Problem) => void,
): Promise<(string | undefined)[]> {
  const sequences: (string | undefined)[] = []
  for (const series of found) {
    let facts: ObjectFacts | undefined
    try {
      const file = needsObject(map, series) ? await oneObject(archive, series) : undefined
      facts = file && (await factsOf(file, nameOfSeries(series)))
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      fault(error)
    }
    sequences.push(sequenceOf(map, series, facts))
  }
  return sequences
}

async function factsOf(file: Uint8Array, name: string): Promise<ObjectFacts> {
  const { dataset } = parseDicom(file, name)
  const { frames } = await readFrames({ name, read: async () => file })
  return {
    bValues: frames.flatMap(({ bValue }) => bValue ?? []),
    textOf: (tag) => strings(dataset, tag).join('\\') || String(value(dataset, tag) ?? ''),
  }
}
