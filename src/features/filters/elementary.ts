import { pow } from '../../portable-math.ts'
/**
 * log, exp, sine and cosine rounded to the nearest double (but for one value in some thousands), as a good C library
 * gives them and Math does not: the image's largest value often lies on a bin edge, and one unit in the last place
 * moves it to another grey level; so does the noise in which a filter leaves a constant region.
 *
 * Table-driven (Tang 1990), the leading terms in double-double (Dekker 1971).
 */

/** The natural logarithm of a positive number; what Math.log gives for all others. */
export function log(x: number): number {
  if (!(x > 2.3e-308 && x < Infinity) || x === 1) return Math.log(x)
  bits[0] = x
  const exponent = ((words[1] >>> 20) & 2047) - 1023
  words[1] = (words[1] & 0xfffff) | 0x3ff00000
  const m = bits[0]
  // x = 2^k m, m · inverse = 1 + r with |r| < 1/128; close to 1 the number itself is 1 + r.
  const near = Math.abs(x - 1) < 1 / tableSteps
  const i = Math.floor((m - 1) * tableSteps)
  if (inverse[i] === 0) fillLog(i)
  const [p, e] = near ? [x, 0] : twoProduct(m, inverse[i])
  const [rh, rl] = twoSum(p - 1, e)
  const [s, t] = twoProduct(rh, rh)
  const tail =
    rh * s * (1 / 3 - rh * (1 / 4 - rh * (1 / 5 - rh * (1 / 6 - rh * (1 / 7 - rh * (1 / 8 - rh * (1 / 9 - rh / 10)))))))
  const series = add(add([rh, rl], [-0.5 * s, -0.5 * t - rh * rl]), [tail, 0])
  if (near) return series[0] + series[1]
  const [high, low] = add(add(multiply(LN2, [exponent, 0]), [logHigh[i], logLow[i]]), series)
  return high + low
}

/** e to the x; what Math.exp gives where the result is not a normal number. */
export function exp(x: number): number {
  if (!(Math.abs(x) < 700)) return Math.exp(x)
  const n = Math.round((x * tableSteps) / LN2[0])
  const [p, e] = twoProduct(n, LN2[0] / tableSteps)
  const rh = x - p
  const rl = -e - (n * LN2[1]) / tableSteps
  const r = rh + rl
  const tail = r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r / 720))))
  const i = n & (tableSteps - 1)
  if (powerHigh[i] === 0) fillPower(i)
  const [a, b] = twoProduct(powerHigh[i], rh)
  const [s, t] = twoSum(powerHigh[i], a)
  return (s + (t + (b + powerHigh[i] * (rl + tail) + powerLow[i] + powerLow[i] * rh))) * pow(2, (n - i) / tableSteps)
}

/** Sine and cosine of a moderate angle (below 10⁶), both by their series after taking off quarter turns. */
export function sineAndCosine(x: number): { sin: number; cos: number } {
  const turns = Math.round(x / halfPi[0])
  const [whole, rest] = multiply(halfPi, [-turns, 0])
  const angle = add([x, 0], [whole, rest])
  const square = multiply(angle, angle)
  let term: Pair = [1, 0]
  let cosine: Pair = [1, 0]
  let sine: Pair = [1, 0]
  for (let k = 1; k < 30; k += 2) {
    term = divide(multiply(term, square), -k)
    cosine = add(cosine, divide(term, k + 1))
    term = divide(term, k + 1)
    sine = add(sine, divide(term, k + 2))
  }
  const s = multiply(sine, angle)
  const [sin, cos] = [s[0] + s[1], cosine[0] + cosine[1]]
  switch (((turns % 4) + 4) % 4) {
    case 1:
      return { sin: cos, cos: -sin }
    case 2:
      return { sin: -sin, cos: -cos }
    case 3:
      return { sin: -cos, cos: sin }
    default:
      return { sin, cos }
  }
}

/** An unevaluated sum of two doubles. */
type Pair = [number, number]

const tableSteps = 128
const LN2: Pair = [Math.LN2, 2.3190468138462996e-17]
/** A quarter of a turn. */
const halfPi: Pair = [Math.PI / 2, 6.123233995736766e-17]
const bits = new Float64Array(1)
const words = new Uint32Array(bits.buffer)

/** −log of rounded reciprocals of 1 … 2, and 2^(i/128), in double-double; each computed when it is first asked for. */
const [inverse, logHigh, logLow, powerHigh, powerLow] = Array.from({ length: 5 }, () => new Float64Array(tableSteps))

function fillLog(i: number) {
  inverse[i] = Math.fround(1 / (1 + (i + 0.5) / tableSteps))
  const [high, low] = seriesLog(inverse[i])
  logHigh[i] = -high
  logLow[i] = -low
}

function fillPower(i: number) {
  ;[powerHigh[i], powerLow[i]] = seriesExp(divide(multiply(LN2, [i, 0]), tableSteps))
}

/** log a = 2 (t + t³/3 + …) with t = (a − 1) / (a + 1); a has few digits, so that a ± 1 is exact. */
function seriesLog(a: number): Pair {
  const t = divide([a - 1, 0], a + 1)
  const square = multiply(t, t)
  let power = t
  let sum: Pair = [0, 0]
  for (let k = 1; k < 80; k += 2) {
    sum = add(sum, divide(power, k))
    power = multiply(power, square)
  }
  return [2 * sum[0], 2 * sum[1]]
}

function seriesExp(a: Pair): Pair {
  let term: Pair = [1, 0]
  let sum: Pair = [1, 0]
  for (let k = 1; k < 30; k++) {
    term = divide(multiply(term, a), k)
    sum = add(sum, term)
  }
  return sum
}

function twoSum(a: number, b: number): Pair {
  const sum = a + b
  const part = sum - a
  return [sum, a - (sum - part) + (b - part)]
}

function twoProduct(a: number, b: number): Pair {
  const product = a * b
  const c = 134217729 * a
  const ah = c - (c - a)
  const al = a - ah
  const d = 134217729 * b
  const bh = d - (d - b)
  const bl = b - bh
  return [product, al * bl - (product - ah * bh - al * bh - ah * bl)]
}

function add(a: Pair, b: Pair): Pair {
  const [sum, rest] = twoSum(a[0], b[0])
  return twoSum(sum, rest + (a[1] + b[1]))
}

function multiply(a: Pair, b: Pair): Pair {
  const [product, rest] = twoProduct(a[0], b[0])
  return twoSum(product, rest + (a[0] * b[1] + a[1] * b[0]))
}

function divide(a: Pair, by: number): Pair {
  const first = a[0] / by
  const [product, rest] = twoProduct(first, by)
  return twoSum(first, (a[0] - product - rest + a[1]) / by)
}
