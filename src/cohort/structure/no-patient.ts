import {
  FootnoteRow,
  HeadingRow,
  OtherTableBelow,
  RepeatedHeading,
  SummaryOrPatient,
  SummaryRow,
} from '../../errors/index.ts'
import { pow } from '../../portable-math.ts'
import { foldCase } from '../codebook/spelling.ts'
import { type Fault, fault } from '../fault.ts'
import { decimalOf, parseNumber } from '../tables/parse-cell.ts'
import type { RawColumn, Table } from '../tables/table.ts'

const words =
  'totals?|sums?|sub-?totals?|means?|averages?|medians?|σ|∑|gesamt|summe|mittelwert|durchschnitt|somme|moyenne|totale?|totaal|gemiddelde|media|promedio|mediana|итого|всего|среднее|小计|合计|总计|总和|总数|平均|均值|小計|合計|平均値|합계|평균'

/** Words in place of an identifier that make a row a summary of the others: Total, Mean (SD), Subtotal A, n (%), 合计. */
const summaries = [
  new RegExp(
    `^(grand )?(${words}|sd|std|standard deviation|min|max|minimum|maximum|range|iqr|count|n|all patients|overall|anzahl|effectif|aantal)\\s*(\\([^)]*\\)|±\\s*\\w+|\\s*n?\\s*=\\s*\\d+)?\\s*[:：]?$`,
    'iu',
  ),
  new RegExp(`^(grand )?(${words})[\\s:：(]+(?!#?\\d+$)\\S`, 'iu'),
  /^n\s*=\s*\d+$|^\(?n?[\s,;(]*%\)*$/iu,
]
/** What may as well be a patient's letter, initials or name: N, SD, Max, Sum Wong. */
const maybeInitials = /^(n|sd|std|min|max|sum|range|count|media)$|^(sums?|means?|media|somme|summe)\s+\p{L}+$/iu
/** And what is more often a summary, but is a name too: Total, Mean, Median Ray. */
const maybeName = new RegExp(`^(${words})(\\s+\\p{Lu}\\p{Ll}+)?$`, 'iu')

/**
 * The rows that are called as a summary, and those that may be called after a patient. Among numbered patients every such
 * word is one of a summary; among names it is where another summary stands beside it, and else the numbers decide.
 */
function summaryRows(cells: readonly string[]): { sure: Set<number>; unsure: number[] } {
  const names = cells.map((cell) => cell.trim())
  const called = names.map((name) => summaries.some((form) => form.test(name)))
  const numbered = cells.filter((cell) => /\d/.test(cell)).length >= cells.filter((cell) => cell !== '').length / 2
  const isSure = (row: number) =>
    called[row] && (numbered || !(maybeInitials.test(names[row]) || maybeName.test(names[row])))
  const sure = new Set<number>()
  const add = (row: number, beside: number) => {
    const isPair = called[row] && called[beside] && [names[row], names[beside]].every((name) => !/\s/.test(name))
    const isWord = (at: number) => maybeName.test(names[at]) && !maybeInitials.test(names[at])
    if (isSure(row) || (called[row] && sure.has(beside)) || (isPair && (isWord(row) || isWord(beside)))) sure.add(row)
  }
  for (let row = 0; row < cells.length; row++) add(row, row - 1)
  for (let row = cells.length - 1; row >= 0; row--) add(row, row + 1)
  const isUnsure = (row: number) => called[row] && !sure.has(row) && !maybeInitials.test(names[row])
  return { sure, unsure: [...cells.keys()].filter(isUnsure) }
}

/**
 * Whether a row called Total has what a patient may have too: a number between the others' least and greatest that is
 * neither their mean nor their median, or, where it has no number, words that others have.
 */
function isAmongOthers(table: Table, id: RawColumn, row: number, left: ReadonlySet<number>): boolean {
  let [numeric, words] = [0, 0]
  for (const { cells, name } of table.columns) {
    if (name === id.name || cells[row] === '') continue
    const { decimal, grouped } = decimalOf(cells)
    const own = parseNumber(cells[row], decimal, grouped)
    const others = cells.filter((_, at) => at !== row && !left.has(at))
    const numbers = others.map((cell) => parseNumber(cell, decimal, grouped)).filter((value) => !Number.isNaN(value))
    if (numbers.length >= 0.5 * others.length && !Number.isNaN(own)) {
      numeric++
      numbers.sort((a, b) => a - b)
      const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
      const middle = (numbers[(numbers.length - 1) >> 1] + numbers[numbers.length >> 1]) / 2
      const isNear = (value: number) => Math.abs(own - value) <= toleranceOf(cells[row])
      const isInside = own >= numbers[0] && own <= numbers[numbers.length - 1]
      if (isInside && !isNear(mean) && !isNear(middle)) return true
    } else if (others.includes(cells[row])) words++
  }
  return numeric === 0 && words > 0
}

/** By how much a number that is rounded as it is written may be off. */
const toleranceOf = (cell: string) => 0.51 * pow(10, -(/[.,](\d+)$/.exec(cell)?.[1].length ?? 0))

const noteWords =
  /^([*†‡§¹²³#]|(notes?|sources?|legend|key|abbreviations?|remarks?|comments?|anmerkung(en)?|quelle|legende|abkürzungen|fußnote|nota|notas|fuente|leyenda|remarque|légende|bron|注|备注|说明|数据来源|来源)(\s*[:：]|\s|$))/iu

/** Whether a row that has nothing but this text is a note below the table: begun like one, a code's meaning, or a sentence. */
const isFootnote = (text: string) =>
  isNoteBegun(text) || codeExplained.test(text) || text.trim().split(/\s+/).length >= 4
/** 1 = yes. */
const codeExplained = /^[-\w+]{1,8}\s*=\s*\S/
const isWordOrCode = (cell: string) => !/\d/.test(cell) || codeExplained.test(cell)
/** #1024 or *P7 is a patient's. */
const markedIdentifier = /^[*†‡§#][\p{L}_.-]*\d[\p{L}\d_.-]*$/u
const isNoteBegun = (text: string) => noteWords.test(text) && !markedIdentifier.test(text)

/**
 * The rows of a table that are no patients, each with what is told of it: sums and means (by their name, or because the
 * numbers are those of the rows above), the names of the columns once more, headings and notes that stand alone in
 * their row, and whatever stands below the names of another table. `kept` tells of rows that may be either.
 */
export function rowsOfNoPatient(table: Table, id: RawColumn): { left: Map<number, Fault>; kept: Fault[] } {
  const found = new Map<number, Fault>()
  const others = table.columns.filter(({ name }) => name !== id.name)
  const unnumbered = fewHaveNoDigit(id.cells)
  const { sure: summarised, unsure } = summaryRows(id.cells)
  const kept = new Set(unsure.filter((row) => isAmongOthers(table, id, row, summarised)))
  for (const row of unsure) if (!kept.has(row)) summarised.add(row)
  const tell = (row: number, problem: ReturnType<typeof SummaryRow>, severity: Fault['severity'] = 'note') =>
    found.set(row, fault(problem, { file: id.file, row: id.rows[row], column: id.name }, severity))
  for (let row = 0; row < table.length; row++) {
    const cell = id.cells[row]
    if (cell === '') continue
    const filled = others.filter(({ cells }) => cells[row] !== '')
    if (kept.has(row)) continue
    if (summarised.has(row)) tell(row, SummaryRow(cell))
    else if (foldCase(cell) === foldCase(id.name)) {
      const same = filled.filter(({ name, cells }) => foldCase(cells[row]) === foldCase(name)).length
      if (same >= filled.length / 2) tell(row, RepeatedHeading())
      else {
        tell(row, OtherTableBelow(table.length - row), 'error')
        for (let below = row + 1; below < table.length; below++)
          tell(below, OtherTableBelow(table.length - row), 'error')
        break
      }
    } else if (filled.length === 0) {
      if (isFootnote(cell)) tell(row, FootnoteRow(cell))
      else if (unnumbered && !/\d/.test(cell)) tell(row, HeadingRow(cell))
    } else if (isNoteBegun(cell) && cell.length > 3 && filled.every(({ cells }) => isWordOrCode(cells[row])))
      tell(row, FootnoteRow(cell))
  }
  for (const row of computedRows(table, id, found)) tell(row, SummaryRow(id.cells[row]))
  const where = (row: number) => ({ file: id.file, row: id.rows[row], column: id.name, patient: id.cells[row] })
  return { left: found, kept: [...kept].map((row) => fault(SummaryOrPatient(id.cells[row]), where(row), 'note')) }
}

/** Whether identifiers have digits, so that a word without one stands out. */
function fewHaveNoDigit(cells: readonly string[]): boolean {
  const bare = cells.filter((cell) => cell !== '' && !/\d/.test(cell)).length
  return cells.length >= 10 && bare <= cells.length / 5
}

const minimumRows = 12
const lastRows = 3
/** So many sums must agree, or so many means, which agree more often by chance. */
const agreeing = { sum: 2, mean: 3 }

/** Among the last rows those whose numbers, all that they have, are the sums or the means of the rows above. */
function computedRows(table: Table, id: RawColumn, found: ReadonlyMap<number, Fault>): number[] {
  const first = Math.max(minimumRows, table.length - lastRows)
  if (first >= table.length) return []
  const columns = table.columns
    .filter(({ name }) => name !== id.name)
    .map(({ cells }) => {
      const { decimal, grouped } = decimalOf(cells)
      return { cells, numbers: cells.map((cell) => parseNumber(cell, decimal, grouped)) }
    })
    .filter(({ numbers }) => numbers.filter((number) => !Number.isNaN(number)).length >= 0.5 * table.length)
  const rows: number[] = []
  for (let row = first; row < table.length; row++) {
    if (found.has(row) || id.cells[row] === '') continue
    let [sums, means, filled] = [0, 0, 0]
    for (const { cells, numbers } of columns) {
      const own = numbers[row]
      if (cells[row] === '') continue
      filled++
      let [sum, count, low, high] = [0, 0, Infinity, -Infinity]
      for (let at = 0; at < row; at++) {
        const number = numbers[at]
        if (Number.isNaN(number) || found.has(at) || rows.includes(at)) continue
        sum += number
        count++
        low = Math.min(low, number)
        high = Math.max(high, number)
      }
      const tolerance = toleranceOf(cells[row])
      const isNear = (wanted: number) => Math.abs(own - wanted) <= tolerance
      // Of values that lie as close as they are rounded, as 0 and 1, every one is near the mean.
      if (isNear(sum) && own > high) sums++
      else if (high - low > 20 * tolerance && isNear(sum / count)) means++
    }
    if ((sums >= agreeing.sum && sums === filled) || (means >= agreeing.mean && means === filled)) rows.push(row)
  }
  return rows
}
