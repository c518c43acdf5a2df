import { type NumberedText, type Quantity, quantity, text } from './with-numbers.ts'

/** Numbers as journals print them. Every one keeps its value; a dash stands for what is not known. */

const notKnown = '–'

/**
 * So many decimals, with a true minus sign and without a negative zero.
 *
 * @param value the number
 * @param decimals behind the point
 * @param path where in results.json it is
 * @returns the number and how it reads
 * @example
 * ```ts
 * import { fixedDecimals } from 'nomoscope/report'
 * fixedDecimals(-1.25, 1).text // → '−1.3'
 * ```
 */
export function fixedDecimals(value: number, decimals: number, path?: string): Quantity {
  if (!Number.isFinite(value)) return quantity(value, Number.isNaN(value) ? notKnown : value > 0 ? '∞' : '−∞', path)
  const written = value.toFixed(decimals)
  return quantity(value, (Number(written) === 0 ? written.replace('-', '') : written).replace('-', '−'), path)
}

/**
 * A whole number, with a true minus sign.
 *
 * @param value the number; it is rounded
 * @param path where in results.json it is
 * @returns the number and how it reads
 * @example
 * ```ts
 * import { wholeNumber } from 'nomoscope/report'
 * wholeNumber(41.7).text // → '42'
 * ```
 */
export function wholeNumber(value: number, path?: string): Quantity {
  return fixedDecimals(value, 0, path)
}

/**
 * A large count, its thousands set apart from five digits on, as journals have it.
 *
 * @param value the number; it is rounded
 * @param path where in results.json it is
 * @returns the number and how it reads
 * @example
 * ```ts
 * import { largeCount } from 'nomoscope/report'
 * largeCount(37893).text // → '37,893'
 * ```
 */
export function largeCount(value: number, path?: string): Quantity {
  const printed = wholeNumber(value, path)
  return Math.abs(value) < 10000 ? printed : { ...printed, text: printed.text.replace(/\B(?=(\d{3})+$)/g, ',') }
}

/**
 * Three decimals, and no p that claims to be nought or one.
 *
 * @param p 0 to 1, NaN where not known
 * @param path where in results.json it is
 * @returns the number and how it reads
 * @example
 * ```ts
 * import { pValue } from 'nomoscope/report'
 * pValue(0.0321).text // → '0.032'
 * pValue(0.00002).text // → '<0.001'
 * ```
 */
export function pValue(p: number, path?: string): Quantity {
  if (Number.isNaN(p)) return quantity(p, notKnown, path)
  if (p < 0.001) return quantity(p, '<0.001', path)
  return quantity(p, p > 0.999 ? '>0.999' : p.toFixed(3), path)
}

/**
 * A share (0–1) in percent.
 *
 * @param share 0 to 1
 * @param decimals behind the point
 * @param path where in results.json it is
 * @returns the number and how it reads
 * @example
 * ```ts
 * import { percent } from 'nomoscope/report'
 * percent(0.125).text // → '12.5%'
 * ```
 */
export function percent(share: number, decimals = 1, path?: string): Quantity {
  if (!Number.isFinite(share)) return fixedDecimals(share, 0, path)
  // 23 of 80 is 28.75%, which floating point has as 28.749999999999996
  return quantity(share, `${Number((100 * share).toPrecision(12)).toFixed(decimals)}%`, path)
}

/**
 * An estimate with its interval: 0.866 (0.760–0.918); where a bound has a minus sign, 'to' stands for the dash.
 *
 * @param estimate and its lower and upper bound
 * @param decimals of all three
 * @param paths where in results.json they are
 * @param to between the bounds of a measure that can be below nought, whatever these bounds are; a dash where not given
 * @returns the words with the numbers
 * @example
 * ```ts
 * import { withInterval } from 'nomoscope/report'
 * withInterval([0.866, 0.76, 0.918], 3).text // → '0.866 (0.760–0.918)'
 * ```
 */
export function withInterval(
  [estimate, lower, upper]: readonly [number, number, number],
  decimals: number,
  paths?: readonly [string, string, string],
  to?: string,
): NumberedText {
  // no interval is no "(–––)"
  if (Number.isNaN(lower) && Number.isNaN(upper)) return text`${fixedDecimals(estimate, decimals, paths?.[0])}`
  const [from, until] = [fixedDecimals(lower, decimals, paths?.[1]), fixedDecimals(upper, decimals, paths?.[2])]
  const between = to ?? (lower < 0 || upper < 0 ? ' to ' : '–')
  return text`${fixedDecimals(estimate, decimals, paths?.[0])} (${from}${between}${until})`
}

