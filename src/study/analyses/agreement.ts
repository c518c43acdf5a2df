import type { Column } from '../../cohort/codebook/variable.ts'
import { columnNamed } from '../../cohort/column-named.ts'
import { AgreementUnlike } from '../../errors/index.ts'
import { blandAltmanPlot } from '../../figures/charts/bland-altman.ts'
import type { Cell, Row, Table } from '../../report/document.ts'
import { icc } from '../../statistics/agreement/icc.ts'
import { cohenKappa } from '../../statistics/agreement/kappa.ts'
import { blandAltman } from '../../statistics/agreement/two-readers.ts'
import { decimalsOf, percent, wholeNumber, withInterval } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import type { Analysis, AnalysisRequest } from './analysis.ts'
import { tableOf } from './roc.ts'

/**
 * How far two columns agree, of the rows that have both: levels by Cohen's kappa (psych::cohen.kappa; ordered ones with
 * quadratic weights), numbers by ICC(2,1) (psych::ICC) and Bland and Altman's limits.
 * Throws ColumnAbsent, AgreementUnlike where one has levels and the other numbers.
 */
export function agreementAnalysis(
  messages: Messages,
  { cohort }: StudyCohort,
  file: string,
  { first: a, second: b }: Extract<AnalysisRequest, { kind: 'agreement' }>,
): Analysis {
  const [first, second] = [columnNamed(cohort, a, file), columnNamed(cohort, b, file)]
  if (first.text || second.text || !first.variable.levels !== !second.variable.levels) throw AgreementUnlike(file, a, b)
  const rows = Array.from(first.values.keys()).filter((row) =>
    [first, second].every((one) => !Number.isNaN(one.values[row])),
  )
  return first.variable.levels ? ofLevels(messages, first, second, rows) : ofNumbers(messages, first, second, rows)
}

type Line = [label: string, value: Cell]

const linesTable = (messages: Messages, title: string, lines: readonly Line[]): Table =>
  tableOf(
    'agreement',
    title,
    messages.analyses.agreement.heads,
    lines.map(([label, value]): Row => ({ kind: 'row', indent: 0, cells: [plainText(label), value] })),
    [],
  )

function ofLevels(messages: Messages, first: Column, second: Column, rows: readonly number[]): Analysis {
  const { agreement: words } = messages.analyses
  const [own, other] = [first.variable, second.variable]
  // The two may list their levels in another order; what they call the same is the same.
  const levels = [...new Map([...own.levels!, ...other.levels!].map((level) => [level.value, level])).values()]
  const place = (column: Column, row: number) =>
    levels.findIndex(({ value }) => value === column.variable.levels![column.values[row]].value)
  const counts = levels.map(() => levels.map(() => 0))
  for (const row of rows) counts[place(first, row)][place(second, row)]++
  const weights = own.type === 'ordinal' && other.type === 'ordinal' ? 'quadratic' : 'none'
  const { kappa, lower, upper } = cohenKappa(counts, weights)
  const same = counts.reduce((sum, row, i) => sum + row[i], 0) / rows.length
  const title = words.title(own.label, other.label)
  const heads = [words.counts(own.label, other.label), ...levels.map(({ label }) => label)]
  return {
    title,
    tables: [
      linesTable(messages, title, [
        [words.n, text`${wholeNumber(rows.length)}`],
        [words.same, text`${percent(same)}`],
        [words.kappa[weights], withInterval([kappa, lower, upper], 3)],
      ]),
      tableOf(
        'agreement-counts',
        words.counts(own.label, other.label),
        heads,
        counts.map((row, i) => ({
          kind: 'row',
          indent: 0,
          cells: [plainText(levels[i].label), ...row.map((n) => text`${wholeNumber(n)}`)],
        })),
        [],
      ),
    ],
    figures: [],
    methods: words.levels(weights !== 'none'),
  }
}

function ofNumbers(messages: Messages, first: Column, second: Column, rows: readonly number[]): Analysis {
  const { agreement: words } = messages.analyses
  const [own, other] = [first.variable, second.variable]
  const values = [first, second].map((column) => Float64Array.from(rows, (row) => column.values[row]))
  const { ICC2 } = icc(values)
  const limits = blandAltman(values[0], values[1])
  const decimals = Math.max(...values.map((one) => decimalsOf(one, 3))) + 1
  const title = words.title(own.label, other.label)
  const unit = own.unit ? `, ${own.unit}` : ''
  return {
    title,
    tables: [
      linesTable(messages, title, [
        [words.n, text`${wholeNumber(rows.length)}`],
        [words.icc, withInterval([ICC2.icc, ICC2.lower, ICC2.upper], 3)],
        [words.bias, withInterval([limits.bias, limits.biasLower, limits.biasUpper], decimals)],
        [words.lower, withInterval([limits.lower, ...limits.lowerInterval], decimals)],
        [words.upper, withInterval([limits.upper, ...limits.upperInterval], decimals)],
      ]),
    ],
    figures: [
      {
        id: 'bland-altman',
        title,
        caption: plainText(words.numbers),
        description: title,
        data: { bias: limits.bias, lower: limits.lower, upper: limits.upper },
        drawing: blandAltmanPlot({
          means: [...limits.means],
          differences: [...limits.differences],
          bias: limits.bias,
          lower: limits.lower,
          upper: limits.upper,
          meanLabel: words.mean(own.label, other.label) + unit,
          differenceLabel: words.difference(own.label, other.label) + unit,
        }),
      },
    ],
    methods: words.numbers,
  }
}
