import { DomUtils, parseDocument } from 'htmlparser2'
import { type Cell, captionOf, type Grid, gridOf, type ReadPaper, tidy } from './paper.ts'

type Node = ReturnType<typeof parseDocument>['children'][number]
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number]

const isElement = (node: Node): node is Element => DomUtils.isTag(node)
const all = (names: string[], from: Node | Node[]): Element[] =>
  DomUtils.getElementsByTagName((name) => names.includes(name.toLowerCase()), from, true) as Element[]
const first = (name: string, from: Node | Node[]): Element | undefined => all([name], from)[0]

/** Text of an element; a superscript of signs and digits behind a 10 is an exponent, other raised letters stay behind their number. */
function textOf(node: Node | undefined): string {
  if (!node) return ''
  if (!isElement(node))
    return 'data' in node && node.type === 'text'
      ? node.data
      : 'children' in node
        ? node.children.map((one) => textOf(one as Node)).join('')
        : ''
  const inner = node.children.map((one) => textOf(one as Node)).join('')
  const name = node.name.toLowerCase()
  if (name === 'sup' && /^[-−–]?\d+$/.test(inner.trim())) return `^${inner.trim().replace(/[−–]/, '-')}`
  // Raised letters point to footnotes.
  if (name === 'sup' && /^[a-z](?:,\s?[a-z])*$/i.test(inner.trim())) return ''
  if (name === 'xref' && /fn|bibr/.test(node.attribs['ref-type'] ?? '') && /^[a-z*†‡§¶#\d,]+$/i.test(inner.trim()))
    return /^\d/.test(inner.trim()) ? '' : inner
  if (['break', 'br'].includes(name)) return ' '
  return ['p', 'div', 'li', 'td', 'th', 'title', 'list-item'].includes(name) ? `${inner} ` : inner
}

const clean = (node: Node | undefined): string => tidy(textOf(node))

function rowsOf(table: Element): { rows: Cell[][]; heads: number } {
  const lines = all(['tr'], table)
  const rows = lines.map((line) =>
    all(['td', 'th'], line.children as Node[]).map((cell) => ({
      text: clean(cell),
      columns: Number(cell.attribs.colspan) || 1,
      rows: Number(cell.attribs.rowspan) || 1,
    })),
  )
  const inHead = lines.filter((line) =>
    DomUtils.getElementsByTagName('thead', table, true).some((head) => within(line, head as Element)),
  ).length
  const headed = lines.findIndex((line) => all(['td'], line.children as Node[]).length > 0)
  return { rows, heads: inHead || Math.max(1, headed) }
}

function within(node: Element, ancestor: Element): boolean {
  for (let up = node.parent; up; up = up.parent) if (up === ancestor) return true
  return false
}

/** An article in JATS, as PubMed Central and journals give it. */
export function readJats(text: string): ReadPaper {
  const root = parseDocument(text, { xmlMode: true, decodeEntities: true })
  const nodes = root.children as Node[]
  const title = clean(first('article-title', nodes))
  const paper: ReadPaper = { title, tables: [], paragraphs: [], unread: [] }
  const where = (node: Element) => {
    for (let up = node.parent; up; up = up.parent)
      if ('name' in up && up.name === 'sec')
        return (
          clean(
            up.children.find((one) => isElement(one as Node) && (one as Element).name === 'title') as Node | undefined,
          ) || 'text'
        )
      else if ('name' in up && up.name === 'abstract') return 'Abstract'
    return 'text'
  }
  for (const wrap of all(['table-wrap'], nodes)) {
    const label =
      clean(wrap.children.find((one) => isElement(one as Node) && (one as Element).name === 'label') as Node) ||
      `Table ${paper.tables.length + 1}`
    const caption = clean(first('caption', wrap))
    const table = first('table', wrap)
    if (!table) {
      paper.unread.push({ place: label, why: 'the table is a picture or has no rows that can be read' })
      continue
    }
    const { rows, heads } = rowsOf(table)
    paper.tables.push({ label, caption, place: where(wrap), rows: gridOf(rows), heads })
  }
  for (const p of all(['p'], nodes)) {
    if (['table-wrap', 'fig', 'ref-list', 'table-wrap-foot'].some((name) => inside(p, name))) continue
    const words = clean(p)
    if (words) paper.paragraphs.push({ place: where(p), text: words })
  }
  for (const figure of all(['fig'], nodes))
    if (/\btable\b/i.test(clean(first('caption', figure))))
      paper.unread.push({
        place: clean(first('label', figure)) || 'a figure',
        why: 'a figure that its legend calls a table',
      })
  return paper
}

function inside(node: Element, name: string): boolean {
  for (let up = node.parent; up; up = up.parent) if ('name' in up && up.name === name) return true
  return false
}

/** A page in HTML: its tables with the caption in, before or behind them. */
export function readHtml(text: string): ReadPaper {
  const nodes = parseDocument(text).children as Node[]
  for (const rubbish of all(['script', 'style', 'nav', 'noscript'], nodes)) DomUtils.removeElement(rubbish)
  const title = clean(first('h1', nodes)) || clean(first('title', nodes))
  const paper: ReadPaper = { title, tables: [], paragraphs: [], unread: [] }
  let place = 'text'
  let before = ''
  for (const node of all(['h2', 'h3', 'h4', 'p', 'figcaption', 'table', 'img'], nodes)) {
    if (node.name !== 'table' && inside(node, 'table')) continue
    if (node.name === 'img') {
      if (/\btable\s*\d/i.test(`${node.attribs.alt ?? ''} ${node.attribs.title ?? ''}`))
        paper.unread.push({ place: tidy(node.attribs.alt ?? node.attribs.title ?? ''), why: 'the table is a picture' })
      continue
    }
    if (node.name === 'table') {
      if (inside(node, 'table') || all(['tr'], node).length < 2) continue
      const own = captionOf(clean(first('caption', node))) ?? captionOf(before)
      const { rows, heads } = rowsOf(node)
      const grid: Grid = {
        label: own?.label ?? `Table ${paper.tables.length + 1}`,
        caption: own?.caption ?? clean(first('caption', node)),
        place,
        rows: gridOf(rows),
        heads,
      }
      paper.tables.push(grid)
      before = ''
      continue
    }
    const words = clean(node)
    if (/^h[234]$/.test(node.name)) {
      if (!captionOf(words)) place = words || place
    }
    if (captionOf(words)) before = words
    else if (node.name === 'p' && words) paper.paragraphs.push({ place, text: words })
  }
  return paper
}
