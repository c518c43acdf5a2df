/** A paper as it was read: its tables as grids of texts, its paragraphs, and what could not be read. */
export interface ReadPaper {
  title: string
  tables: Grid[]
  paragraphs: { place: string; text: string }[]
  unread: { place: string; why: string }[]
}

/** One table: every row as long as the widest, spans written into their first cell and empty in the others. */
export interface Grid {
  /** "Table 2". */
  label: string
  caption: string
  /** "page 4", "Results". */
  place: string
  rows: string[][]
  /** Rows of the head. */
  heads: number
}

/** Numbers of a text as they stand in it. */
export function numbersOf(text: string): string[] {
  return text.match(/\d[\d.,·]*\d|\d/g) ?? []
}

/** "Table 2" and the rest of a caption; undefined where it begins no table. */
export function captionOf(text: string): { label: string; caption: string } | undefined {
  const found =
    /^\s*((?:supplementary |suppl\.? |appendix )?table\s*(?:S?\d+[A-Za-z]?|[IVX]+))\b\s*[.:|–—-]?\s*(.*)$/is.exec(text)
  return found ? { label: found[1].replace(/\s+/g, ' '), caption: found[2].trim() } : undefined
}

/** Text without line ends and doubled blanks. */
export const tidy = (text: string): string =>
  text
    .replace(/[\u00ad\u200b]/g, '')
    .replace(/[\s\u00a0\u2002-\u200a\u202f]+/g, ' ')
    .trim()

/** One cell with its spans. */
export interface Cell {
  text: string
  columns: number
  rows: number
}

const maximumColumns = 60

/** Rows of cells with spans to a grid: a spanned place is empty, the first has the text. */
export function gridOf(rows: readonly Cell[][]): string[][] {
  const grid: (string | undefined)[][] = rows.map(() => [])
  rows.forEach((cells, r) => {
    let c = 0
    for (const cell of cells) {
      while (grid[r][c] !== undefined) c++
      for (let down = 0; down < Math.min(cell.rows, rows.length - r); down++)
        for (let right = 0; right < Math.min(cell.columns, maximumColumns); right++)
          grid[r + down][c + right] = down === 0 && right === 0 ? cell.text : ''
      c += Math.max(1, Math.min(cell.columns, maximumColumns))
    }
  })
  const width = Math.min(maximumColumns, Math.max(0, ...grid.map((row) => row.length)))
  return grid.map((row) => Array.from({ length: width }, (_, c) => row[c] ?? ''))
}
