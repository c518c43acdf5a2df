/**
 * The sum of values[from … from + n) in numpy's order (eight running sums in blocks of 128, halves above that), so
 * that means over samples agree to the last bit.
 */
export function pairwiseSum(values: Float64Array, from: number, n: number): number {
  if (n < 8) {
    let sum = 0
    for (let i = 0; i < n; i++) sum += values[from + i]
    return sum
  }
  if (n > 128) {
    let half = n >> 1
    half -= half % 8
    return pairwiseSum(values, from, half) + pairwiseSum(values, from + half, n - half)
  }
  let [a, b, c, d, e, f, g, h] = values.subarray(from, from + 8)
  const whole = n - (n % 8)
  for (let i = from + 8; i < from + whole; i += 8) {
    a += values[i]
    b += values[i + 1]
    c += values[i + 2]
    d += values[i + 3]
    e += values[i + 4]
    f += values[i + 5]
    g += values[i + 6]
    h += values[i + 7]
  }
  let sum = a + b + (c + d) + (e + f + (g + h))
  for (let i = whole; i < n; i++) sum += values[from + i]
  return sum
}

/** The same in float32 (a numpy float32 array is summed in float32). */
export function pairwiseSumSingle(values: Float32Array, from: number, n: number): number {
  const round = Math.fround
  if (n < 8) {
    let sum = 0
    for (let i = 0; i < n; i++) sum = round(sum + values[from + i])
    return sum
  }
  if (n > 128) {
    let half = n >> 1
    half -= half % 8
    return round(pairwiseSumSingle(values, from, half) + pairwiseSumSingle(values, from + half, n - half))
  }
  const parts = values.slice(from, from + 8)
  const whole = n - (n % 8)
  for (let i = 8; i < whole; i++) parts[i % 8] += values[from + i]
  const [a, b, c, d, e, f, g, h] = parts
  let sum = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)))
  for (let i = whole; i < n; i++) sum = round(sum + values[from + i])
  return sum
}
