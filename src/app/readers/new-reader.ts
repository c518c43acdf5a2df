import type { StudyConfig } from '../../study/file/schema.ts'
import { pathBeside } from './path-beside.ts'

/**
 * What the study file has to say of a new reader: where the masks lie, for each sequence that is drawn on. Beside those of
 * `like`, of the first reader where nobody is named, or in `masks/` where nobody has any. A sequence with one mask (`mask`) is
 * left as it is, and one to which regions are carried has the masks of the other.
 */
export function masksOfNewReader(
  images: NonNullable<StudyConfig['images']>,
  name: string,
  like?: string,
): [path: ['images', string, 'masks', string], file: string][] {
  return Object.entries(images).flatMap(([sequence, { mask, masks = {}, register }]) => {
    const of = like ?? Object.keys(masks).find((reader) => reader !== 'consensus')
    const theirs = of === undefined ? undefined : masks[of]
    const inherited = register && (theirs === undefined || images[register.from]?.masks?.[of!] === theirs)
    if (mask !== undefined || inherited || Object.hasOwn(masks, name) || (like && theirs === undefined)) return []
    const file = theirs === undefined ? `masks/{patient}.${sequence}.${name}.nrrd` : pathBeside(theirs, of!, name)
    return [[['images', sequence, 'masks', name], file]]
  })
}
