import { pow } from '../../portable-math.ts'
/**
 * About `intervals` + 1 round numbers that cover [low, high]: R's `pretty(c(low, high), n = intervals)`, whose choice of
 * 1, 2 or 5 times a power of ten places the ticks of rms' nomogram.
 *
 * Returns low and high themselves inside the range of the result. Throws RangeError when a bound is not finite.
 */
export function pretty(low: number, high: number, intervals = 5): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) throw new RangeError('invalid range')
  const slack = 1e-10
  const fewest = Math.floor(intervals / 3)
  const unit = prettyUnit(low, high, intervals, fewest)
  let first = Math.floor(low / unit + slack)
  let last = Math.ceil(high / unit - slack)
  while (first * unit > low + slack * unit) first--
  while (last * unit < high - slack * unit) last++
  const short = fewest - (last - first)
  if (short > 0) {
    if (low === 0 && first === 0 && high !== 0) last += short
    else if (first >= 0) {
      last += Math.floor(short / 2)
      first -= Math.ceil(short / 2)
    } else {
      first -= Math.floor(short / 2)
      last += Math.ceil(short / 2)
    }
  }
  const ticks = sequence(Math.min(first * unit, low), Math.max(last * unit, high), last - first)
  return ticks.map((tick) => Number(tick.toPrecision(15))) // 0.4, not 0.40000000000000013
}

/** 1, 2, 5 or 10 times a power of ten near the width of one interval; larger units are favoured by 1.5, fives by 2.75. */
function prettyUnit(low: number, high: number, intervals: number, fewest: number): number {
  const bias = 1.5
  const biasOfFive = 0.5 + 1.5 * bias
  const width = high - low
  let cell = Math.max(Math.abs(low), Math.abs(high))
  const negligible = (1 + 1 / (1 + bias)) * Math.max(1, intervals) * Number.EPSILON * 3
  if (cell === 0 || width < cell * negligible) {
    if (cell === 0) cell = 1
    if (cell > 10) cell = 9 + cell / 10
    cell *= 0.75
    if (fewest > 1) cell /= fewest
  } else {
    cell = width / Math.max(1, intervals)
  }
  const base = pow(10, Math.floor(Math.log10(cell)))
  let unit = base
  if (2 * base - cell < bias * (cell - unit)) {
    unit = 2 * base
    if (5 * base - cell < biasOfFive * (cell - unit)) {
      unit = 5 * base
      if (10 * base - cell < bias * (cell - unit)) unit = 10 * base
    }
  }
  return unit
}

/** `intervals` + 1 equally spaced numbers from `low` to `high`, both exact; what is zero but for rounding is 0. */
export function sequence(low: number, high: number, intervals: number): number[] {
  const step = (high - low) / intervals
  const numbers = [low]
  for (let i = 1; i < intervals; i++) {
    const x = low + i * step
    numbers.push(Math.abs(x) < 1e-14 * step ? 0 : x)
  }
  if (intervals > 0) numbers.push(high)
  return numbers
}
