import type { Column } from '../../cohort/codebook/variable.ts'
import { describe, known, standardDeviation } from '../../statistics/descriptive/descriptive.ts'
import { categoricalDifference, standardisedDifference } from '../../statistics/descriptive/standardised-difference.ts'
import { type ChoiceRule, type ChosenTest, compareContinuous, compareCounts } from '../../statistics/tests/choose.ts'
import { decimalsFor, decimalsOf, fixedDecimals, percent, pValue, wholeNumber } from '../../text/format.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { Cell, Quantity, Row, Table } from '../document.ts'
import { footnotes } from '../footnotes.ts'

/** Rows of the cohort that make one column of the table. */
export interface TableGroup {
  label: string
  rows: ArrayLike<number>
}

/** What a table of patients by group is computed from. */
export interface TableOneRequest {
  id: string
  number: string
  title: string
  columns: readonly Column[]
  groups: readonly TableGroup[]
  rule?: ChoiceRule
  /** Columns that not every journal wants: test statistics, standardised differences, all patients together. */
  show?: { statistic?: boolean; smd?: boolean; overall?: boolean }
  messages?: Messages
}

/**
 * Patients by group: mean ± SD where the chosen test compares means (of one group, where Shapiro–Wilk finds no departure
 * from normality), else median [quartiles]; counts with their share
 * of those known; missing values counted; each p-value's test named in a footnote. Computed from the cohort's columns.
 *
 * @param request the columns of a cohort and the groups of its rows that are compared
 * @returns the table, for `reportHtml`, `reportDocx` and `tableCsv`
 * @throws what the tests throw of values that are not finite
 */
export function tableOne(request: TableOneRequest): Table {
  const { groups, rule, messages = locales.en } = request
  const show = { statistic: true, smd: true, overall: false, ...request.show }
  const { document: words } = messages
  const notes = footnotes()
  const all: TableGroup = { label: words.overall, rows: groups.flatMap((group) => Array.from(group.rows)) }
  const shown = show.overall ? [all, ...groups] : groups
  const compared = groups.length > 1
  const rows: Row[] = []
  const kinds = new Set<ValueKind>()
  for (const column of request.columns) {
    const described = column.variable.levels ? levelsOf(column, shown, groups) : valuesOf(column, shown, groups, rule)
    const tail = compared
      ? [
          ...(show.statistic ? [statisticCell(described.test)] : []),
          { ...text`${pValue(described.test.p)}`, note: notes.mark(testNote(described.test, words)) },
          ...(show.smd ? [smdCell(described.smd, words, notes)] : []),
        ]
      : []
    rows.push({ kind: 'row', indent: 0, cells: [described.label, ...described.first, ...tail] })
    for (const more of described.rows) rows.push({ kind: 'row', indent: 1, cells: more })
    const missing = shown.map((group) => countMissing(column, group.rows))
    kinds.add(described.kind === 'count' && missing.some((n) => n > 0) ? 'known' : described.kind)
    if (missing.some((n) => n > 0))
      rows.push({
        kind: 'row',
        indent: 1,
        cells: [plainText(words.missing), ...missing.map((n) => text`${wholeNumber(n)}`)],
      })
  }
  return {
    id: request.id,
    number: request.number,
    title: request.title,
    columns: [
      { label: plainText(words.characteristic), align: 'left' },
      ...shown.map((group) => ({
        label: words.groupSize(group.label, wholeNumber(group.rows.length)),
        align: 'right' as const,
      })),
      ...(compared && show.statistic ? [{ label: plainText(words.statistic), align: 'right' as const }] : []),
      ...(compared ? [{ label: plainText(words.p), align: 'right' as const }] : []),
      ...(compared && show.smd ? [{ label: plainText(words.smd), align: 'right' as const }] : []),
    ],
    rows,
    footnotes: [
      { text: words.sentences([valuesNote(kinds, words), ...(compared && show.smd ? [words.smdNote] : [])]) },
      ...notes.list(),
    ],
  }
}

/** What the cells of a variable are; `known` where the share is of those not missing. */
type ValueKind = 'mean' | 'median' | 'count' | 'known'

/** The kinds that a table has, in this order; of counts only the one that says more. */
function valuesNote(kinds: ReadonlySet<ValueKind>, { values: words }: Messages['document']): string {
  const order = ['mean', 'median', kinds.has('known') ? 'known' : 'count'] as const
  return words.note(order.filter((kind) => kinds.has(kind)).map((kind) => words[kind]))
}

function smdCell(smd: number, words: Messages['document'], notes: ReturnType<typeof footnotes>): Cell {
  if (Math.abs(smd) === Infinity) return { ...plainText('–'), note: notes.mark(words.noSmd) }
  return text`${fixedDecimals(smd, 3)}`
}

interface Described {
  kind: ValueKind
  label: Cell
  /** Cells of the variable's own line, one a group, and of the lines of its levels. */
  first: Cell[]
  rows: Cell[][]
  test: ChosenTest
  smd: number
}

