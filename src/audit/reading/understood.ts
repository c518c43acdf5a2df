import { readCount, readInterval, readMean, readMedian } from '../cells.ts'
import { readPrinted } from '../printed.ts'
import { type Grid, numbersOf } from './paper.ts'
import { performanceOf } from './performance-table.ts'
import { isRowOfP, rowNames, variablesAbove } from './row-names.ts'

/** What a table of a paper was taken for: entries of a transcript as plain data, and the cells that found no place in them. */
export interface Understood {
  tables: object[]
  models: object[]
  performance: object[]
  /** Numbers of the table, and how many of them stand in the entries. */
  numbers: number
  placed: number
}

export function understood(grid: Grid): Understood {
  const result = groupTable(grid) ?? modelTable(grid) ?? performanceOf(grid, headings(grid)) ?? {}
  const all = { tables: [], models: [], performance: [], ...result }
  const numbers = grid.rows
    .slice(grid.heads)
    .flatMap((row) => row.slice(1).flatMap((cell) => (/\bref(?:erence|\.)?\b/i.test(cell) ? [] : numbersOf(cell))))
  const written = numbersOf([all.tables, all.models, all.performance].map((one) => JSON.stringify(one)).join(' '))
  return { ...all, numbers: numbers.length, placed: shared(numbers, written) }
}

/** How many of the first occur in the second, each as often as it does there. */
function shared(numbers: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>()
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1)
  let found = 0
  for (const one of numbers) {
    const times = left.get(one) ?? 0
    if (times > 0) found++
    left.set(one, times - 1)
  }
  return found
}

/** Headings of a column, from the top, spans filled to the right. */
function headings(grid: Grid): string[] {
  const width = grid.rows[0]?.length ?? 0
  return Array.from({ length: width }, (_, c) =>
    grid.rows
      .slice(0, grid.heads)
      .map((row) => row[c])
      .filter(Boolean)
      .join(' '),
  )
}

/** The heading above a column that spans it and others: the nearest to the left in the rows above the last. */
function spanning(grid: Grid, column: number): string {
  if (grid.heads < 2 || !grid.rows[grid.heads - 1][column]) return ''
  for (const row of grid.rows.slice(0, grid.heads - 1)) for (let c = column; c > 0; c--) if (row[c]) return row[c]
  return ''
}

const isP = (heading: string) => /^(?:adjusted )?p[*†‡]?(?:$|\b)|\bp[- ]?values?\b|^sig\.?$/i.test(heading.trim())
const isStatistic = (heading: string) =>
  /^(?:χ\s?[²2]|x[²2]|chi|t\b|z\b|f\b|h\b|u\b|statistics?|test value|t\/|z\/|χ)/i.test(heading.trim())
