import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate'

/**
 * An Office archive with a date in the place of the clock, its files in one order and without times.
 *
 * first   the file that must come first
 * settle  by the file's name, what else has to be made the same every time
 */
export function settledArchive(
  archive: Uint8Array,
  date: string,
  settle: Readonly<Record<string, (xml: string) => string>> = {},
): Uint8Array {
  const moment = `${date.slice(0, 10) || '1970-01-01'}T00:00:00Z`
  const files = unzipSync(archive)
  const again: Zippable = {}
  const rank = (name: string) => (name === '[Content_Types].xml' ? 0 : 1)
  for (const name of Object.keys(files).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
    if (name.endsWith('/')) continue
    let bytes = files[name]
    if (name === 'docProps/core.xml')
      bytes = strToU8(strFromU8(bytes).replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${moment}`))
    if (settle[name]) bytes = strToU8(settle[name](strFromU8(bytes)))
    // A picture is compressed as it is.
    again[name] = [bytes, { mtime: new Date(1980, 0, 1), level: name.endsWith('.png') ? 0 : 6 }]
  }
  return zipSync(again)
}
