import { readInterval } from '../cells.ts'
import { readPrinted } from '../printed.ts'
import type { Grid } from './paper.ts'

type Line = Record<string, unknown>

const measures: [RegExp, string][] = [
  [/^(?:auc|auroc|area under)/i, 'auc'],
  [/^c[- ]?(?:index|statistic)/i, 'cIndex'],
  [/^(?:sen|sensitivity|recall)\b/i, 'sensitivity'],
  [/^(?:spe|spec|specificity)\b/i, 'specificity'],
  [/^(?:acc|accuracy)\b/i, 'accuracy'],
  [/^(?:ppv|positive predictive|precision)/i, 'ppv'],
  [/^(?:npv|negative predictive)/i, 'npv'],
  [/^(?:threshold|cut-?off)/i, 'threshold'],
  [/^f1\b/i, 'f1'],
  [/^(?:lr\s?\+|\+?lr\b(?!\s?[-−])|plr|positive likelihood)/i, 'lrPositive'],
  [/^(?:lr\s?[-−]|nlr|negative likelihood)/i, 'lrNegative'],
  [/\bci\b|confidence interval/i, 'ci'],
]

/** A row that is cut short has no heading. */
const measureOf = (heading = '') => measures.find(([words]) => words.test(heading.trim()))?.[1]

/** Performance of models in sets: a line a model or set and a column a measure, or the other way round. */
export function performanceOf(grid: Grid, heads: string[]): { performance: object[] } | undefined {
  const roles = heads.map((heading, c) => (c === 0 ? undefined : measureOf(heading)))
  const across = roles.some((role) => role === 'auc' || role === 'cIndex') || roles.filter(Boolean).length > 1
  const lines = across ? byLine(grid, roles) : byColumn(grid, heads)
  return lines.length > 0 ? { performance: lines } : undefined
}

function byLine(grid: Grid, roles: (string | undefined)[]): Line[] {
  const first = roles.findIndex(Boolean)
  let above = ''
  let spanned = ''
  return grid.rows.slice(grid.heads).flatMap((cells): Line[] => {
    const names = cells.slice(0, first)
    if (cells.slice(first).every((cell) => cell === '')) {
      above = names.filter(Boolean).join(' ')
      return []
    }
    // A model's name that spans its sets stands in the first line of them.
    if (names[0]) spanned = names[0]
    else if (names.length > 1) names[0] = spanned
    const line: Line = {}
    roles.forEach((role, c) => {
      if (role && cells[c]) Object.assign(line, valuesOf(role, cells[c]))
    })
    return Object.keys(line).length > 0 ? [entry([above, ...names].filter(Boolean).join(' '), grid, line)] : []
  })
}

/** Measures as rows: every further column is a set or a model. */
function byColumn(grid: Grid, heads: string[]): Line[] {
  const rows = grid.rows.slice(grid.heads)
  const roles = rows.map((cells) => measureOf(cells[0]))
  if (roles.filter((role) => role && role !== 'ci').length < 2) return []
  return heads.flatMap((heading, c): Line[] => {
    if (c === 0) return []
    const line: Line = {}
    rows.forEach((cells, r) => {
      if (roles[r] && cells[c]) Object.assign(line, valuesOf(roles[r], cells[c]))
    })
    return Object.keys(line).length > 0 ? [entry(heading, grid, line)] : []
  })
}

/** A measure, with its interval where it stands behind it. */
function valuesOf(role: string, cell: string): Line {
  const both = /^(.+?)\s*[([](?:95\s*%\s*CI\s*[:,]?\s*)?(.+?)[)\]]$/.exec(cell)
  if (both && readPrinted(both[1]) && readInterval(both[2]))
    return role === 'auc' || role === 'cIndex'
      ? { [role]: both[1], ci: both[2] }
      : { [role]: both[1], [`${role} interval`]: both[2] }
  return (role === 'ci' ? readInterval(cell) : readPrinted(cell)) ? { [role]: cell } : {}
}

/** Who was classified has to be filled in. */
function entry(name: string, grid: Grid, line: Line): Line {
  const set = name || '?'
  const role = /valid|test|extern/i.test(set) ? 'validation' : 'development'
  return { set, role, where: grid.label, n: '?', ...line }
}
