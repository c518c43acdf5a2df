/**
 * `values` less their mean, each times the square root of how often its row counts, divided by the norm: the scalar
 * product of two such columns is Pearson's correlation over the rows as drawn. A constant column becomes 0; whether it
 * varies is returned. Written to `into` from `at` on.
 */
export function normalise(values: Float64Array, counts: Float64Array, into: Float64Array, at = 0): boolean {
  const n = values.length
  let total = 0
  let largest = 0
  for (let i = 0; i < n; i++) {
    total += counts[i]
    largest = Math.max(largest, Math.abs(values[i]))
  }
  const mean = dot(counts, 0, values, 0, n) / total
  for (let i = 0; i < n; i++) into[at + i] = (values[i] - mean) * Math.sqrt(counts[i])
  const norm = Math.sqrt(dot(into, at, into, at, n))
  // what rounding leaves of a constant is no variation
  const varies = norm > 1e-12 * largest * Math.sqrt(total)
  const scale = varies ? 1 / norm : 0
  for (let i = 0; i < n; i++) into[at + i] *= scale
  return varies
}

/** Scalar product. Eight partial sums, added up in pairs: the order in which the kernel adds. */
export function dot(a: Float64Array, aAt: number, b: Float64Array, bAt: number, n: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let s4 = 0
  let s5 = 0
  let s6 = 0
  let s7 = 0
  let i = 0
  for (; i + 7 < n; i += 8) {
    s0 += a[aAt + i] * b[bAt + i]
    s1 += a[aAt + i + 1] * b[bAt + i + 1]
    s2 += a[aAt + i + 2] * b[bAt + i + 2]
    s3 += a[aAt + i + 3] * b[bAt + i + 3]
    s4 += a[aAt + i + 4] * b[bAt + i + 4]
    s5 += a[aAt + i + 5] * b[bAt + i + 5]
    s6 += a[aAt + i + 6] * b[bAt + i + 6]
    s7 += a[aAt + i + 7] * b[bAt + i + 7]
  }
  if (i < n) s0 += a[aAt + i] * b[bAt + i]
  if (i + 1 < n) s1 += a[aAt + i + 1] * b[bAt + i + 1]
  if (i + 2 < n) s2 += a[aAt + i + 2] * b[bAt + i + 2]
  if (i + 3 < n) s3 += a[aAt + i + 3] * b[bAt + i + 3]
  if (i + 4 < n) s4 += a[aAt + i + 4] * b[bAt + i + 4]
  if (i + 5 < n) s5 += a[aAt + i + 5] * b[bAt + i + 5]
  if (i + 6 < n) s6 += a[aAt + i + 6] * b[bAt + i + 6]
  return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7))
}
