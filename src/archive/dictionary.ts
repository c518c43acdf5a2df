import type { RepresentationOf } from '../image/dicom/file.ts'
import { representationTable } from './tables/dictionary.ts'

const exact = new Map<number, string>()
const patterns: [pattern: RegExp, vr: string][] = []
for (const [vr, tags] of Object.entries(representationTable))
  for (const tag of tags.trim().split(/\s+/))
    if (tag.includes('x')) patterns.push([new RegExp(`^${tag.replaceAll('x', '.')}$`), vr])
    else exact.set(Number.parseInt(tag, 16), vr)

/**
 * The value representation of a standard attribute by DICOM PS3.6; LO for the creator of a private block; undefined for
 * what the standard's edition does not name.
 */
export const representationOf: RepresentationOf = (tag) => {
  const known = exact.get(tag)
  if (known) return known
  const [group, element] = [tag >>> 16, tag & 0xffff]
  if (element === 0) return 'UL'
  if (group & 1) return element >= 0x10 && element <= 0xff ? 'LO' : undefined
  const text = hex(tag)
  return patterns.find(([pattern]) => pattern.test(text))?.[1]
}

/** A tag as eight hexadecimal digits. */
export const hex = (tag: number) => (tag >>> 0).toString(16).padStart(8, '0')

/** A tag as the standard writes it: (0010,0020). */
export const written = (tag: number) => `(${hex(tag).slice(0, 4)},${hex(tag).slice(4)})`.toUpperCase()
