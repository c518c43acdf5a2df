/** What Excel leaves where a formula failed, and what stands for one that was never calculated. */
export const isSpreadsheetError = (cell: string) =>
  cell.startsWith('#') && /^#(DIV\/0!|REF!|NAME\?|NUM!|VALUE!|NULL!|SPILL!|CALC!|UNCALCULATED!)$/.test(cell)

/** How a column writes its numbers: the mark before decimals, and whether the other mark is shown to part thousands. */
export interface NumberStyle {
  decimal: '.' | ','
  grouped?: boolean
}

const groups = {
  '.': {
    mixed: /^[+-]?\d{1,3}(([, ']\d{3})+|(,\d{2})+,\d{3})\.\d+$/,
    // 1,23,456 as in India.
    sure: /^[+-]?\d{1,3}(([, ']\d{3}){2,}|[ ']\d{3}|(,\d{2})+,\d{3})$/,
    marks: /[, ']/g,
  },
  ',': {
    mixed: /^[+-]?\d{1,3}([. ']\d{3})+,\d+$/,
    sure: /^[+-]?\d{1,3}(([. ']\d{3}){2,}|[ ']\d{3})$/,
    marks: /[. ']/g,
  },
}
const oneGroup = { '.': /^[+-]?\d{1,3},\d{3}$/, ',': /^[+-]?\d{1,3}\.\d{3}$/ }

/**
 * A number as written in a table, NaN when the cell is anything else: "<0.5" and "12 mm" are not numbers.
 * Accepts a decimal comma when `decimal` is ',', thousands that cannot be misread (1,234.5; 1.234,5; 1 234; 1'234.5), one
 * group alone (1,234) only where the column shows that it parts thousands (`grouped`), the typographic minus,
 * full-width and Arabic digits.
 */
export function parseNumber(cell: string, decimal: '.' | ',' = '.', grouped = false): number {
  if (plainNumber.test(cell)) {
    if (decimal === '.' || !cell.includes('.')) return Number(cell)
    return grouped && oneGroup[','].test(cell) ? Number(cell.replace('.', '')) : Number.NaN
  }
  const text = narrow(cell)
  const { mixed, sure, marks } = groups[decimal]
  if (mixed.test(text) || sure.test(text) || (grouped && oneGroup[decimal].test(text)))
    return Number(text.replace(marks, '').replace(',', '.'))
  const pointed = decimal === ',' ? (text.includes('.') ? '' : text.replace(',', '.')) : text
  return plainNumber.test(pointed) ? Number(pointed) : Number.NaN
}

const plainNumber = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

/** Full-width and Arabic digits and signs as plain ones, the typographic minus as -, narrow blanks as a blank. */
function narrow(cell: string): string {
  if (ascii.test(cell)) return cell
  return cell
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/\u066b/g, '.')
    .replace(/\u066c/g, ',')
    .replace(/[\u2019\u02bc]/g, "'")
    .replace(/[\uff0b-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/^[\u2212\u2013]/, '-')
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
const ascii = /^[\x00-\x7f]*$/

/** What `<0.5` or `≥1000` says: the limit of detection that a value lies beyond; undefined for any other cell. */
export function beyondLimit(cell: string, decimal: '.' | ',' = '.'): { below: boolean; limit: number } | undefined {
  const found = /^([<>≤≥＜＞])=?\s*(.+)$/.exec(cell)
  const limit = found ? parseNumber(found[2], decimal) : Number.NaN
  return found && Number.isFinite(limit) ? { below: '<≤＜'.includes(found[1]), limit } : undefined
}

/**
 * How a column writes its numbers. A mark that no group of thousands explains is the decimal one; a comma that might be
 * either is taken for it where nothing contradicts, and is `ambiguous`. So is 1.570 in a table that seems to write decimals
 * with a comma (`commas`).
 */
export function decimalOf(cells: readonly string[], commas = false): NumberStyle & { ambiguous?: string } {
  const shown = { '.': 0, ',': 0 }
  const mixed = { '.': false, ',': false }
  let ambiguous: string | undefined
  // 1.570 beside 730: of decimals some cell would have fewer places, of thousands the small numbers have no mark.
  let pointed: string | undefined
  let bare = commas
  const show = (mark: '.' | ',', isMixed: boolean) => {
    shown[mark]++
    mixed[mark] ||= isMixed
  }
  for (const written of cells) {
    // Of whole numbers, the most of most tables, only three digits tell anything.
    if (/^\d+$/.test(written)) {
      bare ||= written.length === 3 && written[0] !== '0'
      continue
    }
    // With other than three digits behind it a point parts no thousands.
    if (/^[+-]?\d*\.(\d{1,2}|\d{4,})$/.test(written)) {
      show('.', false)
      continue
    }
    const cell = narrow(written.replace(/^[<>≤≥＜＞]=?\s*/, ''))
    if (groups['.'].mixed.test(cell)) show('.', true)
    else if (groups[','].mixed.test(cell)) show(',', true)
    else if (cell.includes(',') && groups['.'].sure.test(cell)) show('.', true)
    else if (cell.includes('.') && groups[','].sure.test(cell)) show(',', true)
    else if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(cell)) ambiguous ??= written
    else if (/^[+-]?\d*,\d+([eE][+-]?\d+)?$/.test(cell)) show(',', false)
    else if (/^[+-]?\d*\.\d+([eE]|$)/.test(cell)) {
      if (/^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(cell)) pointed ??= written
      else if (!oneGroup[','].test(cell) || /^[+-]?0/.test(cell)) show('.', false)
    } else if (/^[+-]?[1-9]\d{2}$/.test(cell)) bare = true
  }
  // A slip among numbers that are written the other way is a fault of its own cell.
  if (shown['.'] > 0 && shown['.'] >= shown[','])
    return { decimal: '.', ...(mixed['.'] && !shown[','] && { grouped: true }) }
  if (shown[','] > 0) return { decimal: ',', ...(mixed[','] && { grouped: true }) }
  if (ambiguous === undefined && pointed !== undefined && bare) return { decimal: '.', ambiguous: pointed }
  if (ambiguous === undefined || cells.some((cell) => /^[+-]?\d+\.\d+$/.test(cell))) return { decimal: '.' }
  return { decimal: ',', ambiguous }
}

/** Whether a number is written whose point can only be the one before decimals: 12.5, 0.125. */
export const showsPoint = (cells: readonly string[]) =>
  cells.some((cell) => /^[+-]?(0?\.\d+|\d+\.(\d{1,2}|\d{4,}))$/.test(cell))
