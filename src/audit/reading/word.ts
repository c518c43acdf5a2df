import { unzipSync } from 'fflate'
import { DomUtils, parseDocument } from 'htmlparser2'
import { type Cell, captionOf, gridOf, type ReadPaper, tidy } from './paper.ts'

type Node = ReturnType<typeof parseDocument>['children'][number]
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number]

/** Characters of document.xml beyond which a Word file is not read: a paper has a few millions. */
const maximumCharacters = 60_000_000

/** A Word file: its tables with the caption before or behind them. Undefined where it is none. */
export function readWord(bytes: Uint8Array): ReadPaper | undefined {
  let xml: string
  try {
    const files = unzipSync(bytes, {
      filter: ({ name, originalSize }) => name === 'word/document.xml' && originalSize < maximumCharacters,
    })
    if (!files['word/document.xml']) return undefined
    xml = new TextDecoder().decode(files['word/document.xml'])
  } catch {
    return undefined
  }
  const body = DomUtils.getElementsByTagName(
    'w:body',
    parseDocument(xml, { xmlMode: true }).children as Node[],
    true,
  )[0]
  if (!body) return undefined
  const blocks = (body.children as Node[]).filter((node): node is Element => DomUtils.isTag(node))
  const paper: ReadPaper = { title: '', tables: [], paragraphs: [], unread: [] }
  let place = 'text'
  const texts = blocks.map((block) => (block.name === 'w:p' ? textOf(block) : ''))
  blocks.forEach((block, b) => {
    if (block.name === 'w:tbl') {
      const near = [texts[b - 1], texts[b - 2], texts[b + 1]].map((text) => text && captionOf(text)).find((one) => one)
      paper.tables.push({
        label: near ? near.label : `Table ${paper.tables.length + 1}`,
        caption: near ? near.caption : '',
        place,
        rows: gridOf(rowsOf(block)),
        heads: 1,
      })
      return
    }
    const text = texts[b]
    if (!text) {
      if (DomUtils.getElementsByTagName('w:drawing', block, true).length > 0 && captionOf(texts[b - 1] ?? ''))
        paper.unread.push({ place: captionOf(texts[b - 1])!.label, why: 'the table is a picture' })
      return
    }
    const style = DomUtils.getElementsByTagName('w:pStyle', block, true)[0]?.attribs['w:val'] ?? ''
    if (!paper.title && (/title/i.test(style) || paper.paragraphs.length === 0)) paper.title = text
    if (/heading/i.test(style)) place = text
    else if (!captionOf(text)) paper.paragraphs.push({ place, text })
  })
  return paper
}

function textOf(node: Element): string {
  let text = ''
  const walk = (one: Node, raised: boolean) => {
    if (!DomUtils.isTag(one)) return
    const name = one.name
    if (name === 'w:t' || name === 'w:delText') {
      if (name === 'w:t')
        text +=
          raised && /\d$|10$/.test(text) && /^[-−–]?\d+$/.test(DomUtils.textContent(one))
            ? `^${DomUtils.textContent(one).replace(/[−–]/, '-')}`
            : DomUtils.textContent(one)
      return
    }
    if (name === 'w:tab' || name === 'w:br' || name === 'w:cr') text += ' '
    if (name === 'w:noBreakHyphen') text += '-'
    if (name === 'w:sym') text += ' '
    const up =
      name === 'w:r' &&
      DomUtils.getElementsByTagName('w:vertAlign', one, true).some((mark) => mark.attribs['w:val'] === 'superscript')
    for (const child of one.children as Node[]) walk(child, raised || up)
    if (name === 'w:p') text += ' '
  }
  walk(node, false)
  return tidy(text)
}

function rowsOf(table: Element): Cell[][] {
  const own = (from: Element, name: string) =>
    (from.children as Node[]).filter((one): one is Element => DomUtils.isTag(one) && one.name === name)
  return own(table, 'w:tr').map((line) =>
    own(line, 'w:tc').map((cell) => {
      const span = Number(DomUtils.getElementsByTagName('w:gridSpan', cell, true)[0]?.attribs['w:val']) || 1
      const merged = DomUtils.getElementsByTagName('w:vMerge', cell, true)[0]
      const below = merged !== undefined && merged.attribs['w:val'] !== 'restart'
      return { text: below ? '' : textOf(cell), columns: span, rows: 1 }
    }),
  )
}
