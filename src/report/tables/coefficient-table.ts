import { decimalsOfError, fixedDecimals, pValue, ratios } from '../../text/format.ts'
import { locales, type Messages } from '../../text/locales/index.ts'
import { plainText, text } from '../../text/with-numbers.ts'
import type { Cell, Row, Table } from '../document.ts'

/** One coefficient of a fitted model on the scale it was fitted on, with its ratio and Wald test. */
export interface CoefficientRow {
  label: string
  /** The factor this is a level of: its rows stand together under it. */
  factor?: string
  /** How many units the ratio is of; one where it is not said. The estimate is always of one. */
  per?: number
  estimate: number
  standardError: number
  lower: number
  upper: number
  p: number
}

export interface CoefficientRequest {
  id: string
  number: string
  title: string
  ratio: 'odds' | 'hazard'
  rows: readonly CoefficientRow[]
  /** What a factor's levels are compared with, by the factor. */
  references?: Readonly<Record<string, string>>
  /** Of a logistic model; its path in results.json. */
  intercept?: { estimate: number; standardError?: number; path?: string }
  notes?: readonly (string | Cell)[]
  /** Where in results.json the terms stand: `models.combined.terms`. */
  path?: string
  messages?: Messages
}

/**
 * β, SE, Wald χ², ratio with its interval and p of every term. β and its ratio are printed from the same number, so
 * that they cannot disagree in sign. An interval of the coefficients is taken to the scale of the ratio here.
 *
 * @param request the terms on the scale of the fit, and whether their ratios are of odds or hazards
 * @returns the table, for `reportHtml`, `reportDocx` and `tableCsv`
 * @example
 * ```ts
 * import { coefficientTable, tableCsv } from 'nomoscope/report'
 * const rows = [{ label: 'Age', estimate: 0.05, standardError: 0.02, lower: 0.0108, upper: 0.0892, p: 0.0124 }]
 * const table = coefficientTable({ id: 'b', number: '2', title: 'Model', ratio: 'odds', rows })
 * table.rows[0].cells[4].text // → '1.05'
 * ```
 */
export function coefficientTable(request: CoefficientRequest): Table {
  const { document: words } = request.messages ?? locales.en
  const columns = [
    words.variable,
    words.coefficient,
    words.standardError,
    words.wald,
    request.ratio === 'odds' ? words.oddsRatio : words.hazardRatio,
    words.interval,
    words.p,
  ]
  const rows: Row[] = []
  let factor: string | undefined
  request.rows.forEach((term, i) => {
    if (term.factor !== undefined && term.factor !== factor) {
      rows.push({
        kind: 'row',
        indent: 0,
        cells: [plainText(term.factor), ...columns.slice(1).map(() => plainText(''))],
      })
      const reference = request.references?.[term.factor]
      if (reference !== undefined)
        rows.push({
          kind: 'row',
          indent: 1,
          cells: [plainText(reference), ...columns.slice(1).map((_, c) => plainText(c === 3 ? words.reference : ''))],
        })
    }
    factor = term.factor
    const at = (field: string) => (request.path ? `${request.path}.${i}.${field}` : undefined)
    const { estimate, standardError, lower, upper, p, per = 1 } = term
    const decimals = decimalsOfError(estimate, standardError)
    const [middle, from, to] = ratios([Math.exp(per * estimate), Math.exp(per * lower), Math.exp(per * upper)])
    rows.push({
      kind: 'row',
      indent: term.factor === undefined ? 0 : 1,
      cells: [
        plainText(term.label),
        text`${fixedDecimals(estimate, decimals, at('estimate'))}`,
        text`${fixedDecimals(standardError, decimals, at('se'))}`,
        text`${fixedDecimals((estimate / standardError) ** 2, 3)}`,
        text`${middle}`,
        text`${from}–${to}`,
        text`${pValue(p, at('p'))}`,
      ],
    })
  })
  if (request.intercept) {
    const { estimate, standardError = Number.NaN, path } = request.intercept
    const decimals = decimalsOfError(estimate, standardError)
    rows.push({
      kind: 'row',
      indent: 0,
      cells: [
        plainText(words.intercept),
        text`${fixedDecimals(estimate, decimals, path)}`,
        Number.isNaN(standardError) ? plainText('–') : text`${fixedDecimals(standardError, decimals)}`,
        ...columns.slice(3).map(() => plainText('')),
      ],
    })
  }
  return {
    id: request.id,
    number: request.number,
    title: request.title,
    columns: columns.map((label, c) => ({ label: plainText(label), align: c === 0 ? 'left' : 'right' })),
    rows,
    footnotes: (request.notes ?? []).map((note) => ({ text: typeof note === 'string' ? plainText(note) : note })),
  }
}
