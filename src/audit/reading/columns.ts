/** A piece of a line: its text between x and end. */
export interface Chunk {
  x: number
  end: number
  text: string
  /** What it was joined of: set so closely that several cells may be one chunk. */
  pieces: { x: number; end: number; text: string; glued: boolean }[]
}

export interface Line {
  y: number
  size: number
  chunks: Chunk[]
}

export const textOf = ({ chunks }: { chunks: Chunk[] }): string => chunks.map(({ text }) => text).join(' ')

/** Lines of running text on either side that make a page one of two columns. */
const fewestLines = 8

/**
 * The lines of a page in reading order. Where it is set in two columns, those of the first come before those of the second,
 * between one line and the next that reach over both: titles, captions and tables across the page.
 */
export function inReadingOrder(lines: Line[]): Line[] {
  const gutter = gutterOf(lines)
  if (gutter === undefined) return lines
  const ordered: Line[] = []
  let [left, right]: [Line[], Line[]] = [[], []]
  const flush = () => {
    ordered.push(...left, ...right)
    ;[left, right] = [[], []]
  }
  let across = false
  lines.forEach((line, i) => {
    const [first, second] = halves(line, gutter)
    const crossing = line.chunks.some(({ x, end }) => x < gutter && end > gutter)
    if (crossing) across = true
    else if ([first, second].some((half) => half && isColumnText(half, gutter, lines))) across = false
    // A short caption at the left of a table across the page: no running text stands beside the rows below it.
    else if (first && !second && /^\s*table\b/i.test(textOf(first)) && isTableAcross(lines, i, gutter)) across = true
    if (across) {
      flush()
      ordered.push(line)
      return
    }
    if (first) left.push(first)
    if (second) right.push(second)
  })
  flush()
  return ordered
}

function halves(line: Line, gutter: number): [Line | undefined, Line | undefined] {
  const of = (chunks: Chunk[]) => (chunks.length > 0 ? { ...line, chunks } : undefined)
  return [of(line.chunks.filter(({ end }) => end <= gutter)), of(line.chunks.filter(({ x }) => x >= gutter))]
}

/** The middle between two columns: there, few lines cross, and running text fills either side. */
function gutterOf(lines: Line[]): number | undefined {
  const chunks = lines.flatMap((line) => line.chunks)
  if (chunks.length === 0) return undefined
  const from = Math.min(...chunks.map(({ x }) => x))
  const to = Math.max(...chunks.map(({ end }) => end))
  const tried: { x: number; crossings: number }[] = []
  for (let x = from + 0.4 * (to - from); x <= from + 0.6 * (to - from); x++)
    tried.push({ x, crossings: lines.filter((line) => line.chunks.some((one) => one.x < x && one.end > x)).length })
  const least = Math.min(...tried.map(({ crossings }) => crossings))
  if (least > 0.5 * lines.length) return undefined
  // The widest band that so few lines cross: blanks that happen to stand below one another are narrower.
  let [begin, width] = [0, 0]
  for (let i = 0; i < tried.length; i++) {
    let end = i
    while (end < tried.length && tried[end].crossings === least) end++
    if (end - i > width) [begin, width] = [i, end - i]
    i = end
  }
  const { x } = tried[begin + Math.floor(width / 2)]
  const texts = [0, 1].map(
    (side) =>
      lines.filter((line) => {
        const half = halves(line, x)[side]
        return half && isColumnText(half, x, lines)
      }).length,
  )
  return Math.max(...texts) >= fewestLines && Math.min(...texts) > 0 ? x : undefined
}

/** A line of running text that fills its column: words, few digits, no wide gap. */
function isColumnText(half: Line, gutter: number, lines: Line[]): boolean {
  const text = textOf(half)
  const letters = text.replace(/[^\p{L}]/gu, '').length
  const [from, to] = [half.chunks[0].x, half.chunks.at(-1)!.end]
  const edge = from < gutter ? gutter - Math.min(...lines.flatMap(({ chunks }) => chunks.map(({ x }) => x))) : undefined
  const column = edge ?? Math.max(...lines.flatMap(({ chunks }) => chunks.map(({ end }) => end))) - gutter
  const gaps = half.chunks.slice(1).map(({ x }, c) => x - half.chunks[c].end)
  return (
    text.split(' ').length > 4 &&
    letters > 0.65 * text.replaceAll(' ', '').length &&
    to - from > 0.7 * column &&
    gaps.every((gap) => gap < 1.2 * half.size)
  )
}

/** The next lines have cells on both sides and no running text. */
function isTableAcross(lines: Line[], caption: number, gutter: number): boolean {
  const next = lines.slice(caption + 1, caption + 5).map((line) => halves(line, gutter))
  const text = next.some((both) => both.some((half) => half && isColumnText(half, gutter, lines)))
  return !text && next.some(([first, second]) => first && second)
}
