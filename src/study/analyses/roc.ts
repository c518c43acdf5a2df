import type { Column } from '../../cohort/codebook/variable.ts'
import { columnNamed } from '../../cohort/column-named.ts'
import { MarkerNotANumber } from '../../errors/index.ts'
import { type RocSeries, rocCurves } from '../../figures/charts/roc.ts'
import type { Cell, Row, Table } from '../../report/document.ts'
import { footnotes } from '../../report/footnotes.ts'
import { median } from '../../statistics/descriptive/descriptive.ts'
import { aucDelong, compareAucPaired, rocCurve } from '../../statistics/performance/roc.ts'
import { accuracyAt, bestThresholds } from '../../statistics/performance/thresholds.ts'
import { decimalsOf, fixedDecimals, percent, pValue, wholeNumber, withInterval } from '../../text/format.ts'
import type { Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { StudyCohort } from '../stages/cohort.ts'
import { outcomeValues } from '../stages/outcome.ts'
import type { Analysis, AnalysisRequest } from './analysis.ts'

/** One marker on the rows that have it: scores are turned round where lower values go with the outcome. */
interface Judged {
  column: Column
  rows: number[]
  scores: Float64Array
  positive: Float64Array
  lower: boolean
}

/**
 * ROC curves of numbers against an outcome, as pROC's roc, ci.auc and coords(best.method = "youden") give them, and DeLong's
 * test of each pair on the rows that have both. Which side goes with the outcome is read from the medians, as pROC does.
 * Throws ColumnAbsent, MarkerNotANumber, OneClassOnly.
 */
export function rocAnalysis(
  messages: Messages,
  { cohort }: StudyCohort,
  file: string,
  { by, positive: wanted, markers }: Extract<AnalysisRequest, { kind: 'roc' }>,
): Analysis {
  const words = messages.analyses.roc
  const read = outcomeValues(cohort, { column: by, positive: wanted }, file)
  if ('question' in read) throw read.question
  const columns = markers.map((name) => {
    const column = columnNamed(cohort, name, file)
    if (column.variable.levels || column.text) throw MarkerNotANumber(file, name)
    return column
  })
  const judged = columns.map((column) => judge(column, read.values))
  const label = `${columnNamed(cohort, by, file).variable.label}: ${read.groups.positive}`
  const tables = [areas(messages, judged), ...(judged.length > 1 ? [pairs(messages, judged, read.values)] : [])]
  return {
    title: words.title(label),
    tables,
    figures: [
      {
        id: 'roc',
        title: words.title(label),
        caption: plainText(words.methods(judged.length > 1)),
        description: words.title(label),
        data: judged.map(seriesOf),
        drawing: rocCurves(judged.map(seriesOf), undefined, messages.drawings),
      },
    ],
    methods: words.methods(judged.length > 1),
  }
}

function judge(column: Column, outcome: ArrayLike<number>, only?: readonly number[]): Judged {
  const rows = (only ?? Array.from(column.values.keys())).filter(
    (row) => Number.isFinite(column.values[row]) && Number.isFinite(outcome[row]),
  )
  const own = (flag: number) =>
    Float64Array.from(
      rows.filter((row) => outcome[row] === flag),
      (row) => column.values[row],
    )
  const lower = median(own(0)) > median(own(1))
  return {
    column,
    rows,
    lower,
    scores: Float64Array.from(rows, (row) => (lower ? -1 : 1) * column.values[row]),
    positive: Float64Array.from(rows, (row) => outcome[row]),
  }
}

function areas({ analyses: { roc: words } }: Messages, judged: readonly Judged[]): Table {
  const notes = footnotes()
  const rows = judged.map((one): Row => {
    const { column, scores, positive, lower } = one
    const { auc, lower: from, upper } = aucDelong(scores, positive)
    const best = bestThresholds(rocCurve(scores, positive), 'youden')
    const at = accuracyAt(scores, positive, best[0])
    // A threshold lies between two values.
    const decimals = decimalsOf(column.values, 6) + 1
    const value = (threshold: number) => fixedDecimals(lower ? -threshold : threshold, decimals)
    const share = ({ value: v, lower: l, upper: u }: typeof at.sensitivity): Cell =>
      text`${percent(v)} (${percent(l)}–${percent(u)})`
    const events = positive.reduce((sum, x) => sum + x, 0)
    const said = [
      ...(lower ? [words.lower] : []),
      ...(best.length > 1 ? [words.several(best.map((threshold) => value(threshold).text).join(', '))] : []),
    ]
    return {
      kind: 'row',
      indent: 0,
      cells: [
        { ...plainText(column.variable.label), ...(said.length > 0 && { note: notes.mark(said.join(' ')) }) },
        text`${wholeNumber(positive.length)} (${wholeNumber(events)})`,
        withInterval([auc, from, upper], 3),
        words.cutOff(lower ? '≤' : '≥', value(best[0])),
        share(at.sensitivity),
        share(at.specificity),
      ],
    }
  })
  return tableOf('roc', words.title(''), words.heads, rows, notes.list())
}

/** DeLong's test of each two markers on the rows that have both, the sides as they were read from all rows of each. */
function pairs({ analyses: { roc: words } }: Messages, judged: readonly Judged[], outcome: ArrayLike<number>): Table {
  const rows = judged.flatMap((first, i) =>
    judged.slice(i + 1).map((second): Row => {
      const there = new Set(second.rows)
      const both = first.rows.filter((row) => there.has(row))
      const scores = ({ column, lower }: Judged) => both.map((row) => (lower ? -1 : 1) * column.values[row])
      const positive = both.map((row) => outcome[row])
      const found = compareAucPaired(scores(first), scores(second), positive, { nestedOnTraining: false })
      return {
        kind: 'row',
        indent: 0,
        cells: [
          plainText(words.pair(first.column.variable.label, second.column.variable.label)),
          text`${wholeNumber(both.length)}`,
          withInterval([found.difference, found.lower, found.upper], 3),
          text`${fixedDecimals(found.z, 3)}`,
          text`${pValue(found.p)}`,
        ],
      }
    }),
  )
  return tableOf('roc-pairs', words.pairs, words.pairHeads, rows, [])
}

function seriesOf({ column, scores, positive }: Judged): RocSeries {
  const curve = rocCurve(scores, positive)
  const { auc, lower, upper } = aucDelong(scores, positive)
  const [best] = bestThresholds(curve, 'youden')
  const at = curve.thresholds.indexOf(best)
  const falsePositiveRate = Array.from(curve.specificities, (specificity) => 1 - specificity)
  return {
    label: column.variable.label,
    falsePositiveRate,
    sensitivity: [...curve.sensitivities],
    auc,
    lower,
    upper,
    ...(at >= 0 && { operating: { falsePositiveRate: falsePositiveRate[at], sensitivity: curve.sensitivities[at] } }),
  }
}

/** A table whose first column is text and whose others are numbers. */
export function tableOf(
  id: string,
  title: string,
  heads: readonly string[],
  rows: Row[],
  notes: Table['footnotes'],
): Table {
  const columns = heads.map((head, i) => ({
    label: plainText(head),
    align: i === 0 ? ('left' as const) : ('right' as const),
  }))
  return { id, number: '', title, columns, rows, footnotes: notes }
}
