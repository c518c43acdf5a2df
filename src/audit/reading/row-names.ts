import type { Grid } from './paper.ts'

/** What a row of a table is about: the variable, and the level where one is named beside or above it. */
export interface RowName {
  name: string
  level: string
}

/** Counts and percentages only: "822/196 040", "12 (30%)". */
const isNumeric = (cell: string) => /\d/.test(cell) && /^[\d\s.,·/()[\]%–-]+$/.test(cell)

/**
 * Text columns before the first of values: the variable and in some tables its level, or a group above both. A name that
 * spans rows stands in the first of them. Columns of counts name nothing.
 */
export function rowNames(grid: Grid, before: number): RowName[] {
  const body = grid.rows.slice(grid.heads)
  const columns = Array.from({ length: before }, (_, c) => c).filter((c) => {
    const filled = body.map((cells) => cells[c]).filter(Boolean)
    return c === 0 || filled.filter(isNumeric).length < filled.length / 2
  })
  const last = columns.length - 1
  const open: string[] = []
  return body.map((cells) => {
    columns.slice(0, last).forEach((c, i) => {
      if (!cells[c]) return
      open[i] = cells[c]
      open.length = i + 1
    })
    const own = cells[columns[last]]
    if (last === 0) return { name: own, level: '' }
    const outer = open.filter(Boolean).join(', ')
    return own ? { name: outer, level: own } : { name: cells[0] || outer, level: '' }
  })
}

const isReference = (cells: readonly string[]) =>
  cells.some((cell) => /\bref(?:erence|\.)?\b/i.test(cell) || /^1(?:[.·]0+)?[*†‡]?$/.test(cell.trim()))

/**
 * The variables of rows below a row that has a name alone: its levels, where the first of them is the reference. They end
 * with the next such row, or an empty one.
 */
export function variablesAbove(grid: Grid, values: readonly number[]): string[] {
  const body = grid.rows.slice(grid.heads)
  let variable = ''
  return body.map((cells, r) => {
    if (values.some((c) => cells[c])) return variable
    const next = body[r + 1]
    variable = cells[0] && next && isReference(values.map((c) => next[c])) ? cells[0] : ''
    return ''
  })
}

/** "P-trend", "P for interaction": a row of p values, whatever the column is headed. */
export const isRowOfP = (name: string): boolean =>
  /^p\b\s*[-–]?\s*(?:values?)?\s*(?:for\s+)?(?:linear\s+)?(?:trend|interaction|heterogeneity|values?)\b/i.test(
    name.trim(),
  )
