import { type Dataset, strings } from '../../image/dicom/file.ts'
import { listedAction, type ProfileOptions, profileRow } from './profile.ts'

/** What names the patient, the people and the place in the original: to be looked for in all that is kept. */
export interface Identifiers {
  /** Single words of names, in lower case: matched as whole words. */
  words: ReadonlySet<string>
  /** Numbers, names of places, addresses: matched anywhere. */
  phrases: readonly string[]
}

/** Numbers and addresses of the patient and the visit, names of places and machines. */
const phraseTags = new Set([
  0x00080050, 0x00080080, 0x00080081, 0x00080092, 0x00080094, 0x00081010, 0x00081040, 0x00100020, 0x00100030,
  0x00100215, 0x00101000, 0x00101040, 0x00101090, 0x00102154, 0x00102155, 0x00104000, 0x00181000, 0x00200010,
  0x00321032, 0x00380010, 0x00380300, 0x00400241, 0x00400242, 0x00401001, 0x00402016, 0x00402017, 0x0040a123,
])

/** Titles and what stands in place of a name. */
const noNames = new Set(
  'dr mr ms mrs md jr sr ii de la le el al da di du the von van der den anonymous unknown none removed patient test prof'.split(
    ' ',
  ),
)

const beyondAscii = (word: string) => /[^\0-\x7f]/.test(word)
/** Two letters are a surname (Li, Wu, Ng), one sign of Chinese is. */
const isName = (word: string) => (word.length >= 2 || beyondAscii(word)) && !/^\d+$/.test(word) && !noNames.has(word)

/** Names and numbers of a dataset, its sequences included, save what the options retain. */
export function identifiersIn(dataset: Dataset, options: ProfileOptions): Identifiers {
  const words = new Set<string>()
  const phrases = new Set<string>()
  const visit = (part: Dataset) => {
    for (const [tag, { vr, items }] of part.elements) {
      const row = profileRow(tag)
      if (row && listedAction(row, vr, options) === 'keep') continue
      if (items) for (const item of items) visit(item)
      else if (vr === 'PN') {
        for (const name of strings(part, tag))
          for (const word of name.split(/[^\p{L}\p{N}]+/u))
            if (isName(word.toLowerCase())) words.add(word.toLowerCase())
      } else if (phraseTags.has(tag))
        for (const phrase of strings(part, tag)) if (phrase.length >= 4) phrases.add(phrase.toLowerCase())
    }
  }
  visit(dataset)
  return { words, phrases: [...phrases].filter((phrase) => !/^0+$/.test(phrase)) }
}

/**
 * Whether a text that would be kept has one of them. Long words and those of other scripts count within words too:
 * SMITHBRAIN.
 *
 * shortest  letters of the shortest word that counts: terms such as SE and GR are surnames too
 */
export function names(text: string, { words, phrases }: Identifiers, shortest = 2): boolean {
  const lower = text.toLowerCase()
  if (phrases.some((phrase) => lower.includes(phrase))) return true
  const found = lower.split(/[^\p{L}\p{N}]+/u)
  if (found.some((word) => word.length >= shortest && words.has(word))) return true
  for (const word of words) if ((word.length >= 5 || beyondAscii(word)) && lower.includes(word)) return true
  return false
}