const sizeIn = /[([,\s]n\s*=\s*(\d[\d,]*(?:\s\d{3}(?!\d))*)/i

const withoutSize = (heading: string) =>
  heading
    .replace(sizeIn, '')
    .replace(/[()[\],;]+\s*$/, '')
    .replace(/[([]\s*[)\]]?/g, '')
    .trim() || heading

type Row = Record<string, unknown>

/** Groups with their sizes in the head, a variable a row, its levels below it. */
function groupTable(grid: Grid): Partial<Understood> | undefined {
  const heads = headings(grid)
  const groups = heads.flatMap((heading, c) => {
    const above = spanning(grid, c)
    const own = above ? grid.rows[grid.heads - 1][c] : heading
    const found = sizeIn.exec(` ${own}`)
    if (c === 0 || !found) return []
    return [{ c, label: withoutSize(own), n: found[1], ...(above ? { set: withoutSize(above) } : {}) }]
  })
  if (groups.length === 0) return undefined
  const pColumns = heads.flatMap((heading, c) => (c > 0 && isP(heading) ? [c] : []))
  const statistic = heads.findIndex(
    (heading, c) => c > 0 && isStatistic(heading) && !groups.some((group) => group.c === c),
  )
  const rows: Row[] = []
  let open: Row | undefined
  const close = () => {
    if (open?.levels && Object.keys(open.levels).length > 0) rows.push(open)
    open = undefined
  }
  const names = rowNames(grid, Math.min(...groups.map(({ c }) => c)))
  let variable = ''
  for (const [r, cells] of grid.rows.slice(grid.heads).entries()) {
    const printed = groups.map(({ c }) => cells[c])
    const p = pColumns.map((c) => cells[c]).filter((text) => text && readPrinted(text))
    const tests = {
      ...(statistic > 0 && readPrinted(cells[statistic] ?? '') ? { statistic: cells[statistic] } : {}),
      ...(p.length > 0 ? { p: p.length > 1 ? p : p[0] } : {}),
    }
    const { name: first, level } = names[r]
    if (level && first !== variable) {
      close()
      open = { variable: first, levels: {}, ...tests }
    }
    variable = level ? first : ''
    const name = level || first
    const own =
      inPercent(`${open?.variable ?? ''}\n${name}`) && printed.every(isBare) ? printed.map(asPercentage) : printed
    const filled = own.filter(Boolean).length
    if (filled === 0) {
      if (!name) continue
      close()
      open = { variable: name, levels: {}, ...tests }
      continue
    }
    const values = valuesOf(own)
    if (!values) continue
    if (values.kind === 'levels') {
      if (open && name) {
        ;(open.levels as Record<string, string[]>)[name] = own
        Object.assign(open, open.p === undefined ? tests : {})
      } else if (name) rows.push({ variable: name, levels: { [name]: own }, ...tests })
      continue
    }
    close()
    rows.push({ variable: name || '?', [values.kind]: own, ...tests })
  }
  close()
  if (rows.length === 0) return undefined
  const total = (label: string) =>
    /^(?:all|total|overall|entire|whole)\b/i.test(label) && groups.length > 1 ? { total: true } : {}
  return {
    tables: [
      {
        id: grid.label,
        covers: 'part',
        groups: groups.map(({ c: _, ...group }) => ({ ...group, ...total(group.label) })),
        rows,
      },
    ],
  }
}

/** Percentages whose sign stands in the name of the row: "Current smokers (%)". */
const inPercent = (name: string) => /^(?!.*\b(?:no\.?|n|number)\s*\().*(?:\(\s*%\s*\)|,\s*%\s*$)/im.test(name)
const isBare = (cell: string) => /^(?:\d{1,3}(?:[.,·]\d+)?)?$/.test(cell.trim())
const asPercentage = (cell: string) => (cell ? `${cell.trim()}%` : cell)

/** What kind of cells a row has, where all have the same. */
function valuesOf(cells: string[]): { kind: 'levels' | 'means' | 'medians' } | undefined {
  const all = (read: (text: string) => unknown) => cells.every((text) => read(text) !== undefined)
  if (cells.some((text) => /±|\+\/-/.test(text))) return all(readMean) ? { kind: 'means' } : undefined
  if (all(readMedian)) return { kind: 'medians' }
  if (all((text) => readCount(text) ?? (readPrinted(text)?.percent ? true : undefined))) return { kind: 'levels' }
  return all(readMean) ? { kind: 'means' } : undefined
}

const ratioHead =
  /\b(?:(adjusted )?odds ratio|a?or)\b|\b(?:hazard ratio|a?hr)\b|\b(?:risk ratio|rate ratio|relative risk|rr)\b|exp\s?\(/i
const nameOfRatio = (heading: string) =>
  /hazard|hr\b/i.test(heading) ? 'hr' : /risk|rate|\brr\b/i.test(heading) ? 'rr' : 'or'

interface Block {
  name: string
  columns: Partial<Record<'beta' | 'se' | 'wald' | 'df' | 'ratio' | 'ci' | 'lower' | 'upper' | 'p', number>>
  ratio: string
}

/** Terms with their ratios; several blocks of columns (univariable, multivariable) are models of their own. */
function modelTable(grid: Grid): Partial<Understood> | undefined {
  const heads = headings(grid)
  const blocks: Block[] = []
  heads.forEach((heading, c) => {
    const role = c === 0 ? undefined : roleOf(heading)
    if (!role) return
    const above = spanning(grid, c)
    // "95% CI" over its limits is the name of no model.
    const name = roleOf(above) ? '' : above
    let block = blocks.at(-1)
    if (
      !block ||
      block.columns[role] !== undefined ||
      (block.name !== name && block.columns.ratio !== undefined && name)
    )
      blocks.push((block = { name, columns: {}, ratio: 'or' }))
    block.columns[role] = c
    if (role === 'ratio') block.ratio = nameOfRatio(heading)
  })
  const full = blocks.filter(({ columns }) => columns.ratio !== undefined || columns.beta !== undefined)
  if (full.length === 0) return undefined
  const values = full.flatMap(({ columns }) => Object.values(columns))
  const names = rowNames(grid, Math.min(...values))
  const above = variablesAbove(grid, values)
  const models = full.flatMap((block) => {
    const terms = grid.rows.slice(grid.heads).flatMap((cells, r): Row[] => {
      const { name, level } = names[r]
      if (!name) return []
      if (isRowOfP(name)) {
        const p = [block.columns.p, block.columns.ratio].map((c) => (c === undefined ? '' : cells[c])).find(Boolean)
        return p && readPrinted(p) ? [{ term: above[r] ? `${above[r]}, ${name}` : name, p }] : []
      }
      const term = termOf(cells, block)
      if (!term) return []
      if (above[r] && !level) return [{ term: above[r], level: name, ...term }]
      return [{ term: name, ...(level ? { level } : {}), ...term }]
    })
    const id =
      full.length > 1 && block.name
        ? `${grid.label}, ${block.name}`
        : full.length > 1
          ? `${grid.label}, ${full.indexOf(block) + 1}`
          : grid.label
    return terms.length > 0 ? [{ id, terms }] : []
  })
  return models.length > 0 ? { models } : undefined
}

function roleOf(heading: string): keyof Block['columns'] | undefined {
  if (isP(heading)) return 'p'
  if (/\blower\b/i.test(heading)) return 'lower'
  if (/\bupper\b/i.test(heading)) return 'upper'
  if (/^\s*\(?(?:\d\d\s*%|confidence|ci\b)/i.test(heading)) return 'ci'
  if (ratioHead.test(heading)) return 'ratio'
  if (/\bci\b|confidence interval/i.test(heading)) return 'ci'
  if (/^(?:b|β|beta|coefficients?|estimate|regression coefficient)\b|^β/i.test(heading.trim())) return 'beta'
  if (/^(?:s\.?\s?e\.?|standard error|std\.? error)\b/i.test(heading.trim())) return 'se'
  if (/^(?:df|d\.\s?f\.|degrees of freedom)\b/i.test(heading.trim())) return 'df'
  return /\bwald|^z\b|^t\b/i.test(heading.trim()) ? 'wald' : undefined
}

function termOf(cells: string[], { columns, ratio }: Block): Row | undefined {
  const at = (role: keyof Block['columns']) => (columns[role] === undefined ? '' : cells[columns[role]])
  const number = (key: string, text: string) => (text && readPrinted(text) ? { [key]: text } : {})
  const both = /^(.+?)\s*[,;]?\s*[([](?:95\s*%\s*CI\s*[:,]?\s*)?(.+?)[)\]]\s*[*†‡]*$/.exec(at('ratio'))
  const inside = both && readPrinted(both[1]) && readInterval(both[2]) ? { [ratio]: both[1], ci: both[2] } : undefined
  const limits = `${at('lower')}–${at('upper')}`
  const term: Row = {
    ...number('beta', at('beta')),
    ...number('se', at('se')),
    ...number('wald', at('wald')),
    ...number('df', at('df')),
    ...(inside ?? number(ratio, at('ratio'))),
    ...(at('ci') && readInterval(at('ci')) ? { ci: at('ci') } : {}),
    ...(at('lower') && at('upper') && readInterval(limits) ? { ci: limits } : {}),
    ...number('p', at('p')),
  }
  return Object.keys(term).length > 0 ? term : undefined
}
