import { pValue, ratios } from '../../text/format.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { Cell, Row, Table } from '../document.ts'

/** A coefficient with its interval on the scale it was fitted on (log odds). */
export interface RegressionEstimate {
  estimate: number
  lower: number
  upper: number
  p: number
}

export interface RegressionRow {
  label: string
  /** The factor this is a level of. */
  factor?: string
  /** How many units the ratios are of; one where it is not said. */
  per?: number
  /** By itself, and beside the others; a dash where it was not fitted or has no estimate. */
  univariable?: RegressionEstimate
  multivariable?: RegressionEstimate
}

export interface RegressionRequest {
  id: string
  number: string
  title: string
  rows: readonly RegressionRow[]
  references?: Readonly<Record<string, string>>
  /** Odds ratios where it is not said. */
  ratio?: 'odds' | 'hazard'
  notes?: readonly string[]
  messages?: Messages
}

/** Each variable by itself and in the model, side by side: what changes when the others are known. */
export function regressionTable({
  id,
  number,
  title,
  rows,
  references,
  ratio = 'odds',
  notes = [],
  messages = locales.en,
}: RegressionRequest): Table {
  const { document: words } = messages
  const lines: Row[] = []
  const isInModel = (factor: string) => rows.some((row) => row.factor === factor && row.multivariable)
  let factor: string | undefined
  for (const one of rows) {
    if (one.factor !== undefined && one.factor !== factor) {
      lines.push({ kind: 'row', indent: 0, cells: [plainText(one.factor)] })
      const reference = references?.[one.factor]
      if (reference !== undefined)
        lines.push({
          kind: 'row',
          indent: 1,
          cells: [
            plainText(reference),
            plainText(words.reference),
            plainText(''),
            plainText(isInModel(one.factor) ? words.reference : '–'),
            plainText(isInModel(one.factor) ? '' : '–'),
          ],
        })
    }
    factor = one.factor
    lines.push({
      kind: 'row',
      indent: one.factor === undefined ? 0 : 1,
      cells: [
        plainText(one.label),
        ...estimateCells(one.univariable, one.per),
        ...estimateCells(one.multivariable, one.per),
      ],
    })
  }
  const pair = (group: string) => [
    {
      label: plainText(ratio === 'odds' ? words.oddsRatioInterval : words.hazardRatioInterval),
      align: 'right' as const,
      group,
    },
    { label: plainText(words.p), align: 'right' as const, group },
  ]
  return {
    id,
    number,
    title,
    columns: [
      { label: plainText(words.variable), align: 'left' },
      ...pair(words.univariable),
      ...pair(words.multivariable),
    ],
    rows: lines,
    footnotes: notes.map((note) => ({ text: plainText(note) })),
  }
}

function estimateCells(one: RegressionEstimate | undefined, per = 1): [Cell, Cell] {
  if (!one) return [plainText('–'), plainText('–')]
  const { estimate, lower, upper, p } = one
  const [middle, from, to] = ratios([Math.exp(per * estimate), Math.exp(per * lower), Math.exp(per * upper)])
  return [text`${middle} (${from}–${to})`, text`${pValue(p)}`]
}
