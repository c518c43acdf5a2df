import type { Cell } from '../../../report/document.ts'
import { quantiles } from '../../../statistics/descriptive/descriptive.ts'
import { fixedDecimals } from '../../../text/format.ts'
import { plainText, text } from '../../../text/with-numbers.ts'

/** Median (least–largest) of some values; the only one as it is, a dash for none. */
export function medianAndRange(values: readonly number[], decimals: number): Cell {
  if (values.length === 0) return plainText('–')
  const [low, median, high] = quantiles(values, [0, 0.5, 1])
  const said = (value: number) => fixedDecimals(value, decimals)
  return values.length === 1 ? text`${said(median)}` : text`${said(median)} (${said(low)}–${said(high)})`
}
