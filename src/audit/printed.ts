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
}

export interface Interval {
  low: number
  high: number
}

/** "0.070", "<0.001", "1,024", "34.4%", "2.1e-5"; undefined where the text is no number. */
export function readPrinted(text: string): Printed | undefined {
  const found = /^([<>≤≥=]?)\s*([-−+]?\d[\d,]*(?:\.(\d*))?(?:e([-+]?\d+))?)\s*%?$/i.exec(text.trim())
  if (!found) return undefined
  const value = Number(found[2].replaceAll(',', '').replace('−', '-'))
  const decimals = (found[3]?.length ?? 0) - Number(found[4] ?? 0)
  if (!Number.isFinite(value) || Math.abs(decimals) > 30) return undefined
  const half = 0.5 * 10 ** -decimals
  if (found[1] === '<' || found[1] === '≤')
    return { text: text.trim(), value, decimals, low: -Infinity, high: value, bound: '<' }
  if (found[1] === '>' || found[1] === '≥')
    return { text: text.trim(), value, decimals, low: value, high: Infinity, bound: '>' }
  return { text: text.trim(), value, decimals, low: value - half, high: value + half }
}

/** Whether two intervals share a value; a billionth is forgiven, which is what binary fractions cost. */
export function overlap(a: Interval, b: Interval): boolean {
  const grain = 1e-9 * Math.max(1, Math.abs(a.low), Math.abs(b.low)) || 1e-9
  const slack = Number.isFinite(grain) ? grain : 1e-9
  return a.low <= b.high + slack && b.low <= a.high + slack
}

/** The interval a whole unit of the last place wide to either side: what cutting off instead of rounding explains. */
export function widened(printed: Printed): Interval {
  const half = 0.5 * 10 ** -printed.decimals
  return { low: printed.low - half, high: printed.high + half }
}

/** What a function makes of boxes of values, where it is monotone in each: the extremes lie in the corners. */
export function corners(f: (...x: number[]) => number, ...boxes: Interval[]): Interval {
  let low = Infinity
  let high = -Infinity
  for (let corner = 0; corner < 2 ** boxes.length; corner++) {
    const value = f(...boxes.map((box, b) => (corner & (1 << b) ? box.high : box.low)))
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}

/** "2.10", or "2.09 to 2.11" where the rounding shows. */
export function shown({ low, high }: Interval, decimals: number): string {
  const [from, to] = [low.toFixed(decimals), high.toFixed(decimals)].map((text) => text.replace('-', '−'))
  return from === to ? from : `${from} to ${to}`
}

/** p as it is printed with three places. */
export function shownP(p: number): string {
  return p < 0.001 ? p.toExponential(1).replace('-', '−') : p.toFixed(3)
}
