/**
 * Y of order m and degree n, real and imaginary part, with the Condon–Shortley phase.
 *
 * azimuth, polar: scipy's sph_harm(m, n, azimuth, polar). Source: Abramowitz & Stegun 8.5, 8.6.6.
 */
export function sphericalHarmonic(m: number, n: number, azimuth: number, polar: number): [number, number] {
  const order = Math.abs(m)
  let size = legendre(n, order, Math.cos(polar))
  let factorials = 1
  for (let k = n - order + 1; k <= n + order; k++) factorials *= k
  if (m < 0) size *= (order % 2 ? -1 : 1) / factorials
  size *= Math.sqrt((2 * n + 1) / 4 / Math.PI)
  size *= Math.sqrt(m < 0 ? factorials : 1 / factorials)
  return [size * Math.cos(m * azimuth), size * Math.sin(m * azimuth)]
}

/** The associated Legendre function P(n, m) by upward recurrence in n. */
function legendre(n: number, m: number, x: number): number {
  let before = 0
  let value = 1
  const root = Math.sqrt(1 - x * x)
  for (let k = 1; k <= m; k++) value *= -(2 * k - 1) * root
  for (let k = m + 1; k <= n; k++) {
    const next = ((2 * k - 1) * x * value - (k + m - 1) * before) / (k - m)
    before = value
    value = next
  }
  return value
}
