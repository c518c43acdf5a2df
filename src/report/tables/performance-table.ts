import { fixedDecimals, percent, pValue } from '../../text/format.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { Cell, Row, Table } from '../document.ts'

/** How well a model did, once: `lower` and `upper` where there is an interval. */
export interface Estimate {
  value: number
  lower?: number
  upper?: number
}

/** What is measured, as results.json names it, in the order in which it is printed. */
const measures = [
  ['n', 0, 'number'],
  ['events', 0, 'number'],
  ['auc', 3, 'number'],
  ['threshold', 3, 'number'],
  ['sensitivity', 1, 'share'],
  ['specificity', 1, 'share'],
  ['accuracy', 1, 'share'],
  ['ppv', 1, 'share'],
  ['npv', 1, 'share'],
  ['likelihoodRatioPositive', 2, 'number'],
  ['likelihoodRatioNegative', 2, 'number'],
  ['truePositives', 0, 'number'],
  ['falsePositives', 0, 'number'],
  ['trueNegatives', 0, 'number'],
  ['falseNegatives', 0, 'number'],
  ['brier', 3, 'number'],
  ['calibrationIntercept', 2, 'number'],
  ['calibrationSlope', 2, 'number'],
  ['emax', 3, 'number'],
  ['eavg', 3, 'number'],
  ['r2', 3, 'number'],
  ['hosmerLemeshow', 3, 'p'],
  ['spiegelhalter', 3, 'p'],
  ['concordance', 3, 'number'],
  ['scaledBrier', 3, 'number'],
  ['predicted', 1, 'share'],
  ['observed', 1, 'share'],
  ['ratio', 2, 'number'],
] as const

/** What can be below nought: a dash between its bounds would be read as a minus sign. */
const signed: ReadonlySet<string> = new Set(['calibrationIntercept', 'calibrationSlope', 'r2', 'scaledBrier'])

/** A measure of performance, as tables name it. */
export type Measure = (typeof measures)[number][0]
/** What was measured of a model in one way; what was not measured is absent. */
export type Performance = Partial<Record<Measure, Estimate>>

/** How it was measured: what leads is what can be believed. */
const kinds = ['nested', 'optimismCorrected', 'heldOut', 'apparent'] as const
/** How performance was measured: out of fold, corrected for optimism, held out or apparent. */
export type PerformanceKind = (typeof kinds)[number]

export interface PerformanceRequest {
  id: string
  number: string
  title: string
  /** By the model's name in results.json, with what it is called; the ways it was measured that there are. */
  models: readonly {
    name: string
    label: string | Cell
    performance: Partial<Record<PerformanceKind, Performance>>
    /** Where in results.json the ways it was measured stand; `models.NAME.performance` when not given. */
    path?: string
  }[]
  /** Only these; all that any model has when not given. */
  measures?: readonly Measure[]
  notes?: readonly (string | Cell)[]
  messages?: Messages
}

/**
 * Every model's performance, nested cross-validation first, the apparent one last: side by side, so that the gap is seen.
 *
 * @param request the models, and what was measured of each in which way
 * @returns the table, for `reportHtml`, `reportDocx` and `tableCsv`
 */
export function performanceTable(request: PerformanceRequest): Table {
  const { document: words } = request.messages ?? locales.en
  const { models } = request
  const shownKinds = kinds.filter((kind) => models.some((model) => model.performance[kind]))
  const shown = measures.filter(
    ([measure]) =>
      (request.measures?.includes(measure) ?? true) &&
      models.some((model) => shownKinds.some((kind) => model.performance[kind]?.[measure])),
  )
  const rows: Row[] = []
  for (const { name, label, performance, path = `models.${name}.performance` } of models) {
    rows.push({ kind: 'heading', indent: 0, cells: [typeof label === 'string' ? plainText(label) : label] })
    for (const [measure, decimals, form] of shown) {
      const cells = shownKinds.map((kind) =>
        estimateCell(performance[kind]?.[measure], {
          decimals,
          form,
          path: `${path}.${kind}.${measure}`,
          between: signed.has(measure) ? words.to : '–',
        }),
      )
      if (cells.some((cell) => cell.numbers))
        rows.push({ kind: 'row', indent: 1, cells: [plainText(words.measures[measure]), ...cells] })
    }
  }
  return {
    id: request.id,
    number: request.number,
    title: request.title,
    columns: [
      { label: plainText(words.measure), align: 'left' },
      ...shownKinds.map((kind) => ({ label: plainText(words[kind]), align: 'right' as const })),
    ],
    rows,
    footnotes: (request.notes ?? []).map((note) => ({ text: typeof note === 'string' ? plainText(note) : note })),
  }
}

function estimateCell(
  estimate: Estimate | undefined,
  {
    decimals,
    form,
    path,
    between,
  }: { decimals: number; form: 'number' | 'share' | 'p'; path: string; between: string },
): Cell {
  if (!estimate) return plainText('–')
  const one = (value: number, field: string) =>
    form === 'p'
      ? pValue(value, `${path}.${field}`)
      : form === 'share'
        ? percent(value, decimals, `${path}.${field}`)
        : fixedDecimals(value, decimals, `${path}.${field}`)
  const { value, lower, upper } = estimate
  if (lower === undefined || upper === undefined || Number.isNaN(lower) || Number.isNaN(upper))
    return text`${one(value, 'value')}`
  return text`${one(value, 'value')} (${one(lower, 'lower')}${between}${one(upper, 'upper')})`
}