function valuesOf(
  column: Column,
  shown: readonly TableGroup[],
  groups: readonly TableGroup[],
  rule: ChoiceRule | undefined,
): Described {
  const { variable, values } = column
  const of = (group: TableGroup) => known(Float64Array.from(group.rows, (row) => values[row]))
  const compared = groups.map(of)
  const test = compareContinuous(compared, rule)
  const alone = test.normality?.[0]
  const ranks = compared.length === 1 ? !(alone && alone.p >= 0.05) : /Mann|Kruskal|none/.test(test.test)
  const every = known(values)
  const { mean, value: most } = decimalsFor(standardDeviation(every), decimalsOf(every, 6))
  const descriptions = shown.map(of).map((mine) => (mine.length > 0 ? describe(mine) : undefined))
  const middle = decimalsOf(
    descriptions.flatMap((d) => (d ? [d.median, d.q1, d.q3] : [])),
    most,
  )
  const label = plainText(variable.unit ? `${variable.label}, ${variable.unit}` : variable.label)
  const first = descriptions.map((d) => {
    if (!d) return plainText('–')
    // Of one value there is neither spread nor a number of decimals that says something.
    if (d.n === 1) return text`${fixedDecimals(d.median, Math.min(middle, 2))}`
    return ranks
      ? text`${fixedDecimals(d.median, middle)} [${fixedDecimals(d.q1, middle)}, ${fixedDecimals(d.q3, middle)}]`
      : text`${fixedDecimals(d.mean, mean)} ± ${fixedDecimals(d.sd, mean)}`
  })
  return {
    kind: ranks ? 'median' : 'mean',
    label,
    first,
    rows: [],
    test,
    smd: meanOfPairs(compared, meanDifference),
  }
}

function levelsOf(
  { variable, values }: Column,
  shown: readonly TableGroup[],
  groups: readonly TableGroup[],
): Described {
  const levels = variable.levels!
  const countsOf = (group: TableGroup) => {
    const counts = new Array<number>(levels.length).fill(0)
    for (let i = 0; i < group.rows.length; i++) {
      const value = values[group.rows[i]]
      if (!Number.isNaN(value)) counts[value]++
    }
    return counts
  }
  const compared = groups.map(countsOf)
  const test = compareCounts(levels.map((_, level) => compared.map((counts) => counts[level])))
  const all = shown.map(countsOf)
  const cell = (counts: number[], level: number) => {
    const total = counts.reduce((sum, n) => sum + n, 0)
    return total === 0
      ? text`${wholeNumber(0)}`
      : text`${wholeNumber(counts[level])} (${percent(counts[level] / total, 1)})`
  }
  return {
    kind: 'count',
    label: plainText(variable.label),
    first: shown.map(() => plainText('')),
    rows: levels.map((level, i) => [plainText(level.label), ...all.map((counts) => cell(counts, i))]),
    test,
    smd: meanOfPairs(compared, levelDifference),
  }
}

/** Standardised difference of means without its sign; NaN where a group has no spread to measure it by. */
const meanDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length < 2 || b.length < 2 ? Number.NaN : Math.abs(standardisedDifference(a, b))

/** Standardised difference of level counts; NaN where a group is empty. */
const levelDifference = (a: readonly number[], b: readonly number[]) =>
  a.some(Boolean) && b.some(Boolean) ? categoricalDifference(a, b) : Number.NaN

/** With more than two groups, the mean over all pairs, as tableone gives it. */
function meanOfPairs<Group>(groups: readonly Group[], distance: (a: Group, b: Group) => number): number {
  let sum = 0
  let pairs = 0
  for (let i = 0; i < groups.length; i++)
    for (let j = i + 1; j < groups.length; j++) {
      sum += distance(groups[i], groups[j])
      pairs++
    }
  return pairs === 0 ? Number.NaN : sum / pairs
}

function countMissing(column: Column, rows: ArrayLike<number>): number {
  let n = 0
  for (let i = 0; i < rows.length; i++) if (Number.isNaN(column.values[rows[i]])) n++
  return n
}

/** The statistic by its own letter: χ² 18.793, t −0.66, W 9121, F 2.1; Fisher's test has none. */
function statisticCell({ details }: ChosenTest): Cell {
  if (!details) return plainText('–')
  const said = (letter: string, value: Quantity) => text`${letter} ${value}`
  if ('x2' in details) return said('χ²', fixedDecimals(details.x2, 3))
  if ('t' in details) return said('t', fixedDecimals(details.t, 3))
  if ('W' in details) return said('W', fixedDecimals(details.W, Number.isInteger(details.W) ? 0 : 1))
  if ('F' in details) return said('F', fixedDecimals(details.F, 3))
  return plainText('–')
}

function testNote({ test, reason }: ChosenTest, words: Messages['document']): string {
  return test === 'none' ? words.notTested(reason) : words.test(test)
}
