import { UnreadablePaper } from '../../errors/index.ts'
import { readHtml, readJats } from './markup.ts'
import type { ReadPaper } from './paper.ts'
import { readPdf } from './pdf.ts'
import { readWord } from './word.ts'

export { draftTranscript } from './draft.ts'

/** Bytes of a paper; one that has more is not read at all. */
export const maximumBytes = 200_000_000

/** Whether a file is a paper to be read, by its name: a transcript is YAML. */
export const isPaper = (file: string) => /\.(pdf|docx|html?|xhtml|xml|nxml)$/i.test(file)

/**
 * A published paper from its file: PDF, Word, HTML or JATS XML. Throws UnreadablePaper where the file is none of them, is
 * damaged or too large.
 */
export async function readPaper(bytes: Uint8Array, file: string): Promise<ReadPaper> {
  if (bytes.length > maximumBytes) throw UnreadablePaper(file, `it is larger than ${maximumBytes / 1e6} MB`)
  if (/\.docx$/i.test(file)) {
    const paper = readWord(bytes)
    if (!paper) throw UnreadablePaper(file, 'it holds no word/document.xml')
    return paper
  }
  if (/\.pdf$/i.test(file)) {
    try {
      return await readPdf(bytes)
    } catch (error) {
      throw UnreadablePaper(file, error instanceof Error ? error.message : String(error))
    }
  }
  const text = new TextDecoder().decode(bytes)
  const paper =
    /<(?:article|pmc-articleset|front)\b/.test(text) && /\.(xml|nxml)$/i.test(file) ? readJats(text) : readHtml(text)
  if (paper.tables.length === 0 && paper.paragraphs.length === 0)
    throw UnreadablePaper(file, 'it holds neither tables nor text')
  return paper
}
