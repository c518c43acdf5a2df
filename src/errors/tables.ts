import { problem } from './problem.ts'

// Tables of the cohort: files, rows of names, cells and how they are written
export const UnreadableTable = problem(
  'NS-COH-01',
  (file: string, why: string) => `${file} cannot be read as a table: ${why}.`,
  'Save the sheet as CSV (UTF-8) or XLSX and name that file.',
)
export const EmptyTable = problem(
  'NS-COH-02',
  (file: string) => `${file} has no rows of data.`,
  'A table needs a row of column names and at least one row below it.',
)
export const NamesMissing = problem(
  'NS-COH-98',
  (file: string, cells: string) =>
    `${file} has no row with the names of its columns: its first row (${cells}) looks like the patients below it.`,
  'Write a row of names above the patients.',
)
export const SheetNotNamed = problem(
  'NS-COH-03',
  (file: string, wanted: string, sheets: string) => `${file}: ${wanted}; its sheets are ${sheets}.`,
  'Name the sheet: `cohort: { file: …, sheet: … }` in the study file, --sheet of init, predict and validate.',
)
export const DamagedArchive = problem(
  'NS-COH-04',
  (file: string, why: string) => `${file} cannot be unpacked: ${why}.`,
  'Compress or copy the file again; a copy that broke off is the usual cause.',
)
export const RepeatedName = problem(
  'NS-COH-10',
  (column: string, renamed: string) => `The column name ${column} occurs twice; the later one is read as ${renamed}.`,
  'Give every column its own name.',
)
export const RaggedRow = problem(
  'NS-COH-11',
  (cells: number, names: number) => `The row has ${cells} cells where the table has ${names} columns.`,
  'Check the row for a missing or an unquoted separator; cells beyond the last column were not read.',
)
export const NotANumber = problem(
  'NS-COH-12',
  (cell: string) => `"${cell}" is not a number.`,
  'Write a number, or list the text under `missing` in the codebook; it was read as missing.',
)
export const BeyondLimit = problem(
  'NS-COH-37',
  (cell: string) => `"${cell}" is beyond a limit of detection; it is not a number.`,
  'Say `detection: half` (or `limit`) for the column in the codebook; it was read as missing.',
)
export const ReadAtLimit = problem(
  'NS-COH-38',
  (cells: number, half: boolean) =>
    `${cells} ${cells === 1 ? 'value' : 'values'} beyond a limit of detection (such as <0.5) ${cells === 1 ? 'was' : 'were'} read as ${half ? 'half of a lower limit, or the upper one' : 'the limit'}.`,
  'Nothing to do if that is meant; say so in the paper.',
)
export const OutOfRange = problem(
  'NS-COH-13',
  (value: string, low: number, high: number) => `${value} is outside the possible range ${low} to ${high}.`,
  'Correct the value, or the range in the codebook; it was read as missing.',
)
export const UnknownLevel = problem(
  'NS-COH-14',
  (cell: string, levels: string, near?: string) =>
    `"${cell}" is none of the levels ${levels}${near ? `; did you mean ${near}?` : '.'}`,
  'Correct the value, or add the level to the codebook; it was read as missing.',
)
export const NotADate = problem(
  'NS-COH-15',
  (cell: string, why: string) => `"${cell}" is not a date: ${why}.`,
  'Write dates as 2024-05-31; the value was read as missing.',
)
export const CommaAmbiguous = problem(
  'NS-COH-22',
  (cell: string, mark: 'comma' | 'point') =>
    `"${cell}" was read with a decimal ${mark}; it might be a thousands separator.`,
  'Say `decimal: ","` or `decimal: "."` for the column in the codebook.',
)
export const SpreadsheetError = problem(
  'NS-COH-23',
  (cell: string) => `The formula of this cell failed or was never calculated (${cell}).`,
  'Open the spreadsheet, repair the formula and save; the value was read as missing.',
)
export const EncodingGuessed = problem(
  'NS-COH-25',
  (encoding: string) => `The file is not UTF-8; it was read as ${encoding}.`,
  'Check one name with an accent or in Chinese; save as UTF-8 to be sure.',
)
export const PossibleMissingCode = problem(
  'NS-COH-26',
  (value: string, times: number) =>
    `${value} occurs ${times === 1 ? 'once' : `${times} times`}, ${Number(value) === 0 ? 'where nothing is 0 or near it' : 'apart from all other values'}.`,
  'If it means "not known", list it under `missing` in the codebook.',
)
export const BrokenQuotes = problem(
  'NS-COH-29',
  () => 'A quotation mark of this row is not closed, or is inside a cell.',
  'Double a quotation mark inside a quoted cell; look whether the rows below were read as one cell.',
)
export const QuotesInCells = problem(
  'NS-COH-92',
  (rows: number) =>
    `The quotation marks of ${rows} ${rows === 1 ? 'row do' : 'rows do'} not pair. Read as letters they leave every row as wide as the names, and so they were read.`,
  'Double a quotation mark inside a quoted cell, or take those out that mean nothing.',
)
export const ReadAsMissing = problem(
  'NS-COH-39',
  (word: string, cells: number) => `"${word}" was read as missing (${cells} ${cells === 1 ? 'cell' : 'cells'}).`,
  'List it under `missing` in the codebook, or among the `levels` if it is a value of its own.',
)
export const SpellingsJoined = problem(
  'NS-COH-40',
  (groups: string[][]) =>
    `${groups.map((group) => group.map((one) => `"${one}"`).join(', ')).join('; ')} ${groups.length === 1 ? 'differ only in how they are written (capitals, blanks) and were read as one level' : 'differ only in how they are written (capitals, blanks); each group was read as one level'}.`,
  'If they are different values, list them as `levels` in the codebook.',
)
export const SpellingUnclear = problem(
  'NS-COH-41',
  (slip: string, cells: number, meant: string) =>
    `"${slip}" (${cells} ${cells === 1 ? 'cell' : 'cells'}) may be "${meant}" misspelt or written otherwise; it was read as a level of its own.`,
  'In the codebook, join it, `recode: { MISSPELT: MEANT }`, or list both as `levels`.',
)
export const UnknownIsLevel = problem(
  'NS-COH-42',
  (word: string, cells: number) =>
    `"${word}" (${cells} ${cells === 1 ? 'cell' : 'cells'}) is a level of its own, not a missing value.`,
  'If it means that the value is not known, list it under `missing` in the codebook.',
)
export const DatesAmbiguous = problem(
  'NS-COH-43',
  (cell: string) => `Which of the numbers of "${cell}" is the day and which the month is unknown.`,
  'Say `dateOrder: dmy` or `dateOrder: mdy` for the column in the codebook; the value was read as missing.',
)
export const DaysExchanged = problem(
  'NS-COH-91',
  (cell: string) =>
    `"${cell}" may have day and month exchanged: with the year first no day of the column is above 12, with the year last every one is. A spreadsheet of another country leaves dates so.`,
  'Take the column from its source, with dates as 2024-05-31; if the dates are right, say `dateOrder` for it in the codebook. The value was read as missing.',
)
export const DayNumbersRead = problem(
  'NS-COH-90',
  (cells: number, cell: string, date: string) =>
    `${cells} ${cells === 1 ? 'cell is a number, not a date; it was' : 'cells are numbers, not dates; they were'} read as Excel’s day numbers: ${cell} is ${date}.`,
  'Nothing to do if these are the dates. Four years early, they are numbers of the 1904 system; sixty, of SAS or Stata: write dates as 2024-05-31.',
)
export const UnitsRead = problem(
  'NS-COH-44',
  (cells: number, units: string[], target: string, bare: number) =>
    `${cells} ${cells === 1 ? 'cell has its' : 'cells have their'} unit (${units.join(', ')}) behind the number; all were read in ${target}${bare > 0 ? `, the ${bare} without a unit too` : ''}.`,
  'Nothing to do if that is meant; `unit` in the codebook says another.',
)
export const UnitUnclear = problem(
  'NS-COH-45',
  (cell: string, units: string[]) =>
    `"${cell}" has no unit, and other cells of the column are in ${units.join(' and ')}.`,
  'Say `unit` for the column in the codebook; the value was read as missing.',
)
export const ColumnsHidden = problem(
  'NS-COH-97',
  (columns: number) =>
    `${columns} ${columns === 1 ? 'column is' : 'columns are'} hidden in the sheet, and ${columns === 1 ? 'was' : 'were'} read like the others.`,
  'Take out of the sheet what is not to be used.',
)
export const TwoUnits = problem(
  'NS-COH-95',
  (low: number, highest: number, high: number, lowest: number, factor: number) =>
    `${low} values are ${highest} or less and ${high} are ${lowest} or more, about ${factor} times as much, with none between: they may be in two units.`,
  'Write them in one unit, or the unit behind each number (1.75 m); `range` in the codebook finds those of the other.',
)
export const RangesAsDates = problem(
  'NS-COH-96',
  (cells: string, count: number) =>
    `${cells} (${count} ${count === 1 ? 'cell' : 'cells'}) may be dates that a spreadsheet has made of 1-3 or 2/5.`,
  'Restore what was typed, with the column set to text; they were read as they stand.',
)
export const UnitOfFew = problem(
  'NS-COH-89',
  (cell: string) => `"${cell}" has a unit, and most cells of the column have none: they may be in another.`,
  'Say `unit` for the column in the codebook, the unit of the numbers without one; the value was read as missing.',
)
export const TableOnItsSide = problem(
  'NS-COH-77',
  (column: string, row: string) =>
    `The table seems to lie on its side: its columns are called like patients (${column}), its rows like what was measured ("${row}").`,
  'Turn it (in a spreadsheet: copy, paste special, transpose), so that each patient is a row.',
)
export const LegendRow = problem(
  'NS-COH-60',
  () => 'This row explains codes or units of the columns; it was not read as a patient.',
  'Nothing to do; `nomoscope init` takes the labels of the levels from it.',
)
export const FootnoteRow = problem(
  'NS-COH-64',
  (text: string) => `The row "${text}" is a note below the table, not a patient; it was left out.`,
  'Nothing to do; notes are best kept outside the table.',
)
export const CellsSpanRows = problem(
  'NS-COH-66',
  (cells: number) =>
    `${cells} empty ${cells === 1 ? 'cell belongs to a cell that spans' : 'cells belong to cells that span'} several rows (merged cells); each was read with that cell's value.`,
  'Nothing to do if that is meant; a table is best kept without merged cells.',
)
export const RowsStruck = problem(
  'NS-COH-78',
  (rows: number, first: number) =>
    `${rows} ${rows === 1 ? `row is struck through in the sheet (row ${first})` : `rows are struck through in the sheet (the first is row ${first})`}, and ${rows === 1 ? 'was' : 'were'} read like the others.`,
  'Delete rows that are not to be used, or leave them out by `criteria`.',
)
export const RowsHidden = problem(
  'NS-COH-67',
  (rows: number) =>
    `${rows} ${rows === 1 ? 'row is' : 'rows are'} hidden in the sheet (or filtered out), and ${rows === 1 ? 'was' : 'were'} read like the others.`,
  'Delete rows that are not to be used, or leave them out by `criteria`.',
)
export const MostlyNumbers = problem(
  'NS-COH-68',
  (examples: string, cells: number) =>
    `Among numbers ${examples} (${cells} ${cells === 1 ? 'cell' : 'cells'}) made the column be read as text.`,
  'Correct these cells or list them under `missing`; `type: continuous` in the codebook makes them faults of their rows.',
)
