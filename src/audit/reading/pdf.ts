import { type Chunk, inReadingOrder, type Line, textOf } from './columns.ts'
import { captionOf, type Grid, type ReadPaper, tidy } from './paper.ts'

interface Item {
  str: string
  x: number
  y: number
  width: number
  size: number
}

/** Of pdf.js: a text with its matrix, or a mark of its structure. */
interface TextItem {
  str?: string
  transform: number[]
  width: number
  height: number
}

type PdfDocument = Awaited<ReturnType<typeof import('unpdf').getDocumentProxy>>

const maximumPages = 300

/**
 * A PDF with text: lines by their height on the page, cells by the gaps between words. Tables are found by their captions
 * and end where lines of running text begin; two columns are read one after the other. Pages without text (scans) are listed as unread.
 */
export async function readPdf(bytes: Uint8Array): Promise<ReadPaper> {
  const { getDocumentProxy } = await import('unpdf')
  const document = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0 })
  try {
    return await readDocument(document)
  } finally {
    await document.destroy()
  }
}

async function readDocument(document: PdfDocument): Promise<ReadPaper> {
  const paper: ReadPaper = { title: '', tables: [], paragraphs: [], unread: [] }
  const pages = Math.min(document.numPages, maximumPages)
  for (let number = 1; number <= pages; number++) {
    const page = await document.getPage(number)
    const { items }: { items: TextItem[] } = await page.getTextContent()
    const own = items
      .filter((item) => item.str)
      .map(itemOf)
      .filter(isOnPage)
    if (own.every(({ str }) => str.trim() === ''))
      paper.unread.push({ place: `page ${number}`, why: 'no text: a picture or a scan' })
    else readPage(inReadingOrder(linesOf(own)), `page ${number}`, paper)
  }
  if (document.numPages > maximumPages)
    paper.unread.push({ place: `pages after ${maximumPages}`, why: 'too many pages' })
  paper.title ||= paper.paragraphs[0]?.text.slice(0, 300) ?? ''
  return paper
}

const itemOf = ({ str = '', transform, width, height }: TextItem): Item => ({
  str,
  x: transform[4],
  y: transform[5],
  width,
  size: Math.hypot(transform[2], transform[3]) || height,
})

/** The longest side of a page, in points (PDF 1.7, annex C). A damaged file sets text that no page could hold. */
const longestSide = 14_400

const isOnPage = ({ x, y, width, size }: Item) => [x, y, width, size].every((length) => Math.abs(length) <= longestSide)

/** Items to lines from the top; a raised or lowered small item belongs to the line that it touches. */
function linesOf(items: Item[]): Line[] {
  const usual = median(items.filter(({ str }) => str.trim()).map(({ size }) => size))
  const lines: { y: number; size: number; items: Item[] }[] = []
  for (const item of [...items].filter(({ str }) => str.trim()).sort((a, b) => b.size - a.size || b.y - a.y)) {
    const line = lines.find(({ y, size }) => Math.abs(y - item.y) < 0.45 * Math.max(size, 0.6 * usual))
    if (line) line.items.push(item)
    else lines.push({ y: item.y, size: item.size, items: [item] })
  }
  return lines
    .sort((a, b) => b.y - a.y)
    .map(({ y, size, items: own }) => ({
      y,
      size,
      chunks: chunksOf(
        own.sort((a, b) => a.x - b.x),
        y,
        size,
      ),
    }))
}

/** A gap between pieces from which they are two cells, in heights of the letters: a blank has a quarter to a third. */
const cellGap = 0.42

/** Pieces with no more than a blank between them are one cell. */
function chunksOf(items: Item[], y: number, size: number): Chunk[] {
  const chunks: Chunk[] = []
  for (const item of items) {
    const last = chunks.at(-1)
    const gap = last ? item.x - last.end : Infinity
    const raised = item.size < 0.8 * size && item.y > y + 0.15 * size
    const text =
      raised && last && /10$/.test(last.text) && /^[-−–]?\d+$/.test(item.str.trim())
        ? `^${item.str.trim().replace(/[−–]/, '-')}`
        : item.str
    const glued = gap <= 0.12 * size || raised
    const piece = { x: item.x, end: item.x + item.width, text, glued }
    if (last && gap < cellGap * size) {
      last.text += `${!glued && !/\s$/.test(last.text) ? ' ' : ''}${text}`
      last.end = Math.max(last.end, piece.end)
      last.pieces.push(piece)
    } else chunks.push({ x: item.x, end: piece.end, text, pieces: [piece] })
  }
  return chunks.map((chunk) => ({ ...chunk, text: tidy(chunk.text) })).filter(({ text }) => text !== '')
}

