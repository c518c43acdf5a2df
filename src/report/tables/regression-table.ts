import type { Cell, Language, Row, Table } from '../document.ts'
import { pValue, ratio } from '../format.ts'
import { labels } from '../labels.ts'
import { plainCell, say } from '../say.ts'

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
  of?: string
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
  notes?: readonly string[]
  language?: Language
}

/** Each variable by itself and in the model, side by side: what changes when the others are known. */
export function regressionTable({
  id,
  number,
  title,
  rows,
  references,
  notes = [],
  language = 'en',
}: RegressionRequest): Table {
  const words = labels[language]
  const lines: Row[] = []
  let factor: string | undefined
  for (const one of rows) {
    if (one.of !== undefined && one.of !== factor) {
      lines.push({ kind: 'row', indent: 0, cells: [plainCell(one.of)] })
      const reference = references?.[one.of]
      if (reference !== undefined)
        lines.push({
          kind: 'row',
          indent: 1,
          cells: [
            plainCell(reference),
            plainCell(words.reference),
            plainCell(''),
            plainCell(words.reference),
            plainCell(''),
          ],
        })
    }
    factor = one.of
    lines.push({
      kind: 'row',
      indent: one.of === undefined ? 0 : 1,
      cells: [plainCell(one.label), ...estimateCells(one.univariable), ...estimateCells(one.multivariable)],
    })
  }
  const pair = (group: string) => [
    { label: plainCell(`${words.oddsRatio} (${words.interval})`), align: 'right' as const, group },
    { label: plainCell(words.p), align: 'right' as const, group },
  ]
  return {
    id,
    number,
    title,
    columns: [
      { label: plainCell(words.variable), align: 'left' },
      ...pair(words.univariable),
      ...pair(words.multivariable),
    ],
    rows: lines,
    footnotes: notes.map((note) => ({ text: plainCell(note) })),
  }
}

function estimateCells(one: RegressionEstimate | undefined): [Cell, Cell] {
  if (!one) return [plainCell('–'), plainCell('–')]
  const { estimate, lower, upper, p } = one
  return [say`${ratio(Math.exp(estimate))} (${ratio(Math.exp(lower))}–${ratio(Math.exp(upper))})`, say`${pValue(p)}`]
}