/**
 * A ratio to two decimals, as journals print it: 0.86, 9.66, 28.14; far out, only on which side.
 *
 * @param value the ratio
 * @param path where in results.json it is
 * @returns the number and how it reads
 * @example
 * ```ts
 * import { ratio } from 'nomoscope/report'
 * ratio(9.664).text // → '9.66'
 * ratio(0.0004).text // → '<0.01'
 * ```
 */
export function ratio(value: number, path?: string): Quantity {
  return ratioTo(2, value, path)
}

function ratioTo(decimals: number, value: number, path?: string): Quantity {
  if (!Number.isFinite(value)) return fixedDecimals(value, decimals, path)
  if (value >= 1000) return quantity(value, '>999', path)
  const least = Number(`1e-${decimals}`)
  if (value >= 0 && value < least / 2) return quantity(value, `<${least.toFixed(decimals)}`, path)
  return fixedDecimals(value, decimals, path)
}

/**
 * Decimals at which an estimate can be used: two digits of its standard error, of itself where it has none; three at least.
 *
 * @param estimate the number
 * @param standardError of the estimate
 * @returns decimals, 3 to 12
 * @example
 * ```ts
 * import { decimalsOfError } from 'nomoscope/report'
 * decimalsOfError(1.5, 0.2) // → 3
 * ```
 */
export function decimalsOfError(estimate: number, standardError: number): number {
  const size = standardError > 0 && Number.isFinite(standardError) ? standardError : Math.abs(estimate)
  return size > 0 && Number.isFinite(size) ? Math.max(3, Math.min(12, 1 - Math.floor(Math.log10(size)))) : 3
}

/**
 * A ratio and the limits of its interval, all three with two decimals, or with as many more as tell them apart:
 * 1.00020 (1.00010–1.00030).
 *
 * @param interval the estimate, its lower and its upper limit
 * @param paths where in results.json they are
 * @returns the three numbers and how they read
 * @example
 * ```ts
 * import { ratios } from 'nomoscope/report'
 * ratios([1.5, 1.2, 1.9]).map(({ text }) => text) // → [ '1.50', '1.20', '1.90' ]
 * ```
 */
export function ratios(
  [estimate, lower, upper]: readonly [number, number, number],
  paths?: readonly [string, string, string],
): [Quantity, Quantity, Quantity] {
  const width = Math.min(upper - estimate, estimate - lower)
  const close = width > 0 && width < 0.01 && upper < 1000
  const decimals = close ? Math.min(12, 1 - Math.floor(Math.log10(width) + 1e-9)) : 2
  const one = (value: number, i: number) => ratioTo(decimals, value, paths?.[i])
  return [one(estimate, 0), one(lower, 1), one(upper, 2)]
}

/**
 * How many decimals the values of a variable carry, at most `most`.
 *
 * @param values of the variable; what is not finite is left out
 * @param most decimals
 * @returns decimals, 0 to `most`
 * @example
 * ```ts
 * import { decimalsOf } from 'nomoscope/report'
 * decimalsOf([1, 2.5, 3.25]) // → 2
 * ```
 */
export function decimalsOf(values: ArrayLike<number>, most = 3): number {
  let decimals = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (!Number.isFinite(value)) continue
    while (decimals < most && Math.abs(value - Number(value.toFixed(decimals))) > 1e-9 * Math.max(1, Math.abs(value)))
      decimals++
    if (decimals === most) break
  }
  return decimals
}

/**
 * Decimals for a variable with this standard deviation whose values carry `own` decimals: three digits of the deviation
 * for its mean, at most two more than the values have; its quantiles, halfway between two values at times, one.
 *
 * @param deviation standard deviation of the values
 * @param own decimals that the values carry (`decimalsOf`)
 * @returns decimals for a mean or deviation, and for a quantile
 * @example
 * ```ts
 * import { decimalsFor } from 'nomoscope/report'
 * decimalsFor(12.3, 0) // → { mean: 1, value: 1 }
 * ```
 */
export function decimalsFor(deviation: number, own: number): { mean: number; value: number } {
  const three = deviation > 0 ? Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(deviation)))) : own
  return { mean: Math.min(three, own + 2), value: Math.min(three, own + 1) }
}

/**
 * A p-value in a sentence: `p = 0.032`, `p < 0.001`.
 *
 * @param p 0 to 1
 * @param path where in results.json it is
 * @returns the words with the number
 * @example
 * ```ts
 * import { pSaid } from 'nomoscope/report'
 * pSaid(0.032).text // → 'p = 0.032'
 * ```
 */
export function pSaid(p: number, path?: string): NumberedText {
  const printed = pValue(p, path)
  // In a table's cell "<0.001", in a sentence "p < 0.001".
  return /^[<>]/.test(printed.text)
    ? text`p ${{ ...printed, text: printed.text.replace(/^./, '$& ') }}`
    : text`p = ${printed}`
}