function readPage(lines: Line[], place: string, paper: ReadPaper): void {
  let i = 0
  let words: string[] = []
  const flush = () => {
    if (words.length > 0)
      paper.paragraphs.push({ place, text: tidy(words.join(' ').replace(/(\w)- (?=[a-z])/g, '$1')) })
    words = []
  }
  while (i < lines.length) {
    const text = textOf(lines[i])
    const caption = captionOf(text)
    const table = caption ? tableFrom(lines, i, place, caption) : undefined
    if (!table) {
      if (words.length > 0 && lines[i - 1] && lines[i - 1].y - lines[i].y > 1.8 * lines[i].size) flush()
      words.push(text)
      i++
      continue
    }
    flush()
    if (table.grid.rows.length < 2)
      paper.unread.push({
        place: `${table.grid.label}, ${place}`,
        why: 'no rows below its caption: a picture, or set sideways',
      })
    else paper.tables.push(table.grid)
    i = table.next
  }
  flush()
}

/** A caption is followed by rows of several cells; a sentence that begins with "Table 2 shows" is not. */
function tableFrom(
  lines: Line[],
  start: number,
  place: string,
  caption: { label: string; caption: string },
): { grid: Grid; next: number } | undefined {
  if (/^(?:shows?|lists?|presents?|summari[sz]es|gives?|and|in|demonstrates?|reports?)\b/.test(caption.caption))
    return undefined
  let i = start + 1
  const more: string[] = []
  while (i < lines.length && i - start <= 4 && (lines[i].chunks.length === 1 || isProse(lines[i]))) {
    if (lines[i + 1]?.chunks.length > 1 && lines[i].chunks[0].text.length < 25) break
    more.push(textOf(lines[i]))
    i++
  }
  if (i >= lines.length || lines[i].chunks.length < 2) {
    return more.length === 0
      ? undefined
      : { grid: { label: caption.label, caption: caption.caption, place, rows: [], heads: 1 }, next: start + 1 }
  }
  const body: Line[] = []
  const left = Math.min(...lines.slice(i, i + 6).flatMap(({ chunks }) => chunks.map(({ x }) => x)))
  for (; i < lines.length; i++) {
    const { chunks, y, size } = lines[i]
    const text = textOf(lines[i])
    const above = body.at(-1)
    const wide = isProse(lines[i])
    // The foot of a column, behind which the next begins at the top.
    if (above && y > above.y) break
    const far = above && above.y - y > 3.2 * size
    if (
      captionOf(text) ||
      wide ||
      (far && chunks.length === 1) ||
      /^(?:notes?|abbreviations?|data are|values are|\*|†)\b/i.test(text)
    )
      break
    if (chunks.length === 1 && chunks[0].x < left - 3 * size) break
    body.push(lines[i])
  }
  const rows = cellsOf(body)
  return {
    grid: {
      label: caption.label,
      caption: tidy([caption.caption, ...more].join(' ')),
      place,
      rows,
      heads: headsOf(rows),
    },
    next: i,
  }
}

/** A line of running text: many words, few digits, no gap wider than justified blanks; headings name sizes of groups. */
function isProse({ chunks, size }: Line): boolean {
  const text = textOf({ chunks })
  if (/\(n\s*=[^)]*\).*\(n\s*=/i.test(text) && chunks.length > 2) return false
  const gaps = chunks.slice(1).map(({ x }, c) => x - chunks[c].end)
  const letters = text.replace(/[^\p{L}]/gu, '').length
  return (
    text.split(' ').length > 9 &&
    letters > 0.65 * text.replaceAll(' ', '').length &&
    gaps.every((gap) => gap < 1.2 * size)
  )
}

/** Columns are the bands that cells of the body take together; a cell over several of them stands in the first. */
function cellsOf(lines: Line[]): string[][] {
  const most = Math.max(...lines.map(({ chunks }) => chunks.length))
  // Headings stand closer than numbers and may run together: the lines with the most cells say where columns are.
  const full = lines
    .filter(({ chunks }) => chunks.length >= Math.max(2, most - 1))
    .sort((a, b) => b.chunks.length - a.chunks.length)
  let bands: { x: number; end: number }[] = []
  for (const chunk of full.flatMap(({ chunks }) => chunks)) {
    const touched = bands.filter((band) => band.x < chunk.end - 0.5 && chunk.x < band.end - 0.5)
    // A long heading that reaches into two columns must not join them.
    if (touched.length > 1) continue
    if (touched.length === 1) {
      touched[0].x = Math.min(touched[0].x, chunk.x)
      touched[0].end = Math.max(touched[0].end, chunk.end)
    } else bands.push({ x: chunk.x, end: chunk.end })
  }
  bands = bands.sort((a, b) => a.x - b.x)
  return lines.map(({ chunks }) => {
    const cells = bands.map(() => '')
    for (const piece of chunks.flatMap(({ pieces }) => pieces)) {
      const overlaps = bands.map((band) => Math.min(band.end, piece.end) - Math.max(band.x, piece.x))
      const best = overlaps.indexOf(Math.max(...overlaps))
      cells[best] = `${cells[best]}${piece.glued ? '' : ' '}${piece.text}`
    }
    return cells.map(tidy)
  })
}

/** Rows above the first that has a number in a column behind the first and is no heading of groups. */
function headsOf(rows: string[][]): number {
  const body = rows.findIndex((cells) =>
    cells.slice(1).some((cell) => /\d/.test(cell) && !/\bn\s*=|%\s*(?:CI|confidence)|^\(?n\b/i.test(cell)),
  )
  return Math.max(1, body < 0 ? 1 : body)
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 10
}
