import type { Cell, Language, Row, Table } from '../document.ts'
import { fixed, percent } from '../format.ts'
import { labels } from '../labels.ts'
import { plainCell, say } from '../say.ts'

/** How well a model did, once: `lower` and `upper` where there is an interval. */
export interface Estimate {
  value: number
  lower?: number
  upper?: number
}

/** What is measured, as results.json names it, in the order in which it is printed. */
const measures = [
  ['auc', 'AUC', 3, 'number'],
  ['sensitivity', 'Sensitivity', 1, 'share'],
  ['specificity', 'Specificity', 1, 'share'],
  ['accuracy', 'Accuracy', 1, 'share'],
  ['ppv', 'Positive predictive value', 1, 'share'],
  ['npv', 'Negative predictive value', 1, 'share'],
  ['brier', 'Brier score', 3, 'number'],
  ['calibrationIntercept', 'Calibration intercept', 3, 'number'],
  ['calibrationSlope', 'Calibration slope', 3, 'number'],
  ['emax', 'Largest calibration error (Emax)', 3, 'number'],
  ['r2', 'R² (Nagelkerke)', 3, 'number'],
  ['concordance', 'Concordance (C)', 3, 'number'],
  ['scaledBrier', 'Scaled Brier score', 3, 'number'],
  ['predicted', 'Mean predicted risk', 1, 'share'],
  ['observed', 'Observed risk (Kaplan–Meier)', 1, 'share'],
  ['ratio', 'Observed over predicted', 2, 'number'],
] as const

export type Measure = (typeof measures)[number][0]
export type Performance = Partial<Record<Measure, Estimate>>

/** How it was measured: what leads is what can be believed. */
const kinds = ['nested', 'optimismCorrected', 'heldOut', 'apparent'] as const
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
  language?: Language
}

/** Every model's performance, nested cross-validation first, the apparent one last: side by side, so that the gap is seen. */
export function performanceTable(request: PerformanceRequest): Table {
  const words = labels[request.language ?? 'en']
  const { models } = request
  const shownKinds = kinds.filter((kind) => models.some((model) => model.performance[kind]))
  const shown = measures.filter(
    ([measure]) =>
      (request.measures?.includes(measure) ?? true) &&
      models.some((model) => shownKinds.some((kind) => model.performance[kind]?.[measure])),
  )
  const rows: Row[] = []
  for (const { name, label, performance, path = `models.${name}.performance` } of models) {
    rows.push({ kind: 'heading', indent: 0, cells: [typeof label === 'string' ? plainCell(label) : label] })
    for (const [measure, title, decimals, form] of shown) {
      const cells = shownKinds.map((kind) =>
        estimateCell(performance[kind]?.[measure], decimals, form, `${path}.${kind}.${measure}`),
      )
      if (cells.some((cell) => cell.numbers)) rows.push({ kind: 'row', indent: 1, cells: [plainCell(title), ...cells] })
    }
  }
  return {
    id: request.id,
    number: request.number,
    title: request.title,
    columns: [
      { label: plainCell(words.measure), align: 'left' },
      ...shownKinds.map((kind) => ({ label: plainCell(words[kind]), align: 'right' as const })),
    ],
    rows,
    footnotes: (request.notes ?? []).map((note) => ({ text: typeof note === 'string' ? plainCell(note) : note })),
  }
}

function estimateCell(estimate: Estimate | undefined, decimals: number, form: 'number' | 'share', path: string): Cell {
  if (!estimate) return plainCell('–')
  const one = (value: number, field: string) =>
    form === 'share' ? percent(value, decimals, `${path}.${field}`) : fixed(value, decimals, `${path}.${field}`)
  const { value, lower, upper } = estimate
  if (lower === undefined || upper === undefined) return say`${one(value, 'value')}`
  return say`${one(value, 'value')} (${one(lower, 'lower')}${lower < 0 || upper < 0 ? ', ' : '–'}${one(upper, 'upper')})`
}
