import { pow } from '../portable-math.ts'
/**
 * A number as a paper prints it. What stands behind it is not the number but every value that rounds to it: `low` to
 * `high`, half a unit of its last place to either side. "<0.001" stands for everything below.
 */
export interface Printed {
  text: string
  value: number
  decimals: number
  low: number
  high: number
  bound?: '<' | '>'
  percent?: true
}

export interface Interval {
  low: number
  high: number
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'
/** Stars, daggers and raised letters that point to a footnote. */
const marks = /(?:\s*[*†‡§¶#‖]+|\s*[ᵃᵇᶜᵈ]|(?<=\d)[abcd])+$/
const number = String.raw`[-+]?(?:\d[\d,' \u2009\u00a0\u202f]*)?(?:\.\d*)?`
const form = new RegExp(
  String.raw`^(?:p(?:[-\s]?values?)?\b\s*:?\s*)?([<>≤≥=≈~]?)\s*(${number})(?:\s*(?:[x×]\s*10|e)\s*\^?\s*\(?([-+]?\d+)\)?)?\s*(%?)$`,
  'i',
)

/**
 * "0.070", ".07", "P < .001", "0.009*", "1,024", "1 024", "34.4%", "2.1e-5", "5.87 × 10⁻⁵", "0·03" and "0,03" with a
 * decimal comma; undefined where the text is no number. A comma before three digits parts thousands unless the number
 * begins with 0.
 */
export function readPrinted(text: string): Printed | undefined {
  const found = form.exec(plainNumber(text))
  if (!found) return undefined
  const digits = decimalPoint(found[2].trim())
  if (digits === undefined || !/\d/.test(digits)) return undefined
  const exponent = Number(found[3] ?? 0)
  const value = Number(`${digits}e${exponent}`)
  const decimals = (/\.(\d*)$/.exec(digits)?.[1].length ?? 0) - exponent
  if (!Number.isFinite(value) || Math.abs(decimals) > 30) return undefined
  const half = 0.5 * pow(10, -decimals)
  const own = { text: text.trim(), value, decimals, ...(found[4] ? { percent: true as const } : {}) }
  if (found[1] === '<' || found[1] === '≤') return { ...own, low: -Infinity, high: value, bound: '<' }
  if (found[1] === '>' || found[1] === '≥') return { ...own, low: value, high: Infinity, bound: '>' }
  return { ...own, low: value - half, high: value + half }
}

/** One sign for minus, for the decimal point and for exponents, and no footnote marks. */
function plainNumber(text: string): string {
  return text
    .trim()
    .replace(marks, '')
    .replace(/[−‐‑]/g, '-')
    .replace(/^([<>≤≥=]?\s*)[–—](?=\s?[\d.])/, '$1-')
    .replace(/(?<=\d)[·∙⋅](?=\d)/g, '.')
    .replace(/[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+$/, (raised) =>
      Array.from(raised, (c) => (c === '⁻' ? '-' : c === '⁺' ? '+' : String(superscripts.indexOf(c)))).join(''),
    )
    .replace(/^([<>≤≥=]?\s*)10(?=[-^])\^?(-?\d+)$/, '$11e$2')
}

/** "1,205.3" and "1 205,3" with a decimal point and no thousands; undefined where commas and spaces are elsewhere. */
function decimalPoint(text: string): string | undefined {
  const thousands = /^([-+]?\d{1,3})((?:[,' \u2009\u00a0\u202f]\d{3})+)(\.\d*)?$/.exec(text)
  if (thousands && !/^[-+]?0/.test(text))
    return `${thousands[1]}${thousands[2].replace(/\D/g, '')}${thousands[3] ?? ''}`
  const decimal = /^([-+]?\d{1,3}(?:[. \u2009\u00a0\u202f]\d{3})*|[-+]?\d*),(\d+)$/.exec(text)
  if (decimal) return `${decimal[1].replace(/[. \u2009\u00a0\u202f]/g, '')}.${decimal[2]}`
  return /[,' \u2009\u00a0\u202f]/.test(text) ? undefined : text
}

/** Whether two intervals share a value; a billionth is forgiven, which is what binary fractions cost. */
export function overlap(a: Interval, b: Interval): boolean {
  const grain = 1e-9 * Math.max(1, Math.abs(a.low), Math.abs(b.low)) || 1e-9
  const slack = Number.isFinite(grain) ? grain : 1e-9
  return a.low <= b.high + slack && b.low <= a.high + slack
}

/** How a value becomes what is printed: rounded, cut off behind its last place, or rounded twice (0.1446, 0.145, 0.15). */
export type Rounding = 'rounded' | 'cut off' | 'rounded twice'

/** The way from one of the values in `exact` to the printed number; undefined where there is none. */
export function roundingOf(exact: Interval, printed: Printed): Rounding | undefined {
  if (overlap(exact, printed)) return 'rounded'
  if (printed.bound) return undefined
  const unit = pow(10, -printed.decimals)
  const { value } = printed
  // To zero both small negative and small positive numbers are cut.
  const cut = { low: value > 0 ? value : value - unit, high: value < 0 ? value : value + unit }
  if (overlap(exact, cut)) return 'cut off'
  const twice =
    value < 0
      ? { low: printed.low, high: printed.high + 0.05 * unit }
      : { low: printed.low - 0.05 * unit, high: printed.high }
  return overlap(exact, twice) ? 'rounded twice' : undefined
}

/** What a wrong way of rounding looks like, for a sentence. */
export const roundingWords: Record<Exclude<Rounding, 'rounded'>, string> = {
  'cut off': 'looks cut off rather than rounded',
  'rounded twice': 'looks rounded twice',
}

/** Every value that is printed so, rounded or cut off. */
export function eitherWay({ value, decimals, low, high, bound }: Printed): Interval {
  if (bound) return { low, high }
  const unit = pow(10, -decimals)
  return { low: value > 0 ? low : value - unit, high: value < 0 ? high : value + unit }
}

/** The interval a whole unit of the last place wide to either side. */
export function widened(printed: Printed): Interval {
  const half = 0.5 * pow(10, -printed.decimals)
  return { low: printed.low - half, high: printed.high + half }
}

/** What a function makes of boxes of values, where it is monotone in each: the extremes lie in the corners. */
export function corners(f: (...x: number[]) => number, ...boxes: Interval[]): Interval {
  let low = Infinity
  let high = -Infinity
  for (let corner = 0; corner < pow(2, boxes.length); corner++) {
    const value = f(...boxes.map((box, b) => (corner & (1 << b) ? box.high : box.low)))
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}

export const point = (value: number): Interval => ({ low: value, high: value })

/** "2.10", or "2.09 to 2.11" where the rounding shows. */
export function printInterval({ low, high }: Interval, decimals: number): string {
  const places = Math.min(100, Math.max(0, decimals))
  const [from, to] = [low.toFixed(places), high.toFixed(places)].map((text) => text.replace('-', '−'))
  return from === to ? from : `${from} to ${to}`
}

/** p as it is printed with three places. */
export function shownP(p: number): string {
  return p < 0.001 ? p.toExponential(1).replace('-', '−') : p.toFixed(3)
}

/** The same of a range of p. */
export function shownPs({ low, high }: Interval): string {
  return shownP(low) === shownP(high) ? shownP(low) : `${shownP(low)} to ${shownP(high)}`
}

/** Whether all of a range of p lies on one side of 0.05 and what is printed on the other. */
export function significanceFlips(exact: Interval, printed: Printed): boolean {
  const side = ({ low, high }: Interval) => (high < 0.05 ? -1 : low > 0.05 ? 1 : 0)
  return side(exact) * side(printed) < 0
}
