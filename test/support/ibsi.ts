import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { fixture } from './needs.ts'

export interface Reference {
  dataset: string
  family: string
  feature: string
  tag: string
  reference_value: string
  tolerance: string
}

/** The consensus values that have been standardised, of one data set. */
export function ibsiReferences(dataset: string): Reference[] {
  const text = readFileSync(fixture('ibsi', 'ibsi1_reference_values.csv'), 'utf8')
  const { data } = Papa.parse<Reference>(text, { header: true, skipEmptyLines: true })
  return data.filter((row) => row.dataset === dataset && row.reference_value !== '')
}

/** The consensus values of IBSI 2 that have been standardised, of one configuration. */
export function ibsi2References(id: string) {
  type Row = { filter_id: string; feature_tag: string; consensus_value: string; tolerance: string }
  const text = readFileSync(fixture('ibsi', 'ibsi2_reference_values.csv'), 'utf8')
  const { data } = Papa.parse<Row>(text, { header: true, skipEmptyLines: true, delimiter: ';' })
  return data.filter((row) => row.filter_id === id && row.consensus_value !== '')
}

/** Within the tolerance, or equal when rounded to the digits that the reference has. */
export function isWithin(value: number, { reference_value: printed, tolerance }: Reference): boolean {
  const reference = Number(printed)
  if (Math.abs(value - reference) <= Number(tolerance) + 1e-12) return true
  return Math.abs(value - reference) <= 0.5 * lastDigit(printed) * (1 + 1e-9)
}

/** The size of the last digit of a printed number: 0.01 of 1.23, 10 of 1200 where three digits are significant. */
function lastDigit(printed: string): number {
  const decimals = /\.(\d+)/.exec(printed)?.[1].length
  const exponent = /e([+-]?\d+)/i.exec(printed)
  if (decimals !== undefined) return 10 ** (-decimals + Number(exponent?.[1] ?? 0))
  const digits = printed.replace('-', '')
  return digits.length <= 3 ? 1 : 10 ** (digits.length - 3)
}
